"""The entered numbers behind a total: which commune or village gave it, from which upload.

A commune's own row holds; without one its villages' rows are added up (`rollup`). Larger units are
the sum of their communes, units of today the sum of what they were made of.
"""

from dataclasses import dataclass

from django.db.models import IntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from campaign.choices import Level
from campaign.models import AdminUnit
from households import ledger
from households.models import ImportBatch, Summary, UnitTotals


@dataclass(frozen=True)
class Line:
    """One number of a total. `row` is the UnitTotals that says it; None where it is the sum of
    the villages of `unit`, of which `villages` have given theirs."""

    unit: AdminUnit
    number: int
    row: UnitTotals | None
    villages: int = 0


def lines(standing, code):
    """The Lines that add up to the total `code` of a standing, by name of the unit. Five queries,
    whatever the size.

    A province or district shows its communes, a commune without a number of its own its villages.
    """
    units = [standing.unit]
    if standing.is_rebuilt:
        units = [*standing.pieces, *(summary.unit for summary in standing.came)]
    known = _known(units, standing.reviews, code)
    entered = _entered([unit for unit, _number in known], standing.reviews)
    found = []
    for unit, number in known:
        own, villages = entered.get(unit.pk), entered.get(("villages", unit.pk), [])
        if own is not None and value(own, code) is not None:
            found.append(Line(unit, number, own))
        elif unit in units:
            said = [row for row in villages if value(row, code) is not None]
            found += [Line(row.unit, value(row, code), row) for row in said]
        else:
            found.append(Line(unit, number, None, len(villages)))
    return found


def value(row, code):
    """What a row of UnitTotals says of the total `code`; None when it says nothing."""
    area = code.removesuffix("_households")
    if area in {"urban", "rural"}:
        return row.households if row.area == area else 0
    return getattr(row, code)


def _known(units, reviews, code):
    """(unit, number) of the communes in `units`, and of the villages among `units`."""
    villages = [unit.pk for unit in units if unit.level == Level.VILLAGE]
    larger = [unit for unit in units if unit.level != Level.VILLAGE]
    communes = ledger.inside(larger, prefix="unit__") & Q(unit__level=Level.COMMUNE)
    summaries = Summary.objects.filter(
        communes | Q(unit__in=villages), review__in=reviews, counts__has_key=code
    )
    summaries = summaries.select_related("unit__district", "unit__commune").annotate(
        number=Cast(KT(f"counts__{code}"), IntegerField())
    )
    ordered = summaries.defer("counts").order_by("unit__sort_key", "unit")
    return [(summary.unit, summary.number) for summary in ordered]


def _entered(units, reviews):
    """{unit id: its UnitTotals, ("villages", commune id): its villages'}."""
    communes = [unit.pk for unit in units if unit.level == Level.COMMUNE]
    rows = UnitTotals.objects.filter(
        Q(unit__in=[unit.pk for unit in units]) | Q(unit__commune__in=communes), review__in=reviews
    )
    found = {}
    for row in rows.select_related("unit__commune").order_by("unit__sort_key", "unit"):
        found[row.unit_id] = row
        if row.unit.level == Level.VILLAGE:
            found.setdefault(("villages", row.unit.commune_id), []).append(row)
    return found


def uploads(found, user):
    """{id: ImportBatch} of the uploads of some Lines that `user` may see."""
    wanted = {line.row.batch_id for line in found if line.row and line.row.batch_id}
    batches = ImportBatch.objects.light().visible_to(user).filter(pk__in=wanted)
    return {batch.pk: batch for batch in batches.select_related("uploaded_by")}

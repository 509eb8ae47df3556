"""Totals of communes or villages: the denominators, a small upload of their own.

A unit that the file does not name keeps its totals; nothing is removed by a file.
"""

from functools import cache

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area, Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from households.imports import merged, places, sheets, sums
from households.imports.headings import Layout
from households.imports.problems import ListRefused
from households.imports.roster import Roster, clean_table
from households.models import Status, UnitTotals

AVERAGE = ("average_households", "average_people")
FIELDS = ("households", "people", "minority_households", "minority_people", *AVERAGE, "area")


@cache
def layout():
    return Layout(sheets.totals(), frozenset(("households",)), least=2)


def check(content, batch, tally):
    """The fields of a batch to set, with the totals to write as `content["totals"]`."""
    roster = Roster()
    for table in content.tables:
        if table.rows:
            merged.tell(table, tally)
            values = clean_table(table, layout().columns, tally)
            roster.extend(
                table,
                {
                    key: [v or "" for v in values[key]] if key in _TEXTS else values[key]
                    for key in values
                },
            )
    ground = places.Ground.load(batch.unit, batch.review.as_of)
    units = _units(roster, ground, tally)
    _check_numbers(roster, units, batch.review, tally)
    if tally.has_errors:
        return {}
    sums.check(roster, units, batch.review, tally)
    totals = UnitTotals.objects.filter(review=batch.review, unit__in={u.pk for u in units})
    stored = {row[0]: row[1:] for row in totals.values_list("unit", *FIELDS)}
    rows = _rows(roster, units, stored)
    new = [unit for unit in rows if unit not in stored]
    changed = [unit for unit in rows if unit in stored and stored[unit] != rows[unit]]
    return {
        "created": len(new),
        "updated": len(changed),
        "unchanged": len(rows) - len(new) - len(changed),
        "is_empty": not (new or changed),
        "content": {"totals": [[unit, *rows[unit]] for unit in (*new, *changed)]},
    }


_TEXTS = frozenset(("commune", "village", "area"))


def _units(roster, ground, tally):
    """The unit of each row: its village when it names one, else its commune; None when unknown."""
    if ground.names_communes and "commune" not in roster.present:
        raise ListRefused("columns_missing", names="Xã/phường")
    villages = roster["village"]
    places.resolve(roster, ground, tally)
    ids = [
        village if name else commune
        for name, village, commune in zip(
            villages, roster["village_id"], roster["commune_id"], strict=True
        )
    ]
    found = AdminUnit.objects.select_related("commune").in_bulk({pk for pk in ids if pk})
    return [found.get(pk) for pk in ids]


def _check_numbers(roster, units, review, tally):
    listed = _listed(review, units)
    rows_of = {}
    for index, unit in enumerate(units):
        if unit is None:
            continue
        rows_of.setdefault(unit, []).append(index)
        row = {key: roster[key][index] for key in FIELDS}
        where = {"place": roster.place(index), "column": roster.label(index, "households")}
        if row["households"] is None:
            continue
        least = listed.get(unit.pk, 0)
        if row["households"] < least:
            value = integer(row["households"])
            tally.add("total_below_listed", value=value, listed=integer(least), **where)
        for whole, part, what in (
            ("households", "minority_households", _("Số hộ")),
            ("people", "minority_people", _("Số nhân khẩu")),
            ("households", "average_households", _("Số hộ")),
            ("people", "average_people", _("Số nhân khẩu")),
        ):
            if None not in {row[whole], row[part]} and row[part] > row[whole]:
                tally.add(
                    "average_above_total" if part in AVERAGE else "minority_above_total",
                    place=where["place"],
                    column=roster.label(index, part),
                    value=integer(row[part]),
                    what=what,
                    part=integer(row[part]),
                    whole=integer(row[whole]),
                )
        if row["people"] is not None and row["people"] < row["households"]:
            tally.add(
                "people_below_households",
                place=where["place"],
                column=roster.label(index, "people"),
                value=integer(row["people"]),
                people=integer(row["people"]),
                households=integer(row["households"]),
            )
    for unit, indexes in rows_of.items():
        if len(indexes) > 1:
            for index in indexes:
                place = roster.place(index)
                tally.add("unit_twice", place=place, name=unit.name, rows=roster.where(indexes))


def _listed(review, units):
    """{unit id: poor and near-poor households listed}; two queries."""
    rows = Status.objects.listed().filter(review=review).order_by()
    found = {}
    for level in (Level.COMMUNE, Level.VILLAGE):
        ids = [unit.pk for unit in units if unit and unit.level == level]
        if ids:
            counted = rows.filter(**{f"{level}__in": ids}).values_list(level.value)
            found |= dict(counted.annotate(n=Count("pk")))
    return found


def _rows(roster, units, stored):
    """{unit id: values of FIELDS}. The documented sheet has no columns of average living standard:
    one that leaves them out keeps what is stored."""
    rows = {}
    kept = [key for key in AVERAGE if key not in roster.present]
    for index, unit in enumerate(units):
        values = {key: roster[key][index] for key in FIELDS}
        if unit.pk in stored:
            before = dict(zip(FIELDS, stored[unit.pk], strict=True))
            values |= {key: before[key] for key in kept}
        values["area"] = values["area"] or str(Area(unit.area))
        rows[unit.pk] = tuple(values[key] for key in FIELDS)
    return rows

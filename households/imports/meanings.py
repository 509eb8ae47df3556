"""What officers said headings mean: remembered for the unit of the upload and the units below."""

from campaign import access, audit
from campaign.roles import Permission
from households import standards
from households.choices import BatchKind
from households.imports import gathering, totals
from households.models import HeadingRuling

KEPT_A_UNIT = 300


def of(batch):
    """{path of a heading: column key, "" to leave it out} that holds for `batch`; one query.

    What was said of the batch itself wins, then the nearest unit.
    """
    unit = batch.unit
    line = [unit.pk, unit.commune_id, unit.district_id, unit.province_id]
    rows = HeadingRuling.objects.filter(unit__in={pk for pk in line if pk}, kind=batch.kind)
    found = sorted(
        rows.values_list("unit", "heading", "column"), key=lambda row: -line.index(row[0])
    )
    return {heading: column for _unit, heading, column in found} | batch.choices.get("headings", {})


def columns(kind, standard_code):
    """The columns that a heading of a file of `kind` may be."""
    if kind == BatchKind.TOTALS:
        return totals.layout().columns
    return gathering.layout(standard_code).columns


def names(kind):
    """{column key: official heading} of a kind of file, whatever the standard."""
    return {c.key: c.heading for code in standards.STANDARDS for c in columns(kind, code)}


def remember(unit, kind, headings, *, by):
    """Keep {path: column key or ""} for the uploads of `unit`. Raises PermissionDenied."""
    access.check(by, Permission.HOUSEHOLD_IMPORT, unit)
    for heading, column in headings.items():
        HeadingRuling.objects.update_or_create(
            unit=unit, kind=kind, heading=heading, defaults={"column": column, "decided_by": by}
        )
    if headings:
        audit.record("heading.rule", by=by, subject=unit, unit=unit, headings=sorted(headings))


def forget(ruling, *, by):
    """Delete a ruling; lists that were read by it stay as they are. Raises PermissionDenied."""
    access.check(by, Permission.HOUSEHOLD_IMPORT, ruling.unit)
    audit.record("heading.forget", by=by, subject=ruling.unit, unit=ruling.unit,
                 headings=[ruling.heading])  # fmt: skip
    ruling.delete()


def visible_to(user):
    """The rulings of the units that `user` sees lists of."""
    reach = user.reach(Permission.HOUSEHOLD_VIEW)
    rows = HeadingRuling.objects.select_related("unit", "decided_by")
    return reach.units(rows, prefix="unit__").order_by("unit__sort_key", "unit", "kind", "heading")

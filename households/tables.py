"""Official tables as plain data: what stands in which row and column. `exports` draws them.

R1 is the official summary of a review (domain: results by district and commune, or by village of a
commune): columns 1 to 14, of which 4, 6, 8, 10, 12 and 14 are computed from the others.
"""

from dataclasses import dataclass

from campaign.choices import Level
from campaign.models import AdminUnit
from households import measures, official_forms
from households.choices import ReviewVersion
from households.models import Summary


@dataclass(frozen=True)
class TableColumn:
    """`number` as printed under the heading; `code` of the measure, None where nothing is
    collected; `over` the numbers (numerator, denominator) of a computed column."""

    number: int
    group: str
    heading: str
    code: str | None
    over: tuple | None = None


@dataclass(frozen=True)
class TableRow:
    """`label` is the number in front of the unit's name ("1.1"), a text. `values` one a column,
    None where nothing is collected. `parts` are the places (from 0) of the rows it sums up."""

    label: str
    name: str
    is_group: bool
    values: list
    parts: tuple = ()
    unit: AdminUnit | None = None


@dataclass(frozen=True)
class OfficialTable:
    form: official_forms.OfficialForm
    unit: AdminUnit
    review: object
    columns: tuple
    rows: list
    notes: list

    @property
    def version(self):
        """ "chính thức" or "sơ bộ": in Vietnamese whatever language the page is in."""
        return "chính thức" if self.review.version == ReviewVersion.OFFICIAL else "sơ bộ"

    @property
    def title(self):
        return self.form.title.format(version=self.version)


def _r1_columns():
    households = "Tổng số hộ dân cư tại thời điểm rà soát"
    groups = (
        ("Hộ nghèo", "Số hộ", "poor", "poor_rate", 1),
        ("Hộ cận nghèo", "Số hộ", "near_poor", "near_poor_rate", 1),
        ("Hộ nông, lâm, ngư nghiệp có mức sống trung bình", "Số hộ", None, None, 1),
        ("Khẩu nghèo", "Số khẩu", "poor_people", "poor_people_rate", 2),
        ("Khẩu cận nghèo", "Số khẩu", "near_poor_people", "near_poor_people_rate", 2),
        ("Khẩu có mức sống trung bình", "Số khẩu", None, None, 2),
    )
    yield TableColumn(1, households, "Số hộ", "households")
    yield TableColumn(2, households, "Nhân khẩu", "people")
    number = 3
    for group, heading, count, rate, denominator in groups:
        yield TableColumn(number, group, heading, count)
        yield TableColumn(number + 1, group, "Tỷ lệ (%)", rate, (number, denominator))
        number += 2


R1_COLUMNS = tuple(_r1_columns())
_CODES = [column.code for column in R1_COLUMNS if column.code]
_NOT_COLLECTED = (
    "Cột 7, 8, 13, 14 để trống: chưa thu thập số liệu hộ làm nông, lâm, ngư nghiệp "
    "có mức sống trung bình."
)
_WITHOUT_TOTALS = (
    "Ô để trống ở các cột khác: đơn vị chưa có danh sách hộ, hoặc chưa có tổng số hộ, "
    "tổng số nhân khẩu."
)


def r1(unit, review):
    """Table R1 of a province, district or commune at `review`. Three queries."""
    lines = list(_lines(unit, review.as_of))
    found = numbers_of([unit, *(line[1] for line in lines)], review)
    rows = [
        TableRow(label, member.name, bool(parts), _cells(member, found, review), parts, member)
        for label, member, parts in lines
    ]
    groups = [place for place, row in enumerate(rows) if row.is_group]
    top = tuple(groups or range(len(rows)))
    rows.append(TableRow("", "Tổng cộng", True, _cells(unit, found, review), top, unit))
    notes = [_NOT_COLLECTED]
    collected = [v for row in rows for v in row.values if v is not None]
    if any(value.value is None for value in collected):
        notes.append(_WITHOUT_TOTALS)
    notes += sorted({value.note for value in collected if value.note})
    return OfficialTable(official_forms.R1, unit, review, R1_COLUMNS, rows, notes)


def _lines(unit, day):
    """(label, unit, places of its parts) of each row, districts followed by their communes."""
    below = AdminUnit.objects.within(unit).exclude(pk=unit.pk).on(day)
    if unit.level == Level.COMMUNE:
        units = list(below.filter(level=Level.VILLAGE))
    else:
        units = list(below.filter(level__in=[Level.DISTRICT, Level.COMMUNE]))
    place = 0
    for number, top in enumerate([u for u in units if u.parent_id == unit.pk], start=1):
        children = [u for u in units if u.parent_id == top.pk]
        yield str(number), top, tuple(range(place + 1, place + 1 + len(children)))
        for child_number, child in enumerate(children, start=1):
            yield f"{number}.{child_number}", child, ()
        place += 1 + len(children)


def numbers_of(units, review):
    """{unit id: counts} of `units` at `review`; a village that a commune's list does not mention
    has no poor household, and counts as listed."""
    rows = Summary.objects.filter(review=review, unit__in=units)
    found = dict(rows.values_list("unit", "counts"))
    for unit in units:
        parent = found.get(unit.parent_id, {})
        if unit.level == Level.VILLAGE and unit.pk not in found and parent.get("communes_listed"):
            compared = parent.get("mv_communes", 0)
            found[unit.pk] = {"communes_listed": 1, "mv_communes": compared}
    return found


def _cells(unit, found, review):
    known = measures.values(found.get(unit.pk), review.standard, unit.level, _CODES)
    values = {value.code: value for value in known}
    return [values.get(column.code) for column in R1_COLUMNS]

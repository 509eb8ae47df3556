"""Years side by side: the yearly reviews of a unit as rows, with what changed between them.

Rates change in percentage points, computed from the unrounded rates. Nothing is differenced across
two standards: where one ends and the next begins the table breaks, and says why.
"""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.lib import charts
from campaign.lib.numbers import decimal, integer
from households import measures, panels, standards
from households.choices import ReviewKind

_YEARLY = (ReviewKind.OPENING, ReviewKind.ANNUAL)
_CLASSES = ("poor", "near_poor", "multidim_poor")


@dataclass(frozen=True)
class Group:
    """Columns that stand together: a total, then each class with its rate over it."""

    key: str
    title: str
    total: str
    # code of each class -> code of its rate
    classes: dict
    caption: str

    @property
    def codes(self):
        pairs = (code for pair in self.classes.items() for code in pair)
        return (self.total, *pairs)


def _group(key, title, total, counted, caption):
    classes = {f"{c}{counted}": f"{c}{counted}_rate" for c in _CLASSES}
    return Group(key, title, total, classes, caption)


GROUPS = (
    _group(
        "households",
        gettext_lazy("Hộ"),
        "households",
        "",
        gettext_lazy("Tỷ lệ hộ nghèo và hộ cận nghèo qua các năm (%)"),
    ),
    _group(
        "people",
        gettext_lazy("Nhân khẩu"),
        "people",
        "_people",
        gettext_lazy("Tỷ lệ khẩu nghèo và khẩu cận nghèo qua các năm (%)"),
    ),
    _group(
        "minority",
        gettext_lazy("Hộ dân tộc thiểu số"),
        "minority_households",
        "_minority",
        gettext_lazy("Tỷ lệ nghèo, cận nghèo trong hộ dân tộc thiểu số qua các năm (%)"),
    ),
)


@dataclass(frozen=True)
class Row:
    """A year of a Group. `values` and `changes` go by the group's codes, `cells` say both;
    `apart` is the sentence before a year that the years above may not be compared with."""

    standing: object
    values: list
    changes: list
    cells: list = field(default_factory=list)
    apart: str = ""


def ordered(found):
    """The yearly ones of `found`, standards one after the other: a provincial standard beside the
    national one has its years to itself."""
    yearly = [standing for standing in found if standing.review.kind in _YEARLY]
    first = {}
    for standing in yearly:
        first.setdefault(standing.review.standard, standing.review.as_of)
    return sorted(yearly, key=lambda s: (first[s.review.standard], s.review.standard))


def beside(found, chosen):
    """Those of `found` under a province's own standard when `chosen` is, else those under the
    national ones: together a year would stand there twice."""
    own = chosen.review.standard if chosen.review.own_standard else ""
    if own:
        return [standing for standing in found if standing.review.standard == own]
    return [standing for standing in found if not standing.review.own_standard]


def rows(found, group, may_list):
    """The Rows of a group, oldest year first. `may_list`: whether the numbers lead to rows."""
    lines, before = [], None
    for standing in ordered(found):
        values = standing.values(group.codes)
        same = before and before.standing.review.standard == standing.review.standard
        apart = before and standards.incomparable(
            before.standing.review.standard, standing.review.standard
        )
        then = before.values if same else [None] * len(values)
        changes = [_difference(now, was) for now, was in zip(values, then, strict=True)]
        links = panels.Links(standing, may_list)
        cells = [
            _cell(value, change, before, panels.cell(value, standing.unit, links))
            for value, change in zip(values, changes, strict=True)
        ]
        before = Row(standing, values, changes, cells, apart or "")
        lines.append(before)
    return lines


def _difference(now, was):
    """Of two Values; None where one of them has no value."""
    if was is None or now.value is None or was.value is None:
        return None
    return now.value - was.value


def _cell(value, change, before, cell):
    if change is None:
        return cell
    if value.unit == measures.PERCENT:
        title = _("điểm phần trăm so với năm %(year)s")
    else:
        title = _("so với năm %(year)s")
    words = title % {"year": before.standing.review.year}
    return replace(cell, change=signed(change, value.unit), change_title=words)


def signed(change, unit):
    """A difference with its sign: +1,25, −30, 0."""
    text = decimal(abs(change)) if unit == measures.PERCENT else integer(abs(change))
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{text}"


def chart(lines, group):
    """The chart of the Rows of a group: poor and near-poor in per cent of the total."""
    data = []
    for line in lines:
        by_code = {value.code: value for value in line.values}
        poor, near, both = (by_code[rate] for rate in group.classes.values())
        review = line.standing.review
        data.append(
            {
                "label": str(review.year),
                "note": _("đầu kỳ") if review.kind == ReviewKind.OPENING else "",
                "values": [poor.value, near.value],
                "total": both.value,
                "reason": poor.reason or near.reason,
                "apart": bool(line.apart),
            }
        )
    return charts.columns(
        str(group.caption),
        [_("Nghèo"), _("Cận nghèo")],
        data,
        total=_("Cả hai"),
        key=f"years-{group.key}",
    )


def tables(found, may_list, groups=GROUPS):
    """(Group, Rows, chart) of each group that has any number."""
    made = []
    for group in groups:
        lines = rows(found, group, may_list)
        counted = [value for line in lines for value in line.values if value.value]
        if counted or group is groups[0]:
            made.append((group, lines, chart(lines, group)))
    return made


def headings():
    """The words over the columns of the table of any group."""
    names = [_("Nghèo"), _("Cận nghèo"), _("Nghèo và cận nghèo")]
    pairs = [text for name in names for text in (name, _("Tỷ lệ (%)"))]
    return [_("Tổng số"), *pairs]


def workbook(unit, found):
    """The same tables as the bytes of an .xlsx: a sheet a group, changes in their own columns."""
    from campaign.lib.workbook import writing  # noqa: PLC0415 - the spreadsheet library is slow

    title = _("Số liệu qua các năm của %(unit)s") % {"unit": unit.name}
    book = writing.Book(subject=title)
    for group, lines, _chart in tables(found, may_list=False):
        page = book.sheet(str(group.title), landscape=True)
        columns = _columns(group, writing)
        page.line(title.upper(), last=len(columns), bold=True, align="center", size=14)
        page.line(str(group.title), last=len(columns), italic=True, align="center")
        page.heading(columns)
        page.freeze_columns(1)
        for line in lines:
            if line.apart:
                page.line(line.apart, last=len(columns), italic=True, size=11)
            page.row(_written(line))
        page.line()
        for note in notes(lines):
            page.line(note, last=len(columns), italic=True, size=11)
    return book.content()


def _columns(group, writing):
    columns = [
        writing.Column(_("Kỳ rà soát"), kind="text", width=24),
        writing.Column(_("Chuẩn nghèo"), kind="text", width=24),
    ]
    known = measures.MEASURES
    for code in group.codes:
        is_rate = known[code].unit == measures.PERCENT
        kind, parent = ("decimal" if is_rate else "integer"), str(known[code].label)
        change = _("Tăng, giảm (điểm %)") if is_rate else _("Tăng, giảm")
        columns += [
            writing.Column(_("Kết quả"), kind=kind, width=11, parent=parent),
            writing.Column(change, kind=kind, width=11, parent=parent),
        ]
    return columns


def _written(line):
    review = line.standing.review
    numbers = [
        None if number is None else number
        for value, change in zip(line.values, line.changes, strict=True)
        for number in (value.value, change)
    ]
    return [str(review), str(standards.get(review.standard).name), *numbers]


def notes(lines):
    """Why numbers are missing, and of what units of today were added up: a sentence each, once."""
    said = []
    for line in lines:
        named = {"year": line.standing.review.year}
        if line.standing.is_rebuilt:
            said.append(_("Năm %(year)s: ") % named + line.standing.coverage)
        said += [
            _("Năm %(year)s: ") % named + value.reason for value in line.values if value.reason
        ]
    return list(dict.fromkeys(said))

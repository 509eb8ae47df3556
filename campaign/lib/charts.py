"""Charts drawn on the server: plain data in, geometry out; templates/_components/chart_*.html draw.

The same SVG stands on a page and in a PDF. It has a title and a description, every number stands in
it as text, series differ by pattern as well as by colour, and only presentation attributes are
used: the pages' policy forbids styles. Every coordinate is a text with a decimal point, because a
number would be printed the Vietnamese way.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from campaign.lib.numbers import decimal

_WIDTH, _HEIGHT = 480, 300
_TOP, _BOTTOM, _SIDE = 50, 48, 8
_FLOOR = _HEIGHT - _BOTTOM
# Letters are 13 high: a segment lower than this is drawn, its number stands in the table alone.
_LABEL_ROOM = 17
_PLATE = 40


@dataclass(frozen=True)
class Segment:
    """One part of a column. `series` is its number, from 0; `text` is empty when it has no room,
    and stands on a plate so that it can be read on a pattern."""

    y: str
    height: str
    series: int
    text: str
    text_y: str
    plate_x: str
    plate_y: str


@dataclass(frozen=True)
class Column:
    """`total` stands above the column; `absent` says why nothing is drawn."""

    label: str
    note: str
    x: str
    middle: str
    width: str
    segments: list
    total: str
    total_y: str
    absent: str
    # x of the line that parts it from what came before it and may not be compared with it
    break_x: str = ""


@dataclass(frozen=True)
class Columns:
    """Stacked columns; `table` is (label, [texts]) a row, with `headings` over it."""

    title: str
    description: str
    series: list
    columns: list
    headings: list
    table: list
    key: str
    width: int = _WIDTH
    height: int = _HEIGHT
    floor: int = _FLOOR
    template: str = "_components/chart_columns.html"
    legend: list = field(default_factory=list)


def columns(title, series, data, *, total, key="chart"):
    """Stacked columns of percentages.

    `series`: names, from the bottom up. `data`: one dict a column with `label`, `values` (Decimals
    or None, one a series), `total` (Decimal or None) and, when it has them, `note` (a second line
    under it), `reason` (why values are missing) and `apart` (True when it may not be compared with
    the columns before). `total` names the sum. `key` must be unique in the page.
    """
    top = max((sum(c["values"], Decimal(0)) for c in data if None not in c["values"]), default=0)
    scale = (Decimal(_FLOOR - _TOP) / top) if top else Decimal(0)
    step = (_WIDTH - 2 * _SIDE) / max(len(data), 1)
    drawn = [_column(item, _SIDE + number * step, step, scale) for number, item in enumerate(data)]
    table = [(c["label"], [*map(_text, c["values"]), _text(c["total"])]) for c in data]
    return Columns(
        title=title,
        description=_description(series, data, total),
        series=list(series),
        columns=drawn,
        headings=[*series, total],
        table=table,
        key=key,
        legend=[
            (number, name, _xy(_SIDE + number * (_WIDTH - 2 * _SIDE) / len(series)))
            for number, name in enumerate(series)
        ],
    )


def _column(item, left, step, scale):
    width = min(step * 0.62, 84)
    middle = left + step / 2
    segments, y = [], float(_FLOOR)
    complete = None not in item["values"]
    for number, value in enumerate(item["values"] if complete else []):
        height = float(value * scale)
        y -= height
        has_room = height >= _LABEL_ROOM
        segments.append(
            Segment(
                y=_xy(y),
                height=_xy(height),
                series=number,
                text=_text(value) if has_room else "",
                text_y=_xy(y + height / 2 + 4.5),
                plate_x=_xy(middle - _PLATE / 2),
                plate_y=_xy(y + height / 2 - 8),
            )
        )
    return Column(
        label=item["label"],
        note=item.get("note", ""),
        x=_xy(middle - width / 2),
        middle=_xy(middle),
        width=_xy(width),
        segments=segments,
        total=_text(item["total"]) if complete and item["total"] is not None else "",
        total_y=_xy(y - 7),
        absent="" if complete else _("chưa có"),
        break_x=_xy(left) if item.get("apart") else "",
    )


def _description(series, data, total):
    said = []
    for item in data:
        if None in item["values"]:
            said.append(f"{item['label']}: {item.get('reason') or _('chưa có số liệu')}")
            continue
        numbers = [
            f"{name} {_text(value)}%"
            for name, value in zip([*series, total], [*item["values"], item["total"]], strict=True)
            if value is not None
        ]
        said.append(f"{item['label']}: {', '.join(numbers)}")
    return ". ".join(said)


@dataclass(frozen=True)
class Bar:
    """`length` is a percentage of the longest possible bar, as an attribute of SVG."""

    label: str
    number: str
    share: str
    length: str
    link: str = ""


@dataclass(frozen=True)
class Bars:
    title: str
    headings: tuple
    rows: list
    template: str = "_components/chart_bars.html"


def bars(title, headings, rows):
    """A table with a bar in each row.

    `headings`: of the label, the number, the share. `rows`: (label, text of the number, share in
    per cent as Decimal or None, link or "").
    """
    return Bars(
        title=title,
        headings=headings,
        rows=[
            Bar(
                label=label,
                number=number,
                share="—" if share is None else decimal(share),
                length=f"{min(max(share or 0, 0), 100):.2f}%",
                link=link,
            )
            for label, number, share, link in rows
        ],
    )


def _text(value):
    return "—" if value is None else decimal(value)


def _xy(number):
    return f"{number:.1f}"

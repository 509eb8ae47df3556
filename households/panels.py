"""What the figures page of a unit shows, from summaries alone: tiles, children, movements, bars,
the chart of the years. A number and the way to the rows behind it are put together here."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaign.lib import charts
from campaign.lib.numbers import decimal, integer
from households import counts as counting
from households import measures, standards, tables
from households.choices import Cause, ReviewKind
from households.flows import MOVES

CHILD_CODES = (
    "households",
    "poor",
    "poor_rate",
    "near_poor",
    "near_poor_rate",
    "multidim_poor",
    "multidim_poor_rate",
)
_TILES = ("poor_rate", "near_poor_rate", "multidim_poor_rate")
_WEIGHTS = ("", "_people")
_YEARLY = (ReviewKind.OPENING, ReviewKind.ANNUAL)


@dataclass(frozen=True)
class Cell:
    """A number on the page: its text, where its rows are (or nothing), why there is none.

    `title` is what a rate divides. Of a number that cannot be told `certain` is the part that can,
    as a Cell. `change` is the difference from another year, `change_title` what it is or why none.
    """

    text: str
    link: str = ""
    reason: str = ""
    is_rate: bool = False
    title: str = ""
    certain: "Cell | None" = None
    change: str = ""
    change_title: str = ""


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    note: str
    change: str
    link: str


class Links:
    """Ways to the rows behind a number, for those who may see them."""

    def __init__(self, standing, may_list):
        self.standing, self.may_list = standing, may_list

    def __call__(self, unit, code):
        """The address of the households behind a count or a movement, of the entered numbers
        behind a total; a rate leads to what it counts. Nothing for other codes."""
        if not self.may_list:
            return ""
        standard = self.standing.review.standard
        code = measures.known(standard)[code].numerator
        query = {"review": self._review(unit).pk, "measure": code}
        if code in measures.TOTALS:
            return f"{reverse('totals_list', args=[unit.pk])}?{urlencode(query)}"
        if code in MOVES or code in counting.known(standard):
            return f"{reverse('status_list')}?{urlencode({'unit': unit.pk} | query)}"
        return ""

    def _review(self, unit):
        """The review of the unit's own province; after a merger the day has several."""
        own = [r for r in self.standing.reviews if r.unit_id == unit.province_id]
        return (own or [self.standing.review])[0]


def cell(value, unit, links):
    is_rate = value.unit == measures.PERCENT
    if value.value is None:
        if value.certain is None:
            return Cell("—", reason=value.reason, is_rate=is_rate)
        link = links(unit, value.code) if value.certain and not value.entered else ""
        certain = Cell(integer(value.certain), link)
        return Cell(_("không quy được"), reason=value.reason, certain=certain)
    link = links(unit, value.code) if value.value and not value.entered else ""
    title = f"{integer(value.numerator)} / {integer(value.denominator)}" if is_rate else ""
    return Cell(value.display, link, value.note, is_rate, title)


def tiles(standing, before, links):
    """The three rates, in words, with their change since `before` (a standing or None)."""
    then = {v.code: v for v in before.values(_TILES)} if before else {}
    return [
        Tile(
            label=value.label,
            value=f"{value.display}%" if value.value is not None else "—",
            note=value.reason or _in_words(value, standing.unit, links),
            change=_change(value, then.get(value.code), before, standing),
            link="" if value.entered or not value.value else links(standing.unit, value.code),
        )
        for value in standing.values(_TILES)
    ]


def children(standing, links):
    """The table of what lies below, or of what the unit was made of.

    `rows`: (unit, cells, is a part); `total`: cells of the unit itself; `silent`: the units of
    which nothing has come in yet.
    """
    unit, review = standing.unit, standing.review
    if standing.is_rebuilt:
        below = [*standing.pieces, *standing.divided]
        found = standing.counts
    else:
        below = list(unit.children.on(review.as_of))
        found = tables.numbers_of([unit, *below], review)
    divided = {piece.pk for piece in standing.divided}
    rows = []
    silent = [child for child in below if not found.get(child.pk)]
    for child in [child for child in below if found.get(child.pk)]:
        values = measures.values(found.get(child.pk), review.standard, child.level, CHILD_CODES)
        rows.append((child, [cell(v, child, links) for v in values], child.pk in divided))
    total = [cell(value, unit, links) for value in standing.values(CHILD_CODES)]
    return {"rows": rows, "total": total, "silent": silent}


def groups(standing, links):
    """Households and people of both classes by area, sex of the head and ethnicity: (label, cells)
    a row. Only who is on a list has these traits, so there is no total to divide by."""
    rows = {
        "urban": _("Thành thị"),
        "rural": _("Nông thôn"),
        "male_head": _("Chủ hộ nam"),
        "female_head": _("Chủ hộ nữ"),
        "kinh": _("Dân tộc Kinh"),
        "minority": _("Dân tộc thiểu số"),
    }
    codes = {
        trait: [f"{c}_{trait}{ending}" for c in counting.STORED_CLASSES for ending in _WEIGHTS]
        for trait in rows
    }
    values = {v.code: v for v in standing.values([code for row in codes.values() for code in row])}
    return [
        (label, [cell(values[code], standing.unit, links) for code in codes[trait]])
        for trait, label in rows.items()
    ]


def _no_way(_unit, _code):
    """Numbers of an aggregate table have no rows behind them."""
    return ""


def _in_words(value, unit, links):
    """Numerator and denominator of a rate, each with the way to its rows."""
    if value.entered:
        links = _no_way
    return format_html(
        _("{numerator} hộ trong tổng số {denominator} hộ"),
        numerator=_linked(value.numerator, "" if value.entered else links(unit, value.code)),
        denominator=_linked(value.denominator, links(unit, "households")),
    )


def _linked(number, link):
    text = integer(number)
    return format_html('<a href="{}">{}</a>', link, text) if link and number else text


def _change(value, then, before, standing):
    if before is None or value.value is None:
        return ""
    named = {"year": before.review.year}
    reason = standards.incomparable(before.review.standard, standing.review.standard)
    if reason:
        return reason
    if then.value is None:
        return _("Không so sánh được với năm %(year)s: chưa đủ số liệu.") % named
    # From the unrounded rates: rounded ones would differ by a hundredth now and then.
    change = value.value - then.value
    named["points"] = decimal(abs(change))
    if not change:
        said = _("Không đổi so với năm %(year)s.") % named
    elif change < 0:
        said = _("Giảm %(points)s điểm phần trăm so với năm %(year)s.") % named
    else:
        said = _("Tăng %(points)s điểm phần trăm so với năm %(year)s.") % named
    if standing.is_complete and before.is_complete:
        return said
    return said + " " + _("Chưa đủ danh sách của các xã nên chỉ để tham khảo.")


def previous(standing, found):
    """The yearly standing before `standing`: of its standard when there is one, else the latest."""
    earlier = [
        other
        for other in found
        if other.review.as_of < standing.review.as_of and other.review.kind in _YEARLY
    ]
    same = [other for other in earlier if other.review.standard == standing.review.standard]
    return next(reversed(same or earlier), None)


def movements(standing, links):
    """R2 and R3 as (title, rows, reason, gap); a row is (label, sign, households, people)."""
    values = {value.code: value for value in standing.values(MOVES)}
    tables = (
        (_("Biến động hộ nghèo"), "mv_poor", _steps(_("hộ cận nghèo"), "near")),
        (_("Biến động hộ cận nghèo"), "mv_near", _steps(_("hộ nghèo"), "poor")),
    )
    found = []
    for title, prefix, steps in tables:
        opening = values[f"{prefix}_opening"]
        rows = []
        for name, label in steps:
            own, people = values[f"{prefix}_{name}"], values[f"{prefix}_{name}_people"]
            if name == "unplaced" and not own.value and not people.value:
                continue
            sign = {1: "+", -1: "−"}.get(MOVES[own.code].sign, "")
            unit = standing.unit
            rows.append((label, sign, cell(own, unit, links), cell(people, unit, links)))
        gap = values[f"{prefix}_gap"]
        found.append(
            {
                "title": title,
                "rows": rows,
                "reason": opening.reason,
                "gap": cell(gap, standing.unit, links) if gap.value else None,
            }
        )
    return found


def _steps(other, swap):
    return (
        ("opening", _("Đầu kỳ")),
        (f"to_{swap}", _("Trở thành %(other)s") % {"other": other}),
        ("above", _("Vượt chuẩn cận nghèo")),
        ("other_out", _("Giảm khác (chuyển đi, giảm khẩu)")),
        (f"from_{swap}", _("Từ %(other)s chuyển sang") % {"other": other}),
        ("relapsed", _("Tái nghèo, tái cận nghèo")),
        ("new", _("Phát sinh mới")),
        ("other_in", _("Tăng khác (chuyển đến, tăng khẩu)")),
        ("unplaced", _("Không quy được về địa bàn đầu kỳ")),
        ("gap", _("Chưa rõ biến động")),
        ("closing", _("Cuối kỳ")),
    )


def bars(standing, links):
    """Deprivations and causes of the poor and of the near-poor, as charts of bars."""
    standard = standards.get(standing.review.standard)
    indicators = [(f"indicator_{i.number}", i.name) for i in standard.indicators]
    causes = [(f"cause_{cause.value}", cause.label) for cause in Cause]
    tables = (
        (_("Thiếu hụt dịch vụ xã hội cơ bản"), _("Chỉ số"), indicators),
        (_("Nguyên nhân nghèo"), _("Nguyên nhân"), causes),
    )
    found = []
    for title, heading, traits in tables:
        pair = []
        for name in counting.STORED_CLASSES:
            words = str(counting.CLASSES[name][1])
            headings = (heading, _("Số hộ"), _("Tỷ trọng (%)"))
            rows = _bar_rows(standing, name, traits, links)
            pair.append(charts.bars(words, headings, rows))
        found.append((title, pair))
    return found


def _bar_rows(standing, name, traits, links):
    codes = [code for t, _label in traits for code in (f"{name}_{t}", f"{name}_{t}_share")]
    values = {value.code: value for value in standing.values(codes)}
    for trait, label in traits:
        number, share = values[f"{name}_{trait}"], values[f"{name}_{trait}_share"]
        shown = cell(number, standing.unit, links)
        yield str(label), shown.text, share.value, shown.link


def years(found):
    """The chart of the yearly reviews: poor and near-poor households in per cent of all.

    Those under a province's own standard are left out: a year would stand there twice.
    """
    data, standard = [], None
    for standing in found:
        if standing.review.kind not in _YEARLY or standing.review.own_standard:
            continue
        poor, near, both = standing.values(_TILES)
        review = standing.review
        data.append(
            {
                "label": str(review.year),
                "note": _("đầu kỳ") if review.kind == ReviewKind.OPENING else "",
                "values": [_decimal(poor), _decimal(near)],
                "total": _decimal(both),
                "reason": poor.reason or near.reason,
                "apart": standard not in {None, review.standard},
            }
        )
        standard = review.standard
    return charts.columns(
        _("Tỷ lệ hộ nghèo và hộ cận nghèo qua các năm (%)"),
        [_("Hộ nghèo"), _("Hộ cận nghèo")],
        data,
        total=_("Nghèo đa chiều"),
        key="years",
    )


def _decimal(value):
    return None if value.value is None else Decimal(value.value)

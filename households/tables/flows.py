"""R2 and R3: what became of the poor and of the near-poor since the review before.

9 = 1-2-3-4+5+6+7+8 holds where the list says of every household what became of it. Where it does
not, the number counted stands in column 9 and the difference in a column of its own: nothing is
mended silently.
"""

from campaign.lib.numbers import integer
from households import counts as counting
from households import standards
from households.choices import ReviewKind
from households.models import Review
from households.official_forms import FORMS
from households.tables.building import BOTH_LINES, Kind
from households.tables.shapes import Disagreement, TableColumn, Terms

_IDENTITY = "1-2-3-4+5+6+7+8"
_OUTSIDE = "Ngoài mẫu"
_MORE = "Bổ sung trong kỳ"
_LISTED_NAMES = 5
_PEOPLE = (
    "Nhân khẩu: cột 1, 2, 3 đếm người của hộ lúc đầu kỳ, cột 5, 6, 7, 9 lúc cuối kỳ, nên R2 cột 2 "
    "và R3 cột 5 (R2 cột 5 và R3 cột 3) có thể khác nhau về nhân khẩu khi hộ thêm, bớt người; cột "
    "8 gồm cả người thêm vào hộ đã có trong danh sách, cột 4 cả người bớt đi, không thêm, bớt hộ."
)
# (the rule, code on the left, code on the right)
_CHECKS = (
    ("R2 cột 2 = R3 cột 5", "mv_poor_to_near", "mv_near_from_poor"),
    ("R2 cột 5 = R3 cột 3", "mv_poor_from_near", "mv_near_to_poor"),
    ("R2 cột 9 = R1 cột 3", "mv_poor_closing", "poor"),
    ("R3 cột 9 = R1 cột 5", "mv_near_closing", "near_poor"),
    ("R2 cột 9 = R1 cột 9 (nhân khẩu)", "mv_poor_closing_people", "poor_people"),
    ("R3 cột 9 = R1 cột 11 (nhân khẩu)", "mv_near_closing_people", "near_poor_people"),
)
_OPENINGS = (
    ("R2 cột 1 = R2 cột 9 của kỳ trước", "mv_poor_opening", "poor"),
    ("R3 cột 1 = R3 cột 9 của kỳ trước", "mv_near_opening", "near_poor"),
    ("R2 cột 1 = R2 cột 9 của kỳ trước (nhân khẩu)", "mv_poor_opening_people", "poor_people"),
    ("R3 cột 1 = R3 cột 9 của kỳ trước (nhân khẩu)", "mv_near_opening_people", "near_poor_people"),
)


def _poor(ground):
    escaped = "Thoát nghèo"
    yield TableColumn("1", ("Tổng số hộ nghèo đầu kỳ",), "mv_poor_opening")
    yield TableColumn("2", (escaped, "Trở thành hộ cận nghèo"), "mv_poor_to_near")
    yield TableColumn("3", (escaped, "Vượt chuẩn cận nghèo"), "mv_poor_above")
    yield TableColumn("4", ("Số hộ khác giảm",), "mv_poor_other_out")
    yield TableColumn("5", ("Cận nghèo trở thành nghèo",), "mv_poor_from_near")
    yield TableColumn("6", (_MORE, "Tái nghèo"), "mv_poor_relapsed")
    yield TableColumn("7", (_MORE, "Phát sinh mới"), "mv_poor_new")
    yield TableColumn("8", ("Số hộ khác tăng",), "mv_poor_other_in")
    yield TableColumn("9", ("Tổng số hộ nghèo cuối kỳ",), "mv_poor_closing", Terms(_IDENTITY))
    yield from _outside(ground, "mv_poor")


def _near_poor(ground):
    yield TableColumn("1", ("Tổng số hộ cận nghèo đầu kỳ",), "mv_near_opening")
    yield TableColumn("2", ("Số hộ thoát cận nghèo",), "mv_near_above")
    yield TableColumn("3", ("Cận nghèo trở thành hộ nghèo",), "mv_near_to_poor")
    yield TableColumn("4", ("Số hộ khác giảm",), "mv_near_other_out")
    yield TableColumn("5", ("Hộ nghèo trở thành cận nghèo",), "mv_near_from_poor")
    yield TableColumn("6", (_MORE, "Tái cận nghèo"), "mv_near_relapsed")
    yield TableColumn("7", (_MORE, "Phát sinh mới"), "mv_near_new")
    yield TableColumn("8", ("Số hộ khác tăng",), "mv_near_other_in")
    yield TableColumn("9", ("Tổng số hộ cận nghèo cuối kỳ",), "mv_near_closing", Terms(_IDENTITY))
    yield from _outside(ground, "mv_near")


def _outside(ground, prefix):
    """Columns that the form has not, where the identity does not close without them."""
    identity = _IDENTITY
    if _any(ground, f"{prefix}_unplaced"):
        heading = (_OUTSIDE, "Không quy được về địa bàn đầu kỳ")
        yield TableColumn("10", heading, f"{prefix}_unplaced")
        identity += "+10"
    if _any(ground, f"{prefix}_gap"):
        heading = (_OUTSIDE, "Danh sách kỳ này không nhắc đến")
        number = "11" if identity != _IDENTITY else "10"
        yield TableColumn(number, heading, f"{prefix}_gap", Terms(f"{identity}-9"))


def _any(ground, code):
    numbers = [ground.numbers(line) or {} for line in ground.lines]
    return any(n.get(code) or n.get(f"{code}_people") for n in numbers)


def _notes(prefix):
    def notes(ground, rows):
        if all(row.values[0].value is None for row in rows):
            yield _incomparable(ground, rows[-1].values[0].reason)
            return
        yield _PEOPLE
        code = f"{prefix}_gap"
        gaps = [(ground.numbers(line) or {}).get(code, 0) for line in ground.lines]
        listed, entered = [], []
        for line, gap in zip(ground.lines, gaps, strict=True):
            # A sum is named where its parts say nothing: a table gave it whole.
            if line.unit is not None and gap and not any(gaps[part] for part in line.parts):
                is_table = ground.numbers(line).get(counting.ENTERED)
                (entered if is_table else listed).append((line.name, gap))
        total = gaps[-1] - sum(gap for _name, gap in entered)
        if entered:
            yield (
                "Theo biểu tổng hợp đã nhập, đầu kỳ, tăng, giảm và cuối kỳ không khớp: "
                f"{_named(entered)}. Cột 9 là số ghi trong biểu đã nhập, không bằng phép tính của "
                "mẫu; đề nghị nơi lập biểu kiểm tra lại."
            )
        if total:
            yield (
                f"{integer(total)} hộ có trong danh sách kỳ trước nhưng danh sách kỳ này không "
                f"nhắc đến: {_named(listed)}. Vì vậy cột 9 là số đếm được trong danh sách, không "
                "bằng phép tính của mẫu; đề nghị xã ghi rõ các hộ này."
            )

    return notes


def _named(found):
    named = [f"{name} ({integer(number)})" for name, number in found[:_LISTED_NAMES]]
    more = len(found) - len(named)
    return ", ".join(named) + (f" và {integer(more)} đơn vị khác" if more else "")


def _incomparable(ground, reason):
    """Why the table is empty: the review before is under another standard, or has no list."""
    earlier = (
        Review.objects.filter(
            unit=ground.review.unit_id,
            as_of__lt=ground.review.as_of,
            kind__in=[ReviewKind.OPENING, ReviewKind.ANNUAL],
        )
        .order_by("-as_of")
        .first()
    )
    if earlier and earlier.standard != ground.review.standard:
        names = [_standard(review) for review in (earlier, ground.review)]
        return (
            f"Không so sánh được với kỳ trước (thời điểm {earlier.as_of:%d/%m/%Y}): kỳ trước theo "
            f"“{names[0]}”, kỳ này theo “{names[1]}”. Số liệu của hai chuẩn nghèo không trừ cho "
            "nhau."
        )
    return reason


def _standard(review):
    try:
        return str(standards.get(review.standard).name)
    except standards.NoStandard:
        return review.standard


def checks(ground):
    """The Disagreements between R1, R2, R3 and the review before, unit by unit."""
    found = []
    for line in ground.lines:
        numbers = ground.numbers(line) or {}
        if not numbers.get("mv_communes"):
            continue
        sides = [(rule, _said(numbers, a), _said(numbers, b)) for rule, a, b in _CHECKS]
        before = ground.earlier(line)
        if before is not None and before.get("communes_listed"):
            sides += [(rule, _said(numbers, a), _said(before, b)) for rule, a, b in _OPENINGS]
        found += [
            Disagreement(rule, line.name, *pair)
            for rule, *pair in sides
            if None not in pair and len({*pair}) > 1
        ]
    return found


def _said(numbers, code):
    """A number of a unit; None where an aggregate table behind it does not give it."""
    is_whole = numbers.get(f"{counting.ENTERED}_{code}", 0) == numbers.get(counting.ENTERED, 0)
    return numbers.get(code, 0) if is_whole else None


R2 = Kind(FORMS["R2"], _poor, lines=BOTH_LINES, notes=_notes("mv_poor"), checks=checks)
R3 = Kind(FORMS["R3"], _near_poor, lines=BOTH_LINES, notes=_notes("mv_near"), checks=checks)

"""Named statistics: each with its numerator, its denominator and the standard it is under.

"Tỷ lệ hộ nghèo" is P/H and "tỷ lệ nghèo đa chiều" (P+N)/H; the share of minority households among
the poor (P_DTTS/P) and the poverty rate of minority households (P_DTTS/H_DTTS) are two numbers. A
rate whose denominator is missing, zero or smaller than its numerator has no value, and says why.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.choices import Level
from campaign.lib.numbers import decimal, integer
from households import counts as counting
from households import ledger, standards
from households.flows import MOVES
from households.models import Summary

# The denominators come from UnitTotals. code -> (label, unit of measurement)
HOUSEHOLD, PERSON, PERCENT = gettext_lazy("hộ"), gettext_lazy("người"), "%"
TOTALS = {
    "households": (gettext_lazy("Tổng số hộ dân cư"), HOUSEHOLD),
    "people": (gettext_lazy("Tổng số nhân khẩu"), PERSON),
    "minority_households": (gettext_lazy("Tổng số hộ dân tộc thiểu số"), HOUSEHOLD),
    "minority_people": (gettext_lazy("Tổng số nhân khẩu dân tộc thiểu số"), PERSON),
    "average_households": (
        gettext_lazy("Hộ làm nông, lâm, ngư nghiệp có mức sống trung bình"),
        HOUSEHOLD,
    ),
    "average_people": (
        gettext_lazy("Khẩu của hộ làm nông, lâm, ngư nghiệp có mức sống trung bình"),
        PERSON,
    ),
    "urban_households": (gettext_lazy("Tổng số hộ khu vực thành thị"), HOUSEHOLD),
    "rural_households": (gettext_lazy("Tổng số hộ khu vực nông thôn"), HOUSEHOLD),
}
COUNTS = counting.counts(standards.NATIONAL_2022.code)
MAIN = (
    "households",
    "people",
    "poor",
    "near_poor",
    "multidim_poor",
    "poor_rate",
    "near_poor_rate",
    "multidim_poor_rate",
)


@dataclass(frozen=True)
class Measure:
    """`numerator` and `denominator` are codes of counts or totals; a number has no denominator."""

    code: str
    label: str
    numerator: str
    denominator: str | None
    unit: str


@dataclass(frozen=True)
class Value:
    """A measure of one unit at one review.

    `value` is an int, an unrounded Decimal (per cent), or None with the `reason`; `note` says what
    a value does not include; `certain` is the part of a number that is known to be the unit's
    where the whole is not. `entered`: how many units behind it gave it in an aggregate table, so
    that there are no rows to open. `basis`: the sentence of a rate whose denominator leaves out
    units of which the numerator is not known, and is not the total that is printed as such.
    """

    code: str
    label: str
    value: Decimal | int | None
    numerator: int | None
    denominator: int | None
    unit: str
    reason: str = ""
    note: str = ""
    certain: int | None = None
    entered: int = 0
    basis: str = ""

    @property
    def display(self):
        if self.value is None:
            return ""
        return decimal(self.value) if self.unit == PERCENT else integer(self.value)


def _rate(code, label, numerator, denominator):
    return Measure(code, label, numerator, denominator, PERCENT)


def _rates(name, words, people_words):
    yield _rate(f"{name}_rate", format_lazy(gettext_lazy("Tỷ lệ {c}"), c=words), name, "households")
    yield _rate(
        f"{name}_people_rate",
        format_lazy(gettext_lazy("Tỷ lệ {c}"), c=people_words),
        f"{name}_people",
        "people",
    )
    for area, area_words in (
        ("urban", gettext_lazy("khu vực thành thị")),
        ("rural", gettext_lazy("khu vực nông thôn")),
    ):
        yield _rate(
            f"{name}_{area}_rate",
            format_lazy(gettext_lazy("Tỷ lệ {c} {a}"), c=words, a=area_words),
            f"{name}_{area}",
            f"{area}_households",
        )
    yield _rate(
        f"{name}_minority_rate",
        format_lazy(gettext_lazy("Tỷ lệ {c} trong tổng số hộ dân tộc thiểu số"), c=words),
        f"{name}_minority",
        "minority_households",
    )
    yield _rate(
        f"{name}_minority_people_rate",
        format_lazy(gettext_lazy("Tỷ lệ {c} trong tổng số khẩu dân tộc thiểu số"), c=people_words),
        f"{name}_minority_people",
        "minority_people",
    )


@standards.by_list
def measures(standard_code):
    """code -> Measure of everything that can be said under a standard."""
    standard = standards.get(standard_code)
    found = [Measure(code, label, code, None, unit) for code, (label, unit) in TOTALS.items()]
    for count in counting.counts(standard_code).values():
        unit = PERSON if count.weight == counting.PEOPLE else HOUSEHOLD
        found.append(Measure(count.code, count.label, count.code, None, unit))
    words = {
        "poor": (gettext_lazy("hộ nghèo"), gettext_lazy("khẩu nghèo")),
        "near_poor": (gettext_lazy("hộ cận nghèo"), gettext_lazy("khẩu cận nghèo")),
        "multidim_poor": (
            gettext_lazy("nghèo đa chiều"),
            gettext_lazy("khẩu nghèo đa chiều"),
        ),
    }
    for name, (household_words, people_words) in words.items():
        found += _rates(name, household_words, people_words)
        # Of the class itself and not of all households (reports R5, R7): composition.
        found += [
            _rate(
                f"{name}_{trait}_share",
                format_lazy(
                    gettext_lazy("Tỷ trọng trong số {c}: {t}"),
                    c=counting.CLASSES[name][1],
                    t=label,
                ),
                f"{name}_{trait}",
                name,
            )
            for trait, (label, _q) in counting.traits(standard).items()
        ]
    for entered, whole, words in (
        ("households", "households", gettext_lazy("hộ có mức sống trung bình")),
        ("people", "people", gettext_lazy("khẩu có mức sống trung bình")),
    ):
        label = format_lazy(gettext_lazy("Tỷ lệ {c}"), c=words)
        found.append(_rate(f"average_{entered}_rate", label, f"average_{entered}", whole))
    for move in MOVES.values():
        unit = PERSON if move.code.endswith("_people") else HOUSEHOLD
        found.append(Measure(move.code, move.label, move.code, None, unit))
    ordered = sorted(found, key=lambda measure: measure.code not in MAIN)
    return {measure.code: measure for measure in ordered}


@standards.by_list
def known(standard_code):
    """`measures`, and what only a table of its own shows."""
    apart = {
        count.code: Measure(
            count.code,
            count.label,
            count.code,
            None,
            HOUSEHOLD if count.weight == counting.HOUSEHOLDS else PERSON,
        )
        for count in counting.apart().values()
    }
    return apart | measures(standard_code)


MEASURES = measures(standards.NATIONAL_2022.code)


def values(numbers, standard_code, level, codes=None):
    """The Values of a unit from the `counts` of its summary (None when it has none).

    `codes` picks measures and their order, of what stands apart too; all measures when None.
    """
    found = known(standard_code)
    numbers = counting.with_both(numbers or {})
    wanted = measures(standard_code) if codes is None else codes
    return [_value(found[code], numbers, level) for code in wanted]


def figures(unit, review, codes=None):
    """The Values of `unit` at `review`, from its summary: one query."""
    summary = Summary.objects.filter(review=review, unit=unit).first()
    return values(summary and summary.counts, review.standard, unit.level, codes)


def parts(code):
    """The codes in a summary of which a count or total is made."""
    both = "multidim_poor"
    if code.startswith(both):
        return [name + code.removeprefix(both) for name in counting.STORED_CLASSES]
    return [code]


def without(value, reason, certain=None):
    """`value` taken back, with the sentence that says why, and the part of it that is certain."""
    return replace(value, value=None, reason=reason, certain=certain)


def rows_behind(code, review=None):
    """The condition (Q) on statuses behind a count; with a `review`, the condition names it too.

    Movements need the `review`; some of theirs are rows of the review before. Raises KeyError for
    a code without rows of its own: totals, rates and what only adds up.
    """
    if code in MOVES and review is not None:
        return ledger.rows_behind(code, review)
    standard = review.standard if review else standards.NATIONAL_2022.code
    condition = counting.known(standard)[code].q
    return condition & Q(review=review) if review else condition


def lines_behind(code, review, units):
    """The `ledger.Line`s behind a count or movement of `units` of one review.

    Raises KeyError as `rows_behind` does.
    """
    if code in MOVES:
        return ledger.Ledger(review, units).lines(code)
    condition = counting.known(review.standard)[code].q & ledger.inside(units)
    return [ledger.Line(condition & Q(review=review), 1, Coalesce("members", 0))]


def _value(measure, numbers, level):
    numerator, reason = _number(measure.numerator, numbers, level)
    note, basis = _note(measure.numerator, numbers), ""
    if measure.denominator is None or reason:
        denominator, value = None, numerator
    else:
        denominator, reason = _number(measure.denominator, numbers, level)
        value = None
        if not reason:
            left_out = _left_out(measure, numbers)
            denominator -= left_out
            reason = _unfit(numerator, denominator, measure, left_out)
        if not reason:
            value = Decimal(100) * numerator / denominator
            if left_out:
                basis = _basis(measure, denominator)
                note = " ".join(filter(None, (note, basis)))
    return Value(
        code=measure.code,
        label=str(measure.label),
        value=value,
        numerator=numerator,
        denominator=denominator,
        unit=str(measure.unit),
        reason=reason,
        note=note,
        entered=numbers.get(counting.ENTERED, 0),
        basis=basis,
    )


def _left_out(measure, numbers):
    """What the denominator of a rate must not hold: units of which the numerator is not known."""
    if measure.denominator not in TOTALS:
        return 0
    numerator = measure.numerator if measure.numerator in TOTALS else ""
    return numbers.get(counting.unlisted(measure.denominator, numerator), 0)


def _basis(measure, denominator):
    """That a rate is one of the units of which the numerator is known."""
    unit = PERSON if measure.denominator.endswith("people") else HOUSEHOLD
    if measure.numerator in TOTALS:
        said = _("Tỷ lệ tính trên %(n)s %(unit)s của các xã đã nhập số này.")
    else:
        said = _("Tỷ lệ tính trên %(n)s %(unit)s của các xã đã có danh sách.")
    return said % {"n": integer(denominator), "unit": unit}


def _number(code, numbers, level):
    """(number, "") or (None, the sentence that says why there is none)."""
    if code in TOTALS:
        return _total(code, numbers, level)
    if not numbers.get("communes_listed") and not numbers.get(counting.ENTERED):
        return None, _("Chưa có danh sách hộ của kỳ rà soát này.")
    if code in MOVES and not numbers.get("mv_communes"):
        return None, _(
            "Không so sánh được vì kỳ trước không có danh sách hộ theo cùng chuẩn nghèo."
        )
    if reason := _untold(code, numbers) or _unsaid(code, numbers):
        return None, reason
    return numbers.get(code, 0), ""


def _untold(code, numbers):
    """Why a number is not known: some of it comes from an aggregate table that does not give it."""
    tables = numbers.get(counting.ENTERED, 0)
    if all(numbers.get(f"{counting.ENTERED}_{part}", 0) == tables for part in parts(code)):
        return ""
    return _("Biểu tổng hợp đã nhập không có số liệu này.")


def _unsaid(code, numbers):
    """Why a number of children, deprivations or causes is not known: no household of the class
    says it."""
    if mask := counting.mask_of(code):
        name, kind = mask
        if numbers.get(name) and counting.unsaid(numbers, name, kind) >= numbers[name]:
            return _("Danh sách không ghi %(what)s.") % {"what": counting.SAID[kind][1]}
    for field in counting.CHILDREN:
        name = code.removesuffix(f"_{field}")
        if name != code and numbers.get(name) and not numbers.get(f"{code}_said"):
            return _("Danh sách không ghi %(what)s.") % {"what": counting.CHILDREN[field]}
    return ""


def _total(code, numbers, level):
    lacking = numbers.get(f"{code}_missing", 0)
    if level in {Level.COMMUNE, Level.VILLAGE} or (code not in numbers and not lacking):
        if code not in numbers:
            return None, _("Chưa có số liệu: %(total)s.") % {"total": TOTALS[code][0].lower()}
    elif lacking:
        return None, _("%(count)s xã có danh sách hộ nhưng chưa có số liệu: %(total)s.") % {
            "count": integer(lacking),
            "total": TOTALS[code][0].lower(),
        }
    return numbers[code], ""


def _unfit(numerator, denominator, measure, left_out):
    if denominator == 0 and left_out:
        return _("%(total)s của các xã đã có danh sách bằng 0 nên không tính được tỷ lệ.") % {
            "total": TOTALS[measure.denominator][0]
        }
    if denominator == 0:
        if measure.denominator in TOTALS:
            return _("%(total)s bằng 0 nên không tính được tỷ lệ.") % {
                "total": TOTALS[measure.denominator][0]
            }
        return _("Không có hộ nào trong mẫu số nên không tính được tỷ lệ.")
    if numerator > denominator:
        return _(
            "%(total)s (%(denominator)s) nhỏ hơn số đã rà soát (%(numerator)s): "
            "đề nghị kiểm tra lại tổng số."
        ) % {
            "total": TOTALS[measure.denominator][0],
            "denominator": integer(denominator),
            "numerator": integer(numerator),
        }
    return ""


def _note(code, numbers):
    """What a number leaves out: households whose list does not say their deprivations, causes or
    how many people they are; or that it is not counted in lists."""
    if (mask := counting.mask_of(code)) and (unsaid := counting.unsaid(numbers, *mask)):
        what = {"n": integer(unsaid), "what": counting.SAID[mask[1]][1]}
        return _("Chưa kể %(n)s hộ không ghi %(what)s.") % what
    if numbers.get(counting.ENTERED) and code not in TOTALS:
        return _("Có số liệu nhập theo biểu tổng hợp.")
    if not code.endswith("_people"):
        return ""
    name = next((n for n in ("near_poor", "multidim_poor", "poor") if code.startswith(n)), None)
    unsized = numbers.get(f"{name}_unsized", 0)
    if not unsized:
        return ""
    return _("Chưa kể %(count)s hộ không ghi số khẩu.") % {"count": integer(unsized)}

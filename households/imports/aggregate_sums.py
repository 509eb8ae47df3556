"""An aggregate table held against itself, the list, and the review before: sums, rates, movements.

Published tables carry wrong rates and swapped digits; both numbers are shown, and what goes in are
the counts of the rows.
"""

import re
from itertools import product

from django.utils.translation import gettext_lazy as _

from campaign.choices import Level
from campaign.lib.numbers import decimal, integer
from households import reviews
from households.imports import aggregate_columns as columns
from households.imports.aggregate_rows import Line
from households.models import Summary

# A typed rate may be off by the last digit: some are cut and not rounded (domain notes 4.6).
_TOLERANCE = 0.0151
_BOTH = "multidim_poor"
_IN_TITLE = re.compile(r"(\d[\d.]*) hộ (nghèo|cận nghèo)\b", re.IGNORECASE)
# (code on the left, code on the right, the rule as offices write it)
_RULES = (
    ("mv_poor_to_near", "mv_near_from_poor", _("R2 cột 2 = R3 cột 5")),
    ("mv_poor_from_near", "mv_near_to_poor", _("R2 cột 5 = R3 cột 3")),
    ("mv_poor_closing", "poor", _("R2 cột 9 = R1 cột 3")),
    ("mv_near_closing", "near_poor", _("R3 cột 9 = R1 cột 5")),
)
# The columns that those who left poverty are parted into.
_EXITS = ("becomes_near", "above")
_SWAPPED = _(" Có thể hai chữ số bị đổi chỗ.")
# Ends of the codes of households and of people.
_WEIGHTS = ("", "_people")
_MINORITY = (
    ("minority_households", "households", _("Số hộ")),
    ("minority_people", "people", _("Số nhân khẩu")),
    ("poor_minority", "poor", _("Số hộ nghèo")),
    ("near_poor_minority", "near_poor", _("Số hộ cận nghèo")),
)


def check(table, tally):
    """What the lines say among themselves."""
    for key, numbers in table.numbers.items():
        _check_wholes(table, key, numbers, tally)
    for line in table.content.lines:
        _check_rates(table, line, tally)
        if line.unit is None and table.own is None:
            _check_total(table, line, tally)
    for pk in table.districts:
        _check_district(table, pk, tally)
    _check_titles(table, tally)


def _check_wholes(table, key, numbers, tally):
    both = [numbers[name] for name in (columns.POOR, columns.NEAR) if name in numbers]
    if "households" in numbers and sum(both) > numbers["households"]:
        line, name = table.origin[*key, "households"]
        tally.add(
            "classes_above_total", place=line.place, column=line.labels[name],
            part=integer(sum(both)), whole=integer(numbers["households"]),
        )  # fmt: skip
    for part, whole, what in _MINORITY:
        if part in numbers and whole in numbers and numbers[part] > numbers[whole]:
            line, name = table.origin[*key, part]
            tally.add(
                "minority_above_total", place=line.place, column=line.labels[name], what=what,
                part=integer(numbers[part]), whole=integer(numbers[whole]),
            )  # fmt: skip


def _of_line(table, line):
    """{code: number} of a line alone, and where its unit is known of the unit's other lines."""
    own = {
        columns.code_of(key, line.of_class, people=line.people): number
        for key, number in line.values.items()
    }
    unit = table.unit_of(line)
    known = table.numbers.get((unit.pk, line.area), {}) if unit else {}
    numbers = {code: number for code, number in (known | own).items() if code}
    if columns.POOR in numbers and columns.NEAR in numbers:
        numbers[_BOTH] = numbers[columns.POOR] + numbers[columns.NEAR]
    return numbers


def _check_rates(table, line: Line, tally):
    """Typed rates and the typed sum of both classes: what differs from the counts is told."""
    numbers = _of_line(table, line)
    for key, typed in line.rates.items():
        above, below = columns.RATES[key]
        if above not in numbers or not numbers.get(below):
            continue
        computed = 100 * numbers[above] / numbers[below]
        readings = (typed, 100 * typed) if typed <= 1 else (typed,)
        if all(abs(reading - computed) > _TOLERANCE for reading in readings):
            tally.add(
                "rate_differs", place=line.place, column=line.labels[key],
                value=decimal(typed), computed=decimal(computed),
                above=integer(numbers[above]), below=integer(numbers[below]),
            )  # fmt: skip
    typed = line.values.get(_BOTH)
    if typed is not None and numbers.get(_BOTH, typed) != typed:
        _tell_sum(tally, line, _BOTH, typed, numbers[_BOTH], name=_("Cột này"))
    exits, ways = line.values.get("poor_exits"), [line.values.get(key) for key in _EXITS]
    if None not in (exits, *ways) and exits != sum(ways):
        _tell_sum(tally, line, "poor_exits", exits, sum(ways), name=_("Cột này"))


def _check_total(table, line, tally):
    """A sum of the table, or of one of its areas, against the units at the top of it."""
    tops = table.tops
    for key, total in line.values.items():
        code = columns.code_of(key, line.of_class, people=line.people)
        if code is None:
            continue
        if line.area:
            parts = [n for (pk, area), n in table.numbers.items()
                     if pk in tops and area == line.area]  # fmt: skip
        else:
            parts = [table.whole(pk) for pk in tops]
        _compare(tally, line, key, total, [n.get(code) for n in parts])


def _check_district(table, pk, tally):
    children = table.inside(pk)
    for code, total in table.whole(pk).items():
        origin = table.origin.get((pk, "", code))
        if origin:
            parts = [table.whole(child).get(code) for child in children]
            _compare(tally, *origin, total, parts)


def _compare(tally, line, key, total, parts):
    known = [part for part in parts if part is not None]
    if known and sum(known) != total and (len(known) == len(parts) or sum(known) > total):
        name = line.unit.name if line.unit else _("Dòng tổng cộng")
        _tell_sum(tally, line, key, total, sum(known), name=name)


def _tell_sum(tally, line, key, total, parts, *, name):
    swapped = sorted(str(total)) == sorted(str(parts))
    tally.add(
        "sum_differs", place=line.place, column=line.labels[key], value=integer(total), name=name,
        parts=integer(parts), hint=_SWAPPED if swapped else "",
    )  # fmt: skip


def _check_titles(table, tally):
    """A number of households in the title, as decisions name it, against the table."""
    for sheet, title in table.content.titles.items():
        for number, words in _IN_TITLE.findall(title):
            code = columns.POOR if words.lower() == "nghèo" else columns.NEAR
            parts = [table.whole(pk).get(code) for pk in table.tops]
            told = int(number.replace(".", ""))
            if parts and None not in parts and sum(parts) != told:
                tally.add(
                    "title_differs", place=(sheet, None), value=integer(told),
                    parts=integer(sum(parts)),
                )  # fmt: skip


# --- units that go in -----------------------------------------------------------------------------
def _first(table, pk, code):
    """{"place", "column"} of where the file says the number, or of the unit's first line."""
    for (unit, _area, said), (line, name) in table.origin.items():
        if unit == pk and said == code:
            return {"place": line.place, "column": line.labels[name]}
    line = next(line for line in table.content.lines if table.unit_of(line) is table.units[pk])
    return {"place": line.place, "column": line.labels["unit"]}


def check_movements(table, counts, stored, tally):
    """The identity of R2 and R3, the two against each other and R1, the opening against what the
    review before closed with. `stored` are the counts that other tables have brought in."""
    before = _closings(table, counts)
    for pk, numbers in counts.items():
        name = table.units[pk].name
        for prefix, ending in product(columns.PREFIX.values(), _WEIGHTS):
            if gap := numbers.get(f"{prefix}_gap{ending}"):
                where = _first(table, pk, f"{prefix}_closing{ending}")
                tally.add("flow_gap", unit=name, gap=integer(gap), **where)
        known = stored.get(pk, {}) | numbers
        for (*codes, rule), ending in product(_RULES, _WEIGHTS):
            left, right = (code + ending for code in codes)
            both = left in known and right in known and not {left, right}.isdisjoint(numbers)
            if both and known[left] != known[right]:
                tally.add(
                    "flow_differs", unit=name, rule=rule, left=integer(known[left]),
                    right=integer(known[right]),
                    **_first(table, pk, left if left in numbers else right),
                )  # fmt: skip
        for (of_class, prefix), ending in product(columns.PREFIX.items(), _WEIGHTS):
            opening = numbers.get(f"{prefix}_opening{ending}")
            closed = before.get(pk, {}).get(of_class + ending)
            if None not in {opening, closed} and opening != closed:
                tally.add(
                    "opening_differs", unit=name, value=integer(opening), closed=integer(closed),
                    **_first(table, pk, f"{prefix}_opening{ending}"),
                )  # fmt: skip


def _closings(table, counts):
    """{unit id: counts at the review before of the same standard}; none where it has no number,
    nor of people where a table gave none."""
    before = reviews.previous(table.batch.review)
    rows = Summary.objects.filter(review__in=before, unit__in=counts)
    return {
        unit: {
            code: numbers.get(code, 0)
            for code in map("".join, product(columns.PREFIX, _WEIGHTS))
            if numbers.get(f"entered_{code}", 0) == numbers.get("entered", 0)
        }
        for unit, numbers in rows.values_list("unit", "counts")
        if numbers.get("communes_listed") or numbers.get("entered")
    }


def check_lists(table, counts, having_list, tally):
    """Communes that have their list keep it; where the table says another number, both are told."""
    rows = Summary.objects.filter(review=table.batch.review_id, unit__in=having_list)
    for pk, numbers in rows.values_list("unit", "counts"):
        name = table.units[pk].name
        tally.add("unit_listed", unit=name, **_first(table, pk, columns.POOR))
        for code in columns.PREFIX:
            told = counts[pk].get(code)
            if told is not None and told != numbers.get(code, 0):
                tally.add(
                    "list_differs", unit=name, value=integer(told),
                    listed=integer(numbers.get(code, 0)), **_first(table, pk, code),
                )  # fmt: skip


def check_covered(table, counts, tally):
    """Districts and provinces of which every commune has numbers of its own: these hold."""
    larger = [pk for pk in counts if table.units[pk].level != Level.COMMUNE]
    rows = Summary.objects.filter(review=table.batch.review_id, unit__in=larger)
    for pk, numbers in rows.values_list("unit", "counts"):
        listed, entered = (numbers.get(f"communes_{how}", 0) for how in ("listed", "entered"))
        # One table of many communes is an earlier one of the unit itself.
        is_own = not listed and numbers.get("entered") == 1 < entered
        if not is_own and listed + entered >= numbers.get("communes", 0) > 0:
            name = table.units[pk].name
            tally.add("unit_covered", unit=name, **_first(table, pk, columns.POOR))

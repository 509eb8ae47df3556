"""What is told of the columns of a sheet: missed, guessed, not understood, there twice."""

from itertools import groupby

from django.utils.translation import gettext_noop

from campaign.lib.workbook.names import ERROR_COLUMN
from households.imports import cleaning
from households.sayings import Saying

# Of columns not understood so many are named, each with so many characters at most.
_NAMED, _LONGEST_NAME = 6, 60
# Groups of columns of which any one will do: where their keys begin, and what they are called.
_GROUPS = (
    (("dep_", "deprivation_list"), "Các chỉ số thiếu hụt"),
    (("cause_", "cause_list"), "Nguyên nhân nghèo"),
)


def tell(table, layout, tally):
    """One line each for the sheet, whatever the number of rows."""
    place, heading = (table.sheet, None), table.heading
    known = layout.by_key()
    for column in layout.columns:
        if column.asked and column.key not in heading.positions:
            tally.add("column_absent", place=place, name=column.heading)
    for keys, name in _GROUPS:
        if not any(key.startswith(keys) for key in heading.positions):
            tally.add("column_absent", place=place, name=name)
    for texts, letter, _position, key in heading.guessed:
        said = (" ".join(texts)[:100], letter)
        tally.add("column_guessed", place=place, column=said, name=known[key].heading)
    unused = [one for one in heading.unused if one[0] != [ERROR_COLUMN]]
    if unused:
        tally.add("column_unused", place=place, names=in_short(unused))
    for key, letter in heading.repeated:
        first = heading.labels.get(key, ("", ""))[1]
        tally.add(
            "column_twice", place=place, column=("", letter), name=known[key].heading,
            letter=first,
        )  # fmt: skip


def in_short(unused):
    """Columns not understood, [(texts, letter, position)], in one line for `column_unused`: those
    under one parent as one, and a few in all."""
    shown, told = [], 0
    for parent, group in groupby(unused, key=lambda one: one[0][:-1] or one):
        columns = list(group)
        if len(shown) == _NAMED:
            break
        told += len(columns)
        first, last = columns[0], columns[-1]
        text = cleaning.shown(" ".join(first[0] if first is last else parent))
        text = text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME].rstrip() + "…"
        shown.append(f"{text} ({first[1] if first is last else f'{first[1]}–{last[1]}'})")
    names = "; ".join(shown)
    if told == len(unused):
        return names
    text = gettext_noop("%(names)s và %(count)s cột khác")
    return Saying(text, {"names": names, "count": len(unused) - told})

"""Households of an ethnic minority: by the group that a list names, or by a tick where it has none.

"Hộ dân tộc thiểu số" is ticked, and in some lists holds the name of the group.
"""

from households import ethnicities
from households.imports import cleaning, words
from households.imports.problems import Finding


def said(raw):
    """True or False for a tick, or the official name of the group that stands in its place."""
    ticked = words.flag(raw)
    if type(ticked) is not Finding:
        return ticked
    named = cleaning.ethnicity(raw)
    return ticked if type(named) is Finding else named


def settle(values, table, tally):
    """`ethnicity` and `is_minority` of every row of `values`, from both columns.

    The group wins over the tick, and a tick against it is told; a group in place of a tick counts
    where no other is named.
    """
    marks = values.pop("minority")
    positions, labels = table.heading.positions, table.heading.labels
    names = values["ethnicity"]
    if "minority" not in positions:
        values["is_minority"] = [_MINORITY.get(name, False) for name in names]
        if "ethnicity" in positions:
            positions["is_minority"] = positions["ethnicity"]
        return
    positions["is_minority"] = positions["minority"]
    if any(type(mark) is str for mark in marks):
        positions.setdefault("ethnicity", positions["minority"])
        labels.setdefault("ethnicity", labels["minority"])
    found = []
    for index, (name, mark) in enumerate(zip(names, marks, strict=True)):
        own = name or (mark if type(mark) is str else "")
        found.append((own, _MINORITY[own] if own else bool(mark)))
        if name and mark is True and not found[-1][1]:
            place = (table.sheet, table.numbers[index])
            tally.add("minority_differs", place=place, column=labels["minority"], value=name)
    values["ethnicity"], values["is_minority"] = map(list, zip(*found, strict=True))


_MINORITY = {
    name: ethnicities.is_minority(name) for name in ("", *ethnicities.GROUPS, ethnicities.OTHER)
}

"""A list with the members under their heads, parted into households and people.

A household is the rows of one head. Which row begins a new one is told by the relation ("Chủ hộ"),
by the number of the household, and by rows of their own that name a village. Numbers restart and
continue, stand in each row or only in the head's, and the head's row may come twice: once for the
household and once as its first member.
"""

from dataclasses import dataclass, field, replace

from campaign.lib.vietnamese import name_key
from households.imports import cleaning

_HEAD = frozenset(
    ("chu ho", "ch", "chuho", "la chu ho", "chu ho gia dinh", "ban than", "ban than chu ho")
)


@dataclass
class _Household:
    """`rows` are row indexes of the table; `head` the one of the head, None until it is known."""

    number: str
    rows: list = field(default_factory=list)
    head: int | None = None
    # The row that stands for the household, where the head is listed once more as a member.
    repeated: int | None = None


def part(table, tally):
    """(the Table of the heads, the Table of the others, the index of each one's head).

    A household without a head is told as an error, its rows are left out.
    """
    households = _households(table)
    heads = replace(table, numbers=[], rows=[], contexts=[])
    others = replace(table, numbers=[], rows=[], contexts=[])
    owners = []
    for household in households:
        if household.head is None:
            place = (table.sheet, table.numbers[household.rows[0]])
            tally.add("head_missing", place=place, column=table.heading.labels.get("relation"))
            continue
        owner = len(heads.rows)
        row = table.rows[household.head]
        if household.repeated is not None:
            row = _filled(table.rows[household.repeated], row)
        first = household.head if household.repeated is None else household.repeated
        _take(heads, table, first, row)
        for index in household.rows:
            if index not in (household.head, household.repeated):
                _take(others, table, index, table.rows[index])
                owners.append(owner)
    return heads, others, owners


def _take(into, table, index, row):
    into.numbers.append(table.numbers[index])
    into.rows.append(row)
    into.contexts.append(table.contexts[index])


def _filled(row, other):
    """`row` with the blanks filled from `other`."""
    width = max(len(row), len(other))
    pairs = zip(_wide(row, width), _wide(other, width), strict=True)
    return [second if first is None else first for first, second in pairs]


def _wide(row, width):
    return row + [None] * (width - len(row))


def _households(table):
    lines = list(_lines(table))
    shared = _numbers_are_shared(lines)
    found, current, context = [], None, None
    for index, (written, own, relation, name) in enumerate(lines):
        is_head = relation in _HEAD
        # Of members the number may count people, not households.
        number = "" if relation and not is_head and not shared else written
        moved = table.contexts[index] is not context
        context = table.contexts[index]
        if current is None or (moved and not (relation and not is_head)):
            begins = True
        elif is_head:
            begins = _begins_with_head(current, lines, number, name)
        elif relation:
            begins = bool(number) and number != current.number
        else:
            begins = _begins_unsaid(current, lines, number, own)
        if begins:
            current = _Household(number)
            found.append(current)
        current.rows.append(index)
        _name_head(current, lines, index, is_head=is_head, relation=relation)
    return found


def _lines(table):
    """(number of the household, number of the member, relation, name) of each row, as texts."""
    positions = table.heading.positions
    wanted = [positions.get(key) for key in ("sequence", "member_sequence", "relation")]
    who = positions["head_name"]
    for row in table.rows:
        number, own, relation = (
            cleaning.as_text(row[p]) if p is not None and p < len(row) else "" for p in wanted
        )
        name = cleaning.as_text(row[who]) if who < len(row) else ""
        yield number.strip(), own.strip(), name_key(relation), name


def _numbers_are_shared(lines):
    """Whether members bear the number of their household, rather than one of their own."""
    before = ""
    for number, _own, relation, _name in lines:
        if number and relation and relation not in _HEAD and number == before:
            return True
        before = number
    return False


def _begins_with_head(current, lines, number, name):
    """Whether a row of a head begins a household: unless the current one waits for its head."""
    if current.head is None:
        return bool(number) and number != current.number
    first = lines[current.head]
    waits = not first[2] and len(current.rows) == 1
    same = cleaning.person_spelling(first[3]) == cleaning.person_spelling(name)
    return not (waits and same and (not number or number == current.number))


def _begins_unsaid(current, lines, number, own):
    """Whether a row that says no relation begins a household."""
    if not number:
        return not own and current.head is None
    if number.startswith(f"{current.number}.") and current.number:
        return False
    last = lines[current.rows[-1]]
    return number != current.number or own == last[1] or not own


def _name_head(current, lines, index, *, is_head, relation):
    if is_head:
        if current.head is not None and not lines[current.head][2]:
            current.repeated = current.head
        if current.head is None or current.repeated is not None:
            current.head = index
    elif not relation and len(current.rows) == 1:
        current.head = index

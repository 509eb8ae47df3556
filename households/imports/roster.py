"""The rows of a list, kept by column: `values["head_name"][i]` belongs to row i.

Cleaning goes column by column and looks at each distinct value once, so a district's list costs
little more than its names.
"""

from dataclasses import dataclass, field
from itertools import zip_longest

from households.choices import Change, Flag
from households.imports import cleaning
from households.imports.column import Merged

_NOTHING = object()
# What rows of their own may say of the rows below -> what the column is called in messages.
_ABOVE = {"village": "Thôn", "commune": "Xã/phường"}


@dataclass
class Roster:
    """Clean rows. `sheets` and `numbers` say where each stands; `present` which keys were there."""

    sheets: list = field(default_factory=list)
    numbers: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    present: set = field(default_factory=set)
    # (sheet name, column key) -> (heading as written, letter)
    labels: dict = field(default_factory=dict)
    # key -> for each row where a row of its own above it says the key: (row, letter), or None
    above: dict = field(default_factory=lambda: {key: [] for key in _ABOVE})
    # place of the head -> its people, of lists that have them under it
    people: dict = field(default_factory=dict)
    # (number, commune id, name) of villages that the list brings with it
    newcomers: list = field(default_factory=list)
    # names of villages that nobody knows, see `places`, and how many rows name none
    strangers: list = field(default_factory=list)
    unplaced: int = 0

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, key):
        return self.values[key]

    def place(self, index):
        return self.sheets[index], self.numbers[index]

    def label(self, index, key):
        return self.labels.get((self.sheets[index], key))

    def written_at(self, index, key):
        """(place, label) of the cell that says the village or commune of a row."""
        above = self.above[key][index]
        if above is None:
            return self.place(index), self.label(index, key)
        row, letter = above
        return (self.sheets[index], row), (_ABOVE[key], letter)

    def rows(self, *keys):
        """Tuples of the values of `keys`, one a row."""
        return zip(*(self.values[key] for key in keys), strict=True)

    def where(self, indexes):
        """Rows as a person finds them: "12, 31" or "Thôn 2: 31"."""
        several = len(set(self.sheets)) > 1
        shown = [
            f"{self.sheets[i]}: {self.numbers[i]}" if several else str(self.numbers[i])
            for i in indexes[:5]
        ]
        return ", ".join(shown) + (" …" if len(indexes) > 5 else "")

    def extend(self, table, values):
        """Append the clean columns of one table; every key must be in `values`."""
        count = len(table.numbers)
        self.sheets += [table.sheet] * count
        self.numbers += table.numbers
        for key, column in values.items():
            self.values.setdefault(key, []).extend(column)
        for key, column in self.above.items():
            column.extend(_above(table, key))
        self.present |= set(table.heading.positions)
        for key, label in table.heading.labels.items():
            self.labels[table.sheet, key] = label

    def without(self, indexes):
        """Drop rows; what is left keeps its order."""
        gone = set(indexes)
        if not gone:
            return
        kept = [i for i in range(len(self)) if i not in gone]
        self.sheets = [self.sheets[i] for i in kept]
        self.numbers = [self.numbers[i] for i in kept]
        self.above = {key: [column[i] for i in kept] for key, column in self.above.items()}
        self.values = {key: [column[i] for i in kept] for key, column in self.values.items()}


def _above(table, key):
    """Where rows of their own say `key` of each row of a table; None where its own cell does."""
    if not table.has_context:
        return [None] * len(table.rows)
    part = {"village": 4, "commune": 5}[key]
    position = table.heading.positions.get(key, -1)
    return [
        None if 0 <= position < len(row) and cleaning.as_text(row[position]) else context[part]
        for row, context in zip(table.rows, table.contexts, strict=True)
    ]


def clean_table(table, columns, tally):
    """{key: clean values} for every column of the layout; problems go to `tally`.

    A column that the table has not is a list of None, or of what stands for nothing in it.
    """
    cells = list(zip_longest(*table.rows))
    count = len(table.rows)
    values = {}
    for column in columns:
        position = table.heading.positions.get(column.key)
        if position is None:
            values[column.key] = [None] * count
            continue
        raw = cells[position] if position < len(cells) else (None,) * count
        raw, distinct = cleaning.without_booleans(raw)
        clean, findings = cleaning.clean_all(column.clean, raw, distinct)
        if column.blank and (None in clean or "" in clean):
            said = [value in findings for value in raw] if findings else [False] * count
            _tell_blanks(table, column, clean, said, tally)
        if findings:
            _tell(table, column, raw, findings, tally)
        values[column.key] = clean
    return values


def _tell_blanks(table, column, clean, said, tally):
    """Cells with nothing in them; `said` marks those of which something was said already."""
    context = {"village": 1, "commune": 2, "class": 0}.get(column.key)
    first = _said_once(column, clean)
    for index, value in enumerate(clean):
        if value not in {None, ""} or said[index]:
            continue
        if context is not None and table.contexts[index][context]:
            continue
        tally.add(
            "value_missing_below" if first is not None and index > first else column.blank,
            place=(table.sheet, table.numbers[index]),
            column=table.heading.labels[column.key],
        )


def _said_once(column, clean):
    """The first row with a value in a column that looks as if it held for the rows below, or None.

    Nothing is filled: that a blank means "as above" is a guess, and the sentence says so.
    """
    if column.blank != "value_missing" or column.merged is not Merged.DOWN:
        return None
    filled = [index for index, value in enumerate(clean) if value not in {None, ""}]
    return filled[0] if filled and len(filled) * 2 < len(clean) else None


def _tell(table, column, raw, findings, tally):
    label = table.heading.labels[column.key]
    shown = {value: cleaning.shown(value) for value in findings}
    for index, value in enumerate(raw):
        finding = findings.get(value, _NOTHING)
        if finding is not _NOTHING:
            tally.add(
                finding.code,
                place=(table.sheet, table.numbers[index]),
                column=label,
                value=shown[value],
                **finding.params,
            )


def mask(values, prefix, numbers, count):
    """Bit masks from the tick columns `prefix`_n, which are taken out of `values`."""
    columns = []
    for number in numbers:
        ticks = values.pop(f"{prefix}_{number}")
        if True in ticks:
            columns.append(map({True: 1 << (number - 1), False: 0, None: 0}.__getitem__, ticks))
    return list(map(sum, zip(*columns, strict=True))) if columns else [0] * count


def flags(values, count):
    """Flags ticked in columns of their own or named in one column of words."""
    ticked = mask(values, "flag", [flag.value for flag in Flag], count)
    named = values.pop("targets")
    return [tick | (name or 0) for tick, name in zip(ticked, named, strict=True)]


def changes(values, count):
    """The change as one word, from its column or from the ticked columns."""
    said = [word or "" for word in values.pop("change")]
    for change in Change:
        if change is not Change.UNSAID:
            ticks = values.pop(f"change_{change.value}")
            if True in ticks:
                said = [w or (change.value if t else "") for w, t in zip(said, ticks, strict=True)]
    return said

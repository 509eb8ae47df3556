"""Official tables as plain data: columns, rows, and what a computed column computes."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.models import AdminUnit
from households import official_forms

_TERM = re.compile(r"([+-]?)([0-9A-Z]+)")


@dataclass(frozen=True)
class Quotient:
    """A rate in per cent of two columns, by their numbers. `on_basis`: of the table of counts that
    lies under a table of rates, in the same row."""

    above: str
    below: str
    on_basis: bool = False

    @property
    def text(self):
        return f"{self.above}/{self.below}*100"

    @property
    def numbers(self):
        return [self.above, self.below]

    def of(self, numbers):
        """The rate, None where there is none; `numbers` are those of the columns, or None."""
        above, below = (numbers[number] for number in self.numbers)
        return Decimal(100) * above / below if above is not None and below else None


@dataclass(frozen=True)
class Terms:
    """Columns added and subtracted: Terms("1-2-3+5")."""

    text: str

    @property
    def signed(self):
        """(sign, number of the column) of each term."""
        return [(-1 if sign == "-" else 1, number) for sign, number in _TERM.findall(self.text)]

    @property
    def numbers(self):
        return [number for _sign, number in self.signed]

    def of(self, numbers):
        """The sum, None where one of the columns has no number."""
        if any(numbers[number] is None for number in self.numbers):
            return None
        return sum(sign * numbers[number] for sign, number in self.signed)


@dataclass(frozen=True)
class TableColumn:
    """`number` as printed under the headings, `headings` from the outermost to its own.

    `code` is that of the measure, empty where the column is only computed or nothing is collected;
    `formula` what it computes; `printed` what the form prints there instead of that.
    """

    number: str
    headings: tuple
    code: str = ""
    formula: Quotient | Terms | None = None
    printed: str = ""

    @property
    def heading(self):
        return self.headings[-1]

    @property
    def is_rate(self):
        return isinstance(self.formula, Quotient)

    @property
    def formula_text(self):
        """ "4=3/1*100", as the form prints it; the bare number of an entered column."""
        if self.printed or self.formula is None or getattr(self.formula, "on_basis", False):
            return self.printed or self.number
        return f"{self.number}={self.formula.text}"


@dataclass(frozen=True)
class TableRow:
    """`label` is the number in front of the unit's name ("1.1"), a text.

    `values` are one a column, None where nothing is collected; `texts` how they are shown. `parts`
    are the places (from 0) of the rows it sums up. A unit told in two lines ("Hộ", "Nhân khẩu") is
    two rows, the first of which has the `span` 2 and the second 0.
    """

    label: str
    name: str
    is_group: bool
    values: list
    texts: list
    parts: tuple = ()
    unit: AdminUnit | None = None
    line: str = ""
    span: int = 1

    @property
    def cells(self):
        """(value, text) of each column."""
        return list(zip(self.values, self.texts, strict=True))


@dataclass(frozen=True)
class Disagreement:
    """A cross-check between two tables that does not hold, for one unit."""

    rule: str
    unit: str
    left: int
    right: int

    @property
    def difference(self):
        return self.left - self.right


@dataclass(frozen=True)
class OfficialTable:
    """`names` is the heading over the units' names, `lines` whether a unit has several lines.

    `disagreements` are the cross-checks that fail, None where the table has none to make; `basis`
    the table of counts under a table of rates; `earlier` the review of its columns of before,
    `remarks` the sentences under the title without which the numbers mislead.
    """

    form: official_forms.OfficialForm
    unit: AdminUnit
    review: object
    columns: tuple
    rows: list
    notes: list
    names: str
    is_today: bool = False
    lines: bool = False
    disagreements: list | None = None
    basis: "OfficialTable | None" = field(default=None, repr=False)
    earlier: object = None
    remarks: tuple = ()

    @property
    def title(self):
        return self.form.titled(self.review)

    @property
    def incomparable(self):
        """Why no cross-check could be made; "" where some were, or where there are none."""
        firsts = [row.values[0] for row in self.rows if row.values[0] is not None]
        if self.disagreements is None or any(value.value is not None for value in firsts):
            return ""
        return self.notes[0] if self.notes else ""

    @property
    def before(self):
        """The headings in front of the numbered columns."""
        return ("TT", self.names, *(("Phân tổ",) if self.lines else ()))

    @property
    def formula_row(self):
        """The texts under the headings: A, B, then each column's number, with what it computes."""
        letters = "ABC"[: len(self.before)]
        return [*letters, *(column.formula_text for column in self.columns)]

    @property
    def heading_rows(self):
        """The rows of the heading: lists of (text, columns wide, rows high)."""
        front = [((name,), name) for name in self.before]
        return heading_rows([*front, *((one.headings, one.number) for one in self.columns)])


def heading_rows(columns):
    """The rows of a heading as lists of [text, columns wide, rows high]; `columns` are pairs of
    their headings, outermost first, and something that tells them apart."""
    depth = max(len(headings) for headings, _key in columns)
    rows = [[] for _level in range(depth)]
    for level in range(depth):
        last = None
        for headings, key in columns:
            if len(headings) <= level:
                last = None
                continue
            is_own = len(headings) == level + 1
            here = (headings[: level + 1], key if is_own else "")
            if here == last:
                rows[level][-1][1] += 1
            else:
                rows[level].append([headings[level], 1, depth - level if is_own else 1])
            last = here
    return rows

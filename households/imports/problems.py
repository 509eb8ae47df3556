"""What can be wrong with a list, in the words of the person who has to put it right.

One table: code, severity, sentence. An error keeps the whole file from being confirmed, a warning
does not. A problem names sheet, row, column and value as they stand in the person's own file, but
a citizen id is never repeated whole.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from households import sayings
from households.choices import Severity
from households.sentences import ERRORS


class ListRefused(Exception):
    """A file that can be read but is no list for this upload: `code`, and `str()` for people."""

    def __init__(self, code, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self):
        return sayings.of_refusal(self.code, sayings.pack(self.values))


class Finding(NamedTuple):
    """What cleaning thinks of one value: the code of a problem, and what it made of the value."""

    code: str
    value: object = None
    params: dict = {}


@dataclass(slots=True)
class Problem:
    """`params` are packed by `sayings`: what the sentence of `code` is filled with."""

    severity: str
    code: str
    params: dict = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    column: str = ""
    letter: str = ""
    value: str = ""

    @property
    def message(self):
        return sayings.of_problem(self)

    @property
    def place(self):
        """The heading with its letter: "Thôn (G)"."""
        return f"{self.column} ({self.letter})" if self.letter else self.column


def severity(code):
    return Severity.ERROR if code in ERRORS else Severity.WARNING


@dataclass
class Tally:
    """All problems of a file, in the order of its rows, with exact counts."""

    problems: list = field(default_factory=list)
    error_rows: set = field(default_factory=set)

    def add(self, code, *, place=None, column=None, value="", **params):
        """`place` is (sheet name, row number), `column` (heading, letter)."""
        sheet, row = place or ("", None)
        heading, letter = column or ("", "")
        self.problems.append(
            Problem(
                severity=severity(code).value,
                code=code,
                params=sayings.pack(params),
                sheet=sheet[:100],
                row=row,
                column=heading[:100],
                letter=letter,
                value=value[:200],
            )
        )
        if code in ERRORS:
            self.error_rows.add(place)

    @property
    def has_errors(self):
        return bool(self.error_rows)

    @property
    def warnings(self):
        return sum(problem.severity == Severity.WARNING for problem in self.problems)

    @property
    def counts(self):
        found = {}
        for problem in self.problems:
            found[problem.code] = found.get(problem.code, 0) + 1
        return found

    def in_order(self):
        """Problems of the whole file first, then by sheet and row as they were read."""
        return sorted(
            self.problems, key=lambda problem: (problem.row is not None, problem.sheet, problem.row)
        )


UNNAMED = _("cột không tên")

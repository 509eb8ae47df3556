"""What a pattern is, and the small sheets of which most are made."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.households.imports.conftest import L3, line, sheet_of

FIX, WARN, ASK, REJECT, REFUSE = "fix", "warn", "ask", "reject row", "refuse file"


@dataclass(frozen=True)
class Pattern:
    """A dirty file and its outcome.

    `file` is what `desk` takes: rows of cells, or {sheet: rows}; or a callable that writes the
    file at a path. `codes` are the problems told, {code: how many}; `columns` what the clean rows
    say, {key: values}. `stored` is asked after confirming: a callable that returns what must be
    true of the statuses, `told` of the figures. `before(ground, desk)` sets the scene.
    """

    number: str
    what: str
    outcome: str
    file: object
    read: int = 2
    codes: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    refusal: str = ""
    name: str = "danh sach.xlsx"
    kind: str = "households"
    unit: str = "a"
    before: Callable | None = None
    stored: Callable | None = None
    told: Callable | None = None


def rows(*changes, headings=L3, above=(), below=()):
    """A sheet of the commune's own list: one sound row for each dict of changes by heading."""
    lines = [
        one if isinstance(one, list) else line(number) | one
        for number, one in enumerate(changes, start=1)
    ]
    return sheet_of(lines, headings, above, below)


def cell(heading, *values):
    """A list of as many rows as values, each with its value under `heading`."""
    return rows(*({heading: value} for value in values))


def totals(*lines, headings=None, above=(), below=()):
    """A sheet of totals."""
    headings = headings or TOTALS
    return [*above, list(headings), *map(list, lines), *below]


TOTALS = ("Xã/phường", "Tổng số hộ", "Tổng số nhân khẩu", "Số hộ DTTS", "Số nhân khẩu DTTS") + (
    "Khu vực (thành thị/nông thôn)",
)

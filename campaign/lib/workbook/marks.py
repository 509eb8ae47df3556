"""What is to be marked in a workbook: by sheet the rows with their sentences, cells to colour."""

import re
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

_LETTER = re.compile(r"[A-Z]{1,2}$")
_COMMENTS = 2_000
_LONGEST_COMMENT = 500
_LONGEST_ROW = 2_000


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass
class SheetMarks:
    """`rows`: {row: text of the leading column}; `cells`: {(row, column): (is error, [sentence])};
    `commented`: those of the cells that get a comment; `heading`: its row, if the caller knows."""

    heading: int | None = None
    rows: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    commented: set = field(default_factory=set)


def collect(problems, headings):
    """{sheet: SheetMarks} of problems as `annotating.annotate` takes them."""
    sheets, comments = {}, Comments()
    for problem in problems:
        if problem.row:
            marks = sheets.setdefault(problem.sheet, SheetMarks(headings.get(problem.sheet)))
            _add(marks, problem, comments)
    return sheets


class Comments:
    """How many cells of a workbook may still get a comment."""

    def __init__(self):
        self.left = _COMMENTS


def _add(marks, problem, comments):
    message = str(problem.message)
    said = marks.rows.get(problem.row, "")
    if len(said) < _LONGEST_ROW:
        column = f"{problem.column}: " if problem.column else ""
        marks.rows[problem.row] = f"{said}\n{column}{message}".strip()[:_LONGEST_ROW]
    letter = letter_of(problem)
    if letter:
        place = problem.row, column_number(letter)
        error, sentences = marks.cells.get(place, (False, []))
        error = error or str(problem.severity) == "error"
        marks.cells[place] = error, [*sentences, message[:_LONGEST_COMMENT]]
        if place not in marks.commented and comments.left:
            marks.commented.add(place)
            comments.left -= 1


class MarksByRow:
    """The marks of one sheet, made row after row: of any number of problems a row's in memory.

    `problems` are those of the sheet that have a row, in the order of their rows.
    """

    def __init__(self, problems, heading, comments):
        self.heading = heading
        self._comments = comments
        self._groups = groupby(problems, key=attrgetter("row"))
        self._advance()

    def _advance(self):
        self.first_row, self._problems = next(self._groups, (None, ()))

    def of_row(self, number):
        """The SheetMarks of a row, None where it has none. To be asked from the top down."""
        while self.first_row is not None and self.first_row < number:
            self._advance()
        if self.first_row != number:
            return None
        marks = SheetMarks()
        for problem in self._problems:
            _add(marks, problem, self._comments)
        self._advance()
        return marks


def letter_of(problem):
    """The letter of a problem's column, from `letter`, or from `column` where that is one."""
    letter = getattr(problem, "letter", "")
    if letter:
        return letter
    return problem.column if _LETTER.match(problem.column or "") else ""


def heading_row(counts, heading, first_row):
    """The row of the heading: told, or the one with the most texts above the first problem.

    `counts`: [(row, number of texts in it)] from the top.
    """
    if heading:
        return heading
    above = [(texts, -row) for row, texts in counts if row < first_row]
    return -max(above)[1] if above else None

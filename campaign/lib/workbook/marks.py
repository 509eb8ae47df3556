"""What is to be marked in a workbook: by sheet the rows with their sentences, cells to colour."""

import re
from dataclasses import dataclass, field

_LETTER = re.compile(r"[A-Z]{1,2}$")
_COMMENTS = 2_000
_LISTED = 5_000
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
    """({sheet: SheetMarks}, [the problems to list]) of problems as `annotating.annotate` takes."""
    sheets, comments, listed = {}, 0, []
    for problem in problems:
        if len(listed) < _LISTED:
            listed.append(problem)
        if not problem.row:
            continue
        marks = sheets.setdefault(problem.sheet, SheetMarks(headings.get(problem.sheet)))
        said = marks.rows.get(problem.row, "")
        if len(said) < _LONGEST_ROW:
            column = f"{problem.column}: " if problem.column else ""
            marks.rows[problem.row] = f"{said}\n{column}{problem.message}".strip()[:_LONGEST_ROW]
        letter = letter_of(problem)
        if letter:
            place = problem.row, column_number(letter)
            error, sentences = marks.cells.get(place, (False, []))
            error = error or str(problem.severity) == "error"
            marks.cells[place] = error, [*sentences, problem.message[:_LONGEST_COMMENT]]
            if place not in marks.commented and comments < _COMMENTS:
                marks.commented.add(place)
                comments += 1
    return sheets, listed


def letter_of(problem):
    """The letter of a problem's column, from `letter`, or from `column` where that is one."""
    letter = getattr(problem, "letter", "")
    if letter:
        return letter
    return problem.column if _LETTER.match(problem.column or "") else ""


def heading_row(counts, marks):
    """The row of the heading: told, or the one with the most texts above the first problem.

    `counts`: [(row, number of texts in it)] from the top.
    """
    if marks.heading:
        return marks.heading
    above = [(texts, -row) for row, texts in counts if row < min(marks.rows)]
    return -max(above)[1] if above else None

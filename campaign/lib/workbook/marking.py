"""Marks problems in the user's own .xlsx: the work inside the child process (see `child`).

Everything of theirs stays: sheets, order, formats, formulas. Sheets with problems get a leading
column, or, when the file is one of our annotated copies come back, the column it has anew.
"""

import json
import os

import openpyxl
import python_calamine
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import to_excel

from campaign.lib.workbook import cached, shifting, summary, texts
from campaign.lib.workbook.marks import SheetMarks, heading_row
from campaign.lib.workbook.names import ERROR_COLUMN, SUMMARY_SHEET

_TOP_ROWS = 60
_NO_FILL = PatternFill()


def send(out, task):
    """Write the annotated copy of `task["path"]` to `task["target"]`; `task["job"]` is the path of
    a JSON file with the marks and the wording."""
    with open(task["job"], encoding="utf-8") as file:
        job = json.load(file)
    # An open file, not its path: openpyxl judges a path by its ending, and a stored one has none.
    with open(task["path"], "rb") as source:
        book = openpyxl.load_workbook(source, keep_links=False, rich_text=True)
    if SUMMARY_SHEET in book.sheetnames:
        del book[SUMMARY_SHEET]
    sheets = {
        title: _marks(stored)
        for title, stored in job["sheets"].items()
        if title in book.sheetnames and title in {page.title for page in book.worksheets}
    }
    ours = {title for title in sheets if _own_heading(book[title])}
    moved = set(sheets) - ours
    values = _formula_values(book, task["path"], moved)
    heads = {
        title: heading_row(_text_counts(book[title]), marks.heading, min(marks.rows))
        for title, marks in sheets.items()
    }
    shifting.insert_first_column(book, moved)
    for title, marks in sheets.items():
        if title in ours:
            _forget(book[title])
        _mark(book[title], marks, heads[title], 1 if title in moved else 0)
    first = book.create_sheet(SUMMARY_SHEET, 0)
    summary.write(first, job["wording"], {}, moved)
    book.active = 0
    for page in book.worksheets:
        page.sheet_view.tabSelected = page is first
    for title, rows in job["extra"]:
        summary.write_plain(book.create_sheet(texts.title(title, book.sheetnames)), rows)
    plain = f"{task['target']}.plain"
    book.save(plain)
    numbers = {page.title: number for number, page in enumerate(book.worksheets, 1)}
    cached.put_back(plain, task["target"], {numbers[t]: known for t, known in values.items()})
    os.unlink(plain)


def _marks(stored):
    cells = {(row, column): (error, said) for row, column, error, said in stored["cells"]}
    return SheetMarks(
        heading=stored["heading"],
        rows={int(row): text for row, text in stored["rows"].items()},
        cells=cells,
        commented={tuple(place) for place in stored["commented"]},
    )


def _own_heading(page):
    """The row in which an earlier copy of ours has its leading column's heading, or None."""
    for row in range(1, _TOP_ROWS + 1):
        cell = page._cells.get((row, 1))
        if cell is not None and cell.value == ERROR_COLUMN:
            return row
    return None


def _text_counts(page):
    counts = {}
    for (row, _), cell in page._cells.items():
        if row <= _TOP_ROWS and cell.data_type == "s" and cell.value:
            counts[row] = counts.get(row, 0) + 1
    return sorted(counts.items())


def _forget(page):
    """Take away what an earlier annotation left: its sentences, comments and colours."""
    top = _own_heading(page)
    for (row, column), cell in page._cells.items():
        if isinstance(cell, MergedCell):
            continue
        if column == 1 and row > top:
            cell.value = None
        if cell.comment and cell.comment.author == summary.AUTHOR:
            cell.comment = None
        if cell.has_style and cell.fill.fill_type and cell.fill.fgColor.rgb in summary.OURS:
            cell.fill = _NO_FILL


def _mark(page, marks, heading, shift):
    page.column_dimensions["A"].width = summary.WIDTH
    if heading:
        cell = page.cell(heading, 1)
        if not isinstance(cell, MergedCell):
            cell.value = ERROR_COLUMN
            cell.font, cell.fill = summary.HEADING_FONT, summary.HEADING_FILL
    for row, text in marks.rows.items():
        cell = page.cell(row, 1)
        if not isinstance(cell, MergedCell):
            texts.put(cell, text)
            cell.font, cell.alignment = summary.ERROR_FONT, summary.WRAPPED
    for (row, column), (error, said) in marks.cells.items():
        cell = page.cell(row, column + shift)
        if isinstance(cell, MergedCell):
            continue
        cell.fill = summary.ERROR if error else summary.WARNING
        if (row, column) in marks.commented and not cell.comment:
            cell.comment = summary.comment(said)


def _formula_values(book, path, moved):
    """{title: {coordinate after the move: last value}} of all cells with a formula."""
    found, source = {}, None
    for page in book.worksheets:
        places = [place for place, cell in page._cells.items() if cell.data_type == "f"]
        if not places:
            continue
        source = source or python_calamine.load_workbook(path)
        grid = source.get_sheet_by_name(page.title)
        rows, indent = grid.to_python(skip_empty_area=False), page.title in moved
        known = found[page.title] = {}
        for row, column in places:
            if row <= len(rows) and column <= len(rows[row - 1]):
                value = _plain(rows[row - 1][column - 1], book.epoch)
                letter = openpyxl.utils.get_column_letter(column + indent)
                known[f"{letter}{row}"] = value
    return found


def _plain(value, epoch):
    if isinstance(value, str):
        return texts.legal(value) or None
    return value if isinstance(value, bool | int | float) else to_excel(value, epoch)

"""Long lists as workbooks, written row by row: the memory they take does not grow with them.

    content = streaming.content("R14", columns, rows, before=[("DANH SÁCH HỘ NGHÈO", True)])

`writing` keeps every cell until the end, for formulas and drop-downs; a list has neither.
"""

import io
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from campaign.lib.workbook.texts import put, title

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL = PatternFill("solid", fgColor="E7EEF7")
_A4 = 9


def content(name, columns, rows, *, before=(), after=(), numbers=(), subject=""):
    """The bytes of an .xlsx of one sheet.

    `columns` are `writing.Column`s; `rows` gives (values, bold) and may be a generator; `before`
    and `after` are lines of text over and under the table, as (text, bold); `numbers` the row of
    column numbers. Everything is a text or a number, nothing a formula.
    """
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "", subject
    page = book.create_sheet(title(name, []))
    page.page_setup.paperSize, page.page_setup.orientation = _A4, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for index, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    depth = 1 + max(len(column.parents) for column in columns)
    first = len(before) + 1
    page.print_title_rows = f"{first}:{first + depth - 1 + bool(numbers)}"
    page.freeze_panes = f"A{first + depth + bool(numbers)}"
    written = _Writer(page, len(columns))
    for text, bold in before:
        written.line(text, bold)
    written.heading(columns, depth, first)
    if numbers:
        written.row(numbers, written.number)
    for values, bold in rows:
        written.row(values, written.strong if bold else written.plain)
    for text, bold in after:
        written.line(text, bold)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, page, width):
        self.page, self.width, self.last = page, width, 0
        self.plain, self.strong = self._style(), self._style(bold=True)
        self.head = self._style(bold=True, size=11, centre=True, fill=True)
        self.number = self._style(italic=True, size=10, centre=True, fill=True)

    def _style(self, *, bold=False, italic=False, size=12, centre=False, fill=False):
        cell = WriteOnlyCell(self.page)
        cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
        cell.border = _GRID
        cell.alignment = Alignment(
            horizontal="center" if centre else None, vertical="center", wrap_text=True
        )
        if fill:
            cell.fill = _FILL
        return cell._style

    def line(self, text, bold):
        cell = put(WriteOnlyCell(self.page), text)
        cell.font = Font(name=_FONT, size=13, bold=bold)
        cell.alignment = Alignment(horizontal="center" if bold else "left", wrap_text=True)
        self._append([cell])
        self.page.merged_cells.add(f"A{self.last}:{get_column_letter(self.width)}{self.last}")

    def row(self, values, style):
        cells = []
        for value in values:
            cell = put(WriteOnlyCell(self.page), value)
            quoted, cell._style = cell.quotePrefix, style
            if quoted:
                cell._style = copy(style)
                cell.quotePrefix = True
            cells.append(cell)
        self._append(cells)

    def heading(self, columns, depth, first):
        paths = [(*column.parents, column.heading) for column in columns]
        for level in range(depth):
            self.row(
                [
                    path[level]
                    if len(path) > level and (place == 0 or not _same(paths, place, level))
                    else None
                    for place, path in enumerate(paths)
                ],
                self.head,
            )
            for start, end in _runs(paths, level):
                high = depth - 1 if len(paths[start]) == level + 1 else level
                if (start, level) != (end, high):
                    self.page.merged_cells.add(
                        f"{get_column_letter(start + 1)}{first + level}:"
                        f"{get_column_letter(end + 1)}{first + high}"
                    )

    def _append(self, cells):
        self.page.append(cells)
        self.last += 1


def _same(paths, place, level):
    """Whether a heading goes on from the column on its left: parents do, own headings do not."""
    left, here = paths[place - 1], paths[place]
    return min(len(left), len(here)) > level + 1 and left[: level + 1] == here[: level + 1]


def _runs(paths, level):
    """(first, last) column of each heading of a level."""
    start = 0
    for place in range(1, len(paths) + 1):
        if place < len(paths) and _same(paths, place, level):
            continue
        if len(paths[start]) > level:
            yield start, place - 1
        start = place

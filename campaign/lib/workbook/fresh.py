"""An annotated copy written anew from the values: for .xls, .ods, .csv and for very long lists."""

import io
import itertools

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from campaign.lib.workbook import reading, summary, texts
from campaign.lib.workbook.marks import heading_row
from campaign.lib.workbook.names import ERROR_COLUMN, SUMMARY_SHEET

_TOP_ROWS = 60
_PLAIN_TYPES = (int, float, bool)
_LEADING_ZERO_DIGITS = 9
_BEAT = 2_000
_LAST_COLUMN = 16_384


def write(path, kind, marks_of, wording, extra, *, beat=None):
    """The bytes of an .xlsx. `marks_of(sheet)` gives the MarksByRow of a sheet, `extra` are
    [(title, rows)], `beat(done)` is called as rows are written."""
    book = Workbook(write_only=True)
    first = book.create_sheet(SUMMARY_SHEET)
    titles, moved, counter = {}, set(), itertools.count(1)
    for sheet, rows in _by_sheet(reading.read(path, kind)):
        if sheet.name == SUMMARY_SHEET:
            for _row in rows:
                pass
            continue
        title = texts.title(sheet.name, [SUMMARY_SHEET, *titles.values()])
        titles[sheet.name] = title
        page = book.create_sheet(title)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        writer = _Writer(page, marks_of(sheet.name))
        writer.write(_counted(rows, counter, beat) if beat else rows)
        writer.merge(sheet.merged)
        if writer.shift:
            moved.add(title)
    summary.write(first, wording, titles, moved)
    for title, rows in extra:
        page = book.create_sheet(texts.title(title, [SUMMARY_SHEET, *titles.values()]))
        summary.write_plain(page, rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _by_sheet(events):
    """(Sheet, iterator of its rows); each iterator is used up before the next sheet."""
    current = next(events, None)
    while current is not None:
        following = []

        def rows(held=following):
            for event in events:
                if isinstance(event, reading.Sheet):
                    held.append(event)
                    return
                yield event

        yield current, rows()
        current = following[0] if following else None


def _counted(rows, counter, beat):
    for row in rows:
        done = next(counter)
        if done % _BEAT == 0:
            beat(done)
        yield row


class _Writer:
    """Writes one sheet; rows keep their numbers."""

    def __init__(self, page, marks):
        self.page = page
        self.marks = marks if marks.first_row else None
        self.shift = 0
        self.heading = None
        self.styles = {}
        self.written = 0

    def write(self, rows):
        top = []
        for row in rows:
            top.append(row)
            if row.number >= _TOP_ROWS:
                break
        if self.marks:
            self._prepare(top)
        for row in top:
            self._row(row)
        for row in rows:
            self._row(row)

    def merge(self, areas):
        """Merge what was merged; the first column of ours lies beside it."""
        self.page.merged_cells = MultiCellRange(
            CellRange(
                min_row=area.row,
                max_row=area.last_row,
                min_col=area.column + self.shift + 1,
                max_col=min(_LAST_COLUMN, area.last_column + self.shift + 1),
            )
            for area in areas
        )

    def _prepare(self, top):
        own = [row.number for row in top if row.cells[:1] == [ERROR_COLUMN]]
        counts = [(row.number, sum(isinstance(c, str) for c in row.cells)) for row in top]
        self.heading = (
            own[0] if own else heading_row(counts, self.marks.heading, self.marks.first_row)
        )
        self.shift = 0 if own else 1
        self.page.column_dimensions["A"].width = summary.WIDTH

    def _row(self, row):
        while self.written < row.number - 1:
            self.page.append([])
            self.written += 1
        cells = [self._cell(value) for value in row.cells]
        if self.marks:
            cells = self._marked(row.number, cells)
        self.page.append(cells)
        self.written += 1

    def _cell(self, value):
        """A bare value where that is safe, as it is five times cheaper than a cell."""
        if value is None or type(value) in _PLAIN_TYPES:
            return value
        if type(value) is str and value[0] not in "=+-@#0\t\r \u00a0" and "_x" not in value:
            return texts.legal(value)
        cell = texts.put(WriteOnlyCell(self.page), value)
        if hasattr(value, "hour"):
            cell.number_format = "dd/mm/yyyy hh:mm"
        elif hasattr(value, "year"):
            cell.number_format = "dd/mm/yyyy"
        elif type(value) is str and value.isdigit() and len(value) >= _LEADING_ZERO_DIGITS:
            cell.number_format = "@"
        return cell

    def _marked(self, number, cells):
        if self.shift:
            cells = [None, *cells]
        marks = self.marks.of_row(number)
        text = marks and marks.rows[number]
        if number == self.heading:
            lead = texts.put(WriteOnlyCell(self.page), ERROR_COLUMN)
            lead.font, lead.fill = summary.HEADING_FONT, summary.HEADING_FILL
            cells[:1] = [lead]
        elif text or not self.shift:
            lead = texts.put(WriteOnlyCell(self.page), text)
            self._dress(lead, font=summary.ERROR_FONT, alignment=summary.WRAPPED)
            if text or number > (self.heading or 0):
                cells[:1] = [lead]
        if text:
            self._coloured(marks, cells)
        return cells

    def _coloured(self, marks, cells):
        for place, (error, said) in marks.cells.items():
            index = place[1] + self.shift - 1
            cells += [None] * (index + 1 - len(cells))
            cell = cells[index]
            if not isinstance(cell, Cell):
                cell = cells[index] = texts.put(WriteOnlyCell(self.page), cell)
            self._dress(cell, fill=summary.ERROR if error else summary.WARNING)
            if place in marks.commented:
                cell.comment = summary.comment(said)

    def _dress(self, cell, **looks):
        """Give a cell its looks; those of a cell that had none are worked out once for all."""
        key = () if cell.has_style else tuple(map(id, looks.values()))
        if key in self.styles:
            cell._style = self.styles[key]
            return
        for name, look in looks.items():
            setattr(cell, name, look)
        if key:
            self.styles[key] = cell._style

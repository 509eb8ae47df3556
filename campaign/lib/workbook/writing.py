"""Workbooks we write: blank templates that people fill in, and official tables.

    book = writing.Book(properties={"mau": "ho-gia-dinh", "phien-ban": "1"})
    page = book.sheet("Danh sách hộ", landscape=True)
    page.line("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", bold=True, align="center")
    page.heading([Column("Số CCCD", kind="text"), Column("Giới tính", choices=("Nam", "Nữ"))])
    page.row(["001234567890", "Nam"])
    page.room(200)                       # rows left for people to fill, formatted like the others
    content = book.content()             # bytes of an .xlsx

A text is written as a text whatever it begins with; only `Formula("SUM(B2:B9)")` is a formula.
"""

import io
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from campaign.lib.workbook import cached
from campaign.lib.workbook.names import LIST_SHEET
from campaign.lib.workbook.texts import legal, put, title

FORMATS = {
    "general": "General",
    "text": "@",
    "integer": "#,##0",
    "decimal": "0.00",
    "date": "dd/mm/yyyy",
}
_FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING_FILL = PatternFill("solid", fgColor="E7EEF7")
_LOCKED_FILL = PatternFill("solid", fgColor="F2F2F2")
_A4 = 9


@dataclass(frozen=True)
class Formula:
    """A live formula, without its "=", and what it comes to: for whoever does not count it anew."""

    text: str
    value: bool | int | float | Decimal | str | None = None


@dataclass(frozen=True)
class Column:
    """A column: `kind` a key of FORMATS, `choices` a drop-down, `help` shown beside the cell.

    Columns with the same `parent` next to each other stand under one merged heading; a tuple of
    parents, outermost first, makes as many rows of headings. `locked` cells cannot be changed in
    a sheet that is protected; `strict` refuses what is not a choice.
    """

    heading: str
    kind: str = "general"
    width: float = 12
    choices: tuple = ()
    help: str = ""
    parent: str | tuple = ""
    locked: bool = False
    strict: bool = True

    @property
    def parents(self):
        """The headings above this one, outermost first."""
        return self.parent if isinstance(self.parent, tuple) else (self.parent,) * bool(self.parent)


def letter(number):
    """The letters of a column by its number, from 1: for the text of a Formula."""
    return get_column_letter(number)


class Book:
    """A workbook in the making. `properties` are kept in the file as custom properties."""

    def __init__(self, properties=None, subject=""):
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.book.properties.creator = ""
        self.book.properties.title = subject
        for name, value in (properties or {}).items():
            self.book.custom_doc_props.append(StringProperty(name=name, value=str(value)))
        self.lists, self.sheets = {}, []

    def sheet(self, name, *, landscape=False, protected=False):
        """A new Sheet; `protected` lets people change only cells of columns that are not locked."""
        page = self.book.create_sheet(title(name, self.book.sheetnames))
        self.sheets.append(Sheet(self, page, landscape, protected))
        return self.sheets[-1]

    def list_of(self, choices):
        """Name of the range in the hidden sheet of lists that holds these choices."""
        choices = tuple(choices)
        if choices not in self.lists:
            if LIST_SHEET not in self.book.sheetnames:
                self.book.create_sheet(LIST_SHEET).sheet_state = "hidden"
            page = self.book[LIST_SHEET]
            column = len(self.lists) + 1
            for row, choice in enumerate(choices, 1):
                put(page.cell(row, column), str(choice))
            letter = get_column_letter(column)
            name = f"danh_muc_{column}"
            where = f"{quote_sheetname(LIST_SHEET)}!${letter}$1:${letter}${len(choices)}"
            self.book.defined_names[name] = DefinedName(name, attr_text=where)
            self.lists[choices] = name
        return self.lists[choices]

    def content(self):
        """The bytes of the .xlsx."""
        for sheet in self.sheets:
            sheet.validate()
        if LIST_SHEET in self.book.sheetnames:
            self.book.move_sheet(LIST_SHEET, len(self.book.sheetnames))
        for page in self.book.worksheets:
            page.sheet_view.tabSelected = page is self.book.worksheets[0]
        file = io.BytesIO()
        self.book.save(file)
        values = {
            self.book.sheetnames.index(sheet.page.title) + 1: sheet.known
            for sheet in self.sheets
            if sheet.known
        }
        if not values:
            return file.getvalue()
        complete = io.BytesIO()
        cached.put_back(file, complete, values)
        return complete.getvalue()


class Sheet:
    """One sheet, written from the top down. `next_row` is the row that comes next, from 1."""

    def __init__(self, book, page, landscape, protected):
        self.book, self.page = book, page
        self.next_row, self.first_data_row = 1, None
        self.columns, self.styles, self.known = (), {}, {}
        page.page_setup.paperSize = _A4
        page.page_setup.orientation = "landscape" if landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_options.horizontalCentered = True
        margins = page.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.4, 0.6, 0.6
        page.protection.sheet = protected
        page.protection.formatColumns = page.protection.formatRows = False
        page.protection.autoFilter = page.protection.sort = False

    def line(self, text="", *, first=1, last=None, bold=False, italic=False, align="left", size=13):
        """A line of its own over columns `first` to `last` (of the table when not given)."""
        last = last or max(first, len(self.columns), 1)
        self.next_row += 1
        self.beside(text, first=first, last=last, bold=bold, italic=italic, align=align, size=size)
        return self.next_row - 1

    def beside(self, text, *, first, last, bold=False, italic=False, align="center", size=13):
        """A text in the line written last, over other columns (left and right of a letterhead)."""
        row = self.next_row - 1
        cell = put(self.page.cell(row, first), text)
        cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=last > first)
        if last > first:
            self.page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def heading(self, columns, *, numbers=None):
        """The heading of the table: frozen, repeated on every printed page; merged where parents
        stand. `numbers`: texts of a row of column numbers below it. Returns its last row."""
        self.columns = tuple(columns)
        top = self.next_row
        bottom = top + max(len(column.parents) for column in self.columns)
        for index, column in enumerate(self.columns, 1):
            self.page.column_dimensions[get_column_letter(index)].width = column.width
            for row in range(top, bottom + 1):
                self._head(self.page.cell(row, index))
            first = top + len(column.parents)
            put(self.page.cell(first, index), column.heading)
            if first < bottom:
                self.page.merge_cells(
                    start_row=first, end_row=bottom, start_column=index, end_column=index
                )
        for level in range(bottom - top):
            self._parents(top + level, level)
        self.next_row = bottom + 1
        for index, text in enumerate(numbers or (), 1):
            self._head(put(self.page.cell(self.next_row, index), text)).font = Font(
                name=_FONT, size=10, italic=True
            )
        self.next_row += bool(numbers)
        self.page.print_title_rows = f"{top}:{self.next_row - 1}"
        self.page.freeze_panes = f"A{self.next_row}"
        self.first_data_row = self.next_row
        return self.next_row - 1

    def freeze_columns(self, count):
        """Keep the first `count` columns in sight too."""
        self.page.freeze_panes = f"{get_column_letter(count + 1)}{self.first_data_row}"

    def _head(self, cell):
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.fill = _GRID, _HEADING_FILL
        return cell

    def _parents(self, row, level):
        first = 0
        for index in range(1, len(self.columns) + 1):
            parents = self.columns[first].parents[: level + 1]
            if index < len(self.columns) and self.columns[index].parents[: level + 1] == parents:
                continue
            if len(parents) > level:
                put(self.page.cell(row, first + 1), parents[level])
                if index > first + 1:
                    self.page.merge_cells(
                        start_row=row, end_row=row, start_column=first + 1, end_column=index
                    )
            first = index

    def row(self, values, *, bold=False, italic=False):
        """A row of the table, each value in its column's format. Returns its number."""
        for index, (column, value) in enumerate(zip(self.columns, values, strict=False), 1):
            cell = self.page.cell(self.next_row, index)
            if isinstance(value, Formula):
                cell.value = f"={value.text}"
                self.known[cell.coordinate] = value.value
            else:
                put(cell, value)
            self._style(cell, column, bold, italic)
        self.next_row += 1
        return self.next_row - 1

    def room(self, count):
        """`count` empty rows for people to fill; drop-downs reach to their end."""
        for _row in range(count):
            self.row([None] * len(self.columns))

    def _style(self, cell, column, bold, italic):
        key = (column, bold, italic)
        if key not in self.styles:
            cell.font = Font(name=_FONT, size=12, bold=bold, italic=italic)
            cell.border, cell.number_format = _GRID, FORMATS[column.kind]
            wraps = column.kind in {"text", "general"}
            cell.alignment = Alignment(vertical="center", wrap_text=wraps)
            cell.protection = Protection(locked=column.locked)
            if column.locked:
                cell.fill = _LOCKED_FILL
            self.styles[key] = cell._style
        quoted = cell.quotePrefix
        cell._style = copy(self.styles[key])
        cell.quotePrefix = quoted

    def validate(self):
        """Put the drop-downs and the help on the rows that stand; called by `Book.content`."""
        if not self.first_data_row:
            return
        last = max(self.next_row - 1, self.first_data_row)
        for index, column in enumerate(self.columns, 1):
            if not (column.choices or column.help):
                continue
            rule = DataValidation(allow_blank=True)
            if column.choices:
                rule.type = "list"
                rule.formula1 = self.book.list_of(column.choices)
                rule.showErrorMessage = column.strict
                rule.errorTitle = str(_("Giá trị không có trong danh mục"))
                rule.error = str(_("Hãy chọn một giá trị trong danh sách thả xuống."))
            if column.help:
                rule.showInputMessage = True
                rule.promptTitle, rule.prompt = legal(column.heading)[:32], legal(column.help)[:255]
            letter = get_column_letter(index)
            rule.add(f"{letter}{self.first_data_row}:{letter}{last}")
            self.page.add_data_validation(rule)

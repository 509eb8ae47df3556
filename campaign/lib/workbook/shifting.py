"""A new first column in sheets that have a life of their own.

openpyxl's `insert_cols` moves cells and nothing else. Here everything that names a place moves with
them: formulas in any sheet, merged cells, widths, drop-downs, conditional formats, filters, tables,
print areas, frozen panes, links, pictures. Charts keep their place, but not their references.
"""

import re
from copy import copy

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.formula import ArrayFormula

_PLACE = re.compile(r"(\$?)([A-Z]{1,3})(\$?\d{1,7})(?![\w(])", re.IGNORECASE)
_WHOLE_COLUMNS = re.compile(r"(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})$", re.IGNORECASE)
_LAST = 16_384


def insert_first_column(book, titles):
    """Move everything in the sheets of these titles one column to the right."""
    titles = set(titles)
    for page in book.worksheets:
        _shift_formulas(page, titles)
    for page in book.worksheets:
        if page.title in titles:
            _shift_sheet(page, titles)
    for names in (book.defined_names, *(page.defined_names for page in book.worksheets)):
        for name in names.values():
            if name.attr_text:
                name.attr_text = shifted(f"={name.attr_text}", None, titles)[1:]


def shifted(formula, home, titles):
    """`formula` of a cell in the sheet `home`, with places in sheets of `titles` moved."""
    try:
        tokenizer = Tokenizer(formula)
    except (IndexError, InvalidFileException, ValueError):
        return formula
    for token in tokenizer.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, mark, place = token.value.rpartition("!")
            named = sheet.strip("'").replace("''", "'") if mark else home
            if named in titles:
                token.value = sheet + mark + _shifted_place(place)
    return tokenizer.render()


def _shifted_place(place):
    whole = _WHOLE_COLUMNS.match(place)
    if whole:
        return f"{whole[1]}{_next(whole[2])}:{whole[3]}{_next(whole[4])}"
    return ":".join(
        _PLACE.sub(lambda m: m[1] + _next(m[2]) + m[3], end) if _PLACE.fullmatch(end) else end
        for end in place.split(":")
    )


def _next(letters):
    return get_column_letter(min(_LAST, column_index_from_string(letters.upper()) + 1))


def _shift_formulas(page, titles):
    for cell in page._cells.values():
        if cell.data_type != "f":
            continue
        value = cell.value
        if isinstance(value, ArrayFormula):
            value.text = shifted(value.text, page.title, titles)
            if page.title in titles:
                value.ref = _shifted_place(value.ref)
        elif isinstance(value, str):
            cell._value = shifted(value, page.title, titles)
    for rule in page.data_validations.dataValidation:
        for name in ("formula1", "formula2"):
            text = getattr(rule, name)
            if text and not text.startswith('"'):
                setattr(rule, name, shifted(f"={text}", page.title, titles)[1:])


def _shift_sheet(page, titles):
    _shift_cells(page)
    _shift_widths(page)
    for rule in page.data_validations.dataValidation:
        rule.sqref = _shifted_ranges(rule.sqref)
    _shift_conditional(page, titles)
    for table in page.tables.values():
        table.ref = _shifted_place(table.ref)
        if table.autoFilter and table.autoFilter.ref:
            table.autoFilter.ref = _shifted_place(table.autoFilter.ref)
    if page.auto_filter.ref:
        page.auto_filter.ref = _shifted_place(page.auto_filter.ref)
    if page.print_area:
        page.print_area = [_shifted_place(part.rpartition("!")[2]) for part in _areas(page)]
    if page.print_title_cols:
        page.print_title_cols = _shifted_place(page.print_title_cols)
    _shift_view(page)
    for drawing in (*page._images, *page._charts):
        for corner in ("_from", "to"):
            anchor = getattr(getattr(drawing, "anchor", None), corner, None)
            if anchor is not None:
                anchor.col += 1


def _areas(page):
    area = page.print_area
    return area if isinstance(area, list) else area.split(",")


def _shift_cells(page):
    cells = {}
    for (row, column), cell in page._cells.items():
        cell.column = column + 1
        cells[row, column + 1] = cell
        link = getattr(cell, "hyperlink", None)
        if link:
            link.ref = cell.coordinate
    page._cells = cells
    merged = [str(area) for area in page.merged_cells.ranges]
    page.merged_cells = MultiCellRange(
        [CellRange(_shifted_place(area)) for area in merged],
    )


def _shift_widths(page):
    old = list(page.column_dimensions.values())
    page.column_dimensions.clear()
    for dimension in old:
        first = dimension.min or column_index_from_string(dimension.index)
        last = min(_LAST, (dimension.max or first) + 1)
        letter = get_column_letter(min(_LAST, first + 1))
        new = ColumnDimension(
            page,
            index=letter,
            width=dimension.width,
            hidden=dimension.hidden,
            outlineLevel=dimension.outlineLevel,
            collapsed=dimension.collapsed,
            min=min(_LAST, first + 1),
            max=last,
        )
        new._style = copy(dimension._style)
        page.column_dimensions[letter] = new


def _shifted_ranges(ranges):
    return MultiCellRange(" ".join(_shifted_place(str(area)) for area in ranges.ranges))


def _shift_conditional(page, titles):
    old, page.conditional_formatting = page.conditional_formatting, ConditionalFormattingList()
    for formatting in old:
        place = str(_shifted_ranges(formatting.sqref))
        for rule in formatting.rules:
            rule.formula = [
                shifted(f"={text}", page.title, titles)[1:] for text in rule.formula or ()
            ]
            page.conditional_formatting.add(place, rule)


def _shift_view(page):
    pane = page.sheet_view.pane
    if pane is not None and pane.state in {"frozen", "frozenSplit"} and pane.xSplit:
        pane.xSplit += 1
        if pane.topLeftCell:
            pane.topLeftCell = _shifted_place(pane.topLeftCell)
    for selection in page.sheet_view.selection:
        selection.activeCell = selection.sqref = "A1"

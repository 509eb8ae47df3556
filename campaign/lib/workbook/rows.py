"""Rows of a file as lines of JSON: the work inside the child process (see `child`).

Cost is counted here: of 10,000 rows of 30 columns the reader itself takes 100 ms of CPU, all of
this file 45 ms. Hence one comprehension a row, and checks of text on whole chunks, not on cells.
"""

import csv
import datetime
import json
import math
import re
import unicodedata

from campaign.lib.workbook import decoding, kinds, names

_ROWS_A_LINE = 500
_CHARACTERS_A_LINE = 1_000_000
_AREAS_A_LINE = 5_000
# What no cell means: controls but tab and line ends, writing direction, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
    "\ud800-\udfff]"
)
# How the above begin in UTF-8: found at memchr speed, before any cell is looked at.
_SUSPECT = (b"\x7f", b"\xc2", b"\xd8\x9c", b"\xe2\x80", b"\xe2\x81", b"\xef\xbf", b"\xed")
_ESCAPED = (b"\\u00", b"NaN", b"Infinity")
# A text of more characters than Excel allows in a cell.
csv.field_size_limit(32_767)


class Stopped(Exception):
    """Ends the reading with a code of the table of refusals."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values


class FormulaError:
    """An error of a formula, by its own name ("#REF!")."""

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name


def _encode_other(value):
    if isinstance(value, datetime.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    if isinstance(value, FormulaError):
        return {"e": value.name}
    return str(value)  # a time or a duration: no column of ours holds one


_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encode_other
).encode


def line(value):
    """`value` as one line of JSON in UTF-8."""
    return _encode(value).encode("utf-8", "surrogatepass") + b"\n"


def _plain(cell):
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", _UNWANTED.sub("", cell)) or None
    if isinstance(cell, float) and not math.isfinite(cell):
        return FormulaError("#NUM!")
    return cell


def _cut(cells):
    while cells and cells[-1] is None:
        cells.pop()
    return cells


class Sender:
    """Collects rows into lines; blank rows are numbered and never sent."""

    def __init__(self, out, max_rows):
        self.out = out
        self.max_rows = max_rows
        self.filled = self.merged = 0

    def sheet(self, name, hidden, rows, fonts=None, *, conceals=False, areas=()):
        """Send one sheet; `rows` from row 1 on, each without trailing None, [] when blank.

        `fonts`: the cells in fonts of an old encoding (`fonts.cells.SheetFonts`), if there are any;
        `conceals`: whether rows or columns of it are hidden; `areas`: its merged cells (`merged`).
        """
        begun = {"sheet": _plain(name) or "", "hidden": hidden, "conceals": conceals}
        self.out.write(line(begun))
        self.merged += len(areas)
        if self.merged > kinds.MAX_MERGED:
            raise Stopped("too_many_merged")
        for start in range(0, len(areas), _AREAS_A_LINE):
            self.out.write(line({"merged": areas[start : start + _AREAS_A_LINE]}))
        self.filled = 0
        self.decoder = decoding.Decoder(fonts)
        first, pending = 1, []
        for number, row in enumerate(rows, 1):
            if row:
                pending.append(row)
                if len(pending) < _ROWS_A_LINE:
                    continue
            if pending:
                self._send(first, pending)
                pending = []
            first = number + 1
        if pending:
            self._send(first, pending)
        if self.decoder.counts:
            self.out.write(line({"converted": self.decoder.counts}))

    def _send(self, first, rows):
        self.filled += len(rows)
        if self.filled > self.max_rows:
            raise Stopped("too_many_rows")
        text = _encode([first, rows])
        if self.decoder.concerns(text):
            self.decoder.convert(first, rows)
            text = _encode([first, rows])
        self._write(first, rows, text)

    def _write(self, first, rows, text):
        if len(text) > _CHARACTERS_A_LINE:
            if len(rows) == 1:
                raise Stopped("too_much_text", row=first)
            half = len(rows) // 2
            for start, part in ((first, rows[:half]), (first + half, rows[half:])):
                self._write(start, part, _encode([start, part]))
            return
        if not unicodedata.is_normalized("NFC", text):
            # The syntax around the values is ASCII, and no mark composes with it.
            text = unicodedata.normalize("NFC", text)
        data = text.encode("utf-8", "surrogatepass")
        if any(mark in data for mark in _ESCAPED) or (
            any(mark in data for mark in _SUSPECT) and _UNWANTED.search(text)
        ):
            cleaned = [_cut([_plain(cell) for cell in row]) for row in rows]
            self.out.write(line([first, cleaned]))
            return
        self.out.write(data)
        self.out.write(b"\n")


def _tidy(rows, indent):
    """Rows of the reader from column A on, None for empty, whole numbers as int."""
    for row in rows:
        cells = [
            (cell or None)
            if (kind := cell.__class__) is str
            else int(cell)
            if kind is float and cell.is_integer() and -1e15 < cell < 1e15
            else cell
            for cell in row
        ]
        while cells and cells[-1] is None:
            cells.pop()
        yield indent + cells if indent and cells else cells


def _with_errors(rows, errors):
    """`rows` with the formula errors that the reader gives as empty cells or no row at all."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield _mended(row, errors[number]) if number in errors else row
    for beyond in range(number + 1, max(errors) + 1):
        yield _mended([], errors.get(beyond, {}))


def _mended(row, found):
    width = max(found, default=-1) + 1
    row = row + [None] * (width - len(row))
    for column, name in found.items():
        if row[column] is None:
            row[column] = FormulaError(name)
    return row


def send(out, task):
    """Every sheet of a file as lines to `out`. `task`: `path`, `kind`, `encoding` and `delimiter`
    of a text file, `max_rows` that may be filled in a sheet."""
    try:
        if task["kind"] == "csv":
            _send_csv(out, task["path"], task["encoding"], task["delimiter"], task["max_rows"])
        else:
            _send_workbook(out, task["path"], task["kind"], task["max_rows"])
    except Stopped as stop:
        out.write(line({"refused": stop.code, "values": stop.values}))
    else:
        out.write(line({"end": True}))


def _send_workbook(out, path, kind, max_rows):
    import python_calamine  # noqa: PLC0415 - in the child only, under its limits

    from campaign.lib.workbook import errorcells, fonts, merged, partmarks  # noqa: PLC0415 - no .csv

    sender = Sender(out, max_rows)
    try:
        errors = errorcells.find(path, kind)
        old_fonts = fonts.find(path, kind)
        concealing = partmarks.concealing(path, kind)
        spanned = merged.in_ods(path) if kind == "ods" else {}
        book = python_calamine.load_workbook(path)
        for sheet in book.sheets_metadata:
            if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            grid = book.get_sheet_by_name(sheet.name)
            indent = [None] * grid.start[1] if grid.start else []
            rows = _tidy(grid.iter_rows(), indent)
            if errors.get(sheet.name):
                rows = _with_errors(rows, errors[sheet.name])
            hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
            sender.sheet(
                sheet.name,
                hidden,
                rows,
                old_fonts.get(sheet.name),
                conceals=sheet.name in concealing,
                areas=merged.areas(grid, spanned.get(sheet.name)),
            )
            del grid, rows
    except merged.TooMany:
        raise Stopped("too_many_merged") from None
    except python_calamine.PasswordError:
        raise Stopped("password") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Stopped("damaged") from None


def _send_csv(out, path, encoding, delimiter, max_rows):
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader((text.replace("\0", "") for text in file), delimiter=delimiter)
        try:
            Sender(out, max_rows).sheet(names.CSV_SHEET, False, _csv_rows(reader))
        except csv.Error:
            raise Stopped("csv_damaged", row=reader.line_num) from None


def _csv_rows(reader):
    for number, cells in enumerate(reader):
        # Excel's own first line names the delimiter ("sep=;") and is no data.
        named = number == 0 and cells and cells[0].lower().startswith("sep=")
        yield [] if named else _cut([cell or None for cell in cells])

"""Where a workbook holds formula errors (#REF!, #N/A): the fast reader gives them as empty cells.

An empty cell and a broken formula are not the same fact: one says "none", the other "unknown".
Files without such cells, nearly all, are only searched for the mark of one.
"""

import re
import struct
import zipfile
from xml.parsers import expat

from campaign.lib.workbook import ole, partmarks

_CHUNK = 1 << 18
_XLSX_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>'
    rb"(?:(?!</(?:\w+:)?c>).){0,20000}?<(?:\w+:)?v[^>]*>([^<]{1,20})</",
    re.DOTALL,
)
_ODS_MARK = b':value-type="error"'
_FURTHEST = 16_384
_BOUNDSHEET, _FORMULA, _BOOLERR = 0x85, 0x06, 0x205
_XLS_MARK = re.compile(
    rb"\x05\x02\x08\x00.{7}\x01|\x06\x00..{7}\x02.[\x00-\x2b].{3}\xff\xff", re.DOTALL
)
_XLS_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def find(path, kind):
    """{sheet name: {row: {column from 0: name of the error}}} of a guarded file."""
    return {"xlsx": _in_xlsx, "xls": _in_xls, "ods": _in_ods}[kind](path)


def _in_xlsx(path):
    broken = {name: part for name, part, marks in partmarks.of(path) if partmarks.BROKEN in marks}
    if not broken:
        return {}
    with zipfile.ZipFile(path) as archive:
        return {name: _xlsx_cells(archive.read(part)) for name, part in broken.items()}


def _marked(archive, part, mark):
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if mark in chunk or mark in tail + chunk[: len(mark)]:
                return True
            tail = chunk[-len(mark) :]
    return False


def _xlsx_cells(content):
    found = {}
    for letters, row, name in _XLSX_CELL.findall(content):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        found.setdefault(int(row), {})[column - 1] = name.decode("ascii", "replace")
    return found


def _in_ods(path):
    with zipfile.ZipFile(path) as archive:
        if not _marked(archive, "content.xml", _ODS_MARK):
            return {}
        walk = _OdsWalk()
        parser = expat.ParserCreate()
        parser.StartElementHandler = walk.start
        parser.EndElementHandler = walk.end
        parser.CharacterDataHandler = walk.text
        with archive.open("content.xml") as file:
            parser.ParseFile(file)
        return walk.found


class _OdsWalk:
    """Follows rows and cells, which an .ods repeats instead of numbering."""

    def __init__(self):
        self.found, self.cells = {}, {}
        self.row = self.column = 0
        self.error = None

    def start(self, element, attributes):
        if element == "table:table":
            self.cells = self.found.setdefault(attributes.get("table:name", ""), {})
            self.row = 0
        elif element == "table:table-row":
            self.row, self.column = self.row + 1, 0
            self.repeated_row = int(attributes.get("table:number-rows-repeated", 1))
        elif element in {"table:table-cell", "table:covered-table-cell"}:
            self.repeated = int(attributes.get("table:number-columns-repeated", 1))
            kinds = [value for name, value in attributes.items() if name.endswith(":value-type")]
            self.error = [] if "error" in kinds else None

    def text(self, text):
        if self.error is not None:
            self.error.append(text)

    def end(self, element):
        if element in {"table:table-cell", "table:covered-table-cell"}:
            if self.error is not None:
                name = "".join(self.error).strip()[:20] or "#N/A"
                for column in range(self.column, min(self.column + self.repeated, _FURTHEST)):
                    self.cells.setdefault(self.row, {})[column] = name
            self.column += self.repeated
            self.error = None
        elif element == "table:table-row":
            self.row += self.repeated_row - 1


def _in_xls(path):
    with open(path, "rb") as file:
        try:
            stream = ole.Compound(file.read()).workbook()
        except ole.Malformed:
            return {}
    if not _XLS_MARK.search(stream):
        return {}
    try:
        return {name: _xls_cells(stream, start) for name, start in _xls_sheets(stream)}
    except struct.error:
        return {}


def _xls_sheets(stream):
    """(name, offset) of each sheet; its name has one byte a letter, or two."""
    for kind, at, length in ole.records(stream):
        if kind == _BOUNDSHEET and length > 8:
            start, letters, wide = *struct.unpack_from("<I2xB", stream, at), stream[at + 7] & 1
            raw = stream[at + 8 : at + 8 + letters * (1 + wide)]
            yield raw.decode("utf-16-le" if wide else "latin-1", "replace"), start


def _xls_cells(stream, start):
    found = {}
    for kind, at, length in ole.records(stream, start):
        code = None
        if kind == _BOOLERR and length >= 8 and stream[at + 7] == 1:
            code = stream[at + 6]
        elif kind == _FORMULA and length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff":
            code = stream[at + 8] if stream[at + 6] == 2 else None
        if code in _XLS_NAMES:
            row, column = struct.unpack_from("<2H", stream, at)
            found.setdefault(row + 1, {})[column] = _XLS_NAMES[code]
    return found

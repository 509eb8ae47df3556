"""Old fonts in an .ods: faces name fonts, styles name faces or their parents, cells name styles.

Parts of a text with fonts of their own are not told apart here; the cell's font speaks for them.
"""

import re
import zipfile
from xml.parsers import expat

from campaign.lib.legacy_encodings import of_font
from campaign.lib.workbook.fonts.cells import FURTHEST, SheetFonts

_CONTENT, _STYLES = "content.xml", "styles.xml"
_BODY = b"<office:body"
_MARK = re.compile(rb"\.vn|vni|vn(?:time|arial|avant)", re.IGNORECASE)
_CHUNK = 1 << 16
_CELLS = {"table:table-cell", "table:covered-table-cell"}
# Excel's own limit: an .ods repeats its last, empty row to the end of the sheet.
_REPEATED = 1_000


def find(path):
    """{sheet name: SheetFonts}; {} where neither part names an old font before its cells."""
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in (_STYLES, _CONTENT) if part in archive.namelist()]
        if not any(_is_marked(archive, part) for part in parts):
            return {}
        walk = _Walk()
        for part in parts:
            parser = expat.ParserCreate()
            parser.StartElementHandler = walk.start
            parser.EndElementHandler = walk.end
            with archive.open(part) as file:
                parser.ParseFile(file)
        return walk.found


def _is_marked(archive, part):
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            head, body, _ = (tail + chunk).partition(_BODY)
            if _MARK.search(head):
                return True
            if body:
                return False
            tail = chunk[-64:]
    return False


class _Walk:
    """Styles first, as they stand first in both parts, then rows and cells."""

    def __init__(self):
        self.found = {}
        self.faces, self.fonts, self.parents = {}, {}, {}
        self.style = None
        self.cells, self.columns = None, []
        self.row = self.column = 0

    def start(self, name, attributes):
        if name == "style:font-face":
            family = attributes.get("svg:font-family", "").strip("'\" ")
            self.faces[attributes.get("style:name")] = family
        elif name in {"style:style", "style:default-style"}:
            if attributes.get("style:family") == "table-cell":
                self.style = attributes.get("style:name", "")
                self.parents[self.style] = attributes.get("style:parent-style-name", "")
        elif name == "style:text-properties" and self.style is not None:
            face = attributes.get("style:font-name")
            font = self.faces.get(face, face) or attributes.get("fo:font-family")
            if font:
                self.fonts[self.style] = of_font(font.strip("'\" "))
        elif name == "table:table":
            self.cells = self.found.setdefault(attributes.get("table:name", ""), SheetFonts())
            self.row, self.columns = 0, []
        elif self.cells is not None:
            self._start_in_table(name, attributes)

    def _start_in_table(self, name, attributes):
        default = attributes.get("table:default-cell-style-name")
        if name == "table:table-column":
            count = _count(attributes, "columns", FURTHEST - len(self.columns))
            self.columns += [default] * count
        elif name == "table:table-row":
            self.repeated = _count(attributes, "rows", FURTHEST * 64)
            self.row, self.column, self.of_row = self.row + 1, 0, {}
            self.default = default
        elif name in _CELLS:
            count = _count(attributes, "columns", FURTHEST)
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                own = attributes.get("table:style-name") or self.default
                for column in range(self.column, min(self.column + count, FURTHEST)):
                    in_column = self.columns[column] if column < len(self.columns) else None
                    encoding = self._font(own or in_column or "")
                    if encoding:
                        self.of_row[column] = encoding
            self.column += count

    def end(self, name):
        if name in {"style:style", "style:default-style"}:
            self.style = None
        elif name == "table:table-row" and self.cells is not None:
            for number in range(self.row, self.row + min(self.repeated, _REPEATED)):
                self.cells.add_row(number, self.of_row)
            self.row += self.repeated - 1

    def _font(self, style):
        """The encoding of a style's font, or of the nearest parent's that names one."""
        seen = set()
        while style not in self.fonts and style not in seen:
            seen.add(style)
            style = self.parents.get(style, "")
        return self.fonts.get(style)


def _count(attributes, what, most):
    text = attributes.get(f"table:number-{what}-repeated", "1")
    return max(0, min(int(text), most)) if text.isdigit() else 1

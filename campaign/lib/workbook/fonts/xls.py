"""Old fonts in an .xls: records of fonts, of formats that name them, of cells that name formats.

Parts of a text with fonts of their own are not told apart here; the cell's font speaks for them.
"""

import re
import struct

from campaign.lib.legacy_encodings import of_font
from campaign.lib.workbook import ole
from campaign.lib.workbook.fonts.cells import SheetFonts

# Letters of one byte or of two.
_MARK = re.compile(rb"v\0?n\0?(?:i|t|a|[b-z])", re.IGNORECASE)
_FONT, _FORMAT, _BOUNDSHEET, _BOF = 0x31, 0xE0, 0x85, 0x809
_LABELS = {0xFD, 0x204, 0xD6, 0x06}  # shared text, text, text in parts, formula
_OLD_BOOK = 0x0500
# No font has this number, for whatever reason of 1990.
_SKIPPED = 4


def find(path):
    """{sheet name: SheetFonts}; {} where no format has an old font."""
    with open(path, "rb") as file:
        try:
            stream = ole.Compound(file.read()).workbook()
        except ole.Malformed:
            return {}
    if not _MARK.search(stream):
        return {}
    try:
        formats, sheets = _formats(stream)
        if not any(formats):
            return {}
        return {name: _cells(stream, start, formats) for name, start in sheets}
    except (struct.error, IndexError):
        return {}


def _formats(stream):
    """The encoding of the font of each format, and the (name, offset) of each sheet."""
    fonts, numbers, sheets, wide = [], [], [], True
    for kind, at, length in ole.records(stream):
        if kind == _BOF:
            wide = struct.unpack_from("<H", stream, at)[0] > _OLD_BOOK
        elif kind == _FONT and length > 15:
            fonts.append(of_font(_short_text(stream, at + 14, wide)))
            if len(fonts) == _SKIPPED:
                fonts.append(None)
        elif kind == _FORMAT and length >= 2:
            numbers.append(struct.unpack_from("<H", stream, at)[0])
        elif kind == _BOUNDSHEET and length > 8:
            start = struct.unpack_from("<I", stream, at)[0]
            sheets.append((_short_text(stream, at + 6, wide), start))
    return [fonts[n] if n < len(fonts) else None for n in numbers], sheets


def _short_text(stream, at, wide):
    """A text after its length; in newer books a byte between says whether letters are of two."""
    count = stream[at]
    if not wide:
        return stream[at + 1 : at + 1 + count].decode("latin-1")
    if stream[at + 1] & 1:
        return stream[at + 2 : at + 2 + 2 * count].decode("utf-16-le", "replace")
    return stream[at + 2 : at + 2 + count].decode("latin-1")


def _cells(stream, start, formats):
    found, row, fonts = SheetFonts(), 0, {}
    for kind, at, length in ole.records(stream, start):
        if kind not in _LABELS or length < 6:
            continue
        number, column, style = struct.unpack_from("<3H", stream, at)
        if number + 1 != row:
            found.add_row(row, fonts)
            row, fonts = number + 1, {}
        encoding = formats[style] if style < len(formats) else None
        if encoding:
            fonts[column] = encoding
    found.add_row(row, fonts)
    return found

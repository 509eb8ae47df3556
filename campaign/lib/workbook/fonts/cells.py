"""The old fonts of one sheet, by cell: a byte a cell, and alike rows held once."""

from campaign.lib.legacy_encodings import TCVN3, TCVN3_CAPITALS, VNI

_CODES = (None, TCVN3, TCVN3_CAPITALS, VNI)
# A sheet of Excel has no more columns; an .ods may repeat a cell without end.
FURTHEST = 16_384


class SheetFonts:
    """Rows are numbered from 1, columns from 0; a font is told by the encoding that it draws."""

    def __init__(self):
        self.rows, self.parts, self._alike = {}, {}, {}
        # Whether there are capitals drawn from small letters: then plain ASCII counts too.
        self.capitals = False

    def __bool__(self):
        return bool(self.rows or self.parts)

    def add_row(self, number, fonts):
        """`fonts`: {column: encoding} of the cells in an old font."""
        if not fonts:
            return
        codes = bytearray(self.rows.get(number, b"").ljust(max(fonts) + 1, b"\0"))
        for column, encoding in fonts.items():
            codes[column] = _CODES.index(encoding)
            self.capitals = self.capitals or encoding == TCVN3_CAPITALS
        codes = bytes(codes)
        self.rows[number] = self._alike.setdefault(codes, codes)

    def add_runs(self, number, column, runs):
        """`runs`: [(text, encoding or None)] of a cell whose parts have fonts of their own."""
        self.parts[number, column] = runs

    def of(self, number, column):
        """The encoding that the font of a cell draws, or None."""
        codes = self.rows.get(number, b"")
        return _CODES[codes[column]] if column < len(codes) else None

    def runs(self, number, column):
        """The runs of a cell whose parts have fonts of their own, else None."""
        return self.parts.get((number, column))

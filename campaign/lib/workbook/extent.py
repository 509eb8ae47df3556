"""How far a sheet reaches, before a reader builds a grid that reaches as far.

The declared dimension is not believed: the references of the cells themselves are searched. Only
when they span too much is it asked, in a second pass, which cells hold something at all; a million
formatted blank rows are harmless, one letter in the last column of the last row is not.
"""

import re

from campaign.lib.numbers import integer
from campaign.lib.workbook.kinds import MAX_COLUMN, MAX_GRID_CELLS, MAX_ROW
from campaign.lib.workbook.refusals import UploadRefused

# The literal beginnings make these run at 2 GB/s where nothing matches.
_ROW = re.compile(rb"""row [^>]{0,400}?\br=["'](\d{1,12})""")
_FAR_COLUMN = re.compile(rb""" r=["']([B-Z][A-Z]|[A-Z]{3,8})\d""")
_FILLED = re.compile(
    rb"""c [^>]{0,400}?\br=["']([A-Z]{1,8})(\d{1,12})["'](?:[^>]{0,400}[^/>])?>\s{0,80}<[^/]"""
)
_NEAR_COLUMNS = 52
_FILLED_CELLS = 4_000_000


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class XlsxExtent:
    """Of one worksheet part."""

    def __init__(self, title):
        self.title = title[:80]
        self.rows = 0
        self.columns = _NEAR_COLUMNS

    def feed(self, piece, before):
        """`before`: the end of the piece before this one, as a reference may lie across both."""
        for data in (before[-200:] + piece[:200], piece):
            found = _ROW.findall(data)
            if found:
                self.rows = max(self.rows, *map(int, found))
            far = set(_FAR_COLUMN.findall(data))
            if far:
                self.columns = max(self.columns, *map(_column, far))

    def check(self, pieces):
        if self.rows * self.columns <= MAX_GRID_CELLS:
            return
        rows, columns, count = (0, b""), (0, b""), 0
        before = b""
        for piece in pieces():
            data = before + piece
            end = data.rfind(b"<")
            for letters, row in _FILLED.findall(data, 0, end):
                count += 1
                rows = max(rows, (int(row), letters))
                columns = max(columns, (_column(letters), row))
            before = data[end:][-1000:]
            if count > _FILLED_CELLS:
                break
        self._judge(rows, columns, count)

    def _judge(self, rows, columns, count):
        possible = rows[0] <= MAX_ROW and columns[0] <= MAX_COLUMN
        grid = rows[0] * columns[0]
        if possible and grid <= MAX_GRID_CELLS and count <= _FILLED_CELLS:
            return
        if possible and count * 20 > grid:
            raise UploadRefused(
                "too_many_cells", rows=integer(rows[0]), columns=integer(columns[0])
            )
        wide = columns[0] > 500
        cell = _name(columns[0], columns[1]) if wide else rows[1] + b"%d" % rows[0]
        raise UploadRefused("stray_cell", cell=cell.decode("ascii"), where=self.title)


def _name(column, row):
    letters = b""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters + row


_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]{0,400}?number-rows-repeated="(\d{4,10})"[^>/]{0,400}>'
    rb"(?:<table:(?:covered-)?table-cell\b[^>]{0,400}/>){0,50}"
    rb"<table:table-cell\b[^>]{0,400}office:value-type"
)
_REPEATED_CELL = re.compile(
    rb'<table:table-cell\b(?=[^>]{0,400}office:value-type)[^>]{0,400}?number-columns-repeated="(\d{3,10})"'
)


class OdsExtent:
    """Of content.xml: an .ods names no cells, it repeats them; filled ones may not repeat far."""

    def __init__(self):
        self.sheets = 0

    def feed(self, piece, before):
        for pattern in (_REPEATED_ROW, _REPEATED_CELL):
            found = pattern.search(before + piece)
            if found:
                raise UploadRefused(
                    "too_many_cells",
                    rows=integer(int(found[1])) if pattern is _REPEATED_ROW else "…",
                    columns="…" if pattern is _REPEATED_ROW else integer(int(found[1])),
                )

    def check(self, pieces):
        """Nothing is left to ask: the reader itself skips what is repeated and empty."""

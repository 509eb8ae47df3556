"""Enough of the old container (.xls: sectors, chains, a directory) to see what is inside.

Only looks: names of streams, and the first records of the workbook. Bounded: every chain is
followed at most once around, a stream is at most the file.
"""

import struct

_FREE = 0xFFFFFFFA  # this and above: no sector
_EOF, _FILEPASS, _BOUNDSHEET, _SUPBOOK, _OBPROJ = 0x0A, 0x2F, 0x85, 0x1AE, 0xD3
_OWN_SHEETS, _ADD_INS = b"\x01\x04", b"\x01\x3a"


class Malformed(Exception):
    """Not the container it says it is."""


class Compound:
    """`streams`: {name: (first sector, size)} of the container's streams and storages."""

    def __init__(self, data):
        self.data = data
        try:
            self._read_header()
            self._read_directory()
        except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
            raise Malformed from error

    def _read_header(self):
        shift, mini_shift = struct.unpack_from("<HH", self.data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise Malformed
        self.size = 1 << shift
        count, self.directory = struct.unpack_from("<I I", self.data, 44)
        self.cutoff, self.mini_start, _, difat, _ = struct.unpack_from("<5I", self.data, 56)
        sectors = list(struct.unpack_from("<109I", self.data, 76))
        seen = set()
        while difat < _FREE:
            if difat in seen:
                raise Malformed
            seen.add(difat)
            *more, difat = struct.unpack(f"<{self.size // 4}I", self._sector(difat))
            sectors += more
        sectors = [sector for sector in sectors if sector < _FREE][:count]
        self.fat = []
        for sector in sectors:
            self.fat += struct.unpack(f"<{self.size // 4}I", self._sector(sector))

    def _sector(self, number):
        start = (number + 1) * self.size
        sector = self.data[start : start + self.size]
        if not sector:
            raise Malformed
        return sector.ljust(self.size, b"\0")

    def _chain(self, first, table):
        seen, sector = set(), first
        while sector < _FREE:
            if sector in seen:
                raise Malformed
            seen.add(sector)
            yield sector
            sector = table[sector]

    def _read_directory(self):
        raw = b"".join(self._sector(s) for s in self._chain(self.directory, self.fat))
        self.streams, self.root = {}, None
        for start in range(0, len(raw), 128):
            length, kind = struct.unpack_from("<HB", raw, start + 64)
            if kind not in {1, 2, 5} or not 2 <= length <= 64:
                continue
            name = raw[start : start + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", raw, start + 116)
            if kind == 5:
                self.root = first
            else:
                self.streams.setdefault(name, (first, size))

    def workbook(self):
        """The bytes of the workbook's stream. Raises Malformed."""
        name = next(name for name in self.streams if name.lower() in {"workbook", "book"})
        first, size = self.streams[name]
        try:
            if size >= self.cutoff:
                return b"".join(self._sector(s) for s in self._chain(first, self.fat))[:size]
            return self._small(first, size)
        except (struct.error, IndexError) as error:
            raise Malformed from error

    def _small(self, first, size):
        whole = b"".join(self._sector(s) for s in self._chain(self.root, self.fat))
        raw = b"".join(self._sector(s) for s in self._chain(self.mini_start, self.fat))
        table = struct.unpack(f"<{len(raw) // 4}I", raw)
        return b"".join(whole[s * 64 : s * 64 + 64] for s in self._chain(first, table))[:size]


def records(stream, start=0):
    """(kind, offset of the data, length) of each record, to the end of its part of the stream."""
    position = start
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, position + 4, length
        if kind == _EOF:
            return
        position += 4 + length


def forbidden_record(stream):
    """The code of the refusal that the workbook's first part calls for, or None."""
    for kind, start, length in records(stream):
        if kind == _FILEPASS:
            return "password"
        if kind == _OBPROJ:
            return "macros"
        if kind == _BOUNDSHEET and length >= 6 and stream[start + 5] in {1, 6}:
            return "macros"  # a sheet of old Excel 4 macros, or a module
        own = stream[start + 2 : start + 4] in {_OWN_SHEETS, _ADD_INS}
        if kind == _SUPBOOK and not own:
            return "external_links"
    return None

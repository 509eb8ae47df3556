"""Merged cells of a sheet, inside the child process (see `child`).

The fast reader tells those of .xlsx and .xls; in an .ods the cells themselves say how far they
span. What lies below the last filled row is cut off: a column merged to the end of the sheet is as
long as the list.
"""

import html
import re
import zipfile

from campaign.lib.workbook.kinds import MAX_MERGED

_CHUNK = 1 << 18
_SPANNED = b'-spanned="'
_TAG = re.compile(
    rb"<table:(?:table (?P<table>[^>]*)|table-row\b(?P<row>[^>]*)"
    rb"|(?:covered-)?table-cell\b(?P<cell>[^>]*))>"
)
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_ROWS, _COLUMNS = (
    re.compile(rb"number-%s-repeated=\"(\d{1,7})\"" % k) for k in (b"rows", b"columns")
)
_DOWN, _ACROSS = (
    re.compile(rb"number-%s-spanned=\"(\d{1,7})\"" % k) for k in (b"rows", b"columns")
)


class TooMany(Exception):
    """More merged cells than any list has; see `kinds.MAX_MERGED`."""


def areas(grid, spanned=None):
    """[[first row, first column, last row, last column]]: rows as Excel numbers them, columns from
    0. `grid` is a sheet of the reader, `spanned` what `in_ods` found of it. Raises TooMany."""
    end = grid.end[0] + 1 if grid.end else 0
    ranges = grid.merged_cell_ranges
    if ranges is not None:
        if len(ranges) > MAX_MERGED:
            raise TooMany
        spanned = [[top + 1, left, low + 1, right] for (top, left), (low, right) in ranges]
    found = []
    for top, left, low, right in spanned or ():
        last = min(low, end)
        if top <= last and left <= right and (top, left) != (last, right):
            found.append([top, left, last, right])
    return found


def in_ods(path):
    """{sheet name: areas} of an .ods, read no further than to its last merged cell. Raises
    TooMany."""
    with zipfile.ZipFile(path) as archive:
        end = _last_mark(archive)
        return _spanned(archive, end) if end else {}


def _last_mark(archive):
    """Where the text of the sheets names a span for the last time, 0 where it never does."""
    last, start, tail = 0, 0, b""
    with archive.open("content.xml") as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            found = text.rfind(_SPANNED)
            if found >= 0:
                last = start - len(tail) + found + len(_SPANNED)
            start += len(chunk)
            tail = text[-len(_SPANNED) + 1 :]
    return last


def _spanned(archive, end):
    found, here, count, row, column, following = {}, [], 0, 0, 0, 1
    for tag in _tags(archive, end):
        if (attributes := tag["cell"]) is not None:
            if _SPANNED in attributes:
                low, right = row + _number(_DOWN, attributes), column + _number(_ACROSS, attributes)
                here.append([row, column, low - 1, right - 1])
                count += 1
                if count > MAX_MERGED:
                    raise TooMany
            column += _number(_COLUMNS, attributes)
        elif (attributes := tag["row"]) is not None:
            row, column = following, 0
            following = row + _number(_ROWS, attributes)
        else:
            name = _NAME.search(tag["table"])
            title = html.unescape(name[1].decode("utf-8", "replace")) if name else ""
            here, following = found.setdefault(title, []), 1
    return found


def _tags(archive, end):
    """The tags of sheets, rows and cells up to the first piece that ends behind `end`."""
    done, tail = 0, b""
    with archive.open("content.xml") as file:
        while (chunk := file.read(_CHUNK)) and done <= end:
            done += len(chunk)
            text = tail + chunk
            cut = text.rfind(b"<")
            yield from _TAG.finditer(text, 0, max(cut, 0))
            tail = text[max(cut, 0) :]
    yield from _TAG.finditer(tail)


def _number(pattern, attributes):
    found = pattern.search(attributes)
    return int(found[1]) if found else 1

"""Where a workbook holds formula errors (#REF!, #N/A): the fast reader gives them as empty cells.

An empty cell and a broken formula are not the same fact: one says "none", the other "unknown".
"""

import re
import zipfile

from campaign.lib.workbook import sheetnames

_CHUNK = 1 << 18
_MARK = b't="e"'
_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>'
    rb"(?:(?!</c>).){0,20000}?<v[^>]*>([^<]{1,20})</v>",
    re.DOTALL,
)


def find(path, kind):
    """{sheet name: {row: {column from 0: name of the error}}} of an .xlsx; {} of the others."""
    if kind != "xlsx":
        return {}
    with zipfile.ZipFile(path) as archive:
        known = set(archive.namelist())
        if sheetnames.RELATIONS not in known:
            return {}
        sheets = sheetnames.parts(
            archive.read(sheetnames.WORKBOOK), archive.read(sheetnames.RELATIONS)
        )
        return {
            name: _cells(archive, part)
            for name, part in sheets
            if part in known and _marked(archive, part)
        }


def _marked(archive, part):
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if _MARK in chunk or _MARK in tail + chunk[: len(_MARK)]:
                return True
            tail = chunk[-len(_MARK) :]
    return False


def _cells(archive, part):
    found = {}
    for letters, row, name in _CELL.findall(archive.read(part)):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        found.setdefault(int(row), {})[column - 1] = name.decode("ascii", "replace")
    return found

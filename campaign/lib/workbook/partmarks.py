"""Marks of what the fast reader does not tell, looked for in the sheets of an .xlsx in one pass.

Inflating the sheets is what costs: 100 MB of XML take as long as the reader itself.
"""

import zipfile
from functools import lru_cache

from campaign.lib.workbook import sheetnames

BROKEN, HIDDEN, FILTERED = b't="e"', b' hidden="1"', b"<filterColumn"
_MARKS = (BROKEN, HIDDEN, b' hidden="true"', FILTERED)
_LONGEST = max(map(len, _MARKS))
_CHUNK = 1 << 18


@lru_cache(maxsize=1)
def of(path):
    """[(sheet name, part, marks)] of every sheet of a guarded .xlsx."""
    with zipfile.ZipFile(path) as archive:
        known = set(archive.namelist())
        if sheetnames.RELATIONS not in known:
            return []
        sheets = sheetnames.parts(
            archive.read(sheetnames.WORKBOOK), archive.read(sheetnames.RELATIONS)
        )
        return [(name, part, _marks(archive, part)) for name, part in sheets if part in known]


def concealing(path, kind):
    """Names of sheets with hidden rows or columns, or with a filter that hides some.

    Of .xlsx only: the older formats keep this where nothing cheap can see it.
    """
    if kind != "xlsx":
        return set()
    return {name for name, _part, marks in of(path) if marks - {BROKEN}}


def _marks(archive, part):
    found, tail = set(), b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            found.update(mark for mark in _MARKS if mark not in found and mark in text)
            tail = chunk[-_LONGEST:]
    return found

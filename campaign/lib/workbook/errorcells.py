"""Where a workbook holds formula errors (#REF!, #N/A): the fast reader gives them as empty cells.

An empty cell and a broken formula are not the same fact: one says "none", the other "unknown".
"""

import re
import zipfile
from xml.etree import ElementTree

_CHUNK = 1 << 18
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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
        return {
            name: _cells(archive, part) for name, part in _parts(archive) if _marked(archive, part)
        }


def _marked(archive, part):
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if _MARK in chunk or _MARK in tail + chunk[: len(_MARK)]:
                return True
            tail = chunk[-len(_MARK) :]
    return False


def _parts(archive):
    """(sheet name, part) in the workbook's order. The guard has refused any DOCTYPE before."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield sheet.get("name"), part


def _cells(archive, part):
    found = {}
    for letters, row, name in _CELL.findall(archive.read(part)):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        found.setdefault(int(row), {})[column - 1] = name.decode("ascii", "replace")
    return found

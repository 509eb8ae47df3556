"""Values into cells of openpyxl, so that a text is never taken for a formula.

openpyxl makes a live formula of any text that begins with "=", and an error of "#N/A"; Excel does
the same to what is typed again, but for cells marked as quoted.
"""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from campaign.lib.workbook.kinds import CellError

_LONGEST = 32_767
# Excel reads "_x0041_" as the letter A; written so, it stays what it was.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = re.compile(r"[\s\u00a0]*[=+\-@\t\r]")
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31


def legal(text):
    """`text` as a cell can hold it: no control characters, not too long."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(text))
    return (_ESCAPE.sub("_x005F_", text) if "_x" in text else text)[:_LONGEST]


def put(cell, value):
    """Give `cell` a value, texts as texts; returns the cell."""
    if value is None or isinstance(value, bool | int | float):
        cell.value = value
    elif isinstance(value, CellError):
        cell.value = value.name
        cell.data_type = "e"
    elif hasattr(value, "isoformat"):
        cell.value = value.replace(tzinfo=None) if getattr(value, "tzinfo", None) else value
    elif hasattr(value, "as_tuple"):  # a Decimal
        cell.value = value
    else:
        text = legal(value)
        cell.value = text
        cell.data_type = "s"
        if _FORMULA_LIKE.match(text):
            cell.quotePrefix = True
    return cell


def title(name, taken):
    """`name` as the title of a sheet that is not among `taken` (compared without case)."""
    base = _FORBIDDEN_IN_TITLES.sub(" ", legal(name)).strip().strip("'") or "Sheet"
    known, number = {other.lower() for other in taken}, 1
    found = base[:_LONGEST_TITLE]
    while found.lower() in known:
        number += 1
        tail = f" ({number})"
        found = base[: _LONGEST_TITLE - len(tail)] + tail
    return found

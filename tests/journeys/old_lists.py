"""Lists as they lie on officers' disks: members under their heads, in the fonts of the nineties."""

import openpyxl
from openpyxl.styles import Font

from tests.campaign.test_legacy_encodings import in_tcvn3
from tests.households.imports.test_detailed_lists import BOTTOM, LETTERS, TOP, person

SMALL, CAPITALS = ".VnTime", ".VnTimeH"


def household(number, head, birth, *others, change="old", ethnicity="Kinh"):
    """The rows of a household: `others` are (name, birth, relation)."""
    ticks = (2 if change == "old" else 0,)
    rows = [person(number, 1, head, birth, "Chủ hộ", ticks=ticks, ethnicity=ethnicity)]
    rows += [
        person(None, place, *other, ethnicity=ethnicity)
        for place, other in enumerate(others, start=2)
    ]
    return rows


def in_village(name):
    return ["", None, name]


def save(path, **sheets):
    """An .xlsx in TCVN3 with a sheet for each class, by name with _ for spaces.

    Each is a title, the two rows of headings, the row of letters, and the rows given.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        title = name.replace("_", " ")
        sheet = book.create_sheet(title)
        lines = [
            ["UBND XÃ AN HÒA"],
            [f"DANH SÁCH CHI TIẾT {title.upper()} NĂM 2025"],
            [],
            TOP,
            BOTTOM,
            LETTERS,
            *rows,
            [],
            [None, None, "Người lập biểu"],
        ]
        for line, cells in enumerate(lines, start=1):
            for column, value in enumerate(cells, start=1):
                _write(sheet.cell(line, column), value)
    book.save(path)
    return path


def _write(cell, value):
    cell.value = value
    if not isinstance(value, str):
        return
    # A font of capitals shows the small letters of its encoding as capitals.
    shouts = value.isupper() and not value.isascii()
    cell.value = in_tcvn3(value.lower() if shouts else value)
    cell.font = Font(name=CAPITALS if shouts else SMALL)

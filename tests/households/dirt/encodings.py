"""D58 to D61: letters of the time before Unicode, by font and by characters."""

import openpyxl
from openpyxl.styles import Font

from tests.campaign.test_legacy_encodings import in_mojibake, in_tcvn3, in_vni
from tests.households.dirt.pattern import WARN, Pattern, rows
from tests.households.imports.conftest import L3

NAMES = ("Nguyễn Văn Hòa", "Đặng Thị Hương")
NAME = L3.index("Họ và tên chủ hộ")


def _file(encode, font, *, all_cells=False):
    def write(path):
        book = openpyxl.Workbook()
        book.active.title = "Danh sách"
        changes = [{"Họ và tên chủ hộ": name} for name in NAMES]
        for number, row in enumerate(rows(*changes), start=1):
            for place, value in enumerate(row):
                cell = book.active.cell(number, place + 1, value)
                if isinstance(value, str) and (all_cells or (number > 1 and place == NAME)):
                    cell.value, cell.font = encode(value), Font(name=font)
        book.save(path)

    return write


ENCODINGS = (
    Pattern(
        "D58",
        "TCVN3 with its font, everywhere",
        WARN,
        _file(in_tcvn3, ".VnTime", all_cells=True),
        codes={"legacy_encoding": 1},
        columns={"head_name": list(NAMES)},
    ),
    Pattern(
        "D59",
        "VNI with its font, everywhere",
        WARN,
        _file(in_vni, "VNI-Times", all_cells=True),
        codes={"legacy_encoding": 1},
        columns={"head_name": list(NAMES)},
    ),
    Pattern(
        "D60",
        "headings in Unicode, names in TCVN3",
        WARN,
        _file(in_tcvn3, ".VnTime"),
        codes={"legacy_encoding": 1},
        columns={"head_name": list(NAMES)},
    ),
    Pattern(
        "D61",
        "UTF-8 read as cp1252",
        WARN,
        _file(in_mojibake, "Times New Roman"),
        codes={"mojibake_repaired": 1},
        columns={"head_name": list(NAMES)},
    ),
)

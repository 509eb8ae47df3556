"""Long lists: the same headings as other sheets, texts that stay texts, row by row."""

import io

import openpyxl
import pytest

from campaign.lib.workbook import streaming
from campaign.lib.workbook.writing import Column

COLUMNS = [
    Column("STT"),
    Column("Nam", parent="Năm sinh"),
    Column("Nữ", parent="Năm sinh"),
    Column("Ghi chú"),
]


def opened(rows, **more):
    content = streaming.content("R14", COLUMNS, rows, **more)
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_the_heading_is_merged_and_repeated_under_the_lines_above():
    sheet = opened(
        [([1, 1970, None, "x"], False)],
        before=[("DANH SÁCH", True), ("Xã An Hòa", False)],
        numbers=["1", "2", "3", "4"],
        after=[("Người lập biểu", False)],
    )
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["DANH SÁCH", None, None, None],
        ["Xã An Hòa", None, None, None],
        ["STT", "Năm sinh", None, "Ghi chú"],
        [None, "Nam", "Nữ", None],
        ["1", "2", "3", "4"],
        [1, 1970, None, "x"],
        ["Người lập biểu", None, None, None],
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"A1:D1", "A2:D2", "A3:A4", "B3:C3", "D3:D4", "A7:D7"}
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.freeze_panes == "A6"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A"])
def test_text_that_looks_like_a_formula_stays_a_text(text):
    sheet = opened([([text, "x", None, None], True)])
    cell = sheet["A3"]
    assert not sheet["B3"].quotePrefix
    assert (cell.value, cell.data_type, cell.font.bold) == (text, "s", True)
    assert cell.quotePrefix or not text.startswith(("=", "+", "-", "@"))

"""The copy that goes back is the person's own workbook, not one made after it."""

import io

import openpyxl
from openpyxl.styles import Font

from households.imports import annotated
from tests.households.imports.conftest import line, sheet_of, workbook


def test_the_marked_copy_keeps_the_formats_and_formulas_of_the_file(desk, tmp_path):
    path = workbook(
        tmp_path / "danh sách.xlsx",
        Danh_sách=sheet_of([line(1, Thôn="Thôn Không Có"), line(2)], above=[["DANH SÁCH HỘ"]]),
        Ghi_chú=[["Trang của xã", "=1+2"]],
    )
    book = openpyxl.load_workbook(path)
    book["Danh sách"].merge_cells("A1:F1")
    book["Danh sách"]["A1"].font = Font(bold=True, size=15)
    book.save(path)
    batch = desk.check(None, path=path)

    copy = openpyxl.load_workbook(io.BytesIO(annotated.workbook(batch)))

    assert copy.sheetnames[1:] == ["Danh sách", "Ghi chú"]
    sheet = copy["Danh sách"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["B1:G1"]
    assert (sheet["B1"].font.bold, sheet["B1"].font.size) == (True, 15)
    assert copy["Ghi chú"]["B1"].value == "=1+2"

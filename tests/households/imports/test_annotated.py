"""The copy that goes back is the person's own workbook, not one made after it."""

import io

import openpyxl
from openpyxl.styles import Font

from campaign.lib.workbook import annotating, fresh
from households.imports import annotated, frames
from tests.households.imports.conftest import L3, line, sheet_of, workbook


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


def test_a_long_file_of_several_sheets_is_marked_piece_by_piece(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(annotating, "_OWN_FORMATS_UP_TO", 0)
    monkeypatch.setattr(frames, "_PROBLEMS", 2)
    monkeypatch.setattr(fresh, "_BEAT", 3)
    wrong, headings = {"Năm_sinh": "không nhớ", "Điểm_B1": "nhiều"}, (*L3, "Cột lạ của xã")
    path = workbook(
        tmp_path / "danh sách.xlsx",
        Thôn_Hai=sheet_of([line(n, Thôn="Thôn 1", **wrong) for n in range(1, 4)], headings),
        Không_lỗi=sheet_of([line(n, Thôn="Thôn 1") for n in range(4, 7)], headings),
        A_Một=sheet_of([line(n, Thôn="Thôn 1", **wrong) for n in range(7, 9)], headings),
    )
    batch, beats = desk.check(None, path=path), []

    copy = openpyxl.load_workbook(io.BytesIO(annotated.workbook(batch, beats.append)))

    marked = {
        sheet.title: [
            row[0].row for row in sheet.iter_rows(min_row=2, max_col=1) if type(row[0].value) is str
        ]
        for sheet in copy.worksheets[1:]
    }
    assert marked == {"Thôn Hai": [2, 3, 4], "Không lỗi": [], "A Một": [2, 3]}
    assert [copy["A Một"]["A1"].value, copy["Không lỗi"]["A1"].value] == ["Lỗi", "STT"]
    text = copy["A Một"]["A3"].value
    assert ("Năm sinh: " in text, "Điểm B1: " in text, text.count("\n")) == (True, True, 1)
    listed = list(copy.worksheets[0].iter_rows(values_only=True))
    assert sum(row[4] == "Lỗi" for row in listed) == 10
    assert beats == [3, 6, 9]

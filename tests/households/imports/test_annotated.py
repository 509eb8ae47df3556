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


def test_a_misspelt_village_on_a_row_of_its_own_is_marked_there_once(desk):
    headings = [h for h in L3 if h != "Thôn"]
    rows = [
        ["I", "Thôn Hoà Sương"], line(1), line(2),
        ["II", "Thôn 1"], line(3),
        ["III", "Buôn Lạ"], line(4),
    ]  # fmt: skip
    batch = desk.check(sheet_of(rows, headings))

    found = [p for p in batch.problems.order_by("row") if p.code == "village_unknown"]
    assert [(p.row, p.column, p.letter, p.value) for p in found] == [
        (2, "Thôn", "B", "Thôn Hoà Sương"),
        (7, "Thôn", "B", "Buôn Lạ"),
    ]
    assert ["Dòng này ghi thôn của 2 hộ ở dưới" in p.message for p in found] == [True, False]
    assert "của 1 hộ ở dưới" in found[1].message
    assert (batch.rows_read, batch.rejected, batch.accepted) == (4, 3, 1)
    copy = openpyxl.load_workbook(io.BytesIO(annotated.workbook(batch)))["Danh sách"]
    coloured = {
        cell.coordinate
        for row in copy.iter_rows(min_row=2, min_col=2)
        for cell in row
        if cell.fill.fill_type
    }
    assert coloured == {"C2", "C7"}
    assert "Hoà Sương" in copy["A2"].value and copy["A3"].value is None


def test_a_village_in_the_row_itself_is_marked_there_whatever_stands_above(desk):
    batch = desk.check(
        sheet_of([[None, "Thôn 1"], line(1, Thôn=None), line(2, Thôn="Thôn Không Có")])
    )
    (problem,) = batch.problems.filter(code="village_unknown")
    assert (problem.row, problem.letter, batch.rejected) == (4, "G", 1)


def test_an_unknown_commune_on_a_row_of_its_own_is_marked_there_once(desk, ground, cast):
    headings = [h for h in L3 if h != "Thôn"]
    rows = [
        [None, "Xã An Hòa"], [None, "Thôn 1"], line(1), line(2), line(3),
        [None, "Xã Không Có"], [None, "Thôn 1"], line(4), line(5),
    ]  # fmt: skip
    batch = desk.check(sheet_of(rows, headings), unit=ground.province, by=cast.dung)
    (problem,) = batch.problems.filter(code="commune_unknown")
    assert (problem.row, problem.column, problem.letter) == (7, "Xã/phường", "B")
    assert batch.rejected == 2

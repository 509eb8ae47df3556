"""Cells merged over households: what they say of each, and what nobody can know."""

import openpyxl
import pytest
import xlwt
from openpyxl.utils import get_column_letter

from households.choices import BatchKind, BatchState
from households.imports import annotated, staged
from households.models import Member, Status
from tests.campaign.workbook import builders
from tests.households.imports.conftest import L3, line, problems, sheet_of
from tests.households.imports.test_detailed_lists import HEADING, family, found, person

THREE = [line(1), line(3) | {"Thôn": None}, line(5) | {"Thôn": None}]


def merged(path, *areas, **sheets):
    """Write sheets of rows, the first with merged cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name.replace("_", " "))
        for row in rows:
            page.append(row)
    for area in areas:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def place(heading, first, last, headings=L3):
    """The cells under a heading from one row to another: "G2:G4"."""
    column = get_column_letter(headings.index(heading) + 1)
    return f"{column}{first}:{column}{last}"


def column(batch, key):
    return staged.parts(batch)["columns"][key]


def villages(batch):
    return list(
        Status.objects.filter(batch=batch).order_by("pk").values_list("village__name", flat=True)
    )


@pytest.fixture
def a_file(tmp_path):
    return tmp_path / "danh sach.xlsx"


def test_village_class_and_ethnicity_hold_for_every_row_they_cover(desk, a_file):
    nothing = dict.fromkeys(("Thôn", "Phân loại", "Dân tộc"))
    rows = sheet_of([line(1), line(2) | nothing, line(3) | nothing, line(4)])
    areas = [place(heading, 2, 4) for heading in nothing]
    batch = desk.commit(None, path=merged(a_file, *areas, Danh_sách=rows))
    assert (batch.state, batch.problem_counts) == (BatchState.COMMITTED, {})
    statuses = Status.objects.filter(batch=batch).order_by("pk")
    assert list(statuses.values_list("village__name", "poverty_class", "ethnicity")) == [
        ("Thôn 1", "poor", "Kinh"),
        ("Thôn 1", "poor", "Kinh"),
        ("Thôn 1", "poor", "Kinh"),
        ("Thôn Hòa Sơn", "poor", "Mnông"),
    ]


def test_without_the_merge_the_same_cells_are_errors_and_the_sentence_says_what_may_be(desk):
    batch = desk.check(sheet_of(THREE))
    assert problems(batch) == {
        (3, "Thôn"): "value_missing_below",
        (4, "Thôn"): "value_missing_below",
    }
    assert "giống các dòng trên" in batch.problems.first().message


def test_a_single_blank_among_filled_ones_is_no_group(desk):
    batch = desk.check(sheet_of([line(1), line(2), line(3) | {"Thôn": None}]))
    assert problems(batch) == {(4, "Thôn"): "value_missing"}


def test_a_class_ticked_once_over_several_households_is_theirs(desk, a_file):
    headings = (*[h for h in L3 if h != "Phân loại"], "Nghèo", "Cận nghèo")
    rows = sheet_of([line(1) | {"Nghèo": "x"}, line(2), line(3)], headings)
    area = place("Nghèo", 2, 4, headings)
    batch = desk.check(None, path=merged(a_file, area, Danh_sách=rows))
    assert (batch.problem_counts, column(batch, "class")) == ({}, ["poor"] * 3)


def test_what_is_found_of_each_household_holds_for_the_first_and_the_rest_is_told(desk, a_file):
    nothing = {"Thiếu hụt 1": None, "Điểm B2": None, "Số khẩu": None}
    rows = sheet_of([line(1), line(2) | nothing])
    areas = [place(heading, 2, 3) for heading in nothing]
    batch = desk.check(None, path=merged(a_file, *areas, Danh_sách=rows))
    told = batch.problems.filter(code="merged_rows").order_by("letter")
    assert [(p.row, p.column, p.value) for p in told] == [
        (2, "Số khẩu", "2"),
        (2, "Điểm B2", "40"),
        (2, "Thiếu hụt 1", "x"),
    ]
    assert "từ dòng 2 đến dòng 3: chỉ tính cho dòng 2" in told[0].message
    assert column(batch, "members") == [2, None]
    assert column(batch, "deprivations") == [0b1001001001, 0b1001001000]


def test_a_tick_over_two_columns_counts_once_and_both_are_named(desk, a_file):
    rows = sheet_of([line(1) | {"Thiếu hụt 4": None}, line(2)])
    start = L3.index("Thiếu hụt 1") + 1
    area = f"{get_column_letter(start)}2:{get_column_letter(start + 1)}2"
    batch = desk.check(None, path=merged(a_file, area, Danh_sách=rows))
    told = batch.problems.get(code="merged_columns")
    assert "“Thiếu hụt 1” (L), “Thiếu hụt 2” (M)" in told.message
    assert column(batch, "deprivations")[0] == 0b1001000001


def test_a_citizen_id_over_two_households_is_not_repeated_in_the_sentence(desk, a_file):
    rows = sheet_of([line(1), line(2) | {"Số CCCD": None}])
    batch = desk.check(None, path=merged(a_file, place("Số CCCD", 2, 3), Danh_sách=rows))
    told = batch.problems.get(code="merged_rows")
    assert "067000000001" not in told.message + told.value


def test_a_covered_cell_with_a_value_of_its_own_keeps_it(desk, tmp_path):
    """As another office suite keeps it when it merges."""
    text = builders.ods_cell("Thôn 1").replace(">", ' table:number-rows-spanned="3">', 1)
    rows = [[builders.ods_cell(value) for value in row] for row in sheet_of(THREE)]
    rows[1][6] = text.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-spanned="1"'
    )
    rows[3][6] = builders.ods_cell("Thôn Hòa Sơn").replace("table-cell", "covered-table-cell")
    path = tmp_path / "a.ods"
    path.write_bytes(
        builders.ods("".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows))
    )
    batch = desk.commit(None, path=path)
    assert (batch.problem_counts, batch.file_kind) == ({}, "ods")
    assert villages(batch) == ["Thôn 1", "Thôn 1", "Thôn Hòa Sơn"]


def as_xls(path, village="Thôn 1"):
    book = xlwt.Workbook()
    page = book.add_sheet("Danh sách")
    for number, row in enumerate(sheet_of(THREE), start=1):
        for position, value in enumerate(row):
            if value is not None and (number, position) != (2, 6):
                page.write(number, position, value)
    page.write_merge(0, 0, 0, 4, "DANH SÁCH")
    page.write_merge(2, 4, 6, 6, village)
    book.save(str(path))
    return path


def test_old_excel_files_are_read_alike(desk, tmp_path):
    batch = desk.commit(None, path=as_xls(tmp_path / "a.xls"))
    assert (batch.problem_counts, batch.file_kind) == ({}, "xls")
    assert villages(batch) == ["Thôn 1"] * 3


def test_a_column_merged_to_the_end_of_the_sheet_does_not_make_rows_of_the_signatures(desk, a_file):
    rows = sheet_of(THREE, below=[[], [None, "NGƯỜI LẬP BIỂU"], [None, "Trần Thị B"]])
    area = f"G2:G{1_048_576}"
    batch = desk.commit(None, path=merged(a_file, area, Danh_sách=rows))
    assert (batch.rows_read, villages(batch)) == (3, ["Thôn 1"] * 3)


def test_of_areas_over_each_other_the_first_counts(desk, a_file):
    """No spreadsheet writes them, but a hostile file could ask for the same cells many times."""
    rows = sheet_of([*THREE, line(2), line(4)])
    batch = desk.check(None, path=merged(a_file, "G2:G4", "G4:G5", Danh_sách=rows))
    assert problems(batch) == {(5, "Thôn"): "value_missing"}


def test_a_row_merged_over_the_whole_width_still_names_the_village_below(desk, a_file):
    last = get_column_letter(len(L3))
    rows = sheet_of([["Thôn Hòa Sơn"], line(1) | {"Thôn": None}, line(2) | {"Thôn": None}])
    batch = desk.commit(None, path=merged(a_file, f"A2:{last}2", Danh_sách=rows))
    assert (batch.problem_counts, villages(batch)) == ({}, ["Thôn Hòa Sơn"] * 2)


def test_number_and_ethnicity_merged_over_a_household_are_no_doubt(desk, a_file):
    rows = [*HEADING, ["I", None, "Thôn 1"], *family(1), person(2, 1, "Trần A", 1950, "Chủ hộ")]
    top = len(HEADING) + 2
    areas = [f"{letter}{top}:{letter}{top + 2}" for letter in "AFJLNQ"]
    batch = desk.commit(None, path=merged(a_file, *areas, Danh_sách=rows))
    assert {code for code in batch.problem_counts if code.startswith("merged")} == set()
    assert found(batch) == {("Điểu Rông", "Thôn 1", 3), ("Trần A", "Thôn 1", 1)}


def test_a_tick_merged_over_two_households_of_a_detailed_list_is_told(desk, a_file):
    rows = [*HEADING, ["I", None, "Thôn 1"], *family(1), person(2, 1, "Trần A", 1950, "Chủ hộ")]
    top = len(HEADING) + 2
    batch = desk.check(None, path=merged(a_file, f"L{top}:L{top + 3}", Danh_sách=rows))
    told = batch.problems.get(code="merged_rows")
    assert (told.row, told.letter) == (top, "L")


def test_the_number_of_the_household_holds_for_all_its_members(desk, tmp_path):
    people = [
        ["STT hộ", "Họ và tên thành viên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ"],
        [1, "Trần Thị B", 1955, "Nữ", "Vợ"],
        [None, "Nguyễn Văn C", 1980, "Nam", "Con"],
        [None, "Nguyễn Thị D", 1985, "Nữ", "Con"],
    ]
    path = merged(
        tmp_path / "a.xlsx", "A2:A4", Thành_viên=people, Danh_sách=sheet_of([line(1), line(2)])
    )
    batch = desk.commit(None, path=path)
    assert "value_missing" not in batch.problem_counts
    names = Member.objects.filter(
        household__statuses__batch=batch, household__statuses__head_name="Nguyễn Văn B"
    )
    assert set(names.values_list("name", flat=True)) >= {
        "Trần Thị B",
        "Nguyễn Văn C",
        "Nguyễn Thị D",
    }


def test_a_commune_holds_for_all_its_villages_in_the_totals(desk, ground, a_file):
    rows = [
        ["Xã/phường", "Thôn", "Tổng số hộ", "Tổng số nhân khẩu"],
        ["Xã An Hòa", "Thôn 1", 100, 400],
        [None, "Thôn Hòa Sơn", 120, 500],
    ]
    path = merged(a_file, "A2:A3", Tổng=rows)
    batch = desk.check(None, path=path, kind=BatchKind.TOTALS, unit=ground.province, by=desk.person)
    assert (batch.state, batch.created, batch.rejected) == (BatchState.CHECKED, 2, 0)


def as_xlsx(path, village):
    rows = [line(1) | {"Thôn": village}, *THREE[1:]]
    return merged(path, "G3:G5", "A1:E1", Danh_sách=sheet_of(rows, above=[["DANH SÁCH"]]))


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", as_xlsx), ("a.xls", as_xls)])
def test_the_marked_copy_has_the_merges_and_uploads_again_alike(desk, tmp_path, name, write):
    batch = desk.check(None, path=write(tmp_path / name, "Thôn Không Có"))
    assert problems(batch) == {(row, "Thôn"): "village_unknown" for row in (3, 4, 5)}
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotated.workbook(batch))

    sheet = openpyxl.load_workbook(copy)["Danh sách"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B1:F1", "H3:H5"}
    assert sheet["A4"].value == sheet["A3"].value != ""
    assert sheet["H3"].fill.fgColor.rgb == sheet["A2"].fill.fgColor.rgb or sheet["H3"].comment
    again = desk.check(None, path=copy)
    assert problems(again) == problems(batch)

    book = openpyxl.load_workbook(copy)
    book["Danh sách"]["H3"] = "Thôn 1"
    book.save(tmp_path / "mended.xlsx")
    assert villages(desk.commit(None, path=tmp_path / "mended.xlsx")) == ["Thôn 1"] * 3

"""The shapes in which offices keep their lists."""

import datetime

import pytest

from households import standards
from households.choices import BatchState, Cause
from households.imports import annotated, blanks, check, commit, staged
from households.models import Household, Member, Status
from tests.households.imports.conftest import L3, line, problems, sheet_of

TITLE = (
    ["ỦY BAN NHÂN DÂN XÃ AN HÒA", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025"],
    ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 20/12/2025)"],
)
SIGNED = (
    ["Tổng cộng", "3 hộ", None, None, None, None, None, 9],
    ["Ghi chú: B1 là điểm tài sản"],
    [],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, "An Hòa, ngày 20 tháng 12 năm 2025"],
    [None, None, None, None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    [None, None, None, None, None, None, "KT. CHỦ TỊCH"],
    [],
    [None, "Trần Thị B", None, None, None, None, "Lê Văn C"],
)
# One merged heading of two rows: parents over their children.
MERGED_TOP = (
    ["TT", "Họ và tên\nchủ hộ", "Năm sinh", None, "Dân tộc", "Số CCCD/CMND", "Thôn, buôn"]
    + ["Số khẩu", "Điểm B1 (A)", "Điểm B2 (B)", "Kết quả rà soát", None]
    + ["Các chỉ số thiếu hụt", *[None] * 11, "Nguyên nhân nghèo", *[None] * 7, "GC"]
)
MERGED_BOTTOM = [
    None,
    None,
    "Nam",
    "Nữ",
    None,
    None,
    None,
    None,
    None,
    None,
    "Nghèo",
    "Cận nghèo",
] + [*range(1, 13), *range(1, 9), None]


def merged_row(number, *, male, poor=True):
    ticks = ["x" if n in (1, 4, 7) else None for n in range(1, 13)]
    causes = [None, "v", *[None] * 6]
    birth = [1960 + number, None] if male else [None, f"15/08/{1960 + number}"]
    result = ["x", None] if poor else [None, "X"]
    if not poor:
        ticks[6] = None
    head = [number, f"Điểu {chr(64 + number)}", *birth, "M’Nông", f"067{number:09}", "TDP 1"]
    return [*head[:6], "Khối 1", 4, 120, 30 if poor else 20, *result, *ticks, *causes, "ghi"]


def test_title_signature_totals_and_letters_are_left_out(desk):
    letters = [chr(65 + n) for n in range(4)] + list(range(1, len(L3) - 3))
    rows = [line(1), line(2), line(3)]
    batch = desk.check(sheet_of([letters, *rows], above=TITLE, below=SIGNED))
    assert problems(batch) == {}
    assert (batch.rows_read, batch.created) == (3, 3)


def test_a_merged_heading_of_two_rows_is_read_parent_and_child(desk):
    rows = [merged_row(1, male=True), merged_row(2, male=False, poor=False)]
    numbers = [f"({n})" for n in range(1, len(MERGED_TOP) + 1)]
    sheet = [*TITLE, list(MERGED_TOP), list(MERGED_BOTTOM), numbers, *rows]
    batch = desk.commit(sheet)
    assert batch.state == BatchState.COMMITTED
    first, second = Status.objects.order_by("pk")
    assert (first.head_sex, first.head_birth_year, first.poverty_class) == ("male", 1961, "poor")
    assert (second.head_sex, second.head_birth_year) == ("female", 1962)
    assert (second.poverty_class, second.deprivations, second.causes) == ("near_poor", 0b1001, 0b10)
    assert (first.ethnicity, first.deprivations, first.note) == ("Mnông", 0b1001001, "ghi")


PARENTS = [
    ("Mức độ thiếu hụt các dịch vụ xã hội cơ bản", "Nguyên nhân nghèo, cận nghèo của hộ"),
    ("Thiếu hụt tiếp cận các dịch vụ xã hội cơ bản", "Nguyên nhân dẫn đến hộ nghèo"),
    ("Các chỉ số thiếu hụt tiếp cận dịch vụ xã hội cơ bản", "Các nguyên nhân nghèo chính"),
    ("Thiếu hụt các DVXHCB", "NGUYÊN NHÂN"),
    ("Mức độ tiếp cận các DVXHCB\n(đánh dấu x)", "Nguyên nhân (đánh dấu x)"),
]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("parents", PARENTS)
def test_a_group_of_ticks_is_known_whatever_its_parent_is_called(desk, parents, numbered):
    start = MERGED_TOP.index("Các chỉ số thiếu hụt")
    top, bottom = list(MERGED_TOP), list(MERGED_BOTTOM)
    top[start], top[start + 12] = parents
    if not numbered:
        indicators = standards.get(desk.review.standard).indicators
        bottom[start : start + 12] = [f"{i.number}. {i.name}" for i in indicators]
        bottom[start + 12 : start + 20] = [f"{c.value}. {c.label}" for c in Cause]
    batch = desk.check([*TITLE, top, bottom, [f"({n})" for n in range(1, 40)],
                        merged_row(1, male=True)])  # fmt: skip
    content = staged.parts(batch)["columns"]
    assert set(batch.problem_counts) == set()
    assert (content["deprivations"], content["causes"]) == ([0b1001001], [0b10])


def test_dimensions_between_parent_and_numbers_do_not_hide_the_numbers(desk):
    start = MERGED_TOP.index("Các chỉ số thiếu hụt")
    middle = [None] * len(MERGED_TOP)
    for offset, name in zip(range(0, 12, 2), ("Việc làm", "Y tế", "Giáo dục", "Nhà ở",
                                              "Nước sạch", "Thông tin"), strict=True):  # fmt: skip
        middle[start + offset] = name
    top = list(MERGED_TOP)
    top[start] = "Mức độ thiếu hụt các dịch vụ xã hội cơ bản"
    batch = desk.check([top, middle, list(MERGED_BOTTOM), merged_row(1, male=True)])
    assert staged.parts(batch)["columns"]["deprivations"] == [0b1001001]
    assert problems(batch) == {}


@pytest.mark.parametrize("heading", ["Thiếu hụt các DVXHCB", "Các chỉ số DVXHCB thiếu hụt"])
def test_one_column_may_list_the_numbers(desk, heading):
    headings = (*[h for h in L3 if not h.startswith("Thiếu hụt")], heading, "Số chỉ số thiếu hụt")
    batch = desk.check(
        sheet_of([line(1) | {heading: "1, 4, 7, 10", "Số chỉ số thiếu hụt": 3}], headings)
    )
    assert staged.parts(batch)["columns"]["deprivations"] == [0b1001001001]
    assert set(batch.problem_counts) == {"column_unused"}


def test_headings_that_carry_parent_and_number_in_one_cell_are_read(desk):
    other = [h.replace("Thiếu hụt", "Mức độ thiếu hụt DVXHCB") for h in L3]
    other = [h.replace("Nguyên nhân", "Nguyên nhân nghèo số") for h in other]
    row = dict(zip(other, map(line(1).get, L3), strict=True))
    batch = desk.check(sheet_of([row], other))
    content = staged.parts(batch)["columns"]
    assert problems(batch) == {}
    assert (content["deprivations"], content["causes"]) == ([0b1001001001], [0b10])


def test_a_group_nobody_knows_is_told_in_one_short_sentence(desk):
    top = [*MERGED_TOP, "Hỗ trợ đã nhận trong năm", *[None] * 7]
    bottom = [*MERGED_BOTTOM, *range(1, 9)]
    batch = desk.check([top, bottom, [*merged_row(1, male=True), *["x"] * 8]])
    (told,) = batch.problems.all()
    assert told.message == "Các cột không dùng đến: Hỗ trợ đã nhận trong năm (AH–AO)."


def test_many_columns_nobody_knows_are_counted(desk):
    batch = desk.check(sheet_of([line(1)], (*L3, *(f"Mục {n}" for n in range(1, 31)))))
    (told,) = batch.problems.all()
    assert told.message.endswith("Mục 6 (AM) và 24 cột khác.")


def test_deprivations_and_causes_by_name(desk):
    names = ["Việc làm", "Bảo hiểm y tế", "Nhà tiêu hợp vệ sinh"]
    headings = (*L3[:11], *names, "Thiếu vốn", "Ốm đau, bệnh nặng, tai nạn", "Ghi chú")
    row = line(1) | dict.fromkeys([*names, "Ốm đau, bệnh nặng, tai nạn"], "x")
    batch = desk.commit(sheet_of([row], headings))
    status = Status.objects.get(batch=batch)
    assert (status.deprivations, status.causes) == (0b1000001001, 0b1000000)


def test_rows_of_their_own_name_village_and_class_for_the_rows_below(desk):
    headings = [h for h in L3 if h not in {"Thôn", "Phân loại"}]
    rows = [
        ["I", "HỘ NGHÈO"], [None, "Thôn 1"], line(1), line(3),
        [None, "Cộng thôn 1: 2 hộ"],
        ["II", "HỘ CẬN NGHÈO"], [None, "Thôn 2"], line(5) | {"Thiếu hụt 7": None,
                                                             "Thiếu hụt 10": None, "Điểm B2": 20},
    ]  # fmt: skip
    batch = desk.commit(sheet_of(rows, headings))
    found = Status.objects.filter(batch=batch).values_list(
        "head_name", "village__name", "poverty_class"
    )
    assert set(found) == {
        ("Nguyễn Văn B", "Thôn 1", "poor"),
        ("Nguyễn Văn D", "Thôn 1", "poor"),
        ("Nguyễn Văn F", "Thôn 2", "near_poor"),
    }


def test_headings_repeated_by_page_breaks_are_dropped(desk):
    rows = [line(1), list(L3), line(2), [], ["12"], line(3)]
    batch = desk.check(sheet_of(rows))
    assert (problems(batch), batch.rows_read) == ({}, 3)


def test_the_sheet_or_the_title_gives_the_class(desk):
    headings = [h for h in L3 if h != "Phân loại"]
    near = line(2) | {"Thiếu hụt 7": None, "Thiếu hụt 10": None, "Điểm B2": 20}
    sheets = {
        "HN": sheet_of([line(1)], headings),
        "Biểu 2": sheet_of([near], headings, above=[["Danh sách hộ cận nghèo năm 2025"]]),
    }
    batch = desk.commit(sheets)
    found = dict(Status.objects.filter(batch=batch).values_list("head_name", "poverty_class"))
    assert found == {"Nguyễn Văn B": "poor", "Nguyễn Văn C": "near_poor"}
    assert set(batch.problems.values_list("code", "sheet")) == {
        ("class_implied", "HN"),
        ("class_implied", "Biểu 2"),
    }


def test_a_sheet_a_village_takes_the_village_from_its_name(desk):
    headings = [h for h in L3 if h != "Thôn"]
    batch = desk.commit({"Thôn 1": sheet_of([line(1)], headings),
                         "Thôn 2": sheet_of([line(2)], headings)})  # fmt: skip
    found = Status.objects.filter(batch=batch).values_list("head_name", "village__name")
    assert set(found) == {("Nguyễn Văn B", "Thôn 1"), ("Nguyễn Văn C", "Thôn 2")}


def test_sheets_without_a_heading_are_reported(desk):
    batch = desk.check({"Danh sách": sheet_of([line(1)]), "TH": [["Tổng hợp"], ["Nghèo", 12]]})
    assert list(batch.problems.values_list("code", "sheet", "severity")) == [
        ("sheet_skipped", "TH", "warning")
    ]
    assert batch.created == 1


def test_what_cells_hold_is_understood_however_it_is_typed(desk):
    row = line(
        1,
        Họ_và_tên_chủ_hộ="  ĐIỂU   K’RONG ",
        Năm_sinh=datetime.date(1961, 4, 3),
        Giới_tính="nữ",
        Dân_tộc="Êđê",
        Thôn="thôn 01",
        Số_khẩu="4 khẩu",
        Điểm_B1="120,0",
        Phân_loại="N1",
    )
    row |= {"Thiếu hụt 1": "X", "Thiếu hụt 4": "×", "Thiếu hụt 7": 1, "Thiếu hụt 10": "có"}
    row |= {"Thiếu hụt 2": "không", "Thiếu hụt 3": 0, "Thiếu hụt 5": "-"}
    batch = desk.commit(sheet_of([row]))
    status = Status.objects.get(batch=batch)
    assert (status.head_name, status.head_birth_year) == ("ĐIỂU K’RONG", 1961)
    assert (status.head_sex, status.ethnicity, status.is_minority) == ("female", "Ê-đê", True)
    assert (status.village.name, status.members, status.b1) == ("Thôn 1", 4, 120)
    assert (status.poverty_class, status.deprivations) == ("poor", 0b1001001001)
    assert Household.objects.get().head_key == "dieu krong"


def test_members_come_in_a_second_sheet(desk):
    members = [
        ["STT hộ", "Họ và tên thành viên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "CCCD"],
        ["1", "Trần Thị Vợ", 1955, "Nữ", "Vợ", "067155000777"],
        ["1", "Nguyễn Văn Con", "01/02/1990", "Nam", "Con", None],
        ["9", "Người Lạ", 1990, "Nam", "Con", None],
    ]
    lists = {"Danh sách": sheet_of([line(1, Số_khẩu=3), line(2)]), "Thành viên": members[:3]}
    desk.commit(lists)
    found = Member.objects.values_list("name", "birth_year", "sex", "relation", "citizen_id_tail")
    assert set(found) == {
        ("Trần Thị Vợ", 1955, "female", "Vợ", "0777"),
        ("Nguyễn Văn Con", 1990, "male", "Con", ""),
    }
    assert desk.check(lists).state == BatchState.UNCHANGED
    batch = desk.check(lists | {"Thành viên": members})
    assert problems(batch) == {(4, "STT hộ"): "member_without_household"}


@pytest.mark.parametrize("unit", ["a", "province"])
def test_our_own_blank_comes_back_and_goes_in(desk, ground, cast, tmp_path, unit):
    import openpyxl

    unit = getattr(ground, unit)
    path = tmp_path / "mau.xlsx"
    path.write_bytes(blanks.household_template(unit, desk.review))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = {}
    for row in (sheet[3], sheet[4]):
        headings |= {str(cell.value): cell.column for cell in row if cell.value}
    values = {"Họ và tên chủ hộ": "Điểu A", "Năm sinh": 1970, "Giới tính": "Nam", "Số khẩu": 3}
    values |= {"Thôn, tổ dân phố": "Thôn 1", "Dân tộc": "Mnông", "Phân loại": "Hộ nghèo"}
    values |= {"Số CCCD": "067170000001", "Xã/phường": "Xã An Hòa", "Điểm B1": 100, "Điểm B2": 30}
    for heading, value in values.items():
        if heading in headings:
            sheet.cell(5, headings[heading]).value = value
    first_tick = next(c.column for c in sheet[3] if c.value == "Thiếu hụt")
    for column in range(first_tick, first_tick + 3):
        sheet.cell(5, column).value = "x"
    book.save(path)
    batch = desk.receive(None, unit=unit, by=cast.dung, path=path)
    batch = check.run(batch)
    assert (problems(batch), batch.rows_read, batch.created) == ({}, 1, 1)
    commit.apply(batch, by=cast.dung)
    assert Status.objects.get().deprivations == 0b111


def test_last_years_households_stand_in_the_blank_without_their_ids(desk, ground, tmp_path):
    import openpyxl

    desk.commit(sheet_of([line(1), line(2)]))
    from households import reviews

    following = reviews.find_or_open(ground.province, 2026, by=desk.person)
    path = tmp_path / "mau.xlsx"
    path.write_bytes(blanks.household_template(ground.a, following))
    cells = [c for row in openpyxl.load_workbook(path).worksheets[0].values for c in row if c]
    assert {"Nguyễn Văn B", "Nguyễn Văn C", "Thôn 1", "Hộ nghèo"} <= set(cells)
    assert not any("067" in str(cell) for cell in cells)


def test_an_annotated_copy_is_corrected_and_goes_in(desk, tmp_path):
    import openpyxl

    rows = [line(1), line(2, Thôn="Thôn Không Có"), line(3, Số_khẩu=-4)]
    batch = desk.check(sheet_of(rows, above=TITLE, below=SIGNED))
    assert problems(batch) == {(8, "Thôn"): "village_unknown", (9, "Số khẩu"): "members_impossible"}
    path = tmp_path / "da danh dau.xlsx"
    path.write_bytes(annotated.workbook(batch))
    book = openpyxl.load_workbook(path)
    sheet = book["Danh sách"]
    told = [sheet.cell(row, 1).value for row in (8, 9)]
    assert "Thôn Không Có" in told[0] and "-4" in told[1]
    columns = {sheet.cell(6, c).value: c for c in range(1, sheet.max_column + 1)}
    assert columns["Lỗi"] == 1
    sheet.cell(8, columns["Thôn"]).value = "Thôn 2"
    sheet.cell(9, columns["Số khẩu"]).value = 4
    book.save(path)
    batch = check.run(desk.receive(None, path=path))
    assert (problems(batch), batch.rows_read, batch.created) == ({}, 3, 3)

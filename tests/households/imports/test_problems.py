"""What is wrong with a list, told at its cell, all at once."""

import pytest
from django.utils import translation

from households.choices import BatchState, Severity
from households.imports import staged
from households.models import Household, ImportBatch, ImportProblem, Status
from tests.households.imports.conftest import L3, line, problems, sheet_of

# heading -> value of the one faulty cell, code, severity
CELLS = [
    ("Thôn", "Thôn Không Có", "village_unknown", "error"),
    ("Thôn", None, "value_missing", "error"),
    ("Họ và tên chủ hộ", None, "value_missing", "error"),
    ("Họ và tên chủ hộ", "----", "name_unreadable", "error"),
    ("Họ và tên chủ hộ", "A" * 121, "text_too_long", "error"),
    ("Năm sinh", None, "value_missing", "error"),
    ("Năm sinh", "không nhớ", "birth_unreadable", "error"),
    ("Năm sinh", "32/13/1960", "birth_unreadable", "error"),
    ("Năm sinh", 1062, "birth_impossible", "error"),
    ("Năm sinh", 2058, "birth_impossible", "error"),
    ("Năm sinh", 62, "two_digit_year", "warning"),
    ("Giới tính", "khác", "sex_unknown", "error"),
    ("Giới tính", None, "blank_cell", "warning"),
    ("Dân tộc", "Bnahr", "ethnicity_unknown", "error"),
    ("Dân tộc", None, "blank_cell", "warning"),
    ("Số CCCD", "06716200012", "citizen_id_length", "error"),
    ("Số CCCD", "O67162000123", "citizen_id_unreadable", "error"),
    ("Số CCCD", 67162000123, "citizen_id_padded", "warning"),
    ("Số CCCD", "245678901", "citizen_id_old", "warning"),
    ("Số CCCD", "6,72E+10", "citizen_id_lost", "warning"),
    ("Số CCCD", "099162000123", "citizen_id_province", "warning"),
    ("Số khẩu", None, "members_missing", "warning"),
    ("Số khẩu", 0, "members_missing", "warning"),
    ("Số khẩu", 2.5, "members_impossible", "error"),
    ("Số khẩu", -4, "members_impossible", "error"),
    ("Số khẩu", 400, "members_impossible", "error"),
    ("Số khẩu", "bốn", "members_impossible", "error"),
    ("Điểm B1", 120.5, "score_impossible", "error"),
    ("Điểm B2", 45, "b2_not_tens", "error"),
    ("Điểm B2", 130, "b2_too_high", "error"),
    ("Phân loại", "Hộ khá", "class_unknown", "error"),
    ("Phân loại", "không phải hộ nghèo", "class_unknown", "error"),
    ("Phân loại", None, "class_missing", "error"),
    ("Thiếu hụt 2", "?", "flag_unknown", "warning"),
    ("Nguyên nhân 1", "abc", "flag_unknown", "warning"),
    ("Đối tượng", "hộ văn hóa", "target_unknown", "warning"),
]


@pytest.mark.parametrize(("heading", "value", "code", "severity"), CELLS)
def test_a_faulty_cell_is_told_at_its_place(desk, heading, value, code, severity):
    batch = desk.check(sheet_of([line(1), line(2) | {heading: value}], above=[["Danh sách"]]))
    found = batch.problems.get(column=heading)
    expected = "number_unreadable" if value == "bốn" else code
    assert (found.row, found.code, found.severity) == (4, expected, severity)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    place = L3.index(heading)
    assert found.letter == (letters[place] if place < 26 else "A" + letters[place - 26])
    assert (batch.rows_read, batch.rejected) == (2, int(severity == Severity.ERROR))
    assert batch.problem_counts == {expected: 1}


def test_all_problems_of_all_rows_come_at_once(desk):
    faulty = [(h, v, c, s) for h, v, c, s in CELLS if s == Severity.ERROR and v != "bốn"]
    rows = [line(n) | {heading: value} for n, (heading, value, _, _) in enumerate(faulty, 1)]
    batch = desk.check(sheet_of(rows))
    expected = {(n, heading): code for n, (heading, _, code, _) in enumerate(faulty, 2)}
    assert problems(batch) == expected
    assert (batch.rejected, batch.accepted) == (len(faulty), 0)
    assert Status.objects.count() == Household.objects.count() == 0


def test_sentences_say_what_to_do_and_suggest_the_likely_village(desk):
    batch = desk.check(sheet_of([line(1, Thôn="Thôn Hoà Sơm"), line(2, Phân_loại="Hộ khá")]))
    village, klass = batch.problems.order_by("row")
    assert "Thôn Hòa Sơn" in village.message and "Xã An Hòa" in village.message
    assert "trang địa bàn" in village.message
    assert klass.value == "Hộ khá" and "Hộ cận nghèo" in klass.message


def test_a_formula_that_broke_is_told(desk, tmp_path):
    import openpyxl

    path = tmp_path / "loi.xlsx"
    book = openpyxl.Workbook()
    for row in sheet_of([line(1), line(2)]):
        book.active.append(row)
    cell = book.active.cell(2, L3.index("Số khẩu") + 1)
    cell.value, cell.data_type = "#REF!", "e"
    book.save(path)
    from households.imports import check

    batch = check.run(desk.receive(None, path=path))
    assert problems(batch) == {(2, "Số khẩu"): "formula_error"}


def test_points_that_contradict_the_class_warn_with_both(desk):
    batch = desk.check(sheet_of([line(1, Điểm_B1=141), line(2, Phân_loại="Hộ cận nghèo")]))
    found = {(p.row, p.code): p.message for p in batch.problems.all()}
    assert set(found) == {
        (2, "points_differ"),
        (3, "points_differ"),
        (3, "near_poor_many_deprivations"),
    }
    assert "B1 = 141" in found[2, "points_differ"] and "Hộ nghèo" in found[2, "points_differ"]
    assert batch.rejected == 0


def test_few_deprivations_of_a_poor_household_warn(desk):
    batch = desk.check(sheet_of([line(1) | {"Thiếu hụt 1": None, "Thiếu hụt 4": None}]))
    assert set(batch.problem_counts) == {"poor_few_deprivations", "b2_other_deprivations"}


def test_poor_and_near_poor_at_once_is_an_error(desk):
    twice = [line(1), line(2), line(1, Phân_loại="Hộ cận nghèo")]
    batch = desk.check(sheet_of(twice))
    told = {(p.row, p.code) for p in batch.problems.filter(severity="error")}
    assert told == {(2, "class_twice"), (4, "class_twice")}
    headings = tuple(h if h != "Phân loại" else "Hộ nghèo" for h in L3)
    headings += ("Hộ cận nghèo",)
    ticked = line(1) | {"Hộ nghèo": "x", "Hộ cận nghèo": "x"}
    assert problems(desk.check(sheet_of([ticked], headings))) == {(2, "Hộ nghèo"): "class_both"}


def test_one_id_for_two_households_is_an_error_on_both_rows(desk):
    batch = desk.check(sheet_of([line(1), line(2), line(3) | {"Số CCCD": line(1)["Số CCCD"]}]))
    assert problems(batch) == {
        (2, "Số CCCD"): "citizen_id_twice",
        (4, "Số CCCD"): "citizen_id_twice",
    }
    assert "2, 4" in batch.problems.first().message


def test_namesakes_need_ids_to_be_told_apart(desk):
    same = {"Họ và tên chủ hộ": "Y B", "Năm sinh": 1960, "Thôn": "Thôn 1", "Phân loại": "Hộ nghèo"}
    apart = desk.check(sheet_of([line(1) | same, line(2) | same]))
    assert problems(apart) == {}
    batch = desk.check(sheet_of([line(1) | same, line(2) | same | {"Số CCCD": None}]))
    assert set(problems(batch).values()) == {"household_twice"}


NAMESAKES = {"Năm sinh": 1960, "Thôn": "Thôn 1", "Số CCCD": None}


@pytest.mark.parametrize(
    "names",
    [("Trần Văn Hùng", "Trần Văn Hưng"), ("Nguyễn Thị Diệp", "Nguyễn Thị Điệp")],
)
def test_names_that_differ_in_their_marks_are_two_households(desk, names):
    rows = [line(n) | NAMESAKES | {"Họ và tên chủ hộ": name} for n, name in enumerate(names, 1)]
    batch = desk.check(sheet_of(rows))
    assert (problems(batch), batch.created) == ({}, 2)


def test_case_and_the_place_of_a_tone_mark_make_no_other_name(desk):
    names = ("Lê Thị Hoà", "LÊ THỊ HÒA")
    rows = [line(n) | NAMESAKES | {"Họ và tên chủ hộ": name} for n, name in enumerate(names, 1)]
    assert problems(desk.check(sheet_of(rows))) == {
        (2, "Họ và tên chủ hộ"): "household_twice",
        (3, "Họ và tên chủ hộ"): "household_twice",
    }


def test_household_codes_tell_namesakes_apart_with_a_warning(desk):
    same = NAMESAKES | {"Họ và tên chủ hộ": "Y B"}
    headings = (*L3, "Mã hộ")
    one, other = (line(n) | same | {"Mã hộ": f"H{n}"} for n in (1, 2))
    batch = desk.check(sheet_of([one, other], headings))
    assert problems(batch) == {
        (2, "Họ và tên chủ hộ"): "namesakes",
        (3, "Họ và tên chủ hộ"): "namesakes",
    }
    assert (batch.created, batch.rejected) == (2, 0)
    # A third without a code may be either of them.
    third = line(3) | same | {"Mã hộ": None}
    batch = desk.check(sheet_of([one, other, third], headings))
    assert set(problems(batch).values()) == {"household_twice"}
    # Citizen ids that differ leave nothing to check.
    mixed = [one | {"Số CCCD": "067000000001"}, line(2) | same | {"Số CCCD": "067000000002"}]
    assert set(problems(desk.check(sheet_of(mixed, headings))).values()) == set()


def test_a_row_pasted_twice_is_written_once_with_a_warning(desk):
    batch = desk.check(sheet_of([line(1), line(2), line(1) | {"STT": 3}]))
    assert problems(batch) == {(4, ""): "duplicate_collapsed"}
    assert (batch.rows_read, batch.created, batch.rejected) == (3, 2, 0)


def test_columns_that_are_missing_or_unknown_are_told_once(desk):
    headings = [h for h in L3 if h not in {"Dân tộc", "Số CCCD"}] + ["Số sổ hộ khẩu"]
    batch = desk.check(sheet_of([line(1), line(2)], headings))
    told = {p.code: p.message for p in batch.problems.all()}
    assert set(batch.problem_counts.items()) == {("column_absent", 2), ("column_unused", 1)}
    assert "Số sổ hộ khẩu" in told["column_unused"] and batch.rejected == 0


@pytest.mark.parametrize("heading", ["Họ và tên chủ hộ", "Năm sinh", "Thôn", "Phân loại"])
def test_a_file_without_a_needed_column_cannot_be_confirmed_until_it_is_shown(desk, heading):
    batch = desk.check(sheet_of([line(1)], [h for h in L3 if h != heading]))
    assert (batch.state, batch.rejected) == (BatchState.CHECKED, 1)
    told = batch.problems.get(code="columns_missing")
    assert (told.severity, told.sheet, told.row) == ("error", "Danh sách", None)
    assert heading.split()[0] in told.message


def test_a_file_without_any_heading_is_refused_in_the_language_of_the_reader(desk):
    batch = desk.check([["Một", "Hai"], ["ba", 4]])
    assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, "no_heading")
    with translation.override("en"):
        english = ImportBatch.objects.get(pk=batch.pk).refusal
    assert english and english != batch.refusal


def test_a_heading_without_rows_is_refused(desk):
    batch = desk.check(sheet_of([], below=[[None, "NGƯỜI LẬP BIỂU"]]))
    assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, "no_rows")


def test_a_list_of_another_province_is_one_sentence(desk, ground, cast):
    headings = ("Xã/phường", *L3)
    rows = [line(n) | {"Xã/phường": "Xã Nam Sơn"} for n in range(1, 4)]
    rows.append(line(4) | {"Xã/phường": "Xã An Hòa"})
    batch = desk.check(sheet_of(rows, headings), unit=ground.province, by=cast.dung)
    assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, "another_unit")
    assert "Xã Nam Sơn" in batch.refusal and "Tỉnh Bình Minh" in batch.refusal
    batch = desk.check(sheet_of(rows, headings))
    assert batch.refusal_code == "another_unit"
    strangers = [line(n, Thôn=f"Bản Xa {n}") for n in range(1, 12)]
    batch = desk.check(sheet_of(strangers))
    assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, "other_villages")


def test_a_few_rows_of_another_commune_are_errors_of_these_rows(desk, ground, cast):
    headings = ("Xã/phường", *L3)
    rows = [line(n) | {"Xã/phường": "An Hòa"} for n in range(1, 4)]
    rows += [line(4) | {"Xã/phường": "Xã An Hoa"}, line(5) | {"Xã/phường": None}]
    batch = desk.check(sheet_of(rows, headings), unit=ground.province, by=cast.dung)
    assert problems(batch) == {
        (5, "Xã/phường"): "commune_unknown",
        (6, "Xã/phường"): "value_missing",
    }
    assert "Xã An Hòa" in batch.problems.get(row=5).message


def test_a_province_list_needs_the_commune(desk, ground, cast):
    batch = desk.check(sheet_of([line(1)]), unit=ground.province, by=cast.dung)
    (told,) = batch.problems.filter(severity="error")
    assert (told.code, "Xã/phường" in told.message) == ("columns_missing", True)


def test_no_citizen_id_stands_in_a_problem(desk):
    secret = ["067162000123", "245678901", "099162000777", "6716200012", "67162000555"]
    secret += ["0671 6200 012"]
    rows = [
        line(1, Số_CCCD="099162000777"),
        line(2, Số_CCCD="245678901", Số_khẩu="067162000123"),
        line(3, Họ_và_tên_chủ_hộ="067162000123", Dân_tộc="067162000123", Thôn="067162000123"),
        line(4, Số_CCCD="067162000123", Phân_loại="067162000123", Giới_tính="245678901"),
        line(5, Số_CCCD="067162000123"),
        line(6, Số_CCCD="0671 6200 012"),
        line(7, Số_CCCD=67162000555),
        line(8, Số_CCCD="O67162000123"),
    ]
    batch = desk.check(sheet_of(rows))
    assert batch.problems.count() > 8
    told = [p.value + p.message for p in batch.problems.all()]
    told += [p.value + p.message for p in staged.load(batch).problems]
    assert not [text for text in told for number in secret if number in text]
    assert any("••••••••0123" in text for text in told)


def test_the_first_thousand_of_a_kind_are_kept_and_all_are_counted(desk):
    batch = desk.check(sheet_of([line(n, Phân_loại="Hộ khá") for n in range(1, 1102)]))
    assert batch.problem_counts == {"class_unknown": 1101}
    assert ImportProblem.objects.count() == 1000
    assert len(list(staged.load(batch).problems)) == 1101

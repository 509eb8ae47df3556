"""Which household a row is: the ladder from citizen id to name, year and village."""

import openpyxl
import pytest

from households import citizen_ids, reviews
from households.choices import BatchState
from households.imports import batches, blanks, check, commit, staged
from households.models import Household, Member, Status
from tests.households.imports.conftest import L3, line, problems, sheet_of


def codes(batch):
    return set(batch.problem_counts)


def households_of(batch):
    return set(Status.objects.filter(batch=batch).values_list("household", flat=True))


@pytest.fixture
def known(desk):
    """Two households in the list of 2025."""
    desk.commit(sheet_of([line(1), line(2)]))
    return list(Household.objects.order_by("pk"))


@pytest.fixture
def following(desk, ground):
    return reviews.find_or_open(ground.province, 2026, by=desk.person)


def test_a_citizen_id_finds_the_household_under_another_name_and_village(desk, known, following):
    rows = [line(1, Họ_và_tên_chủ_hộ="Trần Thị Vợ", Năm_sinh=1960, Thôn="Thôn 2", STT=9)]
    batch = desk.commit(sheet_of(rows), review=following)
    assert households_of(batch) == {known[0].pk}
    household = Household.objects.get(pk=known[0].pk)
    assert (household.head_name, household.village.name) == ("Trần Thị Vợ", "Thôn 2")
    assert Household.objects.count() == 2


def test_the_id_of_a_member_finds_the_household_whose_head_died(desk, known, following):
    cipher, index, tail = citizen_ids.seal("067155000777")
    Member.objects.create(
        household=known[1], name="Trần Thị Vợ", citizen_id_cipher=cipher, citizen_id_index=index,
        citizen_id_tail=tail,
    )  # fmt: skip
    row = line(2, Họ_và_tên_chủ_hộ="Trần Thị Vợ", Năm_sinh=1955, Số_CCCD="067155000777")
    assert households_of(desk.commit(sheet_of([row]), review=following)) == {known[1].pk}


def test_without_an_id_name_year_and_village_find_it_whatever_the_spelling(desk, known, following):
    row = line(1, Số_CCCD=None, Họ_và_tên_chủ_hộ="  NGUYỄN  VĂN b ", Thôn="thôn 01")
    assert households_of(desk.commit(sheet_of([row]), review=following)) == {known[0].pk}
    assert Household.objects.get(pk=known[0].pk).citizen_id_tail == "0001"


@pytest.mark.parametrize(
    "change",
    [{"Năm_sinh": 1999}, {"Năm_sinh": 1954}, {"Năm_sinh": 1952, "Thôn": "Thôn 2"}],
)
def test_another_year_or_village_without_an_id_is_another_household(desk, known, following, change):
    batch = desk.commit(sheet_of([line(1, Số_CCCD=None, **change)]), review=following)
    assert households_of(batch).isdisjoint({household.pk for household in known})
    assert batch.missing == 2


def test_an_id_that_differs_is_asked_about_and_the_answer_is_kept(desk, known, following, cast):
    sheet = sheet_of([line(1, Số_CCCD="067000000999")])
    batch = desk.check(sheet, review=following)
    (question,) = staged.load(batch).questions
    assert [line.household_id for line in question.candidates] == [known[0].pk]
    assert question.candidates[0].citizen_id == "••••••••0001"
    assert (question.line.row, question.line.citizen_id) == (2, "••••••••0999")
    with pytest.raises(commit.NotConfirmable, match="câu hỏi"):
        commit.apply(batch, by=cast.lan)
    for answer, same in ((known[0].pk, True), ("new", False)):
        batch = desk.check(sheet, review=following)
        batches.answer(batch, {question.key: answer}, cast.lan)
        batch.refresh_from_db()
        batch = check.run(batch)
        assert staged.load(batch).questions[0].answer == answer
        content = staged.parts(batch)
        assert (content["households"] == [known[0].pk]) == same
    batch = commit.apply(batch, by=cast.lan)
    assert households_of(batch).isdisjoint({known[0].pk})
    assert Household.objects.count() == 3


def test_a_name_that_differs_in_its_marks_is_asked_about(desk, following, cast):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng")]))
    stored = Household.objects.get()
    sheet = sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hưng", Số_CCCD=None)])
    batch = desk.check(sheet, review=following)
    (question,) = staged.load(batch).questions
    assert [line.household_id for line in question.candidates] == [stored.pk]
    assert "khác dấu" in question.reason
    batches.answer(batch, {question.key: "new"}, cast.lan)
    batch.refresh_from_db()
    batch = commit.apply(check.run(batch), by=cast.lan)
    assert households_of(batch).isdisjoint({stored.pk})
    # With an id of its own it is another person, and nobody is asked.
    other = line(9, Họ_và_tên_chủ_hộ="Trần Văn Húng", Năm_sinh=1951)
    batch = desk.check(sheet_of([other]), review=desk.review)
    assert [q.candidates[0].head_name for q in staged.load(batch).questions] == ["Trần Văn Hưng"]


def test_a_citizen_id_corrects_the_marks_of_a_name_without_a_question(desk, following):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ="Tran Van Hung")]))
    batch = desk.commit(
        sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng")]), review=following
    )  # fmt: skip
    assert Household.objects.get().head_name == "Trần Văn Hùng"
    assert households_of(batch) == {Household.objects.get().pk}


@pytest.mark.parametrize(
    ("stored", "typed", "kept"),
    [
        ("Võ Thị Thúy", "VÕ THỊ THÚY", "Võ Thị Thúy"),
        ("H'Măng Êban", "h'măng êban", "H'Măng Êban"),
        ("VÕ THỊ THÚY", "Võ Thị Thúy", "Võ Thị Thúy"),
        ("VÕ THỊ THÚY", "võ thị thúy", "VÕ THỊ THÚY"),
    ],
)
def test_capitals_alone_do_not_change_a_name_that_is_written(desk, following, stored, typed, kept):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ=stored)]))
    sheet = sheet_of([line(1, Họ_và_tên_chủ_hộ=typed)])
    if stored == kept:
        assert desk.check(sheet).state == BatchState.UNCHANGED
    desk.commit(sheet, review=following)
    assert Household.objects.get().head_name == kept
    assert Status.objects.get(review=following).head_name == kept


def test_names_apart_by_marks_both_find_their_own_and_a_third_is_asked_of_neither(desk, following):
    same = {"Năm sinh": 1960, "Thôn": "Thôn 1"}
    names = ["Nguyễn Thị Diệp", "Nguyễn Thị Điệp"]
    rows = [line(n) | same | {"Họ và tên chủ hộ": name} for n, name in enumerate(names, 1)]
    desk.commit(sheet_of(rows))
    rows = [row | {"Số CCCD": None} for row in rows]
    rows.append(rows[0] | {"Họ và tên chủ hộ": "Nguyễn Thị Diếp"})
    batch = desk.check(sheet_of(rows), review=following)
    content = staged.parts(batch)
    stored = dict(Household.objects.values_list("head_name", "pk"))
    assert content["households"] == [*(stored[name] for name in names), None]
    assert (problems(batch), staged.load(batch).questions) == ({}, [])


def test_the_blank_with_such_names_comes_back_as_it_is(desk, ground, following, tmp_path, cast):
    same = {"Năm sinh": 1960, "Thôn": "Thôn 1"}
    names = ["Trần Văn Hùng", "Trần Văn Hưng", "Nguyễn Thị Diệp", "Nguyễn Thị Điệp"]
    rows = [line(n) | same | {"Họ và tên chủ hộ": name} for n, name in enumerate(names, 1)]
    desk.commit(sheet_of(rows))
    path = tmp_path / "mau.xlsx"
    path.write_bytes(blanks.household_template(ground.a, following))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    (column,) = [c.column for row in page["3:4"] for c in row if c.value == "Phân loại"]
    for row in range(5, 9):
        page.cell(row, column).value = "Hộ nghèo"
    book.save(path)
    batch = check.run(desk.receive(None, path=path, review=following))
    assert set(batch.problem_counts) <= {"poor_few_deprivations"}
    assert staged.load(batch).questions == []
    commit.apply(batch, by=cast.lan)
    assert households_of(batch) == set(Household.objects.values_list("pk", flat=True))


def test_a_code_with_another_name_is_a_question_and_alone_finds_nothing(desk, following):
    headings = (*L3, "Mã hộ")
    desk.commit(sheet_of([line(1) | {"Mã hộ": "H1"}], headings))
    stored = Household.objects.get()
    row = line(1, Số_CCCD=None, Họ_và_tên_chủ_hộ="Lê Thị Khác") | {"Mã hộ": "H1"}
    batch = desk.check(sheet_of([row], headings), review=following)
    (question,) = staged.load(batch).questions
    assert [line.household_id for line in question.candidates] == [stored.pk]
    assert "cùng mã hộ" in question.reason
    for apart in ({"Năm sinh": 1999}, {"Thôn": "Thôn 2"}, {"Số CCCD": "067000000999"}):
        batch = desk.check(sheet_of([row | apart], headings), review=following)
        assert (staged.load(batch).questions, batch.created) == ([], 1)


def test_namesakes_of_one_village_are_found_again_by_their_codes(desk, following):
    same = {"Họ và tên chủ hộ": "Y B", "Năm sinh": 1960, "Thôn": "Thôn 1", "Số CCCD": None}
    rows = [line(n) | same | {"Mã hộ": f"H{n}"} for n in (1, 2)]
    sheet = sheet_of(rows, (*L3, "Mã hộ"))
    desk.commit(sheet)
    assert desk.check(sheet).state == BatchState.UNCHANGED
    batch = desk.commit(sheet, review=following)
    assert households_of(batch) == set(Household.objects.values_list("pk", flat=True))


def test_a_household_that_no_row_was_said_to_be_leaves_the_list(desk, known, cast):
    batch = desk.check(sheet_of([line(1, Số_CCCD="067000000999"), line(2)]))
    (question,) = staged.load(batch).questions
    assert batch.removed == 0
    batches.answer(batch, {question.key: "new"}, cast.lan)
    batch.refresh_from_db()
    batch = commit.apply(check.run(batch), by=cast.lan)
    assert (batch.created, batch.removed) == (1, 1)
    assert known[0].pk not in set(Status.objects.values_list("household", flat=True))


def test_an_id_that_says_one_and_a_name_that_says_another_is_asked(desk, known, following):
    row = line(1) | {"Số CCCD": line(2)["Số CCCD"]}
    (question,) = staged.load(desk.check(sheet_of([row]), review=following)).questions
    assert [line.household_id for line in question.candidates] == [known[1].pk, known[0].pk]


def test_namesakes_that_cannot_be_told_apart_are_asked(desk, following):
    same = {"Họ và tên chủ hộ": "Y B", "Năm sinh": 1960, "Thôn": "Thôn 1"}
    desk.commit(sheet_of([line(1) | same, line(2) | same]))
    batch = desk.check(sheet_of([line(1) | same | {"Số CCCD": None}]), review=following)
    (question,) = staged.load(batch).questions
    assert {c.household_id for c in question.candidates} == set(
        Household.objects.values_list("pk", flat=True)
    )
    with_id = desk.check(sheet_of([line(2) | same]), review=following)
    assert staged.load(with_id).questions == []


def test_two_rows_never_become_one_household(desk, known, following):
    rows = [line(1, Năm_sinh=1990), line(2) | {"Số CCCD": None}]
    rows.append(line(1, Số_CCCD=None) | {"Ghi chú": "trùng tên"})
    batch = desk.check(sheet_of(rows), review=following)
    asked = staged.load(batch).questions
    assert {question.line.row for question in asked} == {2, 4}
    # Both answered with the same household is no answer.
    answers = {question.key: known[0].pk for question in asked}
    batches.answer(batch, answers, batch.uploaded_by)
    batch.refresh_from_db()
    batch = check.run(batch)
    assert {question.answer for question in staged.load(batch).questions} == {None}


def test_a_household_that_moved_keeps_its_history_and_is_told(desk, ground, cast, following):
    desk.commit(sheet_of([line(1, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    batch = desk.commit(sheet_of([line(1)]), review=following)
    assert codes(batch) == {"moved"}
    assert "Phường Đắk Bình" in batch.problems.get().message
    household = Household.objects.get()
    assert household.commune == ground.a and household.statuses.count() == 2


def test_a_household_in_another_communes_list_of_the_year_is_not_taken_away(desk, ground, cast):
    desk.commit(sheet_of([line(1, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    batch = desk.commit(sheet_of([line(1)]))
    assert codes(batch) == {"listed_elsewhere"}
    assert Household.objects.count() == 2
    assert set(Status.objects.values_list("commune", flat=True)) == {ground.a.pk, ground.b.pk}
    again = desk.check(sheet_of([line(1)]))
    assert again.state == BatchState.UNCHANGED


def test_a_province_list_names_communes_and_moves_inside_it(desk, ground, cast):
    desk.commit(sheet_of([line(1, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    headings = ("Xã/phường", *L3)
    rows = [
        line(1) | {"Xã/phường": "X. An Hòa"},
        line(2, Thôn="Thôn 2") | {"Xã/phường": "phường Đắk Bình"},
    ]
    batch = desk.commit(sheet_of(rows, headings), unit=ground.province, by=cast.dung)
    found = Status.objects.values_list("head_name", "commune__name", "village__name")
    assert set(found) == {
        ("Nguyễn Văn B", "Xã An Hòa", "Thôn 1"),
        ("Nguyễn Văn C", "Phường Đắk Bình", "Thôn 2"),
    }
    assert (batch.created, batch.updated, batch.removed) == (1, 1, 0)


def test_the_list_of_2025_finds_the_households_of_the_old_map(desk, old_desk, ground, cast):
    headings = ("Xã/phường", *L3)
    rows = [
        line(1, Thôn="Khối 1") | {"Xã/phường": "TT An Hòa"},
        line(2, Thôn="Khối Phú Xuân", Số_CCCD=None) | {"Xã/phường": "Thị trấn An Hòa"},
        line(3, Thôn="Thôn Hòa Sơn", Số_CCCD=None) | {"Xã/phường": "Xã An Phú"},
        line(4, Thôn="Thôn 2") | {"Xã/phường": "Xã An Phú"},
    ]
    earlier = desk.commit(
        sheet_of(rows, headings), unit=ground.district, review=old_desk, by=cast.admin
    )
    assert earlier.created == 4
    old = dict(Household.objects.values_list("head_name", "pk"))
    rows = [
        line(1, Thôn="Khối 1", Số_CCCD=None),
        line(3, Thôn="Thôn Hòa Sơn"),
        line(7, Thôn="Thôn 1"),
    ]
    batch = desk.check(sheet_of(rows))
    found = staged.load(batch)
    assert (found.new_count, found.known_count, codes(batch)) == (3, 2, set())
    # Phú Xuân went to the other commune; only An Phú's Thôn 2 is missing here.
    assert [line.head_name for line in found.missing] == ["Nguyễn Văn E"]
    commit.apply(batch, by=cast.lan)
    statuses = dict(Status.objects.filter(batch=batch).values_list("head_name", "household"))
    assert statuses["Nguyễn Văn B"] == old["Nguyễn Văn B"]
    assert statuses["Nguyễn Văn D"] == old["Nguyễn Văn D"]
    moved = Household.objects.get(pk=old["Nguyễn Văn B"])
    assert (moved.commune, moved.district, moved.province) == (ground.a, None, ground.province)
    part = desk.commit(
        sheet_of([line(2, Thôn="Khối Phú Xuân", Số_CCCD=None)]), unit=ground.b, by=cast.hoa
    )
    assert households_of(part) == {old["Nguyễn Văn C"]}


def test_a_late_list_of_an_earlier_year_leaves_what_is_known_today(desk, old_desk, ground, cast):
    desk.commit(sheet_of([line(1, Thôn="Khối 1", Họ_và_tên_chủ_hộ="Tên Mới")]))
    rows = [line(1, Thôn="Khối 1") | {"Xã/phường": "TT An Hòa"}]
    batch = desk.commit(
        sheet_of(rows, ("Xã/phường", *L3)), unit=ground.district, review=old_desk, by=cast.admin
    )
    household = Household.objects.get()
    assert (household.head_name, household.commune) == ("Tên Mới", ground.a)
    status = Status.objects.get(batch=batch)
    assert (status.head_name, status.commune) == ("Nguyễn Văn B", ground.old_a1)

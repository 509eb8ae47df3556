"""Households that split, join and change their heads, and questions that are asked once."""

import pytest

from households import reviews
from households.choices import BatchState, Change, KinshipKind, PovertyClass
from households.imports import batches, check, commit, staged, undo
from households.models import Household, IdentityRuling, Kinship, Member, Status, Summary
from tests.households.imports.conftest import line, sheet_of

MEMBERS = ["STT hộ", "Họ và tên thành viên", "Quan hệ với chủ hộ", "Năm sinh", "Số CCCD"]
SON = ["Nguyễn Văn Con", "Con", 1990, "067190000777"]


@pytest.fixture
def following(desk, ground):
    return reviews.find_or_open(ground.province, 2026, by=desk.person)


def book(rows, *members):
    return {"Danh sách": sheet_of(rows), "Thành viên": [MEMBERS, *members]}


def questions(batch):
    return staged.load(batch).questions


def answer(batch, by, **by_name):
    """Answer the questions of rows by the name of their head; the batch checked again."""
    given = {q.key: by_name[q.line.head_name.split()[-1]] for q in questions(batch)}
    return check.run(batches.answer(batch, given, by))


def codes(batch):
    return set(batch.problem_counts)


@pytest.fixture
def family(desk):
    """A household with a son, and another one, in the list of 2025."""
    desk.commit(book([line(1, STT="1"), line(2, STT="2")], ["1", *SON]))
    return dict(Household.objects.values_list("head_name", "pk"))


def test_a_split_is_asked_about_and_counts_as_another_rise(desk, cast, family, following):
    own = family["Nguyễn Văn B"]
    rows = [line(1), line(2), line(5, Họ_và_tên_chủ_hộ=SON[0], Năm_sinh=1990, Số_CCCD=SON[3])]
    batch = desk.check(sheet_of(rows), review=following)
    (question,) = questions(batch)
    assert (question.line.head_name, question.cause) == (SON[0], "twice")
    assert [option.kind for option in question.options] == ["same", "split", "new"]
    batch = commit.apply(answer(batch, cast.lan, Con=f"split-{own}"), by=cast.lan)
    kinship = Kinship.objects.get()
    assert (kinship.kind, kinship.source_id, kinship.batch) == (KinshipKind.SPLIT, own, batch)
    assert kinship.target.head_name == SON[0]
    changes = dict(Status.objects.filter(review=following).values_list("head_name", "change"))
    assert changes == {"Nguyễn Văn B": "", "Nguyễn Văn C": "", SON[0]: Change.MOVED_IN}
    counts = Summary.objects.get(review=following, unit=cast.lan.current_assignments[0].unit).counts
    assert counts["mv_poor_other_in"] == 1 and "mv_poor_new" not in counts
    # The same file again changes nothing and asks nothing.
    assert desk.check(sheet_of(rows), review=following).state == BatchState.UNCHANGED


def test_households_that_become_one_are_asked_about_and_the_other_one_ends(
    desk, cast, family, following
):
    one, other = family["Nguyễn Văn B"], family["Nguyễn Văn C"]
    joined = book([line(1, STT="1")], ["1", "Nguyễn Văn C", "Anh", 1952, line(2)["Số CCCD"]])
    batch = desk.check(joined, review=following)
    (question,) = questions(batch)
    assert question.cause == "merge"
    assert question.values == [f"merge-{one}", f"merge-{other}", one, other, "new"]
    batch = commit.apply(answer(batch, cast.lan, B=f"merge-{one}"), by=cast.lan)
    kinship = Kinship.objects.get()
    assert (kinship.kind, kinship.source_id, kinship.target_id) == ("merged", other, one)
    ended = Status.objects.get(review=following, household=other)
    assert (ended.poverty_class, ended.change) == (PovertyClass.NONE, Change.MOVED_OUT)
    assert ended.note == "Nhập vào hộ Nguyễn Văn B"
    counts = Summary.objects.get(review=following, unit=cast.lan.current_assignments[0].unit).counts
    assert (counts["mv_poor_other_out"], counts["mv_poor_closing"]) == (1, 1)
    assert "mv_poor_gap" not in counts and "mv_poor_above" not in counts
    assert desk.check(joined, review=following).state == BatchState.UNCHANGED
    # Next year the people of both are found as the one household.
    later = reviews.find_or_open(following.unit, 2027, by=desk.person)
    found = desk.check(sheet_of([line(2)]), review=later)
    assert staged.parts(found)["households"] == [one]
    undo.apply(batch, by=cast.lan, reason="nhầm")
    assert Kinship.objects.count() == Status.objects.filter(review=following).count() == 0


def test_that_a_member_moved_is_no_merger_while_the_other_household_is_listed(
    desk, family, following
):
    rows = book([line(1, STT="1"), line(2, STT="2")], ["2", *SON])
    batch = desk.check(rows, review=following)
    assert (questions(batch), batch.created) == ([], 2)


@pytest.mark.parametrize("with_id", [True, False])
def test_a_household_whose_head_died_is_found_by_a_member(desk, cast, family, following, with_id):
    own = family["Nguyễn Văn B"]
    row = line(1, Họ_và_tên_chủ_hộ=SON[0], Năm_sinh=1990, Số_CCCD=SON[3] if with_id else None)
    if not with_id:
        Member.objects.update(citizen_id_index="", citizen_id_tail="", citizen_id_cipher=None)
    batch = desk.check(sheet_of([row]), review=following)
    if not with_id:
        (question,) = questions(batch)
        assert question.cause == "member"
        assert question.values == [own, f"split-{own}", "new"]
        batch = answer(batch, cast.lan, Con=own)
    assert codes(batch) == {"head_changed"}
    assert "từ “Nguyễn Văn B” sang “Nguyễn Văn Con”" in batch.problems.get().message
    commit.apply(batch, by=cast.lan)
    assert Household.objects.get(pk=own).head_name == SON[0]


def test_a_head_who_is_a_member_now_leads_to_the_household(desk, family, following):
    row = line(7, STT="1", Số_CCCD=None, Thôn="Thôn 1")
    batch = desk.check(book([row], ["1", "nguyễn văn b", "Bố", 1951, None]), review=following)
    (question,) = questions(batch)
    assert (question.cause, question.values[0]) == ("member", family["Nguyễn Văn B"])


# --- what notes say -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "note", ["Tách từ hộ Nguyễn Văn B", "hộ mới, tách hộ khỏi hộ ông NGUYỄN VĂN B, thôn 1"]
)
def test_a_note_that_names_the_household_it_came_out_of_is_asked_about(
    desk, cast, family, following, note
):
    own = family["Nguyễn Văn B"]
    rows = [line(1), line(2), line(5, Ghi_chú=note)]
    batch = desk.check(sheet_of(rows), review=following)
    (question,) = questions(batch)
    assert (question.line.row, question.cause) == (4, "split_note")
    assert question.values == [f"split-{own}", "new"]
    commit.apply(answer(batch, cast.lan, F=f"split-{own}"), by=cast.lan)
    kinship = Kinship.objects.get()
    assert (kinship.kind, kinship.source_id) == (KinshipKind.SPLIT, own)
    assert Status.objects.get(review=following, household=kinship.target).change == Change.MOVED_IN
    assert desk.check(sheet_of(rows), review=following).state == BatchState.UNCHANGED


def test_a_note_that_names_the_household_that_went_into_it_is_asked_about(
    desk, cast, family, following
):
    one, other = family["Nguyễn Văn B"], family["Nguyễn Văn C"]
    rows = [line(1, Ghi_chú="Nhập thêm hộ bà Nguyễn Văn C")]
    batch = desk.check(sheet_of(rows), review=following)
    (question,) = questions(batch)
    assert question.cause == "merge_note"
    assert question.values == [f"merge-{one}", f"merge-{other}", one, other, "new"]
    commit.apply(answer(batch, cast.lan, B=f"merge-{one}"), by=cast.lan)
    kinship = Kinship.objects.get()
    assert (kinship.kind, kinship.source_id, kinship.target_id) == ("merged", other, one)
    assert desk.check(sheet_of(rows), review=following).state == BatchState.UNCHANGED


@pytest.mark.parametrize(
    "row",
    [
        line(5, Ghi_chú="Tách từ hộ Nguyễn Văn Không Có"),
        line(5, Ghi_chú="Tách từ hộ"),
        line(5, Ghi_chú="Hộ nhập khẩu từ xã khác"),
        line(5, Ghi_chú="Nhập hộ Nguyễn Văn C"),  # who has a row
    ],
)
def test_a_note_that_names_nobody_who_is_gone_asks_nothing(desk, family, following, row):
    batch = desk.check(sheet_of([line(1), line(2), row]), review=following)
    assert (questions(batch), batch.created) == ([], 3)


# --- asked once ---------------------------------------------------------------------------------
PLAIN = {"Số CCCD": None}


def test_an_answer_is_remembered_and_holds_nothing_of_the_person(desk, cast, following):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng")]))
    stored = Household.objects.get()
    sheet = sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hưng") | PLAIN])
    batch = desk.check(sheet, review=following)
    batch = commit.apply(answer(batch, cast.lan, Hưng="new"), by=cast.lan)
    ruling = IdentityRuling.objects.get()
    assert ruling.household.head_name == "Trần Văn Hưng"
    assert (len(ruling.key), ruling.decided_by) == (32, cast.lan)
    later = reviews.find_or_open(following.unit, 2027, by=desk.person)
    # Asked of the other spelling, because two households come near it: not this one's answer.
    (question,) = questions(
        desk.check(sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Húng") | PLAIN]), review=later)
    )
    assert question.answer is None
    assert questions(desk.check(sheet, review=later)) == []
    assert stored.pk != ruling.household_id


def test_a_remembered_answer_can_be_changed_and_goes_with_an_undo(desk, cast, following):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng")]))
    stored = Household.objects.get().pk
    sheet = sheet_of([line(1, Họ_và_tên_chủ_hộ="Tran Van Hung") | PLAIN])
    batch = desk.check(sheet, review=following)
    batch = commit.apply(answer(batch, cast.lan, Hung=stored), by=cast.lan)
    # The marks that are stored stay.
    assert set(Status.objects.values_list("head_name", flat=True)) == {"Trần Văn Hùng"}
    again = desk.check(sheet, review=following)
    assert again.state == BatchState.UNCHANGED
    later = reviews.find_or_open(following.unit, 2027, by=desk.person)
    again = desk.check(sheet, review=later)
    (question,) = questions(again)
    assert (question.remembered, question.answer, commit.obstacle(again)) == (True, stored, "")
    again = commit.apply(answer(again, cast.lan, Hùng="new"), by=cast.lan)
    assert IdentityRuling.objects.get().household_id != stored
    undo.apply(again, by=cast.lan, reason="nhầm")
    assert IdentityRuling.objects.get().household_id == stored


def test_an_answer_about_a_household_that_has_moved_away_is_not_used(desk, ground, cast, following):
    desk.commit(sheet_of([line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng")]))
    stored = Household.objects.get().pk
    sheet = sheet_of([line(1, Họ_và_tên_chủ_hộ="Tran Van Hung") | PLAIN])
    batch = desk.check(sheet, review=following)
    commit.apply(answer(batch, cast.lan, Hung=stored), by=cast.lan)
    later = reviews.find_or_open(following.unit, 2027, by=desk.person)
    row = line(1, Họ_và_tên_chủ_hộ="Trần Văn Hùng", Thôn="Thôn Đắk Rông")
    desk.commit(sheet_of([row]), unit=ground.b, by=cast.hoa, review=later)
    last = reviews.find_or_open(following.unit, 2028, by=desk.person)
    batch = desk.check(sheet_of([line(1, Họ_và_tên_chủ_hộ="Tran Van Hung") | PLAIN]), review=last)
    assert (questions(batch), batch.created) == ([], 1)


def test_names_typed_without_marks_are_answered_together(desk, cast, following):
    names = ["Trần Văn Hùng", "Lê Thị Bưởi", "Đỗ Văn Tèo"]
    rows = [line(n, Họ_và_tên_chủ_hộ=name) for n, name in enumerate(names, 1)]
    desk.commit(sheet_of(rows))
    typed = ["TRAN VAN HUNG", "LE THI BUOI", "Đỗ Văn Teo"]
    rows = [row | PLAIN | {"Họ và tên chủ hộ": name} for row, name in zip(rows, typed, strict=True)]
    batch = desk.check(sheet_of(rows), review=following)
    content = staged.load(batch)
    # The third is not typed in plain letters: it may well be another name.
    assert len(content.questions) == 3 and len(content.alike) == 2
    batch = check.run(batches.answer(batch, content.alike, cast.lan))
    assert [q.line.row for q in questions(batch) if q.answer is None] == [4]
    (left,) = (q.key for q in questions(batch) if q.answer is None)
    batch = commit.apply(check.run(batches.answer(batch, {left: "new"}, cast.lan)), by=cast.lan)
    assert (batch.created, Household.objects.count()) == (3, 4)


def test_the_answers_of_a_form_are_one_of_those_offered(desk, cast, family, following):
    rows = [line(1), line(5, Họ_và_tên_chủ_hộ=SON[0], Năm_sinh=1990, Số_CCCD=SON[3])]
    batch = desk.check(sheet_of(rows), review=following)
    (question,) = questions(batch)
    batch = check.run(batches.answer(batch, {question.key: "split-999999"}, cast.lan))
    assert questions(batch)[0].answer is None
    with pytest.raises(ValueError, match="invalid"):
        batches.answer(batch, {question.key: "merge-x"}, cast.lan)

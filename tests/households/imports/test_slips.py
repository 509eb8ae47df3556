"""A birth year or a village that may be a slip: asked, where nobody else is that household."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import reviews
from households.choices import BatchState
from households.imports import batches, check, commit, staged
from households.models import Household, Status
from tests.households.imports.conftest import line, sheet_of

PLAIN = {"Số CCCD": None}


@pytest.fixture
def known(desk):
    """Nguyễn Văn B of Thôn 1, born in 1951, and another household, in the list of 2025."""
    desk.commit(sheet_of([line(1), line(2)]))
    return Household.objects.get(head_name="Nguyễn Văn B").pk


@pytest.fixture
def following(desk, ground):
    return reviews.find_or_open(ground.province, 2026, by=desk.person)


def asked(batch):
    """[(name, cause, candidates)] of the questions of a list."""
    return [
        (q.line.head_name, q.cause, [line.household_id for line in q.candidates])
        for q in staged.load(batch).questions
    ]


def answered(batch, value, by):
    keys = [question.key for question in staged.load(batch).questions]
    return check.run(batches.answer(batch, dict.fromkeys(keys, value), by))


SLIPS = [{"Năm_sinh": 1950}, {"Năm_sinh": 1953}, {"Năm_sinh": 1915}, {"Thôn": "Thôn 2"}]


@pytest.mark.parametrize("change", SLIPS)
def test_a_slip_is_asked_about_and_the_household_goes_on(desk, cast, known, following, change):
    cause = "village" if "Thôn" in change else "year"
    sheet = sheet_of([line(1, **change) | PLAIN, line(2)])
    batch = desk.check(sheet, review=following)
    assert asked(batch) == [("Nguyễn Văn B", cause, [known])]
    batch = answered(batch, known, cast.lan)
    assert batch.missing == 0
    commit.apply(batch, by=cast.lan)
    household = Household.objects.get(pk=known)
    assert Household.objects.count() == 2
    assert household.statuses.count() == 2
    assert change in ({"Năm_sinh": household.head_birth_year}, {"Thôn": household.village.name})
    assert desk.check(sheet, review=following).state == BatchState.UNCHANGED


def test_a_slip_that_is_a_new_household_is_not_asked_about_again(desk, cast, known, following):
    sheet = sheet_of([line(1, Năm_sinh=1952) | PLAIN, line(2)])
    batch = answered(desk.check(sheet, review=following), "new", cast.lan)
    assert batch.missing == 1
    commit.apply(batch, by=cast.lan)
    assert Household.objects.count() == 3
    later = reviews.find_or_open(following.unit, 2027, by=desk.person)
    assert asked(desk.check(sheet, review=later)) == []


def test_namesakes_are_both_offered(desk, following):
    people = [{"Họ và tên chủ hộ": "Y B"} | change for change in (
        {"Năm sinh": 1961, "Thôn": "Thôn 1"}, {"Năm sinh": 1960, "Thôn": "Thôn 2"},
    )]  # fmt: skip
    desk.commit(sheet_of([line(n) | one for n, one in enumerate(people, 1)]))
    near, far = (
        Household.objects.get(village__name=village).pk for village in ("Thôn 1", "Thôn 2")
    )
    row = line(5, Thôn="Thôn 1", Năm_sinh=1960) | PLAIN | {"Họ và tên chủ hộ": "Y B"}
    assert asked(desk.check(sheet_of([row]), review=following)) == [("Y B", "year", [near, far])]


def test_a_household_that_another_row_is_raises_no_question(desk, known, following):
    rows = [line(1) | PLAIN, line(2), line(1, Năm_sinh=1952) | PLAIN]
    batch = desk.check(sheet_of(rows), review=following)
    assert (asked(batch), batch.created) == ([], 3)
    assert staged.parts(batch)["households"][2] is None


@pytest.mark.parametrize(
    "change",
    [
        {"Số CCCD": "067000000999", "Năm sinh": 1952},
        {"Số CCCD": "067000000999", "Thôn": "Thôn 2"},
        {"Họ và tên chủ hộ": "Nguyễn Văn Bê", "Năm sinh": 1952} | PLAIN,
        {"Năm sinh": 1952, "Thôn": "Thôn 2"} | PLAIN,
    ],
)
def test_who_differs_in_more_is_new_without_a_question(desk, known, following, change):
    batch = desk.check(sheet_of([line(1) | change, line(2)]), review=following)
    assert (asked(batch), staged.load(batch).known_count) == ([], 1)


def test_a_household_that_the_last_review_did_not_list_is_not_asked_about(desk, known, following):
    Status.objects.filter(household=known).delete()
    batch = desk.check(sheet_of([line(1, Năm_sinh=1952) | PLAIN, line(2)]), review=following)
    assert (asked(batch), batch.created) == ([], 2)


def test_a_household_of_another_commune_is_not_asked_about(desk, ground, cast, following):
    desk.commit(sheet_of([line(1, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    headings = ("Xã/phường", *sheet_of([])[0])
    rows = [line(1) | PLAIN | {"Xã/phường": "Xã An Hòa"}]
    rows.append(line(2, Thôn="Thôn Đắk Rông") | {"Xã/phường": "Phường Đắk Bình"})
    batch = desk.check(
        sheet_of(rows, headings), review=following, unit=ground.province, by=cast.dung
    )
    assert (asked(batch), batch.created) == ([], 2)


def test_namesakes_without_end_are_no_slip(desk, following):
    people = [line(n, Họ_và_tên_chủ_hộ="Y B", Năm_sinh=1960, Thôn="Thôn 1") for n in range(1, 5)]
    desk.commit(sheet_of(people))
    row = line(9, Họ_và_tên_chủ_hộ="Y B", Năm_sinh=1961, Thôn="Thôn 1") | PLAIN
    assert asked(desk.check(sheet_of([row]), review=following)) == []


def test_many_slips_cost_no_more_queries_than_one(desk, following):
    desk.commit(sheet_of([line(number) for number in range(1, 31)]))

    def queries(count):
        rows = [line(number, Năm_sinh=1951 + number) | PLAIN for number in range(1, count + 1)]
        batch = desk.receive(sheet_of(rows), review=following)
        with CaptureQueriesContext(connection) as captured:
            check.run(batch)
        assert len(asked(batch)) == count
        return len(captured)

    assert queries(1) == queries(25)

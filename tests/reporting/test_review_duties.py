"""What the review process puts on the home page: rows for a commune, numbers for a province."""

import datetime

import pytest

from campaign.roles import Role
from households import hearings, process
from households.choices import Step
from households.models import UnitTotals
from reporting import duties
from tests import factories
from tests.households import processing
from tests.households.processing import COMPLAINT, DECISION, LATER, TODAY, case, do, review_of, walk

YEAR = "Định kỳ hằng năm 2025"


@pytest.fixture
def review(ground):
    return review_of(ground)


def told(user, day=TODAY):
    """(text, detail, badge, tone) of the duties of reviews, those of lacking lists left out."""
    return {
        (duty.text.removeprefix(f"{YEAR}: "), duty.detail, duty.badge, duty.tone)
        for duty in duties.of(user, day)
        if duty.text.startswith(YEAR) and "chưa có" not in duty.text
    }


def test_a_commune_is_told_its_next_step_and_the_day_it_is_due(cast, ground, review):
    walk(review, ground.a, Step.LISTED, by=cast.lan, village=ground.a_villages[0])
    due = processing.case(review, ground.a).schedule.due[Step.CLASSIFIED]
    place = f"Xã An Hòa, hạn {due:%d/%m/%Y}"
    early, near, late = (due + datetime.timedelta(days=days) for days in (-20, -3, 2))
    assert told(cast.lan, early) == {("Rà soát, phân loại", place, "Còn 20 ngày", "info")}
    assert told(cast.lan, near) == {("Rà soát, phân loại", place, "Còn 3 ngày", "warning")}
    assert told(cast.lan, due) == {("Rà soát, phân loại", place, "Hạn hôm nay", "warning")}
    assert told(cast.lan, late) == {("Rà soát, phân loại", place, "Chậm 2 ngày", "danger")}


def test_a_step_leads_to_the_page_on_which_it_is_entered(client, cast, ground, review):
    walk(review, ground.a, Step.LISTED, by=cast.lan, village=ground.a_villages[0])
    (duty,) = [d for d in duties.of(cast.lan, TODAY) if d.action == "Ghi bước"]
    client.force_login(cast.lan)
    assert client.get(duty.url).status_code == 200


def test_nothing_is_asked_before_the_review_begins_nor_when_all_is_done(cast, ground, review):
    assert told(cast.lan, datetime.date(2025, 8, 31)) == set()
    assert len(told(cast.lan, datetime.date(2025, 9, 1))) == 1
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    assert told(cast.lan) == set()
    assert len(told(cast.hoa)) == 1


def test_an_unanswered_complaint_is_told_with_the_day_of_its_answer(cast, ground, review):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    complaint = hearings.save_complaint(case(review, ground.a), COMPLAINT, by=cast.lan)
    # Received on a Tuesday, three working days to answer.
    answer = ("1 khiếu nại chưa trả lời", "Xã An Hòa, hạn trả lời 05/12/2025")
    assert (*answer, "Chậm 7 ngày", "danger") in told(cast.lan)
    assert (*answer, "Còn 2 ngày", "warning") in told(cast.lan, datetime.date(2025, 12, 3))
    answered = COMPLAINT | {
        "outcome": "withdrawn", "answered_date": TODAY, "answer": "Người khiếu nại rút đơn.",
    }  # fmt: skip
    hearings.save_complaint(case(review, ground.a), answered, by=cast.lan, complaint=complaint)
    assert {text for text, *_rest in told(cast.lan)} == {"Công nhận"}


@pytest.mark.parametrize("name", ["dung", "minh"])
def test_a_province_is_told_numbers_and_not_rows(cast, ground, review, name):
    person = getattr(cast, name)
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    hearings.save_complaint(case(review, ground.a), COMPLAINT, by=cast.lan)
    detail = "Hạn công nhận 14/12/2025, 1 khiếu nại chưa trả lời"
    assert told(person) == {("2/2 xã chưa công nhận", detail, "1 xã chậm", "danger")}


def approve(review, ground, cast):
    for unit, village in ((ground.a, ground.a_villages[0]), (ground.b, ground.b_villages[0])):
        officer = cast.lan if unit == ground.a else cast.hoa
        walk(review, unit, Step.RECOGNISED, by=officer, village=village)
        UnitTotals.objects.create(review=review, unit=unit, households=100, area="rural")
    yield
    do(review, ground.province, "officialise", by=cast.dung, today=LATER)
    yield
    given = DECISION | {"decision_date": LATER}
    process.perform(case(review, ground.province, LATER), "approve", given, by=cast.dung)
    yield


def test_a_province_whose_communes_are_done_is_told_what_waits_for_it(cast, ground, review):
    detail = "Cả 2 xã đã công nhận."
    walked = approve(review, ground, cast)
    next(walked)
    official = ("chờ chuyển sang bản chính thức", detail, "Đang chờ", "warning")
    assert told(cast.dung, LATER) == {official}
    next(walked)
    assert told(cast.dung, LATER) == {("chờ phê duyệt", detail, "Đang chờ", "warning")}
    next(walked)
    assert told(cast.dung, LATER) == told(cast.lan, LATER) == set()


def test_a_reopened_commune_and_its_province_are_told_how_long(cast, ground, review):
    list(approve(review, ground, cast))
    until = LATER + datetime.timedelta(days=5)
    given = {"unit": ground.a, "until": until, "comment": "Sót một hộ."}
    process.perform(case(review, ground.province, LATER), "reopen", given, by=cast.dung)
    here = ("đang mở lại để sửa danh sách", "Xã An Hòa, đến hết ngày 30/12/2025")
    assert told(cast.lan, LATER) == {(*here, "Còn 5 ngày", "warning")}
    assert told(cast.hoa, LATER) == told(cast.dung, LATER) == set()
    near = until - datetime.timedelta(days=2)
    ending = ("mở lại sắp hết hạn", "Xã An Hòa, đến hết ngày 30/12/2025", "Còn 2 ngày", "warning")
    assert told(cast.dung, near) == {ending}
    assert told(cast.lan, until + datetime.timedelta(days=1)) == set()


def test_who_may_only_read_is_asked_nothing(cast, ground, review):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    assert told(cast.quang) == told(cast.son) == told(cast.admin) == set()


def test_the_cost_is_the_same_for_many_communes(
    cast, ground, review, django_assert_max_num_queries
):
    officer = factories.user("many", "Nhiều Xã", Role.COMMUNE_OFFICER, ground.a)
    for number in range(12):
        factories.unit(f"Xã Mới {number}", f"219{number:02}", "commune", ground.province)
    assert len(told(cast.dung)) == 1
    # Read anew: what a user reaches is kept on the row.
    for person in (officer, type(officer).objects.get(pk=cast.dung.pk)):
        with django_assert_max_num_queries(14):
            duties.of(person, TODAY)

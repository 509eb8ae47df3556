"""Who may take which step of a review from where: every combination, from the one table."""

import datetime
import re
from pathlib import Path

import pytest

from campaign.models import Event
from campaign.roles import PERMISSIONS, Permission, Role
from campaign.versions import Stale
from households import hearings, process, steps
from households.choices import ReviewState, Step
from households.models import ReviewProgress, StepRecord
from tests import factories
from tests.households.processing import (
    COMPLAINT,
    LATER,
    MEETING,
    STEPS,
    case,
    do,
    hold_meetings,
    listed,
    reach,
    review_of,
    walk,
)
from tests.households.uploading import open_review

REASON = "Nhập nhầm biên bản của thôn khác."
ORDER = [step for step in Step if step != Step.CONSULTED]


@pytest.fixture
def review(ground):
    return review_of(ground)


@pytest.fixture
def old_review(ground):
    """A review of the time of districts."""
    return open_review(ground.old_province, 2024)


def people(ground):
    for role in Role:
        if role == Role.ADMINISTRATOR:
            yield role, True, factories.user(role, "Quản Trị", role)
            continue
        yield role, True, factories.user(f"{role}-trong", "Người Trong", role, ground.a)
        yield role, False, factories.user(f"{role}-ngoai", "Người Ngoài", role, ground.b)


# --- every step of a commune --------------------------------------------------------------------
@pytest.mark.parametrize("step", ORDER, ids=str)
def test_every_step_of_a_commune_from_everywhere_for_every_role_and_place(
    step, review, ground, cast
):
    walk(review, ground.a, step, by=cast.admin, village=ground.a_villages[0])
    if step == Step.CLASSIFIED:
        hold_meetings(review, ground.a, by=cast.admin)
    here = case(review, ground.a)
    for role, inside, person in people(ground):
        for transition in process.TRANSITIONS:
            reason = process.why_not(here, transition.verb, person)
            target = transition.target
            wanted = (
                inside
                and not transition.of_province
                and transition.needs in PERMISSIONS[role]
                and step in transition.sources
                and target != Step.CONSULTED
            )
            assert (reason is None) is wanted, (step, transition.verb, role, inside, reason)
            assert reason is None or reason.endswith((".", "”."))


@pytest.mark.parametrize("state", ReviewState, ids=str)
def test_every_step_of_the_province_for_every_role_and_place(state, review, ground, cast):
    reach(review, ground, state, by=cast.admin)
    here = case(review, review.unit)
    may = {
        ReviewState.OPEN: {"approve"},
        ReviewState.APPROVED: {"lock", "reopen"},
        ReviewState.LOCKED: {"reopen"},
    }[state]
    for role in Role:
        everywhere = role == Role.ADMINISTRATOR
        for inside, unit in ((True, ground.province), (False, ground.other_province)):
            person = factories.user(f"{role}-{inside}", "N", role, None if everywhere else unit)
            for transition in process.TRANSITIONS:
                reason = process.why_not(here, transition.verb, person)
                wanted = (
                    (inside or everywhere)
                    and transition.of_province
                    and Permission.REVIEW_MANAGE in PERMISSIONS[role]
                    and transition.verb in may
                )
                assert (reason is None) is wanted, (state, transition.verb, role, reason)
                assert reason is None or reason.endswith((".", "”."))


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("step", ORDER, ids=str)
def test_a_step_changes_the_commune_as_the_table_says_or_nothing(step, verb, review, ground, cast):
    walk(review, ground.a, step, by=cast.lan, village=ground.a_villages[0])
    hold_meetings(review, ground.a, by=cast.lan) if step == Step.CLASSIFIED else None
    before = StepRecord.objects.count(), Event.objects.count()
    transition = process.BY_VERB[verb]
    if step in transition.sources and verb != "consult":
        do(review, ground.a, verb, by=cast.lan)
        progress = ReviewProgress.objects.get(review=review, unit=ground.a)
        assert (progress.step, progress.step_date) == (
            transition.target,
            STEPS[verb][transition.dated],
        )
        record = StepRecord.objects.first()
        assert (record.source, record.target, record.by) == (step, transition.target, cast.lan)
        assert Event.objects.first().verb == f"review.{verb}"
    else:
        with pytest.raises(process.Refused):
            do(review, ground.a, verb, by=cast.lan)
        assert case(review, ground.a).standing == step
        assert (StepRecord.objects.count(), Event.objects.count()) == before


def test_the_time_of_districts_has_one_step_more(review, old_review, ground, cast):
    assert steps.order(review) == tuple(ORDER)
    assert steps.order(old_review) == tuple(Step)
    walk(old_review, ground.old_a2, Step.POSTED, by=cast.lan, village=ground.old_villages["a2"][0])
    last_year = datetime.date(2024, 12, 20)
    with pytest.raises(process.Refused) as refusal:
        do(old_review, ground.old_a2, "recognise", by=cast.lan)
    assert str(refusal.value) == "Chưa có ý kiến của cấp huyện. Hãy ghi ý kiến đó trước."
    do(old_review, ground.old_a2, "consult", by=cast.lan)
    do(old_review, ground.old_a2, "recognise", by=cast.lan)
    here = case(old_review, ground.old_a2, last_year)
    assert here.standing == Step.RECOGNISED
    assert here.progress.opinion_number == "15/UBND-LĐTBXH"


# --- what must hold -----------------------------------------------------------------------------
def test_a_commune_without_a_list_says_that_it_has_nobody(review, ground, cast):
    do(review, ground.a, "list", by=cast.lan)
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "classify", by=cast.lan)
    assert "chưa có danh sách hộ" in str(refusal.value)
    do(review, ground.a, "classify", by=cast.lan, nobody_listed=True)
    do(review, ground.a, "meet", by=cast.lan)
    assert case(review, ground.a).progress.nobody_listed


def test_a_commune_with_a_list_cannot_say_that_it_has_nobody(review, ground, cast):
    listed(review, ground.a_villages[0])
    do(review, ground.a, "list", by=cast.lan)
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "classify", by=cast.lan, nobody_listed=True)
    assert "đang có hộ nghèo" in str(refusal.value)


def test_each_village_with_households_needs_its_minutes(review, ground, cast):
    for village in ground.a_villages[:2]:
        listed(review, village)
    walk(review, ground.a, Step.CLASSIFIED, by=cast.lan)
    assert process.why_not(case(review, ground.a), "meet", cast.lan) == (
        "Còn 2 thôn chưa nhập biên bản họp: Khối 1, Khối 2."
    )
    hold_meetings(review, ground.a, by=cast.lan)
    assert process.why_not(case(review, ground.a), "meet", cast.lan) is None


def test_a_posting_takes_its_working_days_over_the_weekend(review, ground, cast):
    walk(review, ground.a, Step.MET, by=cast.lan, village=ground.a_villages[0])
    friday = datetime.date(2025, 12, 5)
    with pytest.raises(process.Refused) as refusal:
        do(
            review,
            ground.a,
            "post",
            by=cast.lan,
            posted_from=friday,
            posted_until=datetime.date(2025, 12, 8),
        )
    assert "ít nhất đến hết ngày 09/12/2025" in str(refusal.value)
    do(review, ground.a, "post", by=cast.lan, posted_from=friday)
    last = datetime.date(2025, 12, 9)
    assert case(review, ground.a).progress.posted_until == last
    assert process.why_not(case(review, ground.a, last), "recognise", cast.lan) == (
        "Còn trong thời gian niêm yết, đến hết ngày 09/12/2025 mới làm được bước tiếp theo."
    )
    the_day_after = last + datetime.timedelta(days=1)
    assert process.why_not(case(review, ground.a, the_day_after), "recognise", cast.lan) is None


def test_an_open_complaint_and_the_posting_of_its_answer_hold_recognition_back(
    review, ground, cast
):
    walk(review, ground.a, Step.POSTED, by=cast.lan, village=ground.a_villages[0])
    complaint = hearings.save_complaint(case(review, ground.a), COMPLAINT, by=cast.lan)
    assert process.why_not(case(review, ground.a), "recognise", cast.lan) == (
        "Còn 1 khiếu nại chưa trả lời. Thời hạn phúc tra đến hết ngày 05/12/2025."
    )
    answered = COMPLAINT | {
        "outcome": "rejected",
        "answered_date": datetime.date(2025, 12, 10),
        "answer": "Xe của người khác gửi.",
    }
    here = case(review, ground.a)
    hearings.save_complaint(here, answered, by=cast.lan, complaint=complaint)
    assert process.why_not(case(review, ground.a), "recognise", cast.lan) == (
        "Còn trong thời gian niêm yết, đến hết ngày 15/12/2025 mới làm được bước tiếp theo."
    )
    assert process.why_not(case(review, ground.a, LATER), "recognise", cast.lan) is None
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "recognise", by=cast.lan, today=LATER)
    assert "còn trong thời gian niêm yết" in str(refusal.value)
    day = datetime.date(2025, 12, 16)
    do(review, ground.a, "recognise", by=cast.lan, today=LATER, decision_date=day)


def test_a_day_to_come_or_before_the_step_before_is_refused(review, ground, cast):
    listed(review, ground.a_villages[0])
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "list", by=cast.lan, step_date=LATER)
    assert "Ngày này chưa đến" in str(refusal.value)
    do(review, ground.a, "list", by=cast.lan)
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "classify", by=cast.lan, step_date=datetime.date(2025, 9, 1))
    assert "trước bước liền trước (10/09/2025)" in str(refusal.value)


def test_a_slip_of_the_year_is_told(review, ground, cast):
    listed(review, ground.a_villages[0])
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "list", by=cast.lan, step_date=datetime.date(2020, 9, 6))
    assert "quá xa kỳ rà soát (thời điểm 31/12/2025)" in str(refusal.value)
    walk(review, ground.a, Step.CLASSIFIED, by=cast.lan)
    with pytest.raises(hearings.Refused) as refusal:
        values = MEETING | {"date": datetime.date(2024, 1, 1)}
        hearings.save_meeting(case(review, ground.a), ground.a_villages[0], values, by=cast.lan)
    assert "quá xa kỳ rà soát" in str(refusal.value)


def test_the_meetings_are_over_before_the_step_and_a_no_is_answered(review, ground, cast):
    walk(review, ground.a, Step.CLASSIFIED, by=cast.lan, village=ground.a_villages[0])
    values = MEETING | {"date": datetime.date(2025, 11, 27), "agreed": 5, "disagreed": 35}
    hearings.save_meeting(case(review, ground.a), ground.a_villages[0], values, by=cast.lan)
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "meet", by=cast.lan, step_date=datetime.date(2025, 11, 26))
    assert "trước cuộc họp thôn cuối cùng (27/11/2025)" in str(refusal.value)
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "meet", by=cast.lan)
    assert f"Không quá nửa số người dự họp đồng ý ở {ground.a_villages[0]}" in str(refusal.value)
    do(review, ground.a, "meet", by=cast.lan, comment="Đã rà soát lại 3 hộ, họp lại lần hai.")
    assert case(review, ground.a).standing == Step.MET


def test_a_step_taken_back_needs_a_reason_and_leaves_what_was_entered(review, ground, cast):
    walk(review, ground.a, Step.RECOGNISED, by=cast.lan, village=ground.a_villages[0])
    with pytest.raises(process.Refused) as refusal:
        do(review, ground.a, "take_back", by=cast.lan, comment=" ")
    assert str(refusal.value) == "Hãy ghi lý do."
    do(review, ground.a, "take_back", by=cast.lan, comment=REASON)
    do(review, ground.a, "take_back", by=cast.lan, comment=REASON)
    progress = case(review, ground.a).progress
    assert (progress.step, progress.step_date) == (Step.MET, STEPS["meet"]["step_date"])
    assert progress.decision_number == "120/QĐ-UBND"
    # Posted anew on an earlier day than before: the day of the step taken back binds nobody.
    do(review, ground.a, "post", by=cast.lan, posted_from=datetime.date(2025, 11, 28))
    verbs = [record.verb for record in StepRecord.objects.filter(unit=ground.a)]
    assert verbs[:4] == ["post", "take_back", "take_back", "recognise"]
    assert StepRecord.objects.filter(verb="take_back").first().comment == REASON


def test_the_second_of_two_steps_at_once_changes_nothing(review, ground, cast):
    one, other = case(review, ground.a), case(review, ground.a)
    process.perform(one, "list", STEPS["list"], by=cast.lan)
    with pytest.raises(Stale):
        process.perform(other, "list", STEPS["list"], by=cast.lan)
    assert StepRecord.objects.count() == 1


def test_the_diagram_in_the_docs_is_drawn_from_the_table():
    path = Path(__file__).parents[2] / "docs" / "review-process.md"
    assert path.read_text() == process.diagram()
    arrows = re.findall(r"^    (\w+) --> (\w+): ", process.diagram(), re.MULTILINE)
    assert len(arrows) == sum(len(transition.sources) for transition in process.TRANSITIONS)

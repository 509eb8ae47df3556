"""How tests walk a review: a day of the year, a list, and each step as the officer enters it."""

import datetime

from households import hearings, process, rollup
from households.cases import Case
from households.choices import ReviewState, Step
from households.models import Household, ReviewProgress, Status, UnitTotals
from tests.households.uploading import open_review

TODAY = datetime.date(2025, 12, 12)
LATER = datetime.date(2025, 12, 25)
STEPS = {
    "list": {"step_date": datetime.date(2025, 9, 10)},
    "classify": {"step_date": datetime.date(2025, 11, 20), "nobody_listed": False},
    "meet": {"step_date": datetime.date(2025, 11, 28)},
    "post": {
        "posted_from": datetime.date(2025, 12, 1),
        "posted_until": None,
        "posted_places": "Nhà văn hóa các thôn; trụ sở UBND xã",
    },
    "consult": {
        "opinion_number": "15/UBND-LĐTBXH",
        "opinion_date": datetime.date(2025, 12, 8),
        "opinion": "Thống nhất với kết quả rà soát của xã.",
    },
    "recognise": {
        "decision_number": "120/QĐ-UBND",
        "decision_date": datetime.date(2025, 12, 10),
        "decision_signer": "Nguyễn Văn Chủ",
        "decision_position": "Chủ tịch",
    },
}
DECISION = STEPS["recognise"] | {"decision_number": "654/QĐ-UBND"}
MEETING = {
    "date": datetime.date(2025, 11, 25),
    "place": "Nhà văn hóa thôn",
    "chair": "Nguyễn Văn Trưởng",
    "secretary": "Lê Thị Ghi",
    "attendees": 40,
    "agreed": 38,
    "disagreed": 2,
    "remarks": "",
}
COMPLAINT = {
    "name": "Trần Văn Kêu",
    "village": None,
    "about": "Hộ Hồ Văn Bình",
    "received_date": datetime.date(2025, 12, 2),
    "content": "Hộ có xe tải nhưng vẫn được xét là hộ nghèo.",
    "outcome": "",
    "answered_date": None,
    "answer": "",
}


def review_of(ground, **fields):
    """The annual review of 2025; `fields` as for a Review."""
    return open_review(ground.province, **fields)


def listed(review, village, *, head="Hồ Văn Bình", poverty_class="poor"):
    """One household in the list of a village, the commune's list marked as come."""
    place = {
        "village": village,
        "commune": village.commune,
        "district": village.district,
        "province": village.province,
    }
    household = Household.objects.create(head_name=head, head_key=head.lower(), **place)
    status = Status.objects.create(
        review=review,
        household=household,
        area="rural",
        poverty_class=poverty_class,
        head_name=head,
        members=4,
        **place,
    )
    progress, _created = ReviewProgress.objects.get_or_create(review=review, unit=village.commune)
    progress.listed_at = datetime.datetime(2025, 11, 1, tzinfo=datetime.UTC)
    progress.save(update_fields=["listed_at"])
    return status


def case(review, unit, today=TODAY):
    review.refresh_from_db()
    return Case(review, unit, today=today)


def do(review, unit, verb, /, *, by, today=TODAY, seen=None, **values):
    """Take one step with what STEPS says of it."""
    given = STEPS.get(verb, {}) | values
    return process.perform(case(review, unit, today), verb, given, by=by, seen=seen)


def hold_meetings(review, unit, *, by):
    here = case(review, unit)
    for village in here.villages_without_minutes:
        hearings.save_meeting(here, village, MEETING, by=by)


def walk(review, unit, to, *, by, village=None):
    """Bring a commune with one listed household to the step `to` by its proper steps."""
    if village is not None:
        listed(review, village)
    for verb in ("list", "classify", "meet", "post", "consult", "recognise"):
        if case(review, unit).standing == to:
            break
        if verb == "meet":
            hold_meetings(review, unit, by=by)
        target = process.BY_VERB[verb].target
        if target == Step.CONSULTED and review.as_of.year == 2025:
            continue
        do(review, unit, verb, by=by)
    assert case(review, unit).standing == to


def official(review, ground, *, by):
    """A review in which both communes are recognised and counted, turned official."""
    for unit, villages in ((ground.a, ground.a_villages), (ground.b, ground.b_villages)):
        walk(review, unit, Step.RECOGNISED, by=by, village=villages[0])
        UnitTotals.objects.create(review=review, unit=unit, households=100, area="rural")
    rollup.rebuild(review)
    do(review, review.unit, "officialise", by=by)
    return review


def reach(review, ground, state, *, by):
    """Bring the province's side to `state` by its proper steps."""
    official(review, ground, by=by)
    if state != ReviewState.OPEN:
        do(review, review.unit, "approve", by=by, **DECISION)
    if state == ReviewState.LOCKED:
        do(review, review.unit, "lock", by=by)
    review.refresh_from_db()
    assert review.state == state

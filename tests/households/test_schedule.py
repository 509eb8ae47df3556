"""By when each step of a review should be done, and what the district's time changes in it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from households import schedule, steps
from households.choices import ReviewKind, Step
from households.models import ProcessRule
from households.schedule import Schedule
from tests.households.uploading import open_review

DAY = datetime.date


def test_steps_are_reckoned_back_from_the_last_day(ground):
    due = Schedule(open_review(ground.province)).due
    assert due == {
        Step.LISTED: DAY(2025, 9, 16),
        Step.CLASSIFIED: DAY(2025, 11, 24),
        Step.MET: DAY(2025, 12, 1),
        Step.POSTED: DAY(2025, 12, 2),
        Step.RECOGNISED: DAY(2025, 12, 14),
    }


def test_the_district_takes_its_days_in_its_time(ground):
    old = Schedule(open_review(ground.old_province, 2024))
    assert old["opinion_days"] == 5
    assert list(sorted(old.due, key=old.due.get)) == list(steps.order(old.review))[1:]
    assert old.due[Step.CONSULTED] == DAY(2024, 12, 13)
    assert "opinion_days" not in Schedule(open_review(ground.province)).settings


@pytest.mark.parametrize("kind", ReviewKind, ids=str)
def test_every_kind_of_review_has_its_steps_in_order_inside_its_window(kind, ground):
    month = 9 if kind == ReviewKind.ADHOC else 0
    as_of = DAY(2025, 9, 15) if kind == ReviewKind.ADHOC else DAY(2025, 12, 31)
    review = open_review(ground.province, kind=kind, month=month)
    review.as_of = as_of
    plan = Schedule(review)
    first, last = plan.window
    days = [plan.due[step] for step in steps.order(review)[1:]]
    assert days == sorted(days)
    assert first <= days[0] and days[-1] == last


def test_an_ad_hoc_review_begins_on_the_fifteenth_and_takes_fifteen_days(ground):
    review = open_review(ground.province, kind=ReviewKind.ADHOC, month=9)
    review.as_of = DAY(2025, 9, 30)
    assert Schedule(review).window == (DAY(2025, 9, 15), DAY(2025, 9, 30))


def test_what_is_only_remembered_of_the_law_says_so(ground):
    settings = Schedule(open_review(ground.old_province, 2024)).settings
    confirmed = {code for code, setting in settings.items() if setting.confirmed}
    assert confirmed == {"window_from", "window_to", "preliminary_by", "official_by"}


def test_a_rule_of_one_province_and_year_holds_there_alone(ground, cast):
    review = open_review(ground.province)
    later = open_review(ground.province, 2026)
    values = {"source": "Kế hoạch rà soát của tỉnh", "confirmed": True, "by": cast.minh}
    schedule.set_rule(review, "window_to", DAY(2025, 12, 5), **values)
    schedule.set_rule(review, "window_to", DAY(2025, 12, 10), **values)
    assert Schedule(review).window[1] == DAY(2025, 12, 10)
    assert Schedule(later).window[1] == DAY(2026, 12, 14)
    assert ProcessRule.objects.count() == 1
    with pytest.raises(PermissionDenied):
        schedule.set_rule(review, "window_to", None, source="", confirmed=False, by=cast.lan)
    with pytest.raises(KeyError):
        schedule.set_rule(review, "adhoc_days", 3, **values)
    schedule.set_rule(review, "window_to", None, source="", confirmed=False, by=cast.minh)
    assert Schedule(review).window[1] == DAY(2025, 12, 14)


def test_a_commune_is_late_from_the_day_after(ground):
    plan = Schedule(open_review(ground.province))
    due = plan.due[Step.POSTED]
    assert plan.days_late(Step.MET, due) == 0
    assert plan.days_late(Step.MET, due + datetime.timedelta(days=2)) == 2
    assert plan.days_late(Step.RECOGNISED, DAY(2027, 1, 1)) == 0

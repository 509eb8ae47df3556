"""Four year-ends of commune A: an opening and two years on the old map, one on today's."""

import datetime
from types import SimpleNamespace

import pytest

from awards import drafts
from campaign.lib.vietnamese import name_key
from households import rollup
from households.choices import PovertyClass, ReviewKind
from households.models import Household, Review, Status, UnitTotals
from tests import factories

STANDARD = "national-2022"
TEXTS = {
    "subject_name": "Nhân dân và cán bộ xã An Hòa",
    "features": "Xã An Hòa được thành lập trên cơ sở thị trấn An Hòa và xã An Phú.\nDân số trẻ.",
    "achievements": "Trong năm, xã đã giúp nhiều hộ thoát nghèo bền vững nhờ vốn vay và việc làm.",
    "measures_taken": "Phân công đảng viên giúp từng hộ nghèo; mở lớp dạy nghề tại thôn.",
    "past_awards": "Không",
    "summary": "Giảm nghèo nhanh, bền vững; không có hộ tái nghèo.",
    "head_name": "Hồ Thị Mai",
    "head_position": "Chủ tịch",
}


def review_of(province, year, kind=ReviewKind.ANNUAL):
    return Review.objects.create(
        unit=province,
        year=year,
        as_of=datetime.date(year, 12, 31),
        kind=kind,
        standard=STANDARD,
    )


def listed(review, village, count, poverty_class=PovertyClass.POOR):
    """`count` households of one class in `village`."""
    where = {
        "village": village,
        "commune": village.commune,
        "district": village.district,
        "province": village.province,
    }
    for number in range(count):
        name = f"Hộ {poverty_class} {number}"
        household = Household.objects.create(head_name=name, head_key=name_key(name), **where)
        Status.objects.create(
            review=review,
            household=household,
            poverty_class=poverty_class,
            area="rural",
            head_name=name,
            members=4,
            **where,
        )


def totalled(review, unit, households):
    UnitTotals.objects.create(
        review=review, unit=unit, households=households, people=households * 4, area="rural"
    )


def rolled(review):
    communes = set(Status.objects.filter(review=review).values_list("commune", flat=True))
    rollup.refresh(review, communes)


@pytest.fixture
def plan(ground):
    return factories.plan(ground.province)


@pytest.fixture
def years(ground):
    """What went over to commune A: of A1 its first two villages, A2 whole.

    S (poor and near-poor) of today's A: 20 at the opening, 12 in 2024, 6 in 2025, of 100 then 120
    households. The third village of A1 (10 poor of 40 households) is B's and must not be counted.
    """
    first, second, third = ground.old_villages["a1"]
    hill = ground.old_villages["a2"][0]
    opening = review_of(ground.old_province, 2021, ReviewKind.OPENING)
    listed(opening, first, 8)
    listed(opening, hill, 12, PovertyClass.NEAR_POOR)
    before = review_of(ground.old_province, 2024)
    listed(before, first, 4)
    listed(before, hill, 8, PovertyClass.NEAR_POOR)
    for review in (opening, before):
        listed(review, third, 10)
        for village, households in ((first, 30), (second, 20), (third, 40)):
            totalled(review, village, households)
        totalled(review, ground.old_a2, 50)
        rolled(review)
    now = review_of(ground.province, 2025)
    listed(now, ground.a_villages[0], 2)
    listed(now, ground.a_villages[2], 4, PovertyClass.NEAR_POOR)
    totalled(now, ground.a, 120)
    rolled(now)
    return SimpleNamespace(opening=opening, before=before, now=now)


@pytest.fixture
def nomination(ground, cast, plan):
    """Lan's draft for commune A, year 2025, nothing written yet."""
    return drafts.create(plan=plan, unit=ground.a, year=2025, by=cast.lan)


@pytest.fixture
def written(nomination, cast):
    """The draft with all its texts."""
    drafts.revise(nomination, TEXTS, seen=nomination.version, by=cast.lan)
    return nomination

import datetime

import pytest

from campaign.choices import Area
from households import movements, panels, standards
from households.choices import PoorKind, PovertyClass, ReviewKind
from households.standings import standings
from tests.households import population

POOR, NEAR, NONE = PovertyClass.POOR, PovertyClass.NEAR_POOR, PovertyClass.NONE
# Domain notes 1.3: standard, area, B1, B2, class. On every limit, and one point beyond it.
GOLDEN = [
    ("national-2016", Area.URBAN, 140, 0, POOR),
    ("national-2016", Area.URBAN, 141, 20, NEAR),
    ("national-2016", Area.URBAN, 141, 30, POOR),
    ("national-2016", Area.URBAN, 175, 30, POOR),
    ("national-2016", Area.URBAN, 175, 20, NEAR),
    ("national-2016", Area.URBAN, 176, 100, NONE),
    ("national-2016", Area.RURAL, 120, 0, POOR),
    ("national-2016", Area.RURAL, 121, 20, NEAR),
    ("national-2016", Area.RURAL, 121, 30, POOR),
    ("national-2016", Area.RURAL, 150, 30, POOR),
    ("national-2016", Area.RURAL, 150, 20, NEAR),
    ("national-2016", Area.RURAL, 151, 100, NONE),
    ("national-2022", Area.URBAN, 175, 30, POOR),
    ("national-2022", Area.URBAN, 175, 20, NEAR),
    ("national-2022", Area.URBAN, 176, 120, NONE),
    ("national-2022", Area.URBAN, 0, 0, NEAR),
    ("national-2022", Area.RURAL, 140, 30, POOR),
    ("national-2022", Area.RURAL, 140, 20, NEAR),
    ("national-2022", Area.RURAL, 141, 30, NONE),
    ("national-2022", Area.RURAL, 141, 120, NONE),
    ("national-2022", Area.RURAL, None, 30, None),
    ("national-2022", Area.RURAL, 120, None, None),
    # Nobody has read the scoring of 2027-2030: nothing is computed.
    ("national-2027", Area.RURAL, 0, 120, None),
    ("national-2027", Area.URBAN, 175, 30, None),
]


@pytest.mark.parametrize(("code", "area", "b1", "b2", "expected"), GOLDEN)
def test_the_limits_of_the_scoring_sheets(code, area, b1, b2, expected):
    assert standards.get(code).classify(area, b1, b2) == expected


@pytest.mark.parametrize(
    ("code", "area", "b1", "kind"),
    [
        ("national-2016", Area.URBAN, 140, PoorKind.INCOME),
        ("national-2016", Area.URBAN, 141, PoorKind.SERVICES),
        ("national-2016", Area.RURAL, 120, PoorKind.INCOME),
        ("national-2016", Area.RURAL, 121, PoorKind.SERVICES),
        ("national-2016", Area.RURAL, None, None),
        ("national-2022", Area.RURAL, 100, None),
    ],
)
def test_only_2016_knows_two_kinds_of_poor(code, area, b1, kind):
    assert standards.get(code).poor_kind(area, b1) == kind


def test_the_incomes_of_the_three_standards():
    incomes = {
        code: [
            (one.poor_income or {}).get(area, None)
            if part == "poor"
            else (one.average_income or {}).get(area)
            if part == "average"
            else one.income[area]
            for area in (Area.RURAL, Area.URBAN)
            for part in ("poor", "income", "average")
        ]
        for code, one in standards.STANDARDS.items()
    }
    assert incomes == {
        "national-2016": [700_000, 1_000_000, 1_500_000, 900_000, 1_300_000, 1_950_000],
        "national-2022": [None, 1_500_000, 2_250_000, None, 2_000_000, 3_000_000],
        "national-2027": [None, 2_200_000, None, None, 2_800_000, None],
    }
    assert {len(one.indicators) for one in standards.STANDARDS.values()} == {10, 12}
    assert {one.poor_deprivations for one in standards.STANDARDS.values()} == {3}


def test_what_is_not_known_of_2027_is_marked():
    future = standards.NATIONAL_2027
    assert future.unconfirmed == {"average", "indicators", "scoring"}
    confirmed = [indicator.name for indicator in future.indicators if indicator.confirmed]
    assert confirmed == ["Việc làm", "Người phụ thuộc trong hộ gia đình"]
    assert (future.has_scoring, future.b2_max) == (False, None)
    assert standards.NATIONAL_2022.confirmed


def test_the_end_of_2021_is_counted_under_two_standards():
    day = datetime.date(2021, 12, 31)
    assert standards.on(day) is standards.NATIONAL_2016
    assert standards.on(day, kind=ReviewKind.OPENING) is standards.NATIONAL_2022


@pytest.mark.parametrize(
    ("year", "kind", "code"),
    [
        (2016, "annual", "national-2016"),
        (2025, "annual", "national-2022"),
        (2026, "annual", "national-2022"),
        (2026, "opening", "national-2027"),
        (2027, "annual", "national-2027"),
        (2030, "annual", "national-2027"),
    ],
)
def test_the_standard_of_a_year(year, kind, code):
    assert standards.on(datetime.date(year, 12, 31), kind=kind).code == code


def test_a_day_without_a_standard_is_refused():
    with pytest.raises(standards.NoStandard):
        standards.on(datetime.date(2031, 12, 31))
    with pytest.raises(standards.NotHolding, match="chỉ áp dụng từ 01/09/2015 đến 31/12/2021"):
        standards.for_review("national-2016", datetime.date(2022, 12, 31), province=None)


def test_one_sentence_says_that_two_standards_are_not_compared():
    assert standards.incomparable("national-2022", "national-2022") == ""
    assert standards.incomparable("national-2016", "national-2022") == (
        "Không so sánh được: khác chuẩn nghèo (Chuẩn nghèo giai đoạn 2016-2020; "
        "Chuẩn nghèo giai đoạn 2022-2025, kéo dài hết năm 2026)."
    )


def test_nothing_is_differenced_across_standards(ground):
    old = population.review(ground.old_province, 2021, standard="national-2016")
    new = population.review(ground.old_province, 2021, "opening")
    village = ground.old_villages["b"][0]
    for review, classes in ((old, ["poor"] * 3), (new, ["poor"] * 5)):
        for poverty_class in classes:
            home = population.household(village)
            population.status(review, home, village, poverty_class=poverty_class)
        population.totals(review, ground.old_b, 100)
    from households import rollup

    rollup.rebuild(old)
    rollup.rebuild(new)
    reason = standards.incomparable("national-2016", "national-2022")
    with pytest.raises(movements.NotComparable) as refused:
        movements.new(since=old, until=new)
    assert str(refused.value) == reason
    found = standings(ground.old_b, [old, new])
    tiles = panels.tiles(found[1], found[0], panels.Links(new, may_list=False))
    assert [tile.change for tile in tiles] == [reason] * 3
    moves = panels.movements(found[1], panels.Links(new, may_list=False))
    assert {"Không so sánh được" in table["reason"] for table in moves} == {True}

import datetime

import pytest

from campaign.choices import Area
from households import standards
from households.choices import PovertyClass, ReviewKind


@pytest.mark.parametrize(
    ("area", "b1", "b2", "expected"),
    [
        (Area.RURAL, 140, 30, PovertyClass.POOR),
        (Area.RURAL, 140, 20, PovertyClass.NEAR_POOR),
        (Area.RURAL, 141, 30, PovertyClass.NONE),
        (Area.URBAN, 175, 30, PovertyClass.POOR),
        (Area.URBAN, 176, 120, PovertyClass.NONE),
        (Area.RURAL, None, 30, None),
    ],
)
def test_boundaries_of_2022(area, b1, b2, expected):
    assert standards.NATIONAL_2022.classify(area, b1, b2) == expected


def test_points_alone_made_poor_in_2016():
    assert standards.NATIONAL_2016.classify(Area.RURAL, 120, 0) == PovertyClass.POOR
    assert standards.NATIONAL_2016.classify(Area.RURAL, 121, 20) == PovertyClass.NEAR_POOR


def test_the_end_of_2021_is_counted_under_two_standards():
    day = datetime.date(2021, 12, 31)
    assert standards.on(day) is standards.NATIONAL_2016
    assert standards.on(day, kind=ReviewKind.OPENING) is standards.NATIONAL_2022
    assert standards.on(datetime.date(2025, 12, 31)) is standards.NATIONAL_2022


def test_a_day_without_a_standard_is_refused():
    with pytest.raises(standards.NoStandard):
        standards.on(datetime.date(2031, 12, 31))

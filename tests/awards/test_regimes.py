"""The law of awards on its days of change."""

import datetime

import pytest

from awards import regimes

D = datetime.date


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (D(2017, 10, 1), "R-2017"),
        (D(2023, 12, 31), "R-2017"),
        (D(2024, 1, 1), "R-2024"),
        (D(2025, 6, 30), "R-2024"),
        (D(2025, 7, 1), "R-2025"),
        (D(2026, 9, 30), "R-2025"),
        (D(2026, 10, 1), "R-2026"),
        (D(2027, 3, 2), "R-2026"),
    ],
)
def test_the_regime_of_a_day(day, key):
    assert regimes.on(day).key == key


def test_before_the_first_regime_there_is_none():
    with pytest.raises(regimes.NoRegime):
        regimes.on(D(2017, 9, 30))


def test_regimes_follow_each_other_without_gap_or_overlap():
    for earlier, later in zip(regimes.REGIMES, regimes.REGIMES[1:], strict=False):
        assert later.first_day - earlier.last_day == datetime.timedelta(days=1)
    assert regimes.REGIMES[-1].last_day is None


@pytest.mark.parametrize(
    ("day", "circular"),
    [(D(2025, 8, 4), "01/2024/TT-BNV"), (D(2025, 8, 5), "15/2025/TT-BNV")],
)
def test_a_paper_cites_the_circular_of_its_day(day, circular):
    cited = [text.citation for text in regimes.on(day).citations(day)]
    assert [text for text in cited if "Thông tư" in text] == [
        text for text in cited if circular in text
    ]
    assert len(cited) == 3


def test_the_district_stands_between_until_it_ends():
    assert regimes.on(D(2025, 6, 30)).through_district
    assert not regimes.on(D(2025, 7, 1)).through_district


def test_what_is_not_confirmed_says_so():
    assert [r.key for r in regimes.REGIMES if not r.confirmed] == [
        r.key for r in regimes.REGIMES if r.doubts
    ]
    assert "16" in str(regimes.get("R-2026").doubts[0])

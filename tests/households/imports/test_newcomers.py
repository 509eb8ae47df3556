"""The first list of a commune brings its villages."""

import pytest

from campaign.choices import Level
from campaign.models import AdminUnit
from households import reviews
from households.imports import commit, staged
from households.models import Household, Status
from tests.households.imports.conftest import line, sheet_of


@pytest.fixture
def first(desk, ground, cast):
    """Upload and check rows as the first list of a commune of which no village is known."""
    review = reviews.find_or_open(ground.other_province, 2025, by=cast.admin)

    def upload(rows):
        return desk.check(sheet_of(rows), unit=ground.other_commune, review=review, by=cast.admin)

    return upload


def villages(commune):
    found = AdminUnit.objects.filter(level=Level.VILLAGE, commune=commune)
    return set(found.values_list("name", "code"))


def test_villages_of_the_first_list_are_entered_when_it_is_confirmed(first, ground, cast):
    rows = [line(1, Thôn="Thôn Hạ"), line(2, Thôn="thôn 02"), line(3, Thôn="T2")]
    batch = first(rows)
    told = [(p.row, p.code) for p in batch.problems.all()]
    assert told == [(2, "village_new"), (3, "village_new")]
    assert batch.rejected == 0 and villages(ground.other_commune) == set()
    assert {row.village for row in staged.load(batch).new} == {"Thôn Hạ", "Thôn 2"}

    commit.apply(batch, by=cast.admin)

    assert villages(ground.other_commune) == {
        ("Thôn Hạ", "17000-001"),
        ("Thôn 2", "17000-002"),
    }
    placed = set(Status.objects.values_list("head_name", "village__name"))
    assert placed == {
        ("Nguyễn Văn B", "Thôn Hạ"),
        ("Nguyễn Văn C", "Thôn 2"),
        ("Nguyễn Văn D", "Thôn 2"),
    }
    assert set(Household.objects.values_list("village__commune", flat=True)) == {
        ground.other_commune.pk
    }


def test_the_second_list_may_not_bring_villages(first, cast):
    commit.apply(first([line(1, Thôn="Thôn Hạ")]), by=cast.admin)
    batch = first([line(1, Thôn="Thôn Hạ"), line(2, Thôn="Thôn Thượng")])
    assert [p.code for p in batch.problems.all()] == ["village_unknown"]
    assert batch.rejected == 1


def test_what_cannot_be_a_name_is_an_error_in_a_first_list_too(first, ground):
    batch = first([line(1, Thôn="067162000123"), line(2, Thôn="Thôn Hạ")])
    assert {p.row: p.code for p in batch.problems.all()} == {2: "village_unknown", 3: "village_new"}
    assert villages(ground.other_commune) == set()

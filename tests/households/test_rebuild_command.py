"""Summaries are counted anew by a command, all of them or those that are named."""

from io import StringIO

import pytest
from django.core.management import call_command

from households import rollup
from households.choices import PoorKind, Support, bits
from households.models import Summary
from tests.households import population


@pytest.fixture
def spoilt(ground):
    """Two reviews whose summaries say nothing that is true."""
    found = []
    for year, standard in ((2020, "national-2016"), (2023, "national-2022")):
        review = population.review(ground.old_province, year, standard=standard)
        village = ground.old_villages["b"][0]
        population.status(
            review, population.household(village), village,
            poor_kind=PoorKind.SERVICES, supports=bits(Support.HEALTH, Support.HOUSING),
        )  # fmt: skip
        rollup.rebuild(review)
        Summary.objects.filter(review=review).update(counts={})
        found.append(review)
    return found


def counts(review, unit):
    return Summary.objects.get(review=review, unit=unit).counts


def test_all_summaries_or_those_of_a_year_are_counted_anew(spoilt, ground):
    old, new = spoilt
    call_command("rebuild_summaries", year=[2023], stdout=StringIO())
    assert counts(old, ground.old_province) == {}
    assert counts(new, ground.old_province)["poor"] == 1
    call_command("rebuild_summaries", stdout=StringIO())
    assert counts(old, ground.old_province)["poor"] == 1


def test_kinds_of_poor_are_counted_where_the_standard_has_them_and_supports_always(spoilt, ground):
    call_command("rebuild_summaries", unit=[ground.old_province.code], stdout=StringIO())
    old, new = (counts(review, ground.old_b) for review in spoilt)
    assert old["poor_by_services"] == old["poor_support_1"] == old["poor_support_5"] == 1
    assert "poor_by_income" not in old and "poor_support_2" not in old
    assert "poor_by_services" not in new and new["poor_support_1_people"] == 4

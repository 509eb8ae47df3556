"""Named sets of households between two reviews, and the rows behind R2 and R3."""

import pytest

from households import ledger, measures, movements, reviews, rollup
from households.flows import MOVES
from households.models import Status, Summary
from tests.households import population


@pytest.fixture
def years(ground):
    return (
        population.review(ground.old_province, 2021, "opening"),
        population.review(ground.old_province, 2022),
    )


@pytest.fixture
def homes(ground, years):
    """What became of five households of one village, by name."""
    village = ground.old_villages["b"][0]
    courses = {
        "escaped": ("poor", "none", ""),
        "fell": ("near_poor", "poor", ""),
        "stayed": ("poor", "poor", ""),
        "came": (None, "near_poor", "moved_in"),
        "left": ("poor", "none", "moved_out"),
        "lost": ("poor", None, ""),
    }
    found = {}
    for name, (then, now, change) in courses.items():
        home = population.household(village, name)
        if then:
            population.status(years[0], home, village, poverty_class=then)
        if now:
            population.status(years[1], home, village, poverty_class=now, change=change)
        found[name] = home
    return found


def names(statuses):
    return {status.head_name for status in statuses}


def test_sets_are_named_after_what_happened(homes, years, ground):
    span = {"since": years[0], "until": years[1]}
    assert names(movements.escaped(**span)) == {"escaped"}
    assert names(movements.fell_back(**span)) == {"fell"}
    assert names(movements.new(**span)) == {"came"}
    assert names(movements.stayed(**span)) == {"fell", "stayed"}
    assert names(movements.escaped(**span, unit=ground.old_b)) == {"escaped"}
    assert names(movements.escaped(**span, unit=ground.old_a2)) == set()


def test_nothing_is_compared_across_two_standards(ground, years):
    old = population.review(ground.old_province, 2020, standard="national-2016")
    with pytest.raises(movements.NotComparable, match="Không so sánh được: khác chuẩn nghèo"):
        movements.escaped(since=old, until=years[1])
    with pytest.raises(movements.NotComparable, match="thời điểm sớm hơn"):
        movements.escaped(since=years[1], until=years[0])


def test_reviews_of_another_standard_are_neither_before_nor_after(ground, years):
    old = population.review(ground.old_province, 2020, standard="national-2016")
    assert reviews.previous(years[0]) == []
    assert reviews.following(old) == []
    assert reviews.following(years[0]) == [years[1]]
    assert reviews.previous(years[1]) == [years[0]]


def test_an_adhoc_review_is_compared_and_compares_nobody(ground, years):
    adhoc = population.review(ground.old_province, 2023, "adhoc")
    assert reviews.previous(adhoc) == [years[1]]
    assert reviews.following(adhoc) == []
    assert reviews.following(years[1]) == [adhoc]


def test_the_gap_opens_on_the_households_that_are_missing(homes, years, ground):
    rollup.rebuild(years[1])
    gap = Status.objects.filter(measures.rows_behind("mv_poor_gap", years[1]))
    assert names(gap) == {"lost"}
    assert {status.review for status in gap} == {years[0]}


@pytest.mark.parametrize("seed", [3, 7])
def test_the_rows_behind_each_column_add_up_to_what_it_says(ground, seed):
    people = population.populate(ground, seed)
    opened = set()
    for review in people.years:
        rollup.rebuild(review)
        for unit in population.units_of(review):
            summary = Summary.objects.filter(review=review, unit=unit).first()
            counts = summary.counts if summary else {}
            book = ledger.Ledger(review, [unit])
            for code in MOVES:
                lines = book.lines(code)
                rows = ledger.weighed(Status.objects.all(), lines) if lines else []
                weight = "people" if code.endswith("_people") else "households"
                found = sum(getattr(row, weight) for row in rows)
                expected = counts.get(code, 0) if counts.get("mv_communes") else 0
                assert found == expected, (code, review.year, unit)
                opened |= {code} if expected else set()
    assert opened == set(MOVES)


def test_a_relapse_is_remembered_over_the_years_or_said_by_the_list(ground):
    village = ground.old_villages["b"][0]
    years = [
        population.review(ground.old_province, 2021, "opening"),
        population.review(ground.old_province, 2022),
        population.review(ground.old_province, 2023),
    ]
    again, said, fresh, other = (population.household(village, n) for n in ("a", "s", "f", "o"))
    population.status(years[0], again, village)
    population.status(years[1], other, village)
    population.status(years[2], again, village)
    population.status(years[2], said, village, change="relapsed")
    population.status(years[2], fresh, village)
    rollup.rebuild(years[2])
    counts = Summary.objects.get(review=years[2], unit=village).counts
    assert (counts["mv_poor_relapsed"], counts["mv_poor_new"]) == (2, 1)
    relapsed = Status.objects.filter(measures.rows_behind("mv_poor_relapsed", years[2]))
    assert names(relapsed) == {"a", "s"}


def test_correcting_a_list_long_ago_turns_new_into_relapsed(ground):
    village = ground.old_villages["b"][0]
    years = [
        population.review(ground.old_province, 2021, "opening"),
        population.review(ground.old_province, 2022),
        population.review(ground.old_province, 2023),
    ]
    again, other = population.household(village, "a"), population.household(village, "o")
    for year in years[:2]:
        population.status(year, other, village)
    population.status(years[2], again, village)
    rollup.refresh(years[2], [ground.old_b.pk])
    counts = Summary.objects.get(review=years[2], unit=village).counts
    assert counts["mv_poor_new"] == 1
    population.status(years[0], again, village)
    rollup.refresh(years[0], [ground.old_b.pk])
    counts = Summary.objects.get(review=years[2], unit=village).counts
    assert (counts.get("mv_poor_new"), counts["mv_poor_relapsed"]) == (None, 1)

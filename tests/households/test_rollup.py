"""Summaries say what a slow loop over every household says, at every level, on both maps."""

import pytest

from campaign.choices import Level
from households import measures, rollup
from households.models import Summary
from tests.households import population

SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))]


@pytest.fixture(params=SEEDS)
def people(request, ground):
    return population.populate(ground, request.param)


@pytest.fixture
def summed(people):
    for review in people.years:
        rollup.rebuild(review)
    return people


def stored(review):
    return {s.unit_id: s.counts for s in Summary.objects.filter(review=review)}


def test_every_count_of_every_unit_is_what_a_loop_counts(summed):
    checked = 0
    for review in summed.years:
        for unit in population.units_of(review):
            rows = population.inside(summed.rows, review, unit)
            if not rows:
                continue
            values = {v.code: v.value for v in measures.figures(unit, review, measures.COUNTS)}
            truth = population.counted(rows)
            assert values == {code: truth[code] for code in measures.COUNTS}
            checked += 1
    assert checked > 30


def test_rows_behind_a_count_are_as_many_as_it_says(summed):
    review = summed.years[1]
    statuses = review.statuses.all()
    truth = population.counted(population.inside(summed.rows, review, review.unit))
    for code, count in measures.COUNTS.items():
        if count.weight == "households":
            assert statuses.filter(measures.rows_behind(code)).count() == truth[code], code


def test_denominators_are_known_only_where_every_list_has_one(summed):
    known = unknown = 0
    for review in summed.years:
        for unit in population.units_of(review):
            values = {v.code: v for v in measures.figures(unit, review, measures.TOTALS)}
            for code, value in values.items():
                truth = population.total(code, summed.rows, review, unit)
                assert value.value == truth, (code, unit.name, review.year)
                assert bool(value.reason) is (truth is None)
                known += truth is not None
                unknown += truth is None
    assert known and unknown


RATES = ("poor_rate", "near_poor_people_rate", "multidim_poor_rate", "average_households_rate")


def test_a_rate_is_one_of_the_communes_whose_poor_are_known(ground):
    summed = population.populate(ground, population.LATE_TOTALS)
    for review in summed.years:
        rollup.rebuild(review)
    partial = 0
    for review in summed.years:
        for unit in population.units_of(review):
            for value in measures.figures(unit, review, RATES):
                if value.value is None:
                    continue
                measure = measures.MEASURES[value.code]
                beside = measure.numerator if measure.numerator in measures.TOTALS else ""
                world = summed.rows, review, unit
                truth = population.basis(measure.denominator, *world, beside)
                assert value.denominator == truth, (value.code, unit.name, review.year)
                whole = population.total(measure.denominator, *world)
                assert bool(value.basis) is (truth != whole)
                assert value.note.endswith(value.basis)
                partial += truth != whole
    assert partial
    refreshed = [stored(review) for review in summed.years]
    for review in summed.years:
        communes = [u.pk for u in population.units_of(review) if u.level == Level.COMMUNE]
        rollup.refresh(review, communes[:1])
    assert refreshed == [stored(review) for review in summed.years]


def test_movements_are_what_a_loop_over_households_says(summed):
    seen = set()
    for number, later in enumerate(summed.years[1:], start=1):
        earlier, memory = summed.years[number - 1], summed.years[: number - 1]
        truth, compared = population.moved(summed.rows, later, earlier, memory)
        assert compared
        found = stored(later)
        for unit in population.units_of(later):
            numbers = found.get(unit.pk, {})
            kept = {code: n for code, n in numbers.items() if code in measures.MOVES and n}
            expected = {code: n for code, n in truth[unit].items() if n}
            assert kept == expected, (unit.name, later.year)
            seen |= set(kept)
        for unit in (u for u in population.units_of(later) if u.level == Level.COMMUNE):
            assert found.get(unit.pk, {}).get("mv_communes", 0) == (unit in compared)
    assert seen == set(measures.MOVES)


def test_the_identity_of_r2_and_r3_holds_with_its_gap(summed):
    for review in summed.years[1:]:
        for numbers in stored(review).values():
            for table in ("mv_poor", "mv_near"):
                for people in ("", "_people"):
                    total = numbers.get(f"{table}_opening{people}", 0) + sum(
                        move.sign * numbers.get(code, 0)
                        for code, move in measures.MOVES.items()
                        if code.startswith(table) and code.endswith("_people") is bool(people)
                    )
                    assert total == numbers.get(f"{table}_closing{people}", 0)


def test_what_leaves_one_table_enters_the_other(summed):
    for review in summed.years[1:]:
        for numbers in stored(review).values():
            assert numbers.get("mv_poor_to_near") == numbers.get("mv_near_from_poor")
            assert numbers.get("mv_near_to_poor") == numbers.get("mv_poor_from_near")


def test_refreshing_one_commune_leaves_what_a_rebuild_would(summed):
    for review in summed.years:
        row = next(row for row in summed.rows if row.review_id == review.pk)
        row.poverty_class = "none" if row.poverty_class == "poor" else "poor"
        row.members = 7
        row.save()
        rollup.refresh(review, [row.commune_id])
    refreshed = [stored(review) for review in summed.years]
    for review in summed.years:
        rollup.rebuild(review)
    assert refreshed == [stored(review) for review in summed.years]


def test_a_first_list_of_a_commune_reaches_the_comparison_of_the_year_after(ground):
    first = population.review(ground.old_province, 2021, "opening")
    second = population.review(ground.old_province, 2022)
    village = ground.old_villages["b"][0]
    home = population.household(village)
    population.status(second, home, village, poverty_class="near_poor")
    rollup.refresh(second, [ground.old_b.pk])
    assert not stored(second)[ground.old_b.pk].get("mv_communes")

    population.status(first, home, village)
    rollup.refresh(first, [ground.old_b.pk])
    numbers = stored(second)[ground.old_b.pk]
    assert (numbers["mv_poor_opening"], numbers["mv_poor_to_near"]) == (1, 1)


def test_a_household_found_again_elsewhere_leaves_the_gap_of_its_old_commune(ground):
    first = population.review(ground.old_province, 2021, "opening")
    second = population.review(ground.old_province, 2022)
    here, there = ground.old_villages["b"][0], ground.old_villages["a2"][0]
    home, other, third = (population.household(here, name) for name in ("M", "H", "B"))
    for someone, village in ((home, here), (other, here), (third, there)):
        population.status(first, someone, village)
    population.status(second, other, here)
    population.status(second, third, there)
    rollup.rebuild(first)
    rollup.refresh(second, [ground.old_b.pk, ground.old_a2.pk])
    assert stored(second)[ground.old_b.pk]["mv_poor_gap"] == 1

    population.status(second, home, there)
    rollup.refresh(second, [ground.old_a2.pk])
    numbers = stored(second)[ground.old_b.pk]
    assert "mv_poor_gap" not in numbers
    assert numbers["mv_poor_other_out"] == 1


def test_a_household_taken_off_a_list_leaves_a_gap_where_it_stood_before(ground):
    years = [
        population.review(ground.old_province, 2021, "opening"),
        population.review(ground.old_province, 2022),
        population.review(ground.old_province, 2023),
    ]
    here, there = ground.old_villages["b"][0], ground.old_villages["a2"][0]
    home, neighbour, other = (population.household(v, "Hộ") for v in (here, here, there))
    population.status(years[0], home, here)
    gone = population.status(years[1], home, there)
    population.status(years[2], home, here)
    for review in years:
        population.status(review, neighbour, here)
        population.status(review, other, there)
    for review in years:
        rollup.rebuild(review)
    assert stored(years[1])[ground.old_b.pk]["mv_poor_other_out"] == 1

    gone.delete()
    rollup.refresh(years[1], [ground.old_a2.pk], gone=[home.pk])
    refreshed = [stored(review) for review in years]
    assert refreshed[1][ground.old_b.pk]["mv_poor_gap"] == 1
    assert refreshed[2][ground.old_b.pk]["mv_poor_relapsed"] == 1
    for review in years:
        rollup.rebuild(review)
    assert refreshed == [stored(review) for review in years]


def test_a_village_of_which_only_movements_are_told_comes_and_goes_with_them(ground):
    first = population.review(ground.old_province, 2021, "opening")
    second = population.review(ground.old_province, 2022)
    here, there = ground.old_villages["b"][0], ground.old_villages["a2"][0]
    silent = ground.old_villages["a2"][1]
    for village in (here, there):
        population.status(first, population.household(village), village)
    population.status(second, population.household(there), there)
    home = population.household(here)
    population.status(second, home, silent, poverty_class="none")
    rollup.rebuild(first)
    rollup.rebuild(second)
    assert silent.pk not in stored(second)

    row = population.status(first, home, here)
    rollup.refresh(first, [ground.old_b.pk])
    told = stored(second)
    rollup.rebuild(second)
    assert told == stored(second)
    assert told[silent.pk]["mv_poor_above"] == 1

    row.delete()
    rollup.refresh(first, [ground.old_b.pk], gone=[home.pk])
    told = stored(second)
    rollup.rebuild(second)
    assert told == stored(second)
    assert silent.pk not in told


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    ground, django_assert_max_num_queries
):
    first = population.review(ground.old_province, 2021, "opening")
    second = population.review(ground.old_province, 2022)
    village = ground.old_villages["b"][0]

    def list_more(households):
        for _ in range(households):
            home = population.household(village)
            for review in (first, second):
                population.status(review, home, village)

    def queries(do, *args):
        with django_assert_max_num_queries(30) as asked:
            do(*args)
        return len(asked)

    list_more(2)
    rollup.rebuild(second)
    few = queries(rollup.refresh, second, [ground.old_b.pk]), queries(rollup.rebuild, second)
    list_more(60)
    many = queries(rollup.refresh, second, [ground.old_b.pk]), queries(rollup.rebuild, second)
    assert few == many


def test_a_village_that_lost_its_last_row_keeps_no_summary(ground):
    review = population.review(ground.old_province, 2022)
    village = ground.old_villages["b"][0]
    row = population.status(review, population.household(village), village)
    rollup.refresh(review, [ground.old_b.pk])
    assert village.pk in stored(review)
    row.delete()
    rollup.refresh(review, [ground.old_b.pk])
    assert stored(review).get(village.pk) is None
    left = {pk: n for pk, numbers in stored(review).items() if (n := numbers.get("poor"))}
    assert left == {}
    rollup.rebuild(review)
    assert set(stored(review)) == {ground.old_province.pk}


def listed(review, village, poverty_class, number, **fields):
    for _ in range(number):
        home = population.household(village)
        population.status(review, home, village, poverty_class=poverty_class, **fields)


def test_a_list_without_indicators_and_causes_is_not_a_list_of_households_without_any(ground):
    review = population.review(ground.old_province, 2024)
    silent, saying = ground.old_villages["b"][0], ground.old_villages["a2"][0]
    listed(review, silent, "poor", 3)
    listed(review, silent, "near_poor", 2)
    listed(review, saying, "poor", 4, deprivations=0b111, causes=0b1, b2=30)
    listed(review, saying, "poor", 1, deprivations=0b111)
    listed(review, saying, "near_poor", 5)
    rollup.rebuild(review)

    def told(unit, *codes):
        return {v.code: v for v in measures.figures(unit, review, codes)}

    codes = ("poor_indicator_1", "poor_indicator_1_share", "poor_cause_1", "poor_cause_1_people")
    near = ("near_poor_indicator_1", "near_poor_cause_1")
    found = told(ground.old_b, *codes, *near)
    assert {value.value for value in found.values()} == {None}
    assert found["near_poor_indicator_1"].reason == "Danh sách không ghi chỉ số thiếu hụt."
    assert found["poor_cause_1"].reason == "Danh sách không ghi nguyên nhân nghèo."
    assert {v.value for v in told(silent, *codes, *near).values()} == {None}
    # Where the poor say theirs, near-poor households without any have none.
    found = told(ground.old_a2, *codes, *near)
    assert (found["poor_indicator_1"].value, found["poor_indicator_1"].note) == (5, "")
    assert found["poor_cause_1"].note == "Chưa kể 1 hộ không ghi nguyên nhân nghèo."
    assert [found[code].value for code in near] == [0, 0]
    found = told(ground.old_province, *codes, *near)
    assert found["poor_indicator_1"].value == 5
    assert found["poor_indicator_1"].note == "Chưa kể 3 hộ không ghi chỉ số thiếu hụt."
    assert found["near_poor_indicator_1"].note == "Chưa kể 2 hộ không ghi chỉ số thiếu hụt."
    rebuilt = stored(review)
    rollup.refresh(review, [ground.old_b.pk])
    assert stored(review) == rebuilt

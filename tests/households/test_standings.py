"""A unit of today over reviews of the earlier map: sums where sure, else sentences."""

import datetime

import pytest

from campaign.models import AdminUnit, UnitChange
from households import rollup
from households.standings import reviews_of, standings
from tests import factories
from tests.households import population


@pytest.fixture
def review(ground):
    """Ten poor households in A2 (whole), six in A1 (divided): four of them went to A."""
    review = population.review(ground.old_province, 2024)
    for village, number in (
        (ground.old_villages["a2"][0], 10),
        (ground.old_villages["a1"][0], 4),
        (ground.old_villages["a1"][2], 2),
        (ground.old_villages["b"][0], 5),
    ):
        for _ in range(number):
            population.status(review, population.household(village), village)
    population.totals(review, ground.old_a2, 400)
    population.totals(review, ground.old_b, 250)
    rollup.rebuild(review)
    return review


def at(unit, *codes):
    (standing,) = standings(unit, reviews_of(unit))
    return standing, {value.code: value for value in standing.values(codes)}


def test_whole_communes_and_villages_that_came_over_add_up(ground, review):
    standing, found = at(ground.a, "poor", "poor_rate")
    assert found["poor"].value == 14
    assert standing.is_rebuilt
    assert standing.coverage == ("Cộng lại theo địa giới hiện nay từ: Xã An Phú, Thị trấn An Hòa.")
    _, found = at(ground.b, "poor")
    assert found["poor"].value == 7


def test_totals_of_a_divided_commune_are_not_split(ground, review):
    population.totals(review, ground.old_a1, 300)
    rollup.rebuild(review)
    _, found = at(ground.a, "households", "poor_rate", "poor")
    assert found["poor"].value == 14
    assert found["households"].value is None
    assert found["households"].reason.startswith("Không quy được: Thị trấn An Hòa đã chia")
    assert found["poor_rate"].value is None


def test_totals_of_all_villages_of_a_divided_commune_are_enough(ground, review):
    for village, households in zip(ground.old_villages["a1"], (100, 110, 90), strict=True):
        population.totals(review, village, households)
    rollup.rebuild(review)
    _, found = at(ground.a, "households", "poor_rate")
    assert found["households"].value == 400 + 100 + 110
    assert found["poor_rate"].numerator == 14


def test_a_village_placed_nowhere_leaves_the_certain_part_in_the_reason(ground, review):
    UnitChange.objects.filter(source=ground.old_villages["a1"][0]).delete()
    _, found = at(ground.a, "poor", "near_poor")
    assert found["poor"].value is None
    assert found["poor"].reason == (
        "Không quy được: Thị trấn An Hòa đã chia về nhiều đơn vị, "
        "số liệu không tách hết được theo thôn. Phần chắc chắn: 10."
    )
    assert found["near_poor"].value == 0


def test_villages_that_changed_again_are_followed(ground, review):
    """On before the commune was divided, or later inside its new commune."""
    first, second, _third = ground.old_villages["a1"]
    for old, new in ((first, second), (ground.a_villages[1], ground.a_villages[0])):
        old.changes_out.all().delete()
        factories.change(old, new)
    ended = AdminUnit.objects.filter(pk=ground.a_villages[1].pk)
    ended.update(valid_to=datetime.date(2025, 12, 31))
    standing, found = at(ground.a, "poor")
    assert found["poor"].value == 14
    assert standing.parts == ["Xã An Phú", "Khối 1 (Thị trấn An Hòa)"]


def test_a_part_without_a_poor_household_counts_zero(ground):
    """B got the third village of A1 alone, and nobody there is on the list of A1."""
    ground.old_b.changes_out.all().delete()
    review = population.review(ground.old_province, 2024)
    village = ground.old_villages["a1"][0]
    population.status(review, population.household(village), village)
    rollup.rebuild(review)
    _, found = at(ground.b, "poor", "poor_rate")
    assert found["poor"].value == 0
    assert found["poor_rate"].value is None


def test_a_unit_made_of_nobody_knows_what_says_so(ground, review):
    ground.b.changes_in.all().delete()
    standing, found = at(ground.b, "poor", "households")
    assert {value.reason for value in found.values()} == {
        "Chưa biết đơn vị này được lập từ những đơn vị nào."
    }
    assert standing.parts == []


def test_a_commune_whose_part_gave_no_list_has_no_number(ground):
    review = population.review(ground.old_province, 2024)
    village = ground.old_villages["a1"][0]
    population.status(review, population.household(village), village)
    rollup.rebuild(review)
    _, found = at(ground.a, "poor")
    assert found["poor"].value is None
    assert found["poor"].reason == "Chưa có số liệu của: Xã An Phú. Phần chắc chắn: 1."


def test_a_province_is_the_sum_of_those_merged_into_it(ground, review):
    standing, found = at(ground.province, "poor", "poor_rate")
    assert found["poor"].value == 21
    assert found["poor_rate"].value is None  # A1 has a list and no total
    assert standing.coverage == "3/3 xã có danh sách hộ, 2 xã có tổng số hộ."


def test_what_perhaps_belongs_to_a_unit_keeps_its_number_back(ground, review):
    UnitChange.objects.filter(source=ground.old_b).update(extent="doubt")
    _, found = at(ground.b, "poor")
    assert found["poor"].value is None
    assert found["poor"].reason == (
        "Chưa xác định Xã Đắk Bình có nhập về đơn vị này hay không. Phần chắc chắn: 2."
    )
    _, found = at(ground.a, "poor")
    assert found["poor"].value == 14


def test_queries_do_not_grow_with_the_years(ground, review, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(6) as queries:
            for standing in standings(ground.a, reviews_of(ground.a)):
                standing.values()
        return len(queries)

    few = asked()
    for year in (2021, 2022, 2023):
        rollup.rebuild(population.review(ground.old_province, year))
    assert asked() == few


def test_a_review_of_which_nothing_has_come_has_no_list_of_all_its_communes(ground):
    population.review(ground.old_province, 2023)
    (standing,) = standings(ground.old_province, reviews_of(ground.old_province))
    assert standing.coverage == "0/3 xã có danh sách hộ, 0 xã có tổng số hộ."
    assert not standing.is_complete


def test_units_that_are_no_more_are_named_with_their_last_day(ground):
    population.review(ground.old_province, 2023)
    (standing,) = standings(ground.province, reviews_of(ground.province))
    assert standing.coverage.endswith(f"Chưa có số liệu của: {ground.old_province.dated_name}.")
    assert ground.old_province.dated_name == f"{ground.old_province.name} (đến 30/06/2025)"
    assert ground.province.dated_name == ground.province.name

"""Rates have a numerator, a denominator and a reason when there is none."""

from decimal import Decimal

import pytest

from campaign.choices import Level
from households import measures
from households.measures import values

STANDARD = "national-2022"


def value(code, numbers, level=Level.COMMUNE, standard=STANDARD):
    (found,) = values(numbers, standard, level, [code])
    return found


def counts(**numbers):
    return {"communes_listed": 1, **numbers}


def test_a_rate_is_unrounded_and_shown_half_up_with_its_zeros():
    found = value("poor_rate", counts(poor=86, households=1000))
    assert (found.value, found.display) == (Decimal("8.6"), "8,60")
    assert (found.numerator, found.denominator, found.unit) == (86, 1000, "%")
    assert value("poor_rate", counts(poor=1, households=3)).display == "33,33"
    assert value("poor_rate", counts(poor=1, households=800)).value == Decimal("0.125")
    assert value("poor_rate", counts(poor=1, households=800)).display == "0,13"


def test_poor_and_multidimensionally_poor_are_two_rates():
    numbers = counts(poor=10, near_poor=30, households=400)
    assert value("poor_rate", numbers).display == "2,50"
    assert value("near_poor_rate", numbers).display == "7,50"
    found = value("multidim_poor_rate", numbers)
    assert (found.display, found.numerator) == ("10,00", 40)


def test_composition_and_rate_of_minority_households_are_two_numbers():
    """Đăk Glei at the opening of 2022-2025: 99,13 is P_DTTS/P, 21,43 is P_DTTS/H_DTTS."""
    numbers = counts(poor=2532, poor_minority=2510, households=13389, minority_households=11710)
    assert value("poor_minority_share", numbers).display == "99,13"
    assert value("poor_minority_rate", numbers).display == "21,43"
    assert value("poor_rate", numbers).display == "18,91"


def test_a_missing_total_gives_no_rate_and_a_reason():
    found = value("poor_rate", counts(poor=86))
    assert (found.value, found.display, found.denominator) == (None, "", None)
    assert found.reason == "Chưa có số liệu: tổng số hộ dân cư."
    assert value("poor", counts(poor=86)).value == 86


def test_a_zero_total_gives_no_rate():
    found = value("poor_rate", counts(poor=0, households=0))
    assert found.value is None
    assert found.reason == "Tổng số hộ dân cư bằng 0 nên không tính được tỷ lệ."


def test_a_total_smaller_than_the_poor_in_it_gives_no_rate():
    found = value("poor_rate", counts(poor=204, households=10))
    assert found.value is None
    assert "(10) nhỏ hơn số đã rà soát (204)" in found.reason


def test_a_unit_without_a_list_has_no_poor_households_and_not_zero():
    found = value("poor", {"households": 500})
    assert (found.value, found.reason) == (None, "Chưa có danh sách hộ của kỳ rà soát này.")
    assert value("households", {"households": 500}).value == 500
    assert value("poor", counts(households=500)).value == 0


def test_a_district_has_no_total_while_a_listed_commune_lacks_one():
    numbers = {"communes_listed": 3, "households": 2000, "households_missing": 1, "poor": 9}
    found = value("poor_rate", numbers, Level.DISTRICT)
    assert found.value is None
    assert found.reason == "1 xã có danh sách hộ nhưng chưa có số liệu: tổng số hộ dân cư."
    assert value("poor", numbers, Level.DISTRICT).value == 9


def test_people_of_households_of_unknown_size_are_said_to_be_left_out():
    found = value("near_poor_people", counts(near_poor_people=40, near_poor_unsized=3))
    assert (found.value, found.note) == (40, "Chưa kể 3 hộ không ghi số khẩu.")
    both = value("multidim_poor_people", counts(poor_unsized=1, near_poor_unsized=3, poor_people=4))
    assert (both.value, both.note) == (4, "Chưa kể 4 hộ không ghi số khẩu.")


def test_movements_without_an_opening_list_are_not_comparable():
    found = value("mv_poor_new", counts(mv_poor_new=5))
    assert found.value is None
    assert found.reason.startswith("Không so sánh được")
    assert value("mv_poor_new", counts(mv_poor_new=5, mv_communes=1)).value == 5


def test_each_standard_has_its_own_indicators():
    assert "poor_indicator_12" in measures.measures("national-2022")
    assert "poor_indicator_10" in measures.measures("national-2016")
    assert "poor_indicator_11" not in measures.measures("national-2016")


def test_main_measures_come_first_and_every_code_is_once():
    codes = list(measures.MEASURES)
    assert tuple(codes[: len(measures.MAIN)]) == measures.MAIN
    assert all(measures.MEASURES[code].code == code for code in codes)
    labels = [str(measure.label) for measure in measures.MEASURES.values()]
    assert len(labels) == len(set(labels)), "two measures are called the same"


@pytest.mark.parametrize("code", ["poor_rate", "households", "mv_poor_other_in", "nothing"])
def test_what_adds_up_or_divides_has_no_rows_of_its_own(code):
    with pytest.raises(KeyError):
        measures.rows_behind(code)


def test_a_rate_leaves_out_communes_whose_totals_came_before_their_list():
    numbers = counts(poor=709, households=39294, households_unlisted=6253)
    found = value("poor_rate", numbers, Level.PROVINCE)
    assert (found.display, found.denominator) == ("2,15", 33041)
    assert found.note == "Tỷ lệ tính trên 33.041 hộ của các xã đã có danh sách."
    assert value("households", numbers, Level.PROVINCE).display == "39.294"


def test_a_rate_of_which_only_totals_without_lists_are_known_has_no_value():
    numbers = counts(urban_households=300, urban_households_unlisted=300, poor_urban=0)
    found = value("poor_urban_rate", numbers, Level.PROVINCE)
    assert (found.value, found.reason) == (
        None,
        "Tổng số hộ khu vực thành thị của các xã đã có danh sách bằng 0 nên không tính được tỷ lệ.",
    )

"""The evidence of a nomination, against numbers that can be counted on two hands."""

from decimal import Decimal

from awards import evidence
from households.choices import PovertyClass
from households.models import UnitTotals
from tests.awards.conftest import listed, rolled


def facts_of(nomination):
    return {fact["code"]: fact for fact in evidence.snapshot(nomination)["facts"]}


def test_each_year_is_counted_on_the_map_of_today(years, written):
    snapshot = evidence.snapshot(written)
    shown = [
        (year["label"], year["rebuilt"], year["values"]["multidim_poor"]["value"])
        for year in snapshot["years"]
    ]
    assert shown == [
        ("Đầu kỳ (cuối 2021)", True, "20"),
        ("Năm 2024", True, "12"),
        ("Năm 2025", False, "6"),
    ]
    rates = [year["values"]["multidim_poor_rate"]["display"] for year in snapshot["years"]]
    assert rates == ["20,00", "12,00", "5,00"]


def test_a_rebuilt_year_names_the_units_it_was_added_up_from(years, written):
    source = evidence.snapshot(written)["years"][0]["source"]
    assert "Xã An Phú" in source and "Khối 1 (Thị trấn An Hòa)" in source
    assert "Khối 2 (Thị trấn An Hòa)" in source and "Khối Phú Xuân" not in source


def test_changes_are_in_percentage_points_with_their_inputs(years, written):
    fact = facts_of(written)["multidim_poor_rate_drop_year"]
    assert Decimal(fact["value"]) == 12 - 5
    assert (fact["display"], fact["unit"]) == ("7,00", "điểm phần trăm")
    assert fact["formula"] == "12,00% (12/100) − 5,00% (6/120); Năm 2024 → Năm 2025"
    assert [(i["numerator"], i["denominator"]) for i in fact["inputs"]] == [(12, 100), (6, 120)]
    assert [i["review"] for i in fact["inputs"]] == [years.before.pk, years.now.pk]


def test_the_stock_is_compared_with_the_start_of_the_period(years, written):
    fact = facts_of(written)["stock_reduction"]
    assert (fact["display"], fact["unit"]) == ("70,00", "%")
    assert fact["formula"].startswith("(20 − 6) / 20 × 100")


def test_a_rate_without_its_total_has_no_value_and_says_why(years, written, ground):
    UnitTotals.objects.filter(review=years.before, unit=ground.old_a2).delete()
    rolled(years.before)
    facts = facts_of(written)
    assert facts["poor_rate_drop_year"]["value"] is None
    assert "tổng số hộ" in facts["poor_rate_drop_year"]["reason"]
    assert facts["stock_reduction"]["display"] == "70,00"


def test_households_nobody_can_place_stop_the_comparison(years, written, ground):
    lost = ground.old_villages["a1"][1]
    lost.changes_out.all().delete()
    listed(years.opening, lost, 1)
    rolled(years.opening)
    reason = facts_of(written)["stock_reduction"]["reason"]
    assert "Thị trấn An Hòa" in reason
    # In 2024 nobody there was poor: the stock is known, but not of how many households.
    year = evidence.of_year(evidence.snapshot(written), 2024)
    assert year["values"]["multidim_poor"]["value"] == "12"
    assert year["values"]["multidim_poor_rate"]["value"] is None


def test_a_predecessor_without_a_list_stops_the_comparison(years, written, ground):
    years.opening.statuses.filter(commune=ground.old_a2).delete()
    rolled(years.opening)
    from households import rollup

    rollup.refresh(years.opening, [ground.old_a2.pk])
    assert "Xã An Phú" in facts_of(written)["stock_reduction"]["reason"]


def test_without_any_review_there_is_no_evidence(written):
    snapshot = evidence.snapshot(written)
    assert snapshot["years"] == [] and snapshot["facts"] == []


def test_the_first_year_has_nothing_to_be_compared_with(years, written):
    written.year = 2021
    snapshot = evidence.snapshot(written)
    # The annual review of 2021 is under the standard before: the opening of 2022 is another one.
    assert snapshot["standard"] == "national-2016" and snapshot["years"] == []


def test_snapshots_are_compared_value_by_value(years, written, ground):
    then = evidence.snapshot(written)
    assert evidence.differences(then, evidence.snapshot(written)) == []
    listed(years.now, ground.a_villages[1], 6, PovertyClass.POOR)
    rolled(years.now)
    changed = dict(
        (label, (a, b)) for label, a, b in evidence.differences(then, evidence.snapshot(written))
    )
    assert changed["Hộ nghèo, năm 2025"] == ("2", "8")
    assert changed["Tỷ lệ nghèo đa chiều, năm 2025"] == ("5,00", "10,00")
    assert "Hộ nghèo, năm 2024" not in changed


def test_a_rise_is_told_as_a_rise(years, written, ground):
    listed(years.now, ground.a_villages[1], 18, PovertyClass.POOR)
    rolled(years.now)
    sentence = evidence.sentence(evidence.snapshot(written))
    assert "mức tăng tỷ lệ hộ nghèo so với năm trước: 12,67 điểm phần trăm;" in sentence
    assert "mức giảm tỷ lệ hộ nghèo so với năm trước" not in sentence


def test_reading_the_evidence_costs_the_same_however_long_the_lists(
    years, written, ground, django_assert_max_num_queries
):
    listed(years.now, ground.a_villages[1], 30, PovertyClass.POOR)
    rolled(years.now)
    with django_assert_max_num_queries(40):
        evidence.snapshot(written)

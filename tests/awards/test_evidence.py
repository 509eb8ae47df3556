"""The evidence of a nomination, against numbers that can be counted on two hands."""

from decimal import Decimal

from django.utils import translation

from awards import evidence
from households import rollup
from households.choices import PovertyClass, ReviewVersion
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
    sources = [year["source"] for year in evidence.snapshot(written)["years"]]
    assert sources[0] == (
        "rà soát thời điểm 31/12/2021 (sơ bộ); cộng lại theo địa giới hiện nay từ: Xã An Phú, "
        "Khối 1 (Thị trấn An Hòa), Khối 2 (Thị trấn An Hòa)."
    )
    assert sources[2] == "rà soát thời điểm 31/12/2025 (sơ bộ)."


def test_a_year_is_official_when_its_review_is(years, written):
    years.now.version = ReviewVersion.OFFICIAL
    years.now.save()
    sources = [year["source"] for year in evidence.snapshot(written)["years"]]
    assert [("(chính thức)" in source) for source in sources] == [False, False, True]


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
    why = "Chưa có số liệu của: Xã An Phú (tổng số hộ dân cư)."
    assert facts["poor_rate_drop_year"]["reason"] == f"Năm 2024: {why}"
    assert facts["stock_reduction"]["display"] == "70,00"
    year = evidence.of_year(evidence.snapshot(written), 2024)
    rates = "tỷ lệ hộ nghèo, tỷ lệ hộ cận nghèo, tỷ lệ nghèo đa chiều"
    assert year["reason"] == f"Tổng số hộ dân cư, {rates}: {why}"
    assert year["source"].endswith(f"Khối 2 (Thị trấn An Hòa). {year['reason']}")


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
    rollup.refresh(years.opening, [ground.old_a2.pk])
    assert "Xã An Phú" in facts_of(written)["stock_reduction"]["reason"]


def test_what_perhaps_came_over_stops_the_comparison(years, written, ground):
    ground.old_a2.changes_out.update(extent="doubt")
    snapshot = evidence.snapshot(written)
    why = "Chưa xác định Xã An Phú có nhập về đơn vị này hay không."
    year = evidence.of_year(snapshot, 2024)
    assert {cell["value"] for cell in year["values"].values()} == {None}
    assert year["values"]["poor"]["reason"] == f"{why} Phần chắc chắn: 4."
    assert f"Hộ cận nghèo: {why} Phần chắc chắn: 0." in year["source"]
    facts = {fact["code"]: fact for fact in snapshot["facts"]}
    assert facts["poor_rate_drop_year"]["reason"] == f"Năm 2024: {why}"
    assert evidence.sentence(snapshot) == ""


def test_a_unit_whose_making_nobody_has_told_says_so(years, written, ground):
    ground.a.changes_in.all().delete()
    year = evidence.snapshot(written)["years"][0]
    assert year["reason"] == "Chưa biết đơn vị này được lập từ những đơn vị nào."
    assert year["source"] == f"rà soát thời điểm 31/12/2021 (sơ bộ). {year['reason']}"


def test_a_province_says_how_many_communes_its_numbers_are_of(years, ground):
    snapshot = evidence.compute(ground.province, 2025, since=2020)
    source = snapshot["years"][1]["source"]
    assert source.startswith(
        "rà soát thời điểm 31/12/2024 (sơ bộ); cộng lại theo địa giới hiện nay từ: "
        "Tỉnh Bình Minh. 2/3 xã có danh sách hộ, "
    )
    stock = next(fact for fact in snapshot["facts"] if fact["code"] == "stock_reduction")
    assert stock["display"] == "80,00"
    assert stock["formula"].endswith("Chưa đủ danh sách của các xã nên chỉ để tham khảo.")
    # Half of the communes is nothing to sign.
    assert evidence.sentence(snapshot) == ""


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
    with django_assert_max_num_queries(7):
        evidence.snapshot(written)


VIETNAMESE_ONLY = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def words_of(facts):
    """Every word that the evidence composes itself; names of units are what they are."""
    said = [year["label"] for year in facts["years"]] + [facts["standard_name"]]
    said += [fact[key] for fact in facts["facts"] for key in ("label", "formula", "reason")]
    return [text for text in said if VIETNAMESE_ONLY & set(text.lower())]


def test_a_draft_is_read_in_the_language_of_the_page_and_frozen_in_vietnamese(years, written):
    english = evidence.snapshot(written, "en")
    assert words_of(english) == []
    assert english["facts"] and len(words_of(evidence.snapshot(written))) > len(english["facts"])
    with translation.override("en"):
        assert evidence.snapshot(written)["language"] == "vi"


def test_what_changed_is_found_whatever_the_language(years, written):
    frozen = evidence.snapshot(written)
    assert evidence.differences(frozen, evidence.snapshot(written, "en")) == []

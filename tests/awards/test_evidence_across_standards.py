"""The evidence of a nomination never holds one poverty standard against another."""

from awards import evidence
from households import rollup
from tests.households import population


def test_a_year_under_another_standard_is_neither_shown_nor_compared(ground):
    village = ground.old_villages["b"][0]
    before = population.review(ground.old_province, 2021, standard="national-2016")
    own = population.review(ground.old_province, 2022, standard="local-52-2022")
    now = population.review(ground.old_province, 2022)
    for review, count in ((before, 9), (own, 7), (now, 5)):
        for _number in range(count):
            population.status(review, population.household(village), village)
        population.totals(review, ground.old_b, 100)
    rollup.rebuild(before)
    rollup.rebuild(now)
    found = evidence.compute(ground.old_b, 2022, since=2016)
    shown = [(year["label"], year["values"]["poor"]["display"]) for year in found["years"]]
    assert shown == [("Năm 2022", "5")]
    assert {fact["value"] for fact in found["facts"]} == {None}
    assert {fact["reason"] for fact in found["facts"]} == {
        "Chưa có kỳ rà soát trước đó theo cùng chuẩn nghèo."
    }

"""`manage.py figures`: the same numbers for a machine and for a reader."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from households import measures, reviews, rollup
from households.choices import ReviewVersion
from tests.households import population

# Kon Tum, opening of 2022-2025 (domain notes 4.2): district, H, H_DTTS, P_DTTS, P, printed
# P_DTTS/P, and P/H, P_DTTS/H_DTTS as they follow.
KON_TUM = """
Đăk Glei|13389|11710|2510|2532|99,13|18,91|21,43
Ngọc Hồi|16029|9133|942|986|95,54|6,15|10,31
Đăk Tô|12572|6302|1795|1891|94,92|15,04|28,48
Đăk Hà|18106|8114|2545|2692|94,54|14,87|31,37
Sa Thầy|14118|7885|2633|2815|93,53|19,94|33,39
Kon Tum|44451|12729|772|1052|73,38|2,37|6,06
Kon Rẫy|7378|4812|1746|1834|95,20|24,86|36,28
Kon Plông|7551|6495|3353|3353|100,00|44,40|51,62
Tu Mơ Rông|6805|6452|3545|3546|99,97|52,11|54,94
Ia H'Drai|3162|1944|976|1288|75,78|40,73|50,21
"""
CODES = ("poor_minority_share", "poor_rate", "poor_minority_rate")


def figures(unit, year, **options):
    out = StringIO()
    call_command("figures", unit=unit, year=year, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def measure(answer, code):
    return next(m for m in answer["measures"] if m["code"] == code)


@pytest.fixture
def review(ground):
    review = population.review(ground.old_province, 2024, version=ReviewVersion.OFFICIAL)
    village = ground.old_villages["b"][0]
    for poverty_class in ["poor"] * 43 + ["near_poor"] * 10:
        home = population.household(village)
        population.status(review, home, village, poverty_class=poverty_class)
    population.totals(review, ground.old_b, 500, 2000)
    rollup.rebuild(review)
    return review


def test_the_answer_names_unit_review_map_and_every_measure(ground, review):
    answer = figures("21841", 2024)
    assert answer["unit"] == {"code": "21841", "name": "Xã Đắk Bình", "level": "commune"}
    assert answer["review"] == {
        "year": 2024,
        "as_of": "2024-12-31",
        "standard": "national-2022",
        "kind": "annual",
        "version": "official",
    }
    assert answer["map"] == "as-was"
    assert {m["code"] for m in answer["measures"]} == set(measures.MEASURES)
    assert measure(answer, "poor_rate") == {
        "code": "poor_rate",
        "label": "Tỷ lệ hộ nghèo",
        "value": "8.6",
        "display": "8,60",
        "numerator": 43,
        "denominator": 500,
        "unit": "%",
    }
    assert measure(answer, "households")["value"] == "500"
    assert measure(answer, "multidim_poor")["value"] == "53"


def test_a_missing_value_is_null_with_its_reason(ground, review):
    population.totals(review, ground.old_a2, 100)
    found = measure(figures("547", 2024), "minority_households")
    assert (found["value"], found["display"]) == (None, "")
    assert "chưa có số liệu" in found["reason"]


def test_a_code_is_read_on_the_day_of_the_review_or_on_todays_map(ground, review):
    assert figures("52", 2024)["unit"]["level"] == "province"
    today = figures("21841", 2024, map="today")
    assert today["unit"]["name"] == "Phường Đắk Bình"
    assert today["map"] == "today"
    assert measure(today, "poor")["value"] is None  # a divided commune has given no list
    assert "Phần chắc chắn: 43." in measure(today, "poor")["reason"]
    assert measure(figures("52", 2024, map="today"), "poor")["value"] == "43"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"unit": "99999", "year": 2024}, "99999"),
        ({"unit": "21841", "year": 2023}, "Chưa có kỳ rà soát năm 2023"),
        ({"unit": "21841", "year": 1990}, "chuẩn nghèo"),
        ({"unit": "21841", "year": 2024, "standard": "none"}, "chuẩn nghèo"),
    ],
)
def test_a_wrong_call_is_explained_and_ends_with_2(ground, review, options, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("figures", **options)
    assert refused.value.returncode == 2


def test_without_json_it_is_a_table_for_people(ground, review):
    out = StringIO()
    call_command("figures", unit="21841", year=2024, stdout=out)
    assert "Tỷ lệ hộ nghèo: 8,60 % = 43/500" in out.getvalue()
    assert "Tổng số hộ dân tộc thiểu số: — Chưa có số liệu" in out.getvalue()


@pytest.mark.parametrize("line", KON_TUM.strip().splitlines())
def test_the_published_table_of_kon_tum_is_reproduced(line):
    _, households, minority, poor_minority, poor, *printed = line.split("|")
    numbers = {
        "communes_listed": 1,
        "households": int(households),
        "minority_households": int(minority),
        "poor": int(poor),
        "poor_minority": int(poor_minority),
    }
    found = measures.values(numbers, "national-2022", "district", CODES)
    assert [value.display for value in found] == printed


def test_the_province_of_kon_tum_is_the_sum_of_its_districts():
    rows = [line.split("|") for line in KON_TUM.strip().splitlines()]
    numbers = {
        code: sum(int(row[place]) for row in rows)
        for place, code in enumerate(
            ("households", "minority_households", "poor_minority", "poor"), start=1
        )
    }
    assert numbers["poor"] == 21989
    found = measures.values({"communes_listed": 102, **numbers}, "national-2022", "province", CODES)
    assert [value.display for value in found] == ["94,67", "15,32", "27,54"]


def test_of_several_ad_hoc_reviews_the_last_one_answers_unless_a_month_is_asked_for(ground, cast):
    village = ground.a_villages[0]
    for month in (3, 4):
        day = datetime.date(2026, month, 15)
        one = reviews.find_or_open(ground.province, 2026, "adhoc", by=cast.minh, on=day)
        for _household in range(month):
            population.status(one, population.household(village), village, poverty_class="poor")
        rollup.rebuild(one)
    answer = figures("21808", 2026, kind="adhoc")
    assert (measure(answer, "poor")["value"], answer["review"]["as_of"]) == ("4", "2026-04-15")
    march = figures("21808", 2026, kind="adhoc", as_of=datetime.date(2026, 3, 1))
    assert measure(march, "poor")["value"] == "3"
    with pytest.raises(CommandError) as wrong:
        figures("21808", 2026, kind="adhoc", as_of=datetime.date(2024, 3, 1))
    assert wrong.value.returncode == 2

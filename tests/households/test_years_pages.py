"""The years of a unit side by side, on a page and as a workbook."""

import io

import openpyxl
import pytest
from django.urls import reverse

from households import rollup
from tests import factories
from tests.households import population


@pytest.fixture
def years(ground):
    """Four reviews of commune B: 2020 under the earlier standard, 2025 on today's map."""
    reviews = [
        population.review(ground.old_province, 2020, standard="national-2016"),
        population.review(ground.old_province, 2023),
        population.review(ground.old_province, 2024),
        population.review(ground.province, 2025),
    ]
    old, new = ground.old_villages["b"][0], ground.b_villages[0]
    homes = [population.household(old, f"Hộ {number}") for number in range(9)]
    for review, poor, total in zip(reviews, (9, 7, 4, 2), (300, 301, 299, 303), strict=True):
        is_old = review.unit == ground.old_province
        for home in homes[:poor]:
            population.status(review, home, old if is_old else new)
        population.totals(review, ground.old_b if is_old else ground.b, total, 4 * total)
        rollup.rebuild(review)
    return reviews


def lines_of(answer, key="households"):
    return next(lines for group, lines, _chart in answer.context["tables"] if group.key == key)


def asked(client, user, unit):
    client.force_login(user)
    return client.get(reverse("figures_years", args=[unit.pk]))


def test_rates_change_in_points_of_the_unrounded_rates(client, cast, ground, years):
    answer = asked(client, cast.dung, ground.province)
    lines = lines_of(answer)
    assert [line.standing.review.year for line in lines] == [2020, 2023, 2024, 2025]
    rates = [(line.cells[2].text, line.cells[2].change) for line in lines]
    # 7/301 = 2.3256 and 4/299 = 1.3378: they differ by 0.9878, their rounded forms by 0.99.
    assert rates == [("3,00", ""), ("2,33", ""), ("1,34", "−0,99"), ("0,66", "−0,68")]
    totals = [(line.cells[0].text, line.cells[0].change) for line in lines]
    assert totals == [("300", ""), ("301", ""), ("299", "−2"), ("303", "+4")]


def test_the_table_breaks_between_standards_and_says_why(client, cast, ground, years):
    answer = asked(client, cast.dung, ground.province)
    lines = lines_of(answer)
    assert [bool(line.apart) for line in lines] == [False, True, False, False]
    assert lines[1].apart.startswith("Không so sánh được: khác chuẩn nghèo")
    assert lines[1].changes == [None] * 7
    assert answer.text.count('<tr class="apart">') == len(answer.context["tables"])
    assert "stroke-dasharray" in answer.text


def test_a_unit_of_the_old_map_has_its_own_years(client, cast, ground, years):
    lines = lines_of(asked(client, cast.minh, ground.old_b))
    assert [(line.standing.review.year, line.standing.is_rebuilt) for line in lines] == [
        (2020, False),
        (2023, False),
        (2024, False),
    ]
    today = lines_of(asked(client, cast.minh, ground.b))
    assert [line.standing.is_rebuilt for line in today] == [True, True, True, False]


def test_each_number_opens_the_rows_of_its_own_year(client, cast, ground, years):
    for line in lines_of(asked(client, cast.dung, ground.province)):
        poor, rate = line.cells[1], line.cells[2]
        assert poor.link == rate.link
        listed = client.get(poor.link)
        assert str(listed.context["sums"]["households"]) == poor.text
        assert str(client.get(line.cells[0].link).context["total"]) == line.cells[0].text


def test_the_workbook_has_the_same_numbers_and_breaks(client, cast, ground, years):
    client.force_login(cast.dung)
    answer = client.get(reverse("years_xlsx", args=[ground.province.pk]))
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="cac-nam-{ground.province.code}.xlsx"'
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Hộ", "Nhân khẩu"]
    rows = [[cell.value for cell in row] for row in book["Hộ"].iter_rows()]
    by_year = {row[0]: row for row in rows if row[0]}
    # Review, standard, then total, poor and its rate, each with its change.
    found = by_year["Định kỳ hằng năm 2024"]
    assert found[2:6] == [299, -2, 4, -3]
    assert found[6:8] == [pytest.approx(400 / 299), pytest.approx(400 / 299 - 700 / 301)]
    assert by_year["Định kỳ hằng năm 2023"][3] is None
    assert any(str(first).startswith("Không so sánh được") for first in by_year)


def test_years_are_shown_where_figures_are(client, cast, ground, years):
    assert asked(client, cast.lan, ground.b).status_code == 404
    officer = factories.user("nga", "Trần Nga", "organisation_officer", ground.province)
    answer = asked(client, officer, ground.province)
    assert [cell.link for line in lines_of(answer) for cell in line.cells] == [""] * 28
    workbook = reverse("years_xlsx", args=[ground.other_commune.pk])
    client.force_login(cast.admin)
    assert client.get(workbook).status_code == 404


def test_the_page_costs_the_same_however_many_households(
    client, cast, ground, years, django_assert_max_num_queries
):
    asked(client, cast.minh, ground.province)
    with django_assert_max_num_queries(16) as few:
        asked_again = client.get(reverse("figures_years", args=[ground.province.pk]))
    assert asked_again.status_code == 200
    for number in range(5):
        extra = factories.village(f"Thôn Mới {number}", ground.b)
        population.status(years[3], population.household(extra), extra)
    rollup.rebuild(years[3])
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("figures_years", args=[ground.province.pk]))

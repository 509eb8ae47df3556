"""The figures page: what it says, to whom it opens rows, and what it costs."""

import re

import pytest
from django.urls import reverse

from households import rollup
from households.models import ImportBatch, UnitTotals
from tests import factories
from tests.households import population


@pytest.fixture
def years(ground):
    """2023 and 2024 on the old map, 2025 on today's; some twenty households."""
    before = population.review(ground.old_province, 2023)
    last = population.review(ground.old_province, 2024)
    now = population.review(ground.province, 2025)
    old, new = ground.old_villages["b"][0], ground.b_villages[0]
    for number in range(10):
        home = population.household(old, f"Hộ {number}")
        population.status(before, home, old, deprivations=0b101)
        population.status(last, home, old, poverty_class="poor" if number < 8 else "near_poor")
        if number < 9:
            population.status(now, home, new, poverty_class="poor" if number < 6 else "none")
    for review, unit in ((before, ground.old_b), (last, ground.old_b), (now, ground.b)):
        population.totals(review, unit, 100, 400)
        rollup.rebuild(review)
    return before, last, now


def page(client, user, unit, review=None):
    client.force_login(user)
    address = reverse("figures", args=[unit.pk])
    return client.get(address, {"review": review.pk} if review else {})


def text(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain)


def test_the_tiles_give_rates_in_words_with_their_change(client, cast, ground, years):
    shown = text(page(client, cast.minh, ground.old_b, years[1]))
    assert "8,00%" in shown
    assert "8 hộ trong tổng số 100 hộ" in shown
    assert "Giảm 2,00 điểm phần trăm so với năm 2023." in shown


def test_the_opening_review_is_called_so_in_one_pair_of_brackets(client, cast, ground, years):
    years[0].kind = "opening"
    years[0].save()
    shown = text(page(client, cast.minh, ground.old_b, years[1]))
    assert "2023 (đầu kỳ)" in shown and "tổng rà soát" not in shown


def test_across_standards_nothing_is_compared(client, cast, ground, years):
    years[0].standard = "national-2016"
    years[0].save()
    shown = text(page(client, cast.minh, ground.old_b, years[1]))
    assert "Không so sánh được: khác chuẩn nghèo" in shown
    assert "điểm phần trăm" not in shown


def test_the_gap_is_shown_and_opens_on_its_rows(client, cast, ground, years):
    answer = page(client, cast.dung, ground.old_province, years[1])
    assert "không nhắc đến" not in text(answer)
    answer = page(client, cast.hoa, ground.b, years[2])
    assert answer.status_code == 200
    answer = page(client, cast.dung, ground.province, years[2])
    # The opening of today's communes needs every part of them; A1 and A2 gave no list.
    assert "Không so sánh được vì kỳ trước không có danh sách hộ" in text(answer)


LINK = re.compile(r'<a href="((?:/households/|/figures/\d+/totals/)\?[^"]+)">(-?[\d.,]+)(%?)</a>')
NUMBER = re.compile(r'<td class="number"[^>]*>(.*?)</td>', re.DOTALL)


@pytest.fixture
def population_of(ground):
    """Four years of 120 households on both maps, many of them moving about."""
    people = population.populate(ground, seed=3)
    for review in people.years:
        rollup.rebuild(review)
    return people


@pytest.mark.parametrize(
    "where",
    [
        ("old_b", 1),
        ("district", 2),
        ("old_province", 2),
        ("b", 2),
        ("province", 2),
        ("a", 3),
        ("province", 3),
    ],
    ids=str,
)
def test_every_number_leads_to_rows_that_come_to_it(client, cast, ground, population_of, where):
    name, year = where
    answer = page(client, cast.dung, getattr(ground, name), population_of.years[year])
    html = answer.content.decode()
    links = set(LINK.findall(html))
    assert len(links) > 20
    for address, number, percent in links:
        listed = client.get(address.replace("&amp;", "&"))
        if "/totals/" in address:
            shown = listed.context["total"]
        else:
            weight = "people" if address.endswith("_people") else "households"
            shown = listed.context["sums"][weight]
        if "," in number or percent:
            assert shown > 0, address
        else:
            assert f"{shown:,}".replace(",", ".") == number, address
    bare = {cell for cell in NUMBER.findall(html) if re.match("[^<]*[1-9]", cell)}
    assert bare == set()


def test_what_a_divided_unit_leaves_open_is_said_with_what_is_certain(
    client, cast, ground, population_of
):
    """Nobody has said where the second village of A1 went."""
    review = population_of.years[1]
    answer = page(client, cast.lan, ground.a, review)
    total = answer.context["children"]["total"]
    poor = total[1]
    assert (poor.text, poor.certain.text) == ("không quy được", poor.certain.text)
    certain = population.inside(population_of.rows, review, ground.old_a2)
    certain += population.inside(population_of.rows, review, ground.old_villages["a1"][0])
    expected = population.counted(certain)["poor"]
    assert poor.certain.text == str(expected)
    assert f">{expected}</a>" in answer.content.decode()
    assert client.get(poor.certain.link).context["sums"]["households"] == expected


def test_a_total_leads_to_who_gave_it_and_to_the_upload(client, cast, ground, years):
    batch = ImportBatch.objects.create(
        kind="totals",
        unit=ground.old_province,
        review=years[1],
        uploaded_by=cast.dung,
        file_name="tong.xlsx",
        sha256="0",
        size=1,
    )
    UnitTotals.objects.filter(review=years[1]).update(batch=batch, source="Thống kê xã")
    client.force_login(cast.dung)
    address = reverse("totals_list", args=[ground.old_province.pk])
    query = {"review": years[1].pk, "measure": "people"}
    answer = client.get(address, query)
    assert [(line.unit, line.number) for line in answer.context["page"]] == [(ground.old_b, 400)]
    assert "Thống kê xã" in text(answer)
    assert f'href="/imports/{batch.pk}/"' in answer.content.decode()
    client.force_login(cast.lan)
    assert client.get(address, query).status_code == 404
    client.force_login(cast.dung)
    assert client.get(address, query | {"measure": "poor"}).status_code == 404
    assert client.get(address, query | {"review": "x"}).status_code == 404


def test_a_total_added_up_from_villages_shows_them(client, cast, ground, years):
    UnitTotals.objects.filter(review=years[1]).delete()
    for village, number in zip(ground.old_villages["b"], (60, 45), strict=True):
        population.totals(years[1], village, number)
    rollup.rebuild(years[1])
    client.force_login(cast.dung)
    query = {"review": years[1].pk, "measure": "households"}
    above = client.get(reverse("totals_list", args=[ground.district.pk]), query)
    assert "105 Cộng từ 2 thôn, tổ dân phố" in text(above)
    below = client.get(reverse("totals_list", args=[ground.old_b.pk]), query)
    assert {line.unit: line.number for line in below.context["page"]} == {
        ground.old_villages["b"][0]: 60,
        ground.old_villages["b"][1]: 45,
    }


def test_both_classes_are_parted_by_area_head_and_ethnicity(client, cast, ground, years):
    village = ground.old_villages["b"][0]
    for sex, minority, area, members in (
        ("female", True, "rural", 3),
        ("female", False, "urban", 2),
        ("male", False, "rural", 1),
    ):
        population.status(
            years[1],
            population.household(village),
            village,
            poverty_class="near_poor",
            head_sex=sex,
            is_minority=minority,
            area=area,
            members=members,
        )
    rollup.rebuild(years[1])
    answer = page(client, cast.dung, ground.old_b, years[1])
    # Of the fixture: 8 poor and 2 near-poor rural Kinh households of 4, heads of unknown sex.
    assert {label: [c.text for c in cells] for label, cells in answer.context["groups"]} == {
        "Thành thị": ["0", "0", "1", "2"],
        "Nông thôn": ["8", "32", "4", "12"],
        "Chủ hộ nam": ["0", "0", "1", "1"],
        "Chủ hộ nữ": ["0", "0", "2", "5"],
        "Dân tộc Kinh": ["8", "32", "4", "11"],
        "Dân tộc thiểu số": ["0", "0", "1", "3"],
    }
    assert 'measure=near_poor_female_head">2</a>' in answer.content.decode()
    assert "Phân theo khu vực, giới tính chủ hộ, dân tộc" in text(answer)


def test_whoever_may_not_see_households_gets_plain_numbers(client, cast, ground, years):
    officer = factories.user("nga", "Trần Nga", "organisation_officer", ground.province)
    answer = page(client, officer, ground.old_b, years[1])
    assert "8 hộ trong tổng số 100 hộ" in text(answer)
    assert "measure=" not in answer.content.decode()
    totals = reverse("totals_list", args=[ground.old_b.pk])
    assert client.get(totals, {"review": years[1].pk}).status_code == 403


def test_another_communes_figures_do_not_exist(client, cast, ground, years):
    assert page(client, cast.lan, ground.b).status_code == 404
    assert page(client, cast.hoa, ground.b).status_code == 200
    assert page(client, cast.hoa, ground.a).status_code == 404
    assert page(client, cast.minh, ground.other_commune).status_code == 404


def test_todays_unit_shows_the_years_before_it_was_made(client, cast, ground, years):
    answer = page(client, cast.hoa, ground.b)
    shown = text(answer)
    assert [s.review.year for s in answer.context["found"]] == [2023, 2024, 2025]
    assert answer.context["standing"].review == years[2]
    assert "6,00%" in shown
    older = text(page(client, cast.hoa, ground.b, years[1]))
    assert "Các đơn vị trước khi sắp xếp" in older
    assert "Xã Đắk Bình" in older
    assert "1 đơn vị chưa có số liệu của kỳ này Thị trấn An Hòa" in older


def test_a_closed_unit_ends_with_its_last_review(client, cast, ground, years):
    answer = page(client, cast.minh, ground.old_b)
    assert [s.review.year for s in answer.context["found"]] == [2023, 2024]


def test_a_review_of_another_province_is_not_found(client, cast, ground, years):
    elsewhere = population.review(ground.other_province, 2024)
    assert page(client, cast.minh, ground.old_b, elsewhere).status_code == 404
    client.force_login(cast.minh)
    address = reverse("figures", args=[ground.old_b.pk])
    assert client.get(address, {"review": "x"}).status_code == 404


def test_a_unit_without_a_review_says_what_to_wait_for(client, cast, ground):
    assert "Chưa có kỳ rà soát nào của địa bàn này" in text(page(client, cast.lan, ground.a))


def test_a_village_has_its_page_too(client, cast, ground, years):
    answer = page(client, cast.minh, ground.old_villages["b"][0], years[1])
    assert "Chưa có số liệu: tổng số hộ dân cư." in text(answer)
    assert answer.context["children"]["rows"] == []


def test_home_leads_to_the_persons_own_unit(client, cast, ground):
    client.force_login(cast.lan)
    assert client.get(reverse("figures_home")).url == reverse("figures", args=[ground.a.pk])
    client.force_login(cast.admin)
    assert client.get(reverse("figures_home")).url == reverse("unit_list")
    population.review(ground.province, 2025)
    answer = client.get(reverse("figures_home"))
    assert answer.url == reverse("figures", args=[ground.province.pk])


def test_the_page_keeps_to_the_policy_and_names_its_drawing(client, cast, ground, years):
    html = page(client, cast.minh, ground.old_b, years[1]).content.decode()
    assert not re.search(r"\sstyle=|\son(click|load|change)=", html)
    assert 'role="img"' in html


@pytest.fixture(params=["old_province", "old_b", "b", "province"])
def asked_unit(request, ground):
    return getattr(ground, request.param)


def test_a_page_costs_the_same_however_much_lies_below(ground, years, asked_unit, queries_of):
    few = queries_of(asked_unit)
    for number in range(6):
        extra = factories.village(f"Thôn Mới {number}", ground.b)
        population.status(years[2], population.household(extra), extra)
    rollup.rebuild(years[2])
    assert queries_of(asked_unit) == few


@pytest.fixture
def queries_of(client, cast, django_assert_max_num_queries):
    """How many queries a page asks: at most 16, session, account and rights included."""
    client.force_login(cast.minh)

    def measure(unit):
        address = reverse("figures", args=[unit.pk])
        client.get(address)
        with django_assert_max_num_queries(16) as queries:
            client.get(address)
        return len(queries)

    return measure

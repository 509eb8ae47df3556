"""The official tables on their pages: whose they are, which map, the way to the rows, the files."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaign.models import Event
from campaign.roles import Role
from households import rollup, tables
from households.models import Member
from households.tables import lists
from tests import factories
from tests.households import population


@pytest.fixture
def people(ground):
    found = population.populate(ground, 1)
    for review in found.years:
        rollup.rebuild(review)
    return found


def page(client, user, name, unit, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=[unit.pk, *args]), query)


def test_the_page_of_tables_names_each_and_marks_what_nobody_has_confirmed(
    client, cast, ground, people
):
    answer = page(client, cast.minh, "table_list", ground.old_a2, review=people.years[1].pk)
    html = answer.content.decode()
    codes = re.findall(r'<th scope="row">([A-Z0-9-]+)</th>', html)
    assert codes == [*(f"R{n}" for n in range(1, 14)), "CB", "R14", "R15"]
    assert html.count("chưa đối chiếu văn bản") == len(codes)


def test_tables_open_inside_ones_units_alone(client, cast, ground, people):
    review = people.years[1].pk
    for name, args in (
        ("table_list", ()),
        ("table_detail", ("r2",)),
        ("table_xlsx", ("r2",)),
        ("table_pdf", ("r2",)),
        ("roll_detail", ("r14",)),
        ("roll_xlsx", ("r14",)),
        ("roll_pdf", ("r14",)),
    ):
        assert page(client, cast.hoa, name, ground.old_a2, *args, review=review).status_code == 404
    assert (
        page(client, cast.lan, "table_detail", ground.old_a2, "r2", review=review).status_code
        == 200
    )
    missing = page(client, cast.lan, "table_detail", ground.old_a2, "r99", review=review)
    assert missing.status_code == 404
    form = page(client, cast.lan, "table_detail", ground.old_a2, "hn-2016", review=review)
    assert form.status_code == 404


def test_every_number_of_a_page_leads_to_as_many_rows(client, cast, ground, people):
    review = people.years[1]
    for code in ("r1", "r8", "r9", "r11"):
        html = page(
            client, cast.minh, "table_detail", ground.old_a2, code, review=review.pk
        ).content.decode()
        found = re.findall(r'<a href="(/[^"]*measure=[^"]*)">([\d.]+)</a>', html)
        assert found
        for written, number in found[-6:]:
            address = written.replace("&amp;", "&")
            answer = client.get(address)
            assert answer.status_code == 200, address
            if "_people" in address or "children" in address or "/totals/" in address:
                continue
            assert answer.context["page"].paginator.count == int(number), address


def test_a_page_costs_the_same_however_much_lies_below(
    client, cast, ground, people, django_assert_max_num_queries
):
    for unit, review in (
        (ground.old_province, people.years[1]),
        (ground.province, people.years[1]),
    ):
        for code in tables.KINDS:
            if tables.KINDS[code].standards:
                continue
            client.force_login(cast.minh)
            with django_assert_max_num_queries(20):
                answer = client.get(
                    reverse("table_detail", args=[unit.pk, code]), {"review": review.pk}
                )
            assert answer.status_code == 200


def test_todays_unit_is_told_on_todays_map_and_says_what_it_cannot_attribute(
    client, cast, ground, people
):
    review = people.years[1].pk
    answer = page(client, cast.minh, "table_detail", ground.a, "r4", review=review)
    assert answer.context["is_today"]
    assert "không quy được (chắc chắn" in answer.content.decode()
    refused = page(client, cast.minh, "table_detail", ground.a, "r4", review=review, map="as-was")
    assert refused.status_code == 404


def test_a_unit_of_both_maps_can_be_seen_on_either(client, cast, ground):
    review = population.review(ground.other_province, 2023)
    begun = factories.unit(
        "Xã Nam Hà", "17001", "commune", ground.other_province, begun=factories.MERGER
    )
    home = factories.village("Thôn Đông", ground.other_commune)
    population.status(review, population.household(home), home)
    rollup.rebuild(review)
    html = page(
        client, cast.admin, "table_detail", ground.other_province, "r1", review=review.pk
    ).content.decode()
    assert "Địa giới hiện nay" in html
    assert begun.name not in html
    html = page(
        client,
        cast.admin,
        "table_detail",
        ground.other_province,
        "r1",
        review=review.pk,
        map="today",
    ).content.decode()
    assert begun.name in html


def test_the_cross_checks_that_fail_stand_under_the_table(client, cast, ground, people):
    review = people.years[1]
    summary = review.summaries.get(unit=ground.old_a2)
    summary.counts["mv_poor_closing"] -= 1
    summary.save()
    answer = page(client, cast.minh, "table_detail", ground.old_a2, "r2", review=review.pk)
    assert "R2 cột 9 = R1 cột 3" in answer.content.decode()


# --- lists of people ---------------------------------------------------------------------------
def test_the_list_tells_sex_by_the_year_and_places_as_rows(ground):
    before = population.review(ground.old_province, 2022)
    review = population.review(ground.old_province, 2023, version="official")
    village = ground.old_villages["a2"][0]
    old, new, moved = (population.household(village, name) for name in ("An", "Bình", "Chi"))
    for home, poverty_class in ((old, "poor"), (moved, "near_poor")):
        population.status(before, home, village, poverty_class=poverty_class)
    more = {"head_birth_year": 1970, "ethnicity": "Kinh"}
    population.status(review, old, village, head_sex="male", flags=2, supports=0b11, **more)
    population.status(review, new, village, head_sex="female", **more)
    population.status(review, moved, village, head_sex="", change="relapsed", **more)
    Member.objects.create(household=old, name="Hoa", birth_year=1975, sex="female", relation="Vợ")
    rows = [
        line.values
        for line in lists.lines(
            lists.R14, ground.district, review, lists.statuses(lists.R14, ground.district, review)
        )
    ]
    blank = [None] * 12

    def ticked(*places):
        return ["x" if place in places else None for place in range(12)]

    assert rows == [
        [None, None, "Xã An Phú", None, None, None, None],
        [None, None, "Thôn 1", None, None, None, None],
        ["1", "1", "An", 1970, None, "Kinh", "Chủ hộ", *ticked(2, 5, 6, 7)],
        [None, "2", "Hoa", None, 1975, None, "Vợ"],
        ["2", "1", "Bình", None, 1970, "Kinh", "Chủ hộ", *ticked(0)],
        ["3", "1", "Chi", None, None, "Kinh", "Chủ hộ", *ticked(1)],
    ]
    assert len(blank) == len(lists.columns(lists.R14)) - 7


def test_only_who_may_see_lists_sees_people(client, ground, people):
    thao = factories.user("thao", "Lê Thảo", Role.ORGANISATION_OFFICER, ground.province)
    review = people.years[1].pk
    assert page(client, thao, "table_list", ground.old_a2, review=review).status_code == 200
    for name in ("roll_detail", "roll_xlsx", "roll_pdf"):
        assert page(client, thao, name, ground.old_a2, "r14", review=review).status_code == 403
    html = page(client, thao, "table_detail", ground.old_a2, "r1", review=review).content.decode()
    assert "measure=" not in html


def test_a_download_of_people_is_on_record_and_holds_no_citizen_id(client, cast, ground, people):
    review = people.years[1]
    answer = page(client, cast.lan, "roll_xlsx", ground.old_a2, "r15", review=review.pk)
    assert answer["Content-Disposition"] == 'attachment; filename="r15-21811-2022.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    names = [cell.value for cell in sheet["C"]]
    near = review.statuses.near_poor().filter(commune=ground.old_a2)
    assert set(near.values_list("head_name", flat=True)) <= set(names)
    event = Event.objects.get(verb="roll.download")
    assert (event.actor, event.unit, event.detail) == (
        cast.lan,
        ground.old_a2,
        {"list": "R15", "format": "xlsx", "lines": near.count()},
    )


def test_the_list_is_a_paper_too(client, cast, ground, people):
    answer = page(client, cast.lan, "roll_pdf", ground.old_a2, "r14", review=people.years[1].pk)
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "DANH SÁCH CHI TIẾT HỘ NGHÈO" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


def test_a_list_that_is_too_long_is_refused_with_what_to_do(
    client, cast, ground, people, monkeypatch
):
    monkeypatch.setattr(lists, "MOST_LINES", 3)
    address = reverse("roll_xlsx", args=[ground.old_province.pk, "r14"])
    client.force_login(cast.minh)
    answer = client.get(address, {"review": people.years[1].pk}, follow=True)
    assert "Hãy tải của từng huyện hoặc xã." in answer.content.decode()
    assert not Event.objects.filter(verb="roll.download").exists()


def test_a_list_costs_the_same_for_one_household_and_for_many(
    client, cast, ground, people, django_assert_max_num_queries
):
    client.force_login(cast.minh)
    for unit in (ground.old_a2, ground.old_province):
        with django_assert_max_num_queries(20):
            client.get(
                reverse("roll_detail", args=[unit.pk, "r14"]), {"review": people.years[2].pk}
            )


def test_the_2016_form_leads_to_the_rows_of_its_own_review_and_of_the_one_before(
    client, cast, ground
):
    years = [
        population.review(ground.old_province, year, standard="national-2016")
        for year in (2018, 2019)
    ]
    for key, area in (("a1", "urban"), ("a2", "rural"), ("b", "rural")):
        village = ground.old_villages[key][0]
        for review, many in zip(years, (3, 2), strict=True):
            for _n in range(many):
                population.status(review, population.household(village), village, area=area)
    for review in years:
        rollup.rebuild(review)
    answer = page(
        client, cast.minh, "table_detail", ground.old_province, "hn-2016", review=years[1].pk
    )
    rows = {row.label: cells for row, cells in answer.context["rows"]}
    for label, before, now in (("I", 3, 2), ("1", 3, 2), ("II", 6, 4), ("2", 6, 4), ("", 9, 6)):
        shown = [int(rows[label][place][0]) for place in (2, 12)]
        assert shown == [before, now]
        found = client.get(rows[label][12][1]).context["page"].paginator.count
        assert (label, found) == (label, now)
    found = client.get(rows[""][2][1]).context["page"].paginator.count
    assert found == 9

"""Looking for one household in all years: what finds it, for whom, and no id left behind."""

import pytest
from django.urls import reverse

from campaign.lib.vietnamese import name_key
from campaign.models import Event
from households import citizen_ids, rollup
from households.models import Household, Member
from tests import factories
from tests.households import population

NUMBER, OTHER = "052190123456", "052195000111"


def sealed(number):
    names = ("citizen_id_cipher", "citizen_id_index", "citizen_id_tail")
    return dict(zip(names, citizen_ids.seal(number), strict=True))


def home(village, name, **fields):
    household = population.household(village, name)
    Household.objects.filter(pk=household.pk).update(head_key=name_key(name), **fields)
    return household


@pytest.fixture
def homes(ground):
    """Four households: two of A (one of them listed on the old map too), two of B."""
    old, now = (
        population.review(ground.old_province, 2024),
        population.review(ground.province, 2025),
    )
    first, second = ground.a_villages[:2]
    found = {
        "binh": home(first, "Hồ Văn Bình", code="21808-007", **sealed(NUMBER)),
        "dat": home(second, "Đinh Thị Đạt"),
        "hien": home(ground.b_villages[0], "Y Hiền"),
        "binh_b": home(ground.b_villages[1], "Bình Thị Lan"),
    }
    Member.objects.create(household=found["dat"], name="Đinh Em", **sealed(OTHER))
    population.status(old, found["binh"], ground.old_villages["a1"][0])
    population.status(now, found["binh"], first, poverty_class="near_poor")
    population.status(old, found["dat"], ground.old_villages["a1"][1])
    population.status(now, found["hien"], ground.b_villages[0])
    population.status(now, found["binh_b"], ground.b_villages[1])
    for review in (old, now):
        rollup.rebuild(review)
    return found


def names(answer):
    return {household.head_name for household, _status in answer.context["page"]}


def search(client, text, **query):
    return client.get(reverse("household_search"), {"q": text} | query)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("binh", {"Hồ Văn Bình"}),
        ("Hồ văn b", {"Hồ Văn Bình"}),
        ("ĐẠT", {"Đinh Thị Đạt"}),
        ("inh", set()),
        ("khoi 2", {"Đinh Thị Đạt"}),
        ("bình, khối 1", {"Hồ Văn Bình"}),
        ("bình, khối 2", set()),
        ("21808-007", {"Hồ Văn Bình"}),
        ("3456", {"Hồ Văn Bình"}),
        ("hiền", set()),
    ],
)
def test_a_household_is_found_by_name_village_code_or_last_digits(client, cast, homes, text, found):
    client.force_login(cast.lan)
    assert names(search(client, text)) == found


def test_a_search_that_finds_nothing_says_so(client, cast, homes):
    client.force_login(cast.minh)
    for answer in (
        search(client, "Không Ai"),
        client.post(reverse("household_search"), {"q": "052190999999"}),
    ):
        shown = " ".join(answer.content.decode().split())
        assert "Không có hộ nào khớp trong phạm vi đã tìm." in shown
        assert ": 0 hộ" in shown


def test_a_household_is_one_row_with_its_latest_review(client, cast, homes):
    client.force_login(cast.lan)
    answer = search(client, "binh")
    ((household, status),) = answer.context["page"]
    assert household == homes["binh"]
    assert (status.review.year, status.poverty_class) == (2025, "near_poor")
    assert "“binh” trong Xã An Hòa và các đơn vị đã nhập về: 1 hộ" in answer.text


def test_year_class_and_movement_narrow_the_result(client, cast, ground, homes):
    client.force_login(cast.minh)
    everywhere = {"unit": ground.province.pk}
    assert names(search(client, "binh", **everywhere)) == {"Hồ Văn Bình", "Bình Thị Lan"}
    assert names(search(client, "binh", year=2024, **everywhere)) == {"Hồ Văn Bình"}
    near = search(client, "binh", poverty_class="near_poor", **everywhere)
    assert names(near) == {"Hồ Văn Bình"}
    assert names(search(client, "dinh", poverty_class="near_poor", **everywhere)) == set()
    # Of B both lists are there, of A the second old commune gave none.
    moved = {"year": 2025, "move": "new"} | everywhere
    assert names(search(client, "binh", **moved)) == set()
    asked = search(client, "binh", move="new", **everywhere)
    assert asked.context["form"].errors["year"] == ["Chọn năm để lọc theo biến động."]


def test_movements_of_a_year_are_those_of_its_tables(client, cast, ground):
    village = ground.old_villages["b"][0]
    years = [population.review(ground.old_province, year) for year in (2023, 2024)]
    courses = {
        "Lê Thoát": ("poor", "none"),
        "Lê Mới": (None, "poor"),
        "Lê Xuống": ("poor", "near_poor"),
    }
    for name, course in courses.items():
        household = home(village, name)
        for review, poverty_class in zip(years, course, strict=True):
            if poverty_class:
                population.status(review, household, village, poverty_class=poverty_class)
    for review in years:
        rollup.rebuild(review)
    client.force_login(cast.minh)
    query = {"unit": ground.old_b.pk, "year": 2024}
    for move, found in (("above", "Lê Thoát"), ("new", "Lê Mới"), ("to_near", "Lê Xuống")):
        assert names(search(client, "le", move=move, **query)) == {found}


@pytest.mark.parametrize("text", ["", " ", "b", "-"])
def test_less_than_two_characters_find_nothing_and_say_so(client, cast, homes, text):
    client.force_login(cast.lan)
    answer = search(client, text)
    assert answer.context["form"].errors["q"] and "page" not in answer.context


@pytest.mark.parametrize(("number", "name"), [(NUMBER, "Hồ Văn Bình"), (OTHER, "Đinh Thị Đạt")])
def test_a_whole_citizen_id_is_posted_and_stays_out_of_the_address(
    client, cast, homes, number, name
):
    client.force_login(cast.lan)
    address = reverse("household_search")
    answer = client.post(address, {"q": f"{number[:3]} {number[3:]}"})
    assert answer.status_code == 200 and names(answer) == {name}
    assert number not in answer.text and "no-store" in answer["Cache-Control"]
    refused = client.get(address, {"q": number})
    assert (refused.status_code, refused["Location"]) == (302, address)
    client.force_login(cast.hoa)
    assert names(client.post(address, {"q": number})) == set()
    assert number not in str(list(Event.objects.values()))


def test_other_words_go_on_to_an_address_that_can_be_kept(client, cast, homes):
    client.force_login(cast.lan)
    posted = {"q": "binh", "year": "2025", "move": "", "unit": ""}
    answer = client.post(reverse("household_search"), posted)
    assert answer["Location"] == reverse("household_search") + "?q=binh&year=2025"
    assert names(client.get(answer["Location"])) == {"Hồ Văn Bình"}


def test_of_very_many_the_first_are_shown_and_said_to_be(client, cast, ground, homes, monkeypatch):
    monkeypatch.setattr("households.search.LIMIT", 1)
    client.force_login(cast.minh)
    answer = search(client, "binh", unit=ground.province.pk)
    assert names(answer) == {"Bình Thị Lan"}
    assert "nhập thêm chữ để thu hẹp" in answer.text


def test_nobody_searches_outside_their_units(client, cast, ground, homes):
    client.force_login(cast.hoa)
    assert names(search(client, "binh")) == {"Bình Thị Lan"}
    assert search(client, "binh", unit=ground.a.pk).status_code == 404
    officer = factories.user("nga", "Trần Nga", "organisation_officer", ground.province)
    client.force_login(officer)
    assert search(client, "binh").status_code == 403


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    client, cast, ground, homes, django_assert_max_num_queries
):
    client.force_login(cast.minh)
    query = {"unit": ground.province.pk, "year": 2025, "poverty_class": "poor", "move": "new"}
    search(client, "ho", **query)
    with django_assert_max_num_queries(40) as few:
        search(client, "thu", **query)
    review = population.review(ground.province, 2026)
    for number in range(60):
        household = home(ground.a_villages[0], f"Thử {number}")
        population.status(review, household, ground.a_villages[0])
    with django_assert_max_num_queries(len(few)):
        search(client, "thu", **query)
    with django_assert_max_num_queries(22):
        answer = search(client, "thu", unit=ground.province.pk)
    assert answer.context["page"].paginator.count == 60

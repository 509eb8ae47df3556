"""The rows behind a number, and one household through the years: who sees what of them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from campaign.models import AdminUnit, Event
from households import citizen_ids, counts
from households.choices import Cause, PovertyClass, bits
from households.models import Household, ImportBatch, Member, Review, Status
from households.templatetags.households import measure_label

NUMBER = "052190123456"


@pytest.fixture
def review(ground):
    return Review.objects.create(
        unit=ground.province, year=2025, as_of=datetime.date(2025, 12, 31), standard="national-2022"
    )


def listed(review, village, name, *, number="", household=None, **fields):
    """A household of `village` and its status at `review`."""
    where = {
        "village": village,
        "commune": village.commune,
        "district": village.district,
        "province": village.province,
    }
    seal = {}
    if number:
        names = ("citizen_id_cipher", "citizen_id_index", "citizen_id_tail")
        seal = dict(zip(names, citizen_ids.seal(number), strict=True))
    household = household or Household.objects.create(
        head_name=name, head_key=citizen_ids_key(name), **where, **seal
    )
    values = {"poverty_class": PovertyClass.POOR, "area": "rural", "head_name": name, "members": 4}
    return Status.objects.create(review=review, household=household, **where, **values | fields)


def citizen_ids_key(name):
    from campaign.lib.vietnamese import name_key

    return name_key(name)


@pytest.fixture
def lists(ground, review):
    """Three households of commune A (two poor), one of B."""
    return {
        "binh": listed(
            review,
            ground.a_villages[0],
            "Hồ Văn Bình",
            number=NUMBER,
            head_birth_year=1990,
            b1=120,
            b2=40,
            deprivations=bits(1, 3, 5),
            causes=bits(Cause.CAPITAL),
            code="21808-007",
        ),
        "dat": listed(review, ground.a_villages[1], "Đinh Thị Đạt"),
        "can": listed(
            review,
            ground.a_villages[0],
            "Lò Cẩn",
            poverty_class=PovertyClass.NEAR_POOR,
            code="5200000412",
        ),
        "hien": listed(review, ground.b_villages[0], "Y Hiền"),
    }


def names(response):
    return [status.head_name for status in response.context["page"]]


# --- the list -------------------------------------------------------------------------------------
def test_lan_sees_the_households_of_her_commune_village_by_village(client, cast, lists, ground):
    client.force_login(cast.lan)
    answer = client.get(reverse("status_list"))
    assert names(answer) == ["Hồ Văn Bình", "Lò Cẩn", "Đinh Thị Đạt"]
    text = answer.content.decode()
    assert "Tất cả hộ trong danh sách · Xã An Hòa · Định kỳ hằng năm 2025: 3 hộ" in text
    assert "••••••••3456" in text and NUMBER not in text


def test_the_list_says_which_number_it_stands_behind(client, cast, lists, ground, review):
    client.force_login(cast.minh)
    query = {"unit": ground.province.pk, "review": review.pk, "measure": "poor"}
    answer = client.get(reverse("status_list"), query)
    assert set(names(answer)) == {"Hồ Văn Bình", "Đinh Thị Đạt", "Y Hiền"}
    assert "Hộ nghèo · Tỉnh Bình Minh · Định kỳ hằng năm 2025: 3 hộ" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("binh", ["Hồ Văn Bình"]),
        ("ĐẠT", ["Đinh Thị Đạt"]),
        ("khoi 2", ["Đinh Thị Đạt"]),
        ("21808-007", ["Hồ Văn Bình"]),
        ("3456", ["Hồ Văn Bình"]),
        ("5200000412", ["Lò Cẩn"]),
        ("0412", ["Lò Cẩn"]),
        ("hiền", []),
    ],
)
def test_search_by_name_village_code_or_last_digits(client, cast, lists, text, found):
    client.force_login(cast.lan)
    assert names(client.get(reverse("status_list"), {"q": text})) == found


@pytest.mark.parametrize("typed", [NUMBER, "052 190 123 456", "52190123456", "190123456"])
def test_a_whole_citizen_id_is_taken_out_of_the_address(client, cast, lists, typed):
    client.force_login(cast.lan)
    answer = client.get(reverse("status_list"), {"q": typed})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("status_list") + "?q=3456"
    followed = client.get(answer["Location"])
    assert names(followed) == ["Hồ Văn Bình"]
    assert "chỉ tìm theo 4 số cuối" in followed.content.decode()


def test_hoa_gets_no_list_of_commune_a(client, cast, lists, ground):
    client.force_login(cast.hoa)
    assert names(client.get(reverse("status_list"))) == ["Y Hiền"]
    for unit in (ground.a, ground.a_villages[0], ground.province):
        assert client.get(reverse("status_list"), {"unit": unit.pk}).status_code == 404


def test_a_review_of_another_province_does_not_exist(client, cast, lists, ground):
    other = Review.objects.create(
        unit=ground.other_province,
        year=2025,
        as_of=datetime.date(2025, 12, 31),
        standard="national-2022",
    )
    client.force_login(cast.lan)
    assert client.get(reverse("status_list"), {"review": other.pk}).status_code == 404
    assert client.get(reverse("status_list"), {"unit": "x"}).status_code == 404


def test_the_last_list_of_the_old_communes_is_found_from_the_commune_of_today(
    client, cast, ground, lists
):
    old = Review.objects.create(
        unit=ground.old_province,
        year=2024,
        as_of=datetime.date(2024, 12, 31),
        standard="national-2022",
    )
    listed(old, ground.old_villages["a1"][0], "Trần Cũ")
    listed(old, ground.old_villages["a1"][2], "Trần Đi")  # its village went to B
    listed(old, ground.old_villages["a2"][1], "Lý Cũ")
    client.force_login(cast.lan)
    answer = client.get(reverse("status_list"), {"unit": ground.a.pk, "review": old.pk})
    assert set(names(answer)) == {"Trần Cũ", "Lý Cũ"}


def test_the_number_of_queries_does_not_grow_with_the_list(
    client, cast, review, lists, django_assert_max_num_queries
):
    for number in range(60):
        listed(review, lists["dat"].village, f"Hộ Thử {number:02}")
    client.force_login(cast.lan)
    with django_assert_max_num_queries(26):
        answer = client.get(reverse("status_list"))
    assert len(names(answer)) == 50
    assert len(names(client.get(reverse("status_list"), {"page": 2}))) == 13


def test_without_a_review_the_page_says_what_is_to_come(client, cast):
    client.force_login(cast.lan)
    assert "Chưa có kỳ rà soát nào" in client.get(reverse("status_list")).content.decode()


def test_a_review_without_a_list_leaves_the_way_to_the_other_reviews(client, cast, review):
    client.force_login(cast.lan)
    answer = client.get(reverse("status_list"))
    assert answer.context["review"] == review and answer.context["page"].paginator.count == 0
    assert "Chưa có danh sách của địa bàn này trong kỳ rà soát." in answer.text
    assert 'name="review"' in answer.text


def test_who_sees_only_figures_is_told_so(client, cast, ground):
    from campaign.roles import Role
    from tests import factories

    member = factories.user("hoi-dong", "Hội Đồng", Role.COUNCIL_MEMBER, ground.province)
    client.force_login(member)
    answer = client.get(reverse("status_list"))
    assert answer.status_code == 403
    assert "chỉ được xem số liệu tổng hợp" in answer.content.decode()


# --- one household --------------------------------------------------------------------------------
def test_a_household_is_shown_year_by_year_in_words(client, cast, ground, lists):
    before = Review.objects.create(
        unit=ground.old_province,
        year=2024,
        as_of=datetime.date(2024, 12, 31),
        standard="national-2022",
    )
    household = lists["binh"].household
    listed(before, ground.old_villages["a1"][0], "Hồ Văn Bình", household=household, b2=20)
    client.force_login(cast.lan)
    answer = client.get(reverse("household_detail", args=[household.pk]))
    text = answer.content.decode()
    assert [entry.status.review.year for entry in answer.context["entries"]] == [2025, 2024]
    for words in ("Việc làm", "Dinh dưỡng", "Trình độ giáo dục của người lớn", "Thiếu vốn"):
        assert words in text
    assert "••••••••3456" in text and NUMBER not in text


def test_the_uploads_that_touched_a_household_are_named(client, cast, ground, lists, review):
    status = lists["binh"]
    status.batch = ImportBatch.objects.create(
        kind="households",
        unit=ground.a,
        review=review,
        uploaded_by=cast.lan,
        file_name="ds.xlsx",
        sha256="0",
        size=1,
    )
    status.save()
    client.force_login(cast.lan)
    answer = client.get(reverse("household_detail", args=[status.household_id]))
    assert list(answer.context["uploads"]) == [status.batch]


def test_a_household_of_another_commune_does_not_exist(client, cast, lists):
    client.force_login(cast.hoa)
    household = lists["binh"].household_id
    assert client.get(reverse("household_detail", args=[household])).status_code == 404
    answer = client.post(reverse("citizen_id_reveal", args=[household]), reason())
    assert answer.status_code == 404
    assert not Event.objects.filter(verb=citizen_ids.REVEAL_VERB).exists()


def test_a_household_that_moved_keeps_its_earlier_years_to_those_who_listed_it(
    client, cast, ground, lists
):
    household = lists["binh"].household
    Household.objects.filter(pk=household.pk).update(commune=ground.b, village=ground.b_villages[0])
    client.force_login(cast.hoa)
    answer = client.get(reverse("household_detail", args=[household.pk]))
    assert answer.status_code == 200 and answer.context["entries"] == []
    client.force_login(cast.lan)
    answer = client.get(reverse("status_list"), {"q": "binh"})
    assert names(answer) == ["Hồ Văn Bình"] and answer.context["open_to"] == set()


def reason(text="Đối chiếu thẻ bảo hiểm y tế", holder="0"):
    return {"reason": text, "holder": holder}


def test_lan_reveals_a_number_once_for_a_reason_on_the_record(client, cast, lists):
    client.force_login(cast.lan)
    household = lists["binh"].household
    answer = client.post(reverse("citizen_id_reveal", args=[household.pk]), reason())
    assert answer.status_code == 200 and NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(verb=citizen_ids.REVEAL_VERB)
    assert (event.actor, event.unit, event.object_id) == (
        cast.lan,
        household.commune,
        str(household.pk),
    )
    assert event.reason == "Đối chiếu thẻ bảo hiểm y tế" and NUMBER not in str(event.detail)
    again = client.get(reverse("household_detail", args=[household.pk]))
    assert NUMBER not in again.content.decode()
    assert client.get(reverse("citizen_id_reveal", args=[household.pk])).status_code == 405


def test_the_number_of_a_member_is_revealed_as_well(client, cast, lists):
    household = lists["binh"].household
    cipher, index, tail = citizen_ids.seal("052195000111")
    Member.objects.create(
        household=household,
        name="Hồ Thị Em",
        citizen_id_cipher=cipher,
        citizen_id_index=index,
        citizen_id_tail=tail,
    )
    client.force_login(cast.lan)
    url = reverse("citizen_id_reveal", args=[household.pk])
    text = client.post(url, reason(holder="1")).content.decode()
    assert "052195000111" in text and NUMBER not in text


@pytest.mark.parametrize("text", ["", "   ", "xem thử", f"hộ có số {NUMBER}"])
def test_a_poor_reason_reveals_nothing(client, cast, lists, text):
    client.force_login(cast.lan)
    url = reverse("citizen_id_reveal", args=[lists["binh"].household_id])
    answer = client.post(url, reason(text))
    assert answer.status_code == 422
    assert answer.context["number"] is None and answer.context["form"].errors["reason"]
    assert not Event.objects.filter(verb=citizen_ids.REVEAL_VERB).exists()


def test_one_number_too_many_in_an_hour_is_refused_in_words(client, cast, lists, monkeypatch):
    monkeypatch.setattr(citizen_ids, "REVEALS_PER_HOUR", 1)
    client.force_login(cast.lan)
    url = reverse("citizen_id_reveal", args=[lists["binh"].household_id])
    assert client.post(url, reason()).status_code == 200
    answer = client.post(url, reason())
    assert answer.status_code == 429
    assert "trong một giờ" in answer.content.decode() and NUMBER not in answer.content.decode()


@pytest.mark.parametrize("who", ["minh", "quang", "son"])
def test_who_may_look_at_lists_may_not_reveal(client, cast, lists, who):
    client.force_login(getattr(cast, who))
    household = lists["binh"].household_id
    page = client.get(reverse("household_detail", args=[household]))
    assert page.status_code == 200
    sentence = "Vai trò của bạn không được xem đầy đủ số định danh cá nhân."
    assert sentence in page.content.decode()
    answer = client.post(reverse("citizen_id_reveal", args=[household]), reason())
    assert answer.status_code == 403 and sentence in answer.content.decode()


def test_units_to_go_on_to_are_those_above_that_are_reached_and_those_below(
    client, cast, ground, lists
):
    client.force_login(cast.lan)
    form = client.get(reverse("status_list")).context["form"]
    offered = {int(pk) for _, group in form.fields["unit"].choices for pk, _ in group}
    below = AdminUnit.objects.filter(parent=ground.a).values_list("pk", flat=True)
    assert offered == {ground.a.pk, *below}


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("vi", ["Hộ nghèo", "Hộ cận nghèo"], ["Hộ nghèo", "Hộ cận nghèo"]),
        (
            "en",
            ["Poor household", "Near-poor household"],
            ["Poor households", "Near-poor households"],
        ),
    ],
)
def test_one_household_is_not_called_by_the_name_of_many(language, one, many):
    with translation.override(language):
        classes = (PovertyClass.POOR, PovertyClass.NEAR_POOR)
        assert [str(each.label) for each in classes] == one
        assert [str(counts.CLASSES[each.value][1]) for each in classes] == many


def test_the_words_of_kept_figures_follow_the_language_of_the_page():
    line = {"code": "poor_rate", "label": "Tỷ lệ hộ nghèo"}
    with translation.override("en"):
        assert "poor households" in str(measure_label(line, "national-2022")).lower()
        assert measure_label(line | {"code": "gone"}, "national-2022") == "Tỷ lệ hộ nghèo"
        assert measure_label(line, None) == "Tỷ lệ hộ nghèo"
    with translation.override("vi"):
        assert str(measure_label(line, "national-2022")) == "Tỷ lệ hộ nghèo"

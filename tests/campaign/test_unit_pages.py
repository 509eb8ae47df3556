import re

import pytest
from django.urls import reverse

from campaign.models import AdminUnit, Assignment, Event, UnitAlias, UnitChange, UnitName
from campaign.roles import Role
from tests import factories


def names(response):
    return {unit.name for unit in response.context["page"].object_list}


def listed(client, **query):
    return client.get(reverse("unit_list"), query)


def page_of(client, unit):
    return client.get(reverse("unit_detail", args=[unit.pk]))


@pytest.fixture
def as_minh(client, cast):
    client.force_login(cast.minh)
    return client


@pytest.fixture
def as_lan(client, cast):
    client.force_login(cast.lan)
    return client


def test_the_tree_starts_with_the_provinces_one_may_see_on_either_map(as_minh, ground):
    assert list(listed(as_minh).context["page"]) == [ground.province]
    assert list(listed(as_minh, map="before").context["page"]) == [ground.old_province]


def test_an_opened_unit_shows_what_stood_inside_it(as_minh, ground):
    inside = listed(as_minh, open=ground.old_province.pk)
    assert names(inside) == {"Huyện Suối Bạc"}
    assert inside.context["page"][0].inside == 3
    communes = listed(as_minh, open=ground.district.pk)
    assert communes.context["chain"] == [ground.old_province, ground.district]
    assert names(communes) == {"Thị trấn An Hòa", "Xã An Phú", "Xã Đắk Bình"}
    villages = listed(as_minh, open=ground.b.pk)
    assert set(villages.context["page"]) == set(ground.b_villages)


def test_the_administrator_sees_every_province(client, cast, ground):
    client.force_login(cast.admin)
    assert set(listed(client).context["page"]) == {ground.province, ground.other_province}


def test_a_commune_officer_sees_the_own_commune_and_what_came_into_it(as_lan, ground):
    assert list(listed(as_lan).context["page"]) == [ground.a]
    old = set(listed(as_lan, map="before").context["page"])
    assert old == {ground.old_a2, *ground.old_villages["a1"][:2]}


@pytest.mark.parametrize("words", ["an hoa", "21808", "X. An Hoà", "suoi vang"])
def test_search_finds_by_name_code_and_alias_without_accents(as_minh, ground, words):
    UnitAlias.objects.create(unit=ground.a, alias="Suối Vàng")
    found = set(listed(as_minh, q=words).context["page"])
    assert ground.a in found and ground.b not in found and ground.old_a1 not in found


def test_search_stays_inside_the_opened_unit_and_ones_own_reach(as_minh, ground):
    assert names(listed(as_minh, q="nam son")) == set()
    inside = listed(as_minh, q="thôn 2", open=ground.a.pk)
    assert {unit.commune_id for unit in inside.context["page"]} == {ground.a.pk}
    assert listed(as_minh, q="không có gì").context["page"].object_list.count() == 0


@pytest.mark.parametrize("opened", ["x", "-1", "9999999999999999999", "²"])
def test_a_wrong_address_is_not_found(as_minh, opened):
    assert listed(as_minh, open=opened).status_code == 404


def test_units_of_others_do_not_exist(as_lan, ground):
    for unit in (ground.b, ground.province, ground.old_a1, ground.other_commune):
        assert page_of(as_lan, unit).status_code == 404
        assert listed(as_lan, open=unit.pk).status_code == 404


def test_fifty_rows_a_page_and_a_constant_number_of_queries(
    as_minh, ground, django_assert_max_num_queries
):
    for number in range(60):
        village = factories.village(f"Thôn {number + 10}", ground.a)
        UnitAlias.objects.create(unit=village, alias=f"Xóm {number}")
    with django_assert_max_num_queries(16):
        first = listed(as_minh, open=ground.a.pk)
    assert len(first.context["page"]) == 50
    assert len(listed(as_minh, open=ground.a.pk, page=2).context["page"]) == 15
    with django_assert_max_num_queries(26):
        page_of(as_minh, ground.a)


def test_a_units_page_tells_its_life_and_what_it_was_made_of(as_minh, ground):
    UnitName.objects.create(unit=ground.a, name="Xã An Hòa Cũ", kind="commune")
    UnitName.objects.create(unit=ground.a, name="Xã An Hòa", kind="commune")
    text = page_of(as_minh, ground.a).content.decode()
    assert "từ 01/07/2025 đến nay" in text
    assert "Tên qua các thời kỳ" in text and "Xã An Hòa Cũ" in text
    for unit, extent in ((ground.old_a1, "Một phần"), (ground.old_a2, "Toàn bộ")):
        row = re.search(
            rf"<tr>(?:(?!</tr>).)*{reverse('unit_detail', args=[unit.pk])}.*?</tr>", text, re.S
        )
        assert extent in row[0]
    assert "Chưa xác định" not in text


def test_the_page_of_an_ended_unit_names_its_successors(as_minh, ground):
    text = page_of(as_minh, ground.old_a1).content.decode()
    assert "ngày cuối cùng là 30/06/2025" in text and "đến hết 30/06/2025" in text
    assert "Đơn vị kế thừa" in text
    for unit in (ground.a, ground.b):
        assert reverse("unit_detail", args=[unit.pk]) in text


def test_the_page_of_a_district_shows_where_its_land_is_today(as_minh, ground):
    UnitChange.objects.create(
        source=ground.district, kind="abolition", extent="whole", date=factories.MERGER
    )
    response = page_of(as_minh, ground.district)
    assert {edge.unit for edge in response.context["now"]} == {ground.a, ground.b}
    assert "Chưa xác định đơn vị kế thừa" not in response.content.decode()


def test_an_unresolved_unit_says_so_at_both_ends(as_minh, ground):
    lost = factories.unit("Xã An Lạc", "21820", "commune", ground.district, ended=True)
    factories.change(lost, ground.b, extent="doubt", kind="split")
    text = page_of(as_minh, lost).content.decode()
    assert "Chưa xác định đơn vị kế thừa." in text and "Phường Đắk Bình" in text
    assert "Xã An Lạc (Huyện Suối Bạc)" in page_of(as_minh, ground.b).content.decode()


def test_predecessors_outside_ones_reach_are_named_but_not_linked(as_lan, ground):
    text = page_of(as_lan, ground.a).content.decode()
    assert "Thị trấn An Hòa" in text
    assert reverse("unit_detail", args=[ground.old_a1.pk]) not in text
    assert reverse("unit_detail", args=[ground.old_a2.pk]) in text


def test_lan_adds_a_village_to_her_commune(as_lan, cast, ground):
    answer = as_lan.post(
        reverse("village_create", args=[ground.a.pk]), {"name": " TDP  07 "}, follow=True
    )
    village = AdminUnit.objects.get(name="Tổ dân phố 7")
    assert (village.parent, village.code) == (ground.a, "21808-006")
    assert village.history.get().history_user == cast.lan
    assert Event.objects.get(verb="village.create").actor == cast.lan
    assert "Đã thêm Tổ dân phố 7, mã 21808-006." in answer.content.decode()
    assert "Tổ dân phố 7" in names(answer)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("khối 01", "Đã có Khối 1."),
        ("...", "Tên phải có chữ hoặc số."),
        ("", "Trường này là bắt buộc."),
        ("Thôn Hoa Sơn", "Gần giống Thôn Hòa Sơn."),
    ],
)
def test_a_village_that_is_there_or_nearly_is_asked_about(as_lan, ground, name, sentence):
    count = ground.a.children.count()
    answer = as_lan.post(reverse("village_create", args=[ground.a.pk]), {"name": name})
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert ground.a.children.count() == count


def test_a_nearly_equal_village_is_added_when_the_officer_insists(as_lan, ground):
    address = reverse("village_create", args=[ground.a.pk])
    asked = as_lan.post(address, {"name": "Thôn Hoa Sơn", "anyway": "False"})
    assert 'type="checkbox"' in asked.content.decode()
    as_lan.post(address, {"name": "Thôn Hoa Sơn", "anyway": "on"})
    assert ground.a.children.filter(name="Thôn Hoa Sơn").exists()


def test_an_alias_is_added_with_its_dates(as_lan, cast, ground):
    village = ground.a_villages[0]
    answer = as_lan.post(
        reverse("alias_create", args=[village.pk]),
        {"alias": "Xóm Chùa", "valid_from": "03/04/2020", "valid_to": "30/06/2025"},
        follow=True,
    )
    alias = village.aliases.get()
    assert (alias.alias, alias.valid_from.isoformat()) == ("Xóm Chùa", "2020-04-03")
    assert alias.history.get().history_user == cast.lan
    assert Event.objects.get(verb="alias.create").unit == village
    assert "từ 03/04/2020 đến hết 30/06/2025" in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"alias": "Khối 02"}, "Tên gọi này đang chỉ Khối 2."),
        ({"alias": "khối 1"}, "Viết thế này vẫn nhận ra, không cần thêm."),
        ({"alias": "Xóm Cũ"}, "Tên gọi này đã có."),
        (
            {"alias": "Xóm Chùa", "valid_from": "02/01/2024", "valid_to": "01/01/2024"},
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
    ],
)
def test_an_alias_that_helps_nobody_is_refused_with_the_reason(as_lan, ground, values, sentence):
    village = ground.a_villages[0]
    UnitAlias.objects.create(unit=village, alias="Xóm Cũ")
    answer = as_lan.post(reverse("alias_create", args=[village.pk]), values)
    assert sentence in answer.content.decode()
    assert village.aliases.count() == 1


def test_nobody_adds_to_units_of_others(as_lan, ground):
    for name, unit in (("village_create", ground.b), ("alias_create", ground.b_villages[0])):
        answer = as_lan.post(reverse(name, args=[unit.pk]), {"name": "Thôn 9", "alias": "Thôn 9"})
        assert answer.status_code == 404
    assert as_lan.post(reverse("village_create", args=[ground.a_villages[0].pk])).status_code == 404
    assert not AdminUnit.objects.filter(name="Thôn 9").exists()


def test_a_reader_sees_no_form_and_is_refused_with_the_reason(client, cast, ground):
    client.force_login(cast.quang)
    assert page_of(client, ground.a).context["alias_form"] is None
    answer = client.post(reverse("village_create", args=[ground.a.pk]), {"name": "Thôn 9"})
    assert answer.status_code == 403
    assert "Vai trò của bạn không được sửa danh mục địa bàn." in answer.content.decode()


def test_a_right_elsewhere_is_no_right_here(client, cast, ground):
    Assignment.objects.create(
        user=cast.lan, role=Role.LEADER, unit=ground.b, valid_from="2020-01-01"
    )
    client.force_login(cast.lan)
    assert page_of(client, ground.b).context["alias_form"] is None
    answer = client.post(reverse("village_create", args=[ground.b.pk]), {"name": "Thôn 9"})
    assert answer.status_code == 403


def test_changes_are_made_by_post_alone(as_lan, ground):
    for name in ("village_create", "alias_create"):
        assert as_lan.get(reverse(name, args=[ground.a.pk])).status_code == 405

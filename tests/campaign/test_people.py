"""Accounts and assignments: who may manage whom, and what is left on record."""

import datetime
import re

import pytest
from django.utils import timezone

from campaign import people
from campaign.models import Assignment, Event, User
from campaign.roles import Role
from tests import factories

TODAY = timezone.localdate


@pytest.fixture
def warden(ground):
    """Administrator of commune A only."""
    return factories.user("ward", "Quản Trị Xã", Role.ADMINISTRATOR, ground.a)


def verbs(by):
    return list(Event.objects.filter(actor=by).order_by("pk").values_list("verb", flat=True))


def test_a_new_account_gets_a_password_that_is_shown_once(client, cast):
    client.force_login(cast.admin)
    page = client.post(
        "/people/new/",
        {"username": "bui.mai", "full_name": "  Bùi   Mai ", "position": "Chuyên viên"},
    )
    password = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", page.content.decode())[0]
    mai = User.objects.get(username="bui.mai")
    assert (mai.full_name, mai.must_change_password) == ("Bùi Mai", True)
    assert mai.check_password(password)
    assert password not in client.get(f"/people/{mai.pk}/").content.decode()
    assert password not in str(list(Event.objects.values()))
    assert verbs(cast.admin)[-1] == "person.create"


@pytest.mark.parametrize("name", ["Lan", "nguyễn", "lan hoa", "ｌａｎ", "l", "-lan", "", "аdmin"])
def test_user_names_that_look_like_others_cannot_be_made(client, cast, name):
    client.force_login(cast.admin)
    before = User.objects.count()
    page = client.post("/people/new/", {"username": name, "full_name": "Ai Đó"})
    assert page.status_code == 200
    assert User.objects.count() == before


def test_a_name_is_taken_once(client, cast):
    client.force_login(cast.admin)
    page = client.post("/people/new/", {"username": "lan", "full_name": "Lan Khác"})
    assert "đã có người dùng" in page.content.decode()


def test_editing_changes_name_and_position_and_nothing_else(client, cast):
    client.force_login(cast.admin)
    fields = {
        "full_name": "Nguyễn Thị Lan Anh",
        "position": "Công chức",
        "username": "khac",
        "is_active": "",
        "is_superuser": "on",
        "password": "x",
        "must_change_password": "on",
    }
    client.post(f"/people/{cast.lan.pk}/edit/", fields)
    cast.lan.refresh_from_db()
    assert (cast.lan.full_name, cast.lan.position) == ("Nguyễn Thị Lan Anh", "Công chức")
    assert (cast.lan.username, cast.lan.is_active, cast.lan.is_superuser) == ("lan", True, False)
    assert not cast.lan.must_change_password
    assert cast.lan.history.first().history_user == cast.admin


def test_a_reset_ends_the_sessions_and_asks_for_an_own_password(client, cast):
    theirs = type(client)()
    theirs.force_login(cast.lan)
    client.force_login(cast.admin)
    assert client.get(f"/people/{cast.lan.pk}/password/").status_code == 405
    client.post(f"/people/{cast.lan.pk}/password/")
    assert theirs.get("/roles/").status_code == 302
    cast.lan.refresh_from_db()
    assert cast.lan.must_change_password
    assert verbs(cast.admin)[-1] == "password.reset"


def test_an_account_is_closed_and_opened_never_deleted(client, cast):
    client.force_login(cast.admin)
    for active, verb in (("0", "person.close"), ("1", "person.open")):
        client.post(f"/people/{cast.lan.pk}/switch/", {"active": active})
        cast.lan.refresh_from_db()
        assert cast.lan.is_active is (active == "1")
        assert verbs(cast.admin)[-1] == verb


def test_nobody_locks_themselves_out(client, cast):
    client.force_login(cast.admin)
    assert client.post(f"/people/{cast.admin.pk}/switch/", {"active": "0"}).status_code == 403
    own = cast.admin.assignments.get()
    assert client.post(f"/assignments/{own.pk}/end/").status_code == 403
    own.refresh_from_db()
    assert own.valid_to is None


def test_an_administrator_of_an_area_manages_only_who_works_inside_it(warden, cast, ground):
    assert set(people.manageable_by(warden)) == {warden, cast.lan}
    nobody = factories.user("moi", "Người Mới")
    assert set(people.manageable_by(warden)) == {warden, cast.lan, nobody}
    Assignment.objects.create(
        user=cast.lan, role=Role.LEADER, unit=ground.province, valid_from=TODAY()
    )
    assert set(people.manageable_by(warden)) == {warden, nobody}
    assert set(people.manageable_by(cast.lan)) == set()
    assert set(people.manageable_by(cast.admin)) == set(User.objects.all())


@pytest.mark.parametrize("path", ["", "edit/", "assign/"])
def test_accounts_outside_do_not_exist_for_that_administrator(client, warden, cast, path):
    client.force_login(warden)
    assert client.get(f"/people/{cast.hoa.pk}/{path}").status_code == 404
    assert client.get(f"/people/{cast.lan.pk}/{path}").status_code == 200


def test_nor_can_their_passwords_be_taken_or_their_work_be_ended(client, warden, cast):
    client.force_login(warden)
    for person in (cast.hoa, cast.minh, cast.admin):
        assert client.post(f"/people/{person.pk}/password/").status_code == 404
        assert client.post(f"/people/{person.pk}/switch/", {"active": "0"}).status_code == 404
        own = person.assignments.get()
        assert client.post(f"/assignments/{own.pk}/end/").status_code == 404
    assert User.objects.filter(must_change_password=True).count() == 0


def assign(client, person, **fields):
    values = {"role": "commune_officer", "place": "Xã An Hòa", "valid_from": "01/02/2026"}
    return client.post(f"/people/{person.pk}/assign/", values | fields)


@pytest.mark.parametrize("place", ["21808", "Xã An Hòa", "xa an hoa", "an hòa"])
def test_a_unit_is_found_by_code_or_name(client, cast, ground, place):
    client.force_login(cast.admin)
    assert assign(client, cast.quang, place=place).status_code == 302
    given = cast.quang.assignments.get(role=Role.COMMUNE_OFFICER)
    assert (given.unit, given.valid_from) == (ground.a, datetime.date(2026, 2, 1))
    assert verbs(cast.admin)[-1] == "assignment.begin"
    assert given.history.get().history_user == cast.admin


def test_of_several_units_of_one_name_the_right_one_is_asked_for(client, cast, ground):
    twin = factories.unit("Xã An Hòa", "17001", "commune", ground.other_province)
    client.force_login(cast.admin)
    page = assign(client, cast.quang)
    text = page.content.decode()
    assert "Có nhiều nơi mang tên này" in text
    assert "Xã An Hòa, Tỉnh Bình Minh (21808)" in text
    assert "Xã An Hòa, Tỉnh Sông Lam (17001)" in text
    assert assign(client, cast.quang, unit=twin.pk).status_code == 302
    assert cast.quang.assignments.filter(unit=twin).count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"place": "Xã Không Có"}, "Không tìm thấy địa bàn"),
        ({"place": ""}, "Vai trò này cần một địa bàn"),
        ({"role": "board"}, "Vai trò này chỉ giao cho cấp tỉnh"),
        ({"place": "52"}, "Vai trò này chỉ giao cho cấp xã"),
        ({"valid_to": "01/01/2026"}, "Ngày kết thúc phải sau ngày bắt đầu"),
        ({"valid_from": "13/13/2026"}, "ngày"),
    ],
)
def test_what_makes_no_sense_is_explained(client, cast, fields, sentence):
    client.force_login(cast.admin)
    before = Assignment.objects.count()
    page = assign(client, cast.quang, **fields)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Assignment.objects.count() == before


def test_a_unit_that_ended_is_not_given_any_more(client, cast, ground):
    client.force_login(cast.admin)
    page = assign(client, cast.quang, place=ground.old_a2.code)
    assert "Không tìm thấy địa bàn" in page.content.decode()


def test_only_an_unlimited_administrator_makes_another(client, warden, cast):
    client.force_login(warden)
    mine = {"role": "administrator", "place": ""}
    assert assign(client, cast.lan, **mine).status_code == 403
    outside = assign(client, cast.lan, place="Phường Đắk Bình")
    assert "Không tìm thấy địa bàn" in outside.content.decode()
    client.force_login(cast.admin)
    assert assign(client, cast.lan, **mine).status_code == 302
    assert cast.lan.assignments.filter(unit=None).count() == 1


def test_an_assignment_ends_today_and_one_to_come_is_withdrawn(client, cast, ground):
    client.force_login(cast.admin)
    now = cast.lan.assignments.get()
    later = Assignment.objects.create(
        user=cast.lan,
        role=Role.LEADER,
        unit=ground.a,
        valid_from=TODAY() + datetime.timedelta(days=9),
    )
    client.post(f"/assignments/{now.pk}/end/")
    client.post(f"/assignments/{later.pk}/end/")
    assert [a.valid_to for a in cast.lan.assignments.all()] == [TODAY()]
    assert verbs(cast.admin)[-2:] == ["assignment.end", "assignment.end"]


def test_people_are_found_with_or_without_accents(client, cast):
    client.force_login(cast.admin)
    for words in ("đỗ", "do", "ĐỖ QUANG", "quang"):
        page = client.get("/people/", {"q": words})
        assert [person.username for person in page.context["page"]] == ["quang"], words


def test_the_list_costs_the_same_for_many(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin)
    for number in range(60):
        factories.user(
            f"u{number:02}", f"Người {number}", Role.LEADER, cast.lan.assignments.get().unit
        )
    with django_assert_max_num_queries(9):
        page = client.get("/people/")
    assert len(page.context["page"].object_list) == 50
    assert "Trang 1/2" in page.content.decode()

"""The page of roles is the table of the code, and the journal shows what is within reach."""

import pytest
from django.apps import apps
from django.urls import reverse

from campaign import audit, subjects, verbs
from campaign.models import Event
from campaign.roles import PERMISSIONS, REFUSALS, Permission, Role
from tests import factories

# role -> what it may, written out: a change of rights is a change of this table too.
EXPECTED = {
    "board": "unit.view unit.edit figures.view household.view review.open review.manage "
    "nomination.view nomination.review report.view report.edit",
    "poverty_department": "unit.view unit.edit figures.view household.view household.import "
    "household.reveal review.open review.step review.manage nomination.view report.view",
    "district_officer": "unit.view unit.edit figures.view household.view household.import "
    "household.reveal review.step nomination.view nomination.edit report.view report.edit",
    "commune_officer": "unit.view unit.edit figures.view household.view household.import "
    "household.reveal review.step nomination.view nomination.edit report.view report.edit",
    "organisation_officer": "unit.view figures.view nomination.view nomination.edit "
    "report.view report.edit",
    "council_member": "unit.view figures.view nomination.view",
    "leader": "unit.view figures.view household.view nomination.view report.view",
    "auditor": "unit.view figures.view household.view nomination.view report.view audit.view",
}


def test_the_rights_of_every_role_are_those_written_here():
    everything = {"administrator": " ".join(Permission)}
    held = {role.value: set(map(str, PERMISSIONS[role])) for role in Role}
    assert held == {role: set(text.split()) for role, text in (EXPECTED | everything).items()}


def test_every_permission_that_some_lack_is_refused_with_its_own_sentence():
    lacked = {p for p in Permission if any(p not in PERMISSIONS[role] for role in Role)}
    assert lacked <= set(REFUSALS) | {Permission.UNIT_VIEW, Permission.FIGURES_VIEW}


def test_the_page_is_drawn_from_the_table(client, cast):
    client.force_login(cast.lan)
    table = dict(client.get("/roles/").context["table"])
    assert list(table) == [permission.label for permission in Permission]
    for permission in Permission:
        assert table[permission.label] == [
            (role.label, permission in PERMISSIONS[role]) for role in Role
        ]


def test_who_holds_what_is_shown_within_reach(client, cast):
    everybody = {"lan", "hoa", "minh", "dung", "quang", "son"}
    for person, seen in (
        (cast.lan, {"lan"}),
        (cast.minh, everybody),
        (cast.admin, everybody | {"admin"}),
    ):
        client.force_login(person)
        page = client.get("/roles/").context["page"]
        assert {held.user.username for held in page} == seen


def test_the_page_costs_the_same_for_many(client, cast, ground, django_assert_max_num_queries):
    for number in range(30):
        factories.user(f"u{number}", f"Người {number}", Role.LEADER, ground.b)
    client.force_login(cast.minh)
    with django_assert_max_num_queries(11):
        client.get("/roles/")


# --- the journal ----------------------------------------------------------------------------------
@pytest.fixture
def journal(cast, ground):
    Event.objects.all().delete()
    audit.record("alias.create", by=cast.lan, unit=ground.a, reason="gọi tắt")
    audit.record("alias.create", by=cast.hoa, unit=ground.b)
    audit.record("password.change", by=cast.lan)
    audit.record("review.open", by=cast.admin, unit=ground.other_province)
    return Event.objects.all()


def shown(client, **query):
    return {(e.verb, e.actor.username) for e in client.get("/events/", query).context["page"]}


def test_auditors_see_their_area_and_the_sign_ins_of_its_people(client, cast, journal):
    client.force_login(cast.son)
    journal.filter(verb="session.begin").delete()
    assert shown(client) == {
        ("alias.create", "lan"),
        ("alias.create", "hoa"),
        ("password.change", "lan"),
    }


def test_administrators_see_everything(client, cast, journal):
    client.force_login(cast.admin)
    assert ("review.open", "admin") in shown(client)
    assert ("session.begin", "admin") in shown(client)


@pytest.mark.parametrize("name", ["lan", "minh", "dung", "quang"])
def test_others_see_no_journal(client, cast, journal, name):
    client.force_login(getattr(cast, name))
    answer = client.get("/events/")
    assert answer.status_code == 403
    assert "Chỉ thanh tra và quản trị hệ thống" in answer.content.decode()


def test_the_journal_is_filtered_by_person_verb_and_days(client, cast, journal):
    client.force_login(cast.son)
    assert shown(client, person="nguyen thi") == {
        ("alias.create", "lan"),
        ("password.change", "lan"),
    }
    assert shown(client, verb="password.change") == {("password.change", "lan")}
    assert shown(client, last="01/01/2020") == set()
    assert shown(client, first="01/01/2020", person="hoa") == {("alias.create", "hoa")}
    page = client.get("/events/", {"first": "32/13/2020"})
    assert page.status_code == 200


def test_the_journal_costs_the_same_for_many(client, cast, ground, django_assert_max_num_queries):
    for _ in range(80):
        audit.record("alias.create", by=cast.lan, unit=ground.a)
    client.force_login(cast.son)
    with django_assert_max_num_queries(11):
        page = client.get("/events/")
    assert len(page.context["page"].object_list) == 50


def named(client):
    """{words of what an event is about: address of its page, or nothing} on the journal's page."""
    return {e.subject: e.link for e in client.get("/events/").context["page"] if e.subject}


def test_the_journal_says_what_a_row_is_and_leads_there_who_may_go(client, cast, ground):
    Event.objects.all().delete()
    for subject in (cast.lan, ground.a, ground.other_commune):
        audit.record("alias.create", by=cast.lan, unit=ground.a, subject=subject)
    Event.objects.create(
        verb="import.cancel",
        actor=cast.lan,
        unit=ground.a,
        object_type="households.importbatch",
        object_id="48",
    )
    Event.objects.create(verb="old", unit=ground.a, object_type="gone.table", object_id="7")
    person, unit = f"Tài khoản {cast.lan.pk}", f"Đơn vị hành chính {ground.a.pk}"
    other = f"Đơn vị hành chính {ground.other_commune.pk}"
    client.force_login(cast.son)
    plain = {person: "", other: "", "Lần tải lên 48": "", "gone.table 7": ""}
    assert named(client) == plain | {unit: f"/units/{ground.a.pk}/"}
    client.force_login(cast.admin)
    assert named(client) == plain | {
        person: f"/people/{cast.lan.pk}/",
        unit: f"/units/{ground.a.pk}/",
        other: f"/units/{ground.other_commune.pk}/",
    }
    assert (
        f'<a href="/people/{cast.lan.pk}/">{person}</a>' in client.get("/events/").content.decode()
    )


def test_every_page_the_journal_leads_to_exists():
    for kind, (route, _permission) in subjects._PAGES.items():
        assert reverse(route, args=[1])
        assert apps.get_model(kind)


def test_every_verb_that_is_recorded_has_its_words():
    import ast
    from pathlib import Path

    root = Path(verbs.__file__).resolve().parent.parent
    recorded = set()
    for app in ("campaign", "households", "awards", "reporting"):
        for path in (root / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(getattr(node, "func", None), "attr", "")
                if name == "record" and node.args and isinstance(node.args[0], ast.Constant):
                    recorded.add(node.args[0].value)
    assert len(recorded) > 10
    assert recorded - set(verbs.VERBS) == set()

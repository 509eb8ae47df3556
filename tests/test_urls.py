"""Every address has a declared policy, and each role gets the declared answer.

A route without a policy fails here before anybody can reach it.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from campaign.roles import PERMISSIONS, Permission, Role
from tests import factories

# Views of libraries, with what guards them: they carry no policy of their own.
FOREIGN = {
    "account_login": "public",
    "account_logout": "public",  # without a session it leads to the sign-in page
    "account_change_password": "signed-in",
    "set_language": "public",
}


def routes(patterns=None, prefix=""):
    """(name, path, view) of every address outside Django's admin."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                yield from routes(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield entry.name, path, entry.callback


ROUTES = list(routes())


def policy(name, view):
    return FOREIGN.get(name) or getattr(view, "policy", None)


def address(path):
    """The path with numbers that name nothing: what is asked here is who may enter at all."""
    filled = re.sub(r"<int:[^>]+>", "999999", path)
    return "/" + re.sub(r"<(?:str:|slug:)?[^>]+>", "submit", filled)


def test_every_route_has_a_name_and_a_declared_policy():
    undeclared = [path for name, path, view in ROUTES if not name or not policy(name, view)]
    assert undeclared == []
    known = {"public", "signed-in", *Permission}
    assert [path for name, path, view in ROUTES if policy(name, view) not in known] == []


def test_route_names_are_unique():
    names = [name for name, _, _ in ROUTES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("name", "path", "view"), ROUTES, ids=[name for name, _, _ in ROUTES])
def test_strangers_are_sent_to_sign_in(name, path, view, client, db):
    answer = client.get(address(path))
    if policy(name, view) == "public":
        assert answer.status_code in {200, 302, 404, 405}
        return
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("role", Role, ids=str)
def test_each_role_enters_exactly_where_its_permissions_say(role, client, ground):
    unit = None if role == Role.ADMINISTRATOR else ground.province
    client.force_login(factories.user("nguoi", "Người Thử", role, unit))
    wrong = []
    for name, path, view in ROUTES:
        if name in FOREIGN:
            continue
        needed = policy(name, view)
        entitled = needed in {"public", "signed-in"} or needed in PERMISSIONS[role]
        for method in (client.get, client.post):
            refused = method(address(path)).status_code == 403
            if refused is entitled:
                wrong.append((method.__name__, path, "refused" if refused else "let in"))
    assert wrong == []


def test_someone_without_an_assignment_enters_nowhere(client, db):
    client.force_login(factories.user("khach", "Không Phân Công"))
    guarded = [
        path for name, path, view in ROUTES if policy(name, view) not in {"public", "signed-in"}
    ]
    assert guarded and {client.get(address(path)).status_code for path in guarded} == {403}

"""A refusal says why, to the person; it is no fault, so the log stays quiet about it."""

import datetime
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from campaign import access
from campaign.models import Assignment
from campaign.roles import Permission, Role, refusal
from tests import factories

NO_ASSIGNMENT = "Tài khoản của bạn hiện không có phân công nào. Hãy liên hệ quản trị hệ thống."


def test_who_has_no_assignment_is_told_so_not_that_the_role_is_too_weak(client, db):
    client.force_login(factories.user("moi", "Người Mới"))
    answer = client.get(reverse("import_create"))
    assert answer.status_code == 403
    assert NO_ASSIGNMENT in answer.content.decode()


def test_an_assignment_that_is_over_is_none(client, ground):
    person = factories.user("cu", "Người Cũ", Role.COMMUNE_OFFICER, ground.a)
    last = timezone.localdate() - datetime.timedelta(days=2)
    Assignment.objects.filter(user=person).update(valid_to=last)
    client.force_login(person)
    assert NO_ASSIGNMENT in client.get(reverse("import_create")).content.decode()
    with pytest.raises(PermissionDenied, match=NO_ASSIGNMENT):
        access.check(person, Permission.HOUSEHOLD_IMPORT, ground.a)


def test_who_has_a_role_is_told_what_the_role_may_not(client, cast):
    client.force_login(cast.son)
    text = client.get(reverse("import_create")).content.decode()
    assert str(refusal(Permission.HOUSEHOLD_IMPORT)) in text and NO_ASSIGNMENT not in text


@pytest.mark.parametrize(("name", "status"), [("import_create", 403), ("import_list", 200)])
def test_a_refused_page_leaves_no_traceback_in_the_log(client, cast, caplog, name, status):
    client.force_login(cast.son)
    assert client.get(reverse(name)).status_code == status
    assert client.get("/khong-co/").status_code == 404
    assert [record for record in caplog.records if record.name == "django.request"] == []


def test_a_fault_of_the_portal_is_still_logged():
    assert logging.getLogger("django.request").isEnabledFor(logging.ERROR)

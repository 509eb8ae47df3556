"""Accounts and assignments: made, changed and ended by administrators, each act on record.

An account is never deleted: what it did stays signed with its name.
"""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import audit
from campaign.models import Assignment, User
from campaign.roles import Permission, Role

# No letters and digits that look alike on a printed slip.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def manageable_by(user):
    """The accounts `user` may manage: none of whose assignments lies outside their reach.

    Otherwise the administrator of a commune could take over an account of the province by giving
    it a new password.
    """
    reach = user.reach(Permission.PEOPLE_MANAGE)
    if reach.everywhere:
        return User.objects.all()
    if not reach.roots:
        return User.objects.none()
    inside = reach.units(Assignment.objects.all(), prefix="unit__")
    outside = Assignment.objects.exclude(pk__in=inside.values("pk"))
    return User.objects.exclude(pk__in=outside.values("user"))


def assignments_in_reach(user):
    """Assignments of today inside the units `user` has anything to do with."""
    today = Assignment.objects.on(timezone.localdate()).filter(user__is_active=True)
    return user.reach().units(today, prefix="unit__")


def make_password():
    """Sixteen characters in four groups: about 79 bits, and it can be read out on the phone."""
    groups = ("".join(secrets.choice(_ALPHABET) for _i in range(4)) for _g in range(4))
    return "-".join(groups)


@transaction.atomic
def create(person, *, by):
    """Save the new `person` (an unsaved User) and return the password, which is kept nowhere."""
    password = _give_password(person)
    person.save()
    audit.record("person.create", by=by, subject=person)
    return password


@transaction.atomic
def change(person, *, by):
    person.save()
    audit.record("person.change", by=by, subject=person)


@transaction.atomic
def reset_password(person, *, by):
    """A new first password; every session of the person ends with the old one."""
    password = _give_password(person)
    person.save(update_fields=["password", "must_change_password"])
    audit.record("password.reset", by=by, subject=person)
    return password


def _give_password(person):
    password = make_password()
    person.set_password(password)
    person.must_change_password = True
    return password


@transaction.atomic
def switch(person, *, active, by):
    """Open or close an account; closing ends its sessions. Nobody closes their own."""
    if person == by:
        raise PermissionDenied(_("Không thể tự khóa tài khoản của chính mình."))
    person.is_active = active
    person.save(update_fields=["is_active"])
    audit.record("person.open" if active else "person.close", by=by, subject=person)


@transaction.atomic
def assign(assignment, *, by):
    """Save the new `assignment`. Outside the administrator's own reach nothing can be given."""
    reach = by.reach(Permission.PEOPLE_MANAGE)
    unit = assignment.unit
    if not (reach.everywhere if unit is None else reach.covers(unit)):
        raise PermissionDenied(_("Địa bàn này nằm ngoài phạm vi quản trị của bạn."))
    assignment.save()
    audit.record(
        "assignment.begin", by=by, subject=assignment.user, unit=unit, role=assignment.role
    )


@transaction.atomic
def end_assignment(assignment, *, by):
    """Today is the last day; one that has not begun yet is withdrawn."""
    if assignment.user == by and assignment.role == Role.ADMINISTRATOR:
        raise PermissionDenied(_("Không thể tự kết thúc quyền quản trị của chính mình."))
    today = timezone.localdate()
    unit, role, person = assignment.unit, assignment.role, assignment.user
    if assignment.valid_from > today:
        assignment.delete()
    else:
        assignment.valid_to = today
        assignment.save(update_fields=["valid_to"])
    audit.record("assignment.end", by=by, subject=person, unit=unit, role=role)

"""Who may enter: the policy of a view, and the answer when it does not hold.

Outside the person's units a row does not exist (404, by `visible_to`); inside them a role that is
too weak is refused with the reason (403). A test walks every URL and fails on one without a policy.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from campaign.roles import Role, refusal


def public(view):
    """A page for everybody, signed in or not."""
    view = login_not_required(view)
    view.policy = "public"
    return view


def signed_in(view):
    """A page for everybody who is signed in."""
    view.policy = "signed-in"
    return view


def require(permission):
    """Only for people who hold `permission` somewhere; the unit is checked by `check`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not allowed(request.user, permission):
                raise PermissionDenied(_why_not(request.user, permission))
            return view(request, *args, **kwargs)

        guarded.policy = permission
        return guarded

    return decorate


def allowed(user, permission, unit=None):
    """Whether `user` holds `permission` today, in `unit` when one is given."""
    if not user.is_authenticated:
        return False
    reach = user.reach(permission)
    if unit is None:
        return reach.everywhere or bool(reach.roots)
    return reach.covers(unit)


def check(user, permission, unit):
    """Raise PermissionDenied, with the sentence, unless `user` holds `permission` in `unit`."""
    if not allowed(user, permission, unit):
        raise PermissionDenied(_why_not(user, permission))


def _why_not(user, permission):
    """The sentence of a refusal: the role's, or that there is no role today."""
    if user.is_authenticated and not user.current_assignments:
        return _("Tài khoản của bạn hiện không có phân công nào. Hãy liên hệ quản trị hệ thống.")
    return refusal(permission)


def is_administrator(user):
    return user.is_authenticated and any(
        assignment.role == Role.ADMINISTRATOR for assignment in user.current_assignments
    )

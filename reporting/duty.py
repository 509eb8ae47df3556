"""One thing a person must do now, and the units in which they do it."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from campaign.lib.numbers import integer
from campaign.roles import PERMISSIONS

NAMED = 4


@dataclass(frozen=True)
class Duty:
    """`tone` is that of a badge: danger for what is overdue, warning for what waits on others."""

    text: str
    detail: str
    url: str
    action: str
    tone: str = "info"
    badge: str = ""


def places(user, permission):
    """The units `user` was assigned to with `permission`, each once."""
    held = [a for a in user.current_assignments if permission in PERMISSIONS[a.role] and a.unit]
    return list({a.unit_id: a.unit for a in held}.values())


def named(names):
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s và %(count)s xã khác", "%(names)s và %(count)s xã khác", more) % {
        "names": shown,
        "count": integer(more),
    }

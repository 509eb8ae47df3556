"""What an event is about, in words and with the way to its page.

The journal names rows of every app by "app.model" and key; the routes below are texts for the same
reason as those of the menu: this app knows the others' addresses, not their code.
"""

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst

from campaign import access, people
from campaign.models import User
from campaign.roles import Permission

# model -> (route of its page, what its page asks for)
_PAGES = {
    "campaign.user": ("person_detail", Permission.PEOPLE_MANAGE),
    "campaign.adminunit": ("unit_detail", Permission.UNIT_VIEW),
    "households.review": ("review_detail", Permission.FIGURES_VIEW),
    "households.household": ("household_detail", Permission.HOUSEHOLD_VIEW),
    "households.importbatch": ("import_detail", Permission.HOUSEHOLD_VIEW),
    "awards.nomination": ("nomination_detail", Permission.NOMINATION_VIEW),
    "reporting.annualreport": ("report_detail", Permission.REPORT_VIEW),
}


def words(event):
    """ "Lần tải lên 48"; an empty text when the event is about no row."""
    if not event.object_type:
        return ""
    try:
        model = apps.get_model(event.object_type)
    except LookupError:  # a table of an earlier version
        return event.object_type + " " + event.object_id
    return f"{capfirst(str(model._meta.verbose_name))} {event.object_id}"


def links(events, user):
    """{(object type, key as text): address} of the pages that would open for `user`.

    One query for each kind of row among `events`.
    """
    wanted = {}
    for event in events:
        if event.object_type in _PAGES and event.object_id.isdecimal():
            wanted.setdefault(event.object_type, set()).add(int(event.object_id))
    found = {}
    for kind, keys in wanted.items():
        route, permission = _PAGES[kind]
        if not access.allowed(user, permission):
            continue
        for key in _visible(kind, user).filter(pk__in=keys).values_list("pk", flat=True):
            found[kind, str(key)] = reverse(route, args=[key])
    return found


def _visible(kind, user):
    model = apps.get_model(kind)
    return people.manageable_by(user) if model is User else model.objects.visible_to(user)

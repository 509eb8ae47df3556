"""The journal, for auditors and administrators."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render

from campaign import details, subjects
from campaign.access import require
from campaign.forms.events import EventFilter
from campaign.models import Assignment, Event
from campaign.roles import Permission
from campaign.verbs import label

ROWS = 50


@require(Permission.AUDIT_VIEW)
def event_list(request):
    form = EventFilter(request.GET or None)
    events = _visible_to(request.user).select_related("actor", "unit")
    if form.is_valid():
        events = form.apply(events)
    page = Paginator(events, ROWS).get_page(request.GET.get("page"))
    links = subjects.links(page.object_list, request.user)
    for event in page.object_list:
        event.label = label(event.verb)
        event.subject = subjects.words(event)
        event.lines = details.lines(event)
        event.link = links.get((event.object_type, event.object_id), "")
    return render(request, "campaign/event_list.html", {"form": form, "page": page})


def _visible_to(user):
    """Events of the units in reach; without a unit, those of the people who work there."""
    reach = user.reach(Permission.AUDIT_VIEW)
    if reach.everywhere:
        return Event.objects.all()
    here = reach.units(Event.objects.all(), prefix="unit__")
    people = reach.units(Assignment.objects.all(), prefix="unit__").values("user")
    return Event.objects.filter(Q(pk__in=here.values("pk")) | Q(unit=None, actor__in=people))

"""What a review takes now: lists while it is open, and where it is reopened for a time.

That a reopening has run out is judged by the day whenever somebody asks; the sweep only writes
it down.
"""

from django.db import transaction
from django.utils import timezone

from campaign import access, audit
from campaign.choices import Level
from campaign.models import AdminUnit
from campaign.roles import Permission
from households.cases import current_reopenings
from households.choices import ReviewState, Step
from households.models import Reopening, ReviewProgress
from households.sentences import REFUSALS

_NAMED = 4


def refusal(review, communes, today=None, *, of_list=True):
    """Why lists of these communes (ids) are not taken now, as (code of `REFUSALS`, parameters).

    None when they are. An open review takes them until the commune is recognised; an approved or
    locked one only where it is reopened, and then a recognised commune too. What is not `of_list`
    (totals, aggregate tables) is no part of what a commune recognises. One query.
    """
    communes = set(communes)
    if review.state == ReviewState.OPEN:
        if not of_list:
            return None
        recognised = ReviewProgress.objects.filter(
            review=review, unit__in=communes, step=Step.RECOGNISED
        )
        names = list(recognised.order_by("unit").values_list("unit__name", flat=True)[:_NAMED])
        return ("commune_recognised", {"units": ", ".join(names)}) if names else None
    reopened = {one.unit_id for one in current_reopenings([review], today or timezone.localdate())}
    if None in reopened or (communes and communes <= reopened):
        return None
    return "review_closed", {"state": ReviewState(review.state)}


def refusal_of_unit(review, unit, today=None, *, of_list=True):
    """Like `refusal`, before the file for `unit` has been read: None as long as any commune of
    it would be taken; of a village its commune decides."""
    if unit.commune_id:
        return refusal(review, [unit.commune_id], today, of_list=of_list)
    inside = AdminUnit.objects.within(unit).on(review.as_of).filter(level=Level.COMMUNE)
    ids = set(inside.order_by().values_list("pk", flat=True))
    if review.state == ReviewState.OPEN:
        if not of_list:
            return None
        recognised = ReviewProgress.objects.filter(
            review=review, unit__in=ids, step=Step.RECOGNISED
        )
        return refusal(review, ids) if ids and recognised.count() == len(ids) else None
    held = current_reopenings([review], today or timezone.localdate())
    return None if any(one.unit_id in {None, *ids} for one in held) else refusal(review, ids)


def closed(review, communes, today=None, *, of_list=True):
    """The sentence of `refusal`, "" when lists of these communes are taken."""
    return _sentence(refusal(review, communes, today, of_list=of_list))


def closed_unit(review, unit, today=None, *, of_list=True):
    """The sentence of `refusal_of_unit`, "" when a file for `unit` is taken."""
    return _sentence(refusal_of_unit(review, unit, today, of_list=of_list))


def _sentence(found):
    if found is None:
        return ""
    code, values = found
    named = {name: getattr(value, "label", value) for name, value in values.items()}
    return str(REFUSALS[code]) % named


def end(reopening, *, by):
    """End a reopening before its day; one that has ended is left as it is.

    Raises PermissionDenied.
    """
    access.check(by, Permission.REVIEW_MANAGE, reopening.review.unit)
    _end([reopening], by)


def sweep(today=None):
    """Write down that reopenings have run out; return how many. They hold no more either way."""
    over = Reopening.objects.filter(ended_at=None, until__lt=today or timezone.localdate())
    return _end(over.select_related("review__unit", "unit"), None)


def _end(reopenings, by):
    ended = 0
    for reopening in reopenings:
        with transaction.atomic():
            still = Reopening.objects.filter(pk=reopening.pk, ended_at=None)
            if still.update(ended_at=timezone.now(), ended_by=by):
                unit = reopening.unit or reopening.review.unit
                audit.record("review.reopening_end", by=by, subject=reopening.review, unit=unit)
                ended += 1
    return ended

"""Named sets of households between two reviews of one standard."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from households import standards
from households.choices import Change
from households.flows import LISTED, NEAR_POOR, NONE
from households.models import Status


class NotComparable(Exception):
    """Two reviews that may not be differenced; the text says why."""


def escaped(*, since, until, unit=None):
    """Statuses of `until` of households listed in the review `since` and above both lines now.

    Those that the list says moved away are not among them. Raises NotComparable.
    """
    gone = Q(poverty_class=NONE) & ~Q(change=Change.MOVED_OUT)
    return _at(until, unit).filter(gone, was(_comparable(since, until), LISTED))


def fell_back(*, since, until, unit=None):
    """Statuses of `until` of the near-poor of `since` that are poor now. Raises NotComparable."""
    return _at(until, unit).poor().filter(was(_comparable(since, until), [NEAR_POOR]))


def new(*, since, until, unit=None):
    """Listed statuses of `until` of households not listed in `since`. Raises NotComparable."""
    return _at(until, unit).listed().exclude(was(_comparable(since, until), LISTED))


def stayed(*, since, until, unit=None):
    """Listed statuses of `until` of households listed in `since` too. Raises NotComparable."""
    return _at(until, unit).listed().filter(was(_comparable(since, until), LISTED))


def _comparable(since, until):
    reason = standards.incomparable(since.standard, until.standard)
    if reason:
        raise NotComparable(reason)
    if since.as_of >= until.as_of:
        raise NotComparable(_("Không so sánh được vì kỳ trước phải có thời điểm sớm hơn kỳ sau."))
    return [since.pk]


def _at(review, unit):
    statuses = Status.objects.filter(review=review)
    return statuses.within(unit) if unit else statuses


def was(review_ids, classes):
    """The condition that the household was one of `classes` in one of the reviews (ids)."""
    earlier = Status.objects.filter(
        review__in=review_ids, household=OuterRef("household"), poverty_class__in=classes
    )
    return Q(Exists(earlier))

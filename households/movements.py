"""Named sets of households between two reviews of one standard, and the rows behind R2 and R3."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from households import standards
from households.choices import Change
from households.flows import (
    LISTED,
    NEAR_POOR,
    NONE,
    TABLES,
    Comparison,
    compared_communes,
)
from households.models import Status


class NotComparable(Exception):
    """Two reviews that may not be differenced; the text says why."""


def escaped(*, since, until, unit=None):
    """Statuses of `until` of households listed in the review `since` and above both lines now.

    Those that the list says moved away are not among them. Raises NotComparable.
    """
    gone = Q(poverty_class=NONE) & ~Q(change=Change.MOVED_OUT)
    return _at(until, unit).filter(gone, _was(_comparable(since, until), LISTED))


def fell_back(*, since, until, unit=None):
    """Statuses of `until` of the near-poor of `since` that are poor now. Raises NotComparable."""
    return _at(until, unit).poor().filter(_was(_comparable(since, until), [NEAR_POOR]))


def new(*, since, until, unit=None):
    """Listed statuses of `until` of households not listed in `since`. Raises NotComparable."""
    return _at(until, unit).listed().exclude(_was(_comparable(since, until), LISTED))


def stayed(*, since, until, unit=None):
    """Listed statuses of `until` of households listed in `since` too. Raises NotComparable."""
    return _at(until, unit).listed().filter(_was(_comparable(since, until), LISTED))


def _comparable(since, until):
    if since.standard != until.standard:
        raise NotComparable(
            _(
                "Không so sánh được vì hai kỳ rà soát theo hai chuẩn nghèo khác nhau "
                "(%(earlier)s; %(later)s)."
            )
            % {
                "earlier": standards.get(since.standard).name,
                "later": standards.get(until.standard).name,
            }
        )
    if since.as_of >= until.as_of:
        raise NotComparable(_("Không so sánh được vì kỳ trước phải có thời điểm sớm hơn kỳ sau."))
    return [since.pk]


def _at(review, unit):
    statuses = Status.objects.filter(review=review)
    return statuses.within(unit) if unit else statuses


def _was(review_ids, classes):
    earlier = Status.objects.filter(
        review__in=review_ids, household=OuterRef("household"), poverty_class__in=classes
    )
    return Q(Exists(earlier))


# The columns of R2 and R3 whose households can be listed: those that stand in the closing list,
# and those that it does not mention.
LISTABLE = {
    f"{prefix}_{name}{people}"
    for prefix, _other, left_for, came_from in TABLES.values()
    for name in (left_for, came_from, "above", "relapsed", "new", "closing", "gap")
    for people in ("", "_people")
}


def rows_behind(code, review):
    """The condition on statuses, their review included, behind a column of R2 or R3 of `review`.

    The gap is made of rows of the review before; all others stand in `review`. Raises KeyError
    for a column without a list of households.
    """
    code = code.removesuffix("_people")
    if code not in LISTABLE:
        raise KeyError(code)
    poverty_class = next(c for c, table in TABLES.items() if code.startswith(table[0]))
    prefix, other, left_for, came_from = TABLES[poverty_class]
    name = code.removeprefix(f"{prefix}_")
    comparison = Comparison(review)
    if name == "gap":
        later = Status.objects.filter(review=review, household=OuterRef("household"))
        return (
            Q(review__in=comparison.openings, poverty_class=poverty_class)
            & ~Q(Exists(later))
            & comparison.standing()
        )
    was_this, was_other, was_listed, remembered = (
        _was(comparison.openings, [poverty_class]),
        _was(comparison.openings, [other]),
        _was(comparison.openings, LISTED),
        _was(comparison.memory, LISTED) | Q(change=Change.RELAPSED),
    )
    here = Q(poverty_class=poverty_class)
    arrived = here & ~was_listed & ~Q(change=Change.MOVED_IN)
    conditions = {
        left_for: Q(poverty_class=other) & was_this,
        "above": Q(poverty_class=NONE) & ~Q(change=Change.MOVED_OUT) & was_this,
        came_from: here & was_other,
        "relapsed": arrived & remembered,
        "new": arrived & ~remembered,
        "closing": here,
    }
    return Q(review=review, commune__in=compared_communes(review)) & conditions[name]

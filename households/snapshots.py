"""Figures kept as they were: those sent as preliminary, and those the province approved.

A copy of the summaries is taken when a review turns official and when it is approved. A summary
that no longer says what was approved carries `changed_at`, whatever changed it; when it says the
same again the mark goes.
"""

from django.utils import timezone

from campaign.choices import Level
from campaign.lib import sql
from campaign.models import AdminUnit
from households.choices import ReviewVersion
from households.measures import TOTALS
from households.models import Snapshot, Summary

# What an approval is about. Other counters may be added by a later version of the portal, and
# their coming is no change of what was approved.
_APPROVED = ("poor", "near_poor", "poor_people", "near_poor_people", *TOTALS)


def take(review, version):
    """Keep the summaries of `review` as they are now as `version`; an earlier copy is replaced.

    In the transaction of the step that freezes them.
    """
    now = timezone.now()
    Snapshot.objects.filter(review=review, version=version).delete()
    rows = Summary.objects.filter(review=review).order_by().values_list("unit", "counts")
    rows = [(review.pk, str(version), unit, counts, now) for unit, counts in rows]
    if rows:
        sql.insert_rows(Snapshot, ("review_id", "version", "unit_id", "counts", "taken_at"), rows)
    if version == ReviewVersion.OFFICIAL:
        Summary.objects.filter(review=review).update(changed_at=None)


def kept(review, version, units=None):
    """{unit id: counts} as they were kept; empty when nothing was. One query."""
    rows = Snapshot.objects.filter(review=review, version=version)
    if units is not None:
        rows = rows.filter(unit__in=units)
    return dict(rows.values_list("unit", "counts"))


def mark(review):
    """Mark the summaries of an approved review that differ from what was approved.

    A review that is not approved costs nothing; an approved one four statements.
    """
    if review.approved_at is None:
        return
    approved = kept(review, ReviewVersion.OFFICIAL)
    rows = Summary.objects.filter(review=review).values_list("pk", "unit", "counts", "changed_at")
    changed, same = [], []
    for pk, unit, counts, changed_at in rows:
        differs = _of(counts) != _of(approved.get(unit, {}))
        if differs and changed_at is None:
            changed.append(pk)
        elif changed_at and not differs:
            same.append(pk)
    Summary.objects.filter(pk__in=sql.among(Summary, changed)).update(changed_at=timezone.now())
    Summary.objects.filter(pk__in=sql.among(Summary, same)).update(changed_at=None)


def _of(counts):
    return [counts.get(code) or 0 for code in _APPROVED]


def changed(reviews, unit):
    """{review id: since when} of `reviews` in which the figures of `unit` are no longer those
    approved. One query."""
    rows = Summary.objects.filter(review__in=reviews, unit=unit, changed_at__isnull=False)
    return dict(rows.values_list("review", "changed_at"))


def changed_pairs(reviews, units):
    """{(review id, unit id)} of which the figures are no longer those approved. One query."""
    rows = Summary.objects.filter(review__in=reviews, unit__in=units, changed_at__isnull=False)
    return set(rows.order_by().values_list("review", "unit"))


def changed_communes(review, user):
    """The communes of `review` that `user` may see whose figures are no longer those approved,
    by name. One query."""
    units = AdminUnit.objects.visible_to(user).filter(level=Level.COMMUNE)
    rows = Summary.objects.filter(review=review, changed_at__isnull=False)
    return list(units.filter(pk__in=rows.order_by().values("unit")))

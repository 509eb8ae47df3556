"""Revisions of communes: an import that was checked against older data must be checked again.

Matching reads households, which any review of a commune may change, so a commune's revision is the
sum over all reviews.
"""

from django.db.models import Case, F, Sum, When
from django.utils import timezone

from households.models import ReviewProgress


def of(commune_ids):
    """{commune id as text: revision} now; a commune without any commit is 0."""
    ids = sorted(set(commune_ids))
    rows = ReviewProgress.objects.filter(unit__in=ids).order_by().values_list("unit")
    known = dict(rows.annotate(total=Sum("revision")))
    return {str(pk): known.get(pk, 0) for pk in ids}


def advance(review, commune_ids, *, listed):
    """Count one more commit into these communes of `review`; `listed` ones have their list now."""
    progress = ReviewProgress.objects.filter(review=review, unit__in=list(commune_ids))
    known = set(progress.values_list("unit", flat=True))
    ReviewProgress.objects.bulk_create(
        [ReviewProgress(review=review, unit_id=pk) for pk in sorted(set(commune_ids) - known)]
    )
    now = When(unit__in=list(listed), then=timezone.now())
    progress.update(revision=F("revision") + 1, listed_at=Case(now, default=F("listed_at")))

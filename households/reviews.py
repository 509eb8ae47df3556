"""Reviews: which one a list belongs to, who may open one, which one stood before."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import access, audit
from campaign.choices import Extent
from campaign.models import UnitChange
from campaign.roles import Permission
from households import standards
from households.choices import ReviewKind
from households.models import Review


def as_of(year, kind):
    """The day a review of `year` speaks for: the year's end, or 30 June for the mid-year one."""
    if kind == ReviewKind.MIDYEAR:
        return datetime.date(year, 6, 30)
    end = datetime.date(year, 12, 31)
    return min(end, timezone.localdate()) if kind == ReviewKind.ADHOC else end


def standard_of(year, kind):
    """The national standard of a review. Raises `standards.NoStandard`."""
    return standards.on(as_of(year, kind), kind=kind)


def find(unit, year, kind=ReviewKind.ANNUAL, standard=None):
    """The review that `unit` (of any level) takes part in, or None."""
    reviews = Review.objects.filter(unit=unit.province_id, year=year, kind=kind)
    code = standard or standard_of(year, kind).code
    return reviews.filter(standard=code).select_related("unit").first()


def find_or_open(unit, year, kind=ReviewKind.ANNUAL, standard=None, *, by):
    """The review of `unit`, opened when it is missing and `by` may open one.

    Raises `standards.NoStandard` for a year without a standard, PermissionDenied with the sentence
    for a person who may not open reviews.
    """
    code = standards.get(standard).code if standard else standard_of(year, kind).code
    review = find(unit, year, kind, code)
    if review:
        return review
    if not access.allowed(by, Permission.REVIEW_OPEN, unit.province):
        raise PermissionDenied(
            _("Chưa có kỳ rà soát năm %(year)s. Đề nghị cấp tỉnh mở kỳ rà soát rồi tải lại.")
            % {"year": year}
        )
    values = {"unit": unit.province, "year": year, "kind": kind, "standard": code}
    try:
        with transaction.atomic():
            review = Review.objects.create(**values, as_of=as_of(year, kind), opened_by=by)
            audit.record("review.open", by=by, subject=review, unit=review.unit, year=year)
    except IntegrityError:  # somebody opened it at the same moment
        review = Review.objects.get(**values)
    return review


def previous(review):
    """The reviews that `review` is compared with: the latest yearly one before it.

    Of the same standard, in the same province or in those that were merged into it; at most one
    a province, an empty list when there is none.
    """
    candidates = earlier(review)
    # After a merger old and new province may both have reviews: only the last day counts.
    return [candidate for candidate in candidates if candidate.as_of == candidates[0].as_of]


def following(review):
    """The later reviews whose movements depend on `review`, nearest first.

    Every later one of its standard, and not the next alone: who was listed here and is listed
    again years later has relapsed.
    """
    if review.kind not in {ReviewKind.OPENING, ReviewKind.ANNUAL}:
        return []
    provinces = {review.unit_id} | set(
        UnitChange.objects.filter(source=review.unit_id, extent=Extent.WHOLE).values_list(
            "target", flat=True
        )
    )
    later = Review.objects.filter(
        unit__in=provinces, standard=review.standard, as_of__gt=review.as_of
    )
    return list(later.order_by("as_of"))


def earlier(review):
    """All yearly reviews before `review` that `previous` could have been, latest first."""
    provinces = {review.unit_id} | set(
        UnitChange.objects.filter(target=review.unit_id, extent=Extent.WHOLE).values_list(
            "source", flat=True
        )
    )
    return list(
        Review.objects.filter(
            unit__in=provinces,
            standard=review.standard,
            as_of__lt=review.as_of,
            kind__in=[ReviewKind.OPENING, ReviewKind.ANNUAL],
        ).order_by("-as_of")
    )

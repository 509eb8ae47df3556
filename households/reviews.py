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
from households import local_standards, standards
from households.choices import ReviewKind, ReviewVersion
from households.models import Review


def as_of(year, kind, on=None):
    """The day a review of `year` speaks for: the year's end, or 30 June for the mid-year one.

    `on` is the day of an ad-hoc review, of which a year has several; without it, today or the
    year's end. Raises ValueError for an `on` of another year.
    """
    if on is not None:
        if on.year != year:
            raise ValueError(on)
        return on
    if kind == ReviewKind.MIDYEAR:
        return datetime.date(year, 6, 30)
    end = datetime.date(year, 12, 31)
    return min(end, timezone.localdate()) if kind == ReviewKind.ADHOC else end


def month_of(kind, day):
    """The month that tells ad-hoc reviews of a year apart; 0 for the other kinds."""
    return day.month if kind == ReviewKind.ADHOC else 0


def standard_of(year, kind):
    """The national standard of a review. Raises `standards.NoStandard`."""
    return standards.on(as_of(year, kind), kind=kind)


def find(unit, year, kind=ReviewKind.ANNUAL, standard=None, *, on=None):
    """The review that `unit` (of any level) takes part in, or None; `on` as in `as_of`."""
    month = month_of(kind, as_of(year, kind, on))
    reviews = Review.objects.filter(unit=unit.province_id, year=year, kind=kind, month=month)
    code = standard or standard_of(year, kind).code
    return reviews.filter(standard=code).select_related("unit").first()


def find_or_open(unit, year, kind=ReviewKind.ANNUAL, standard=None, *, by, on=None, version=None):
    """The review of `unit`, opened when it is missing and `by` may open one; `on` as in `as_of`.

    A new one is preliminary unless `version` says otherwise; an ad-hoc one is official at once.

    `standard` is a code, the national one without it. Raises `standards.NoStandard` for a year
    without a standard, `standards.NotHolding` with the sentence for one of another province or
    time, PermissionDenied with the sentence for a person who may not open reviews.
    """
    code = standards.for_review(
        standard, as_of(year, kind, on), province=unit.province_id, kind=kind
    ).code
    day = as_of(year, kind, on)
    review = find(unit, year, kind, code, on=day)
    if review:
        return review
    if not access.allowed(by, Permission.REVIEW_OPEN, unit.province):
        raise PermissionDenied(
            _("Chưa có kỳ rà soát năm %(year)s. Đề nghị cấp tỉnh mở kỳ rà soát rồi tải lại.")
            % {"year": year}
        )
    values = {"unit": unit.province, "year": year, "kind": kind, "standard": code}
    values["month"] = month_of(kind, day)
    if version is None:
        is_adhoc = kind == ReviewKind.ADHOC
        version = ReviewVersion.OFFICIAL if is_adhoc else ReviewVersion.PRELIMINARY
    try:
        with transaction.atomic():
            local_standards.secure(code)
            standards.get(code)  # raises when it has just been taken back
            review = Review.objects.create(**values, as_of=day, version=version, opened_by=by)
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

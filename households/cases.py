"""One commune, or the whole province, in one review: what is known when a step is asked for."""

import datetime
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from campaign.choices import Level
from campaign.models import AdminUnit
from households.choices import ComplaintOutcome, ReviewState, Step
from households.models import (
    EnteredCounts,
    Reopening,
    ReviewProgress,
    Status,
    Summary,
    UnitTotals,
)
from households.schedule import Schedule

_A_YEAR = datetime.timedelta(days=366)


class Case:
    """`unit` is a commune that stood on the review's day, or the review's province.

    Facts are read when they are asked for, and then kept.
    """

    def __init__(self, review, unit, *, today=None, progress=None):
        self.review, self.unit = review, unit
        self.today = today or timezone.localdate()
        self.is_province = unit.pk == review.unit_id
        if progress is None and not self.is_province:
            found = ReviewProgress.objects.filter(review=review, unit=unit).first()
            progress = found or ReviewProgress(review=review, unit=unit)
        self.progress = progress

    @property
    def standing(self):
        """The state of the review, or the step of the commune."""
        if self.is_province:
            return ReviewState(self.review.state)
        return Step(self.progress.step)

    @property
    def seen(self):
        """What a page shows and sends back, so that it is told when it is out of date."""
        return self.review.steps if self.is_province else self.progress.steps

    @cached_property
    def schedule(self):
        return Schedule(self.review)

    @property
    def earliest(self):
        """A day before which nothing of this review was done: a slip of the year is told."""
        return self.review.as_of - _A_YEAR

    @cached_property
    def reopenings(self):
        """Those that hold today; of a commune, those of the whole review too."""
        found = current_reopenings([self.review], self.today)
        if self.is_province:
            return found
        return [one for one in found if one.unit_id in {None, self.unit.pk}]

    @property
    def is_open(self):
        """Whether anything may be entered at all: the review is open, or reopened here."""
        return self.review.state == ReviewState.OPEN or bool(self.reopenings)

    # --- a commune ------------------------------------------------------------------------------
    @cached_property
    def has_list(self):
        if self.progress.listed_at is not None:
            return True
        entered = EnteredCounts.objects.filter(review=self.review, unit__commune=self.unit)
        return entered.exists()

    @cached_property
    def has_statuses(self):
        listed = Status.objects.listed().filter(review=self.review, commune=self.unit)
        return listed.exists()

    @cached_property
    def meetings(self):
        if self.progress.pk is None:
            return []
        return list(self.progress.meetings.select_related("village"))

    @cached_property
    def complaints(self):
        if self.progress.pk is None:
            return []
        return list(self.progress.complaints.select_related("village"))

    @property
    def meetings_against(self):
        """Meetings in which no more than half of those present agreed."""
        return [meeting for meeting in self.meetings if not meeting.has_majority]

    @property
    def open_complaints(self):
        return [one for one in self.complaints if one.outcome == ComplaintOutcome.OPEN]

    @cached_property
    def villages(self):
        """The villages of the commune on the review's day, by name."""
        units = AdminUnit.objects.on(self.review.as_of).filter(level=Level.VILLAGE)
        return list(units.filter(commune=self.unit))

    @cached_property
    def villages_without_minutes(self):
        """Those with households in the list whose meeting is not entered."""
        listed = Status.objects.listed().filter(review=self.review, commune=self.unit)
        needed = set(listed.order_by().values_list("village", flat=True).distinct())
        held = {meeting.village_id for meeting in self.meetings}
        return [unit for unit in self.villages if unit.pk in needed - held]

    @cached_property
    def posting_ends(self):
        """The last day that results are posted: of the posting itself and of re-checks; or None.

        The result of a re-check is posted too (Quyết định 24/2021/QĐ-TTg, Điều 4).
        """
        ends = [self.progress.posted_until] if self.progress.posted_until else []
        days = self.schedule["reposting_days"]
        rechecked = {ComplaintOutcome.UPHELD, ComplaintOutcome.REJECTED}
        ends += [
            self.schedule.calendar.add(one.answered_date, days)
            for one in self.complaints
            if one.outcome in rechecked
        ]
        return max(ends, default=None)

    # --- the province ---------------------------------------------------------------------------
    @cached_property
    def communes(self):
        """Every commune on the review's day, annotated with what its approval needs."""
        return list(communes(self.review))

    @property
    def unrecognised(self):
        return [unit for unit in self.communes if not unit.recognised]

    @property
    def without_totals(self):
        return [unit for unit in self.communes if not unit.counted]

    @cached_property
    def last_recognition(self):
        """The day of the latest decision of a commune; None without any."""
        recognised = ReviewProgress.objects.filter(review=self.review, step=Step.RECOGNISED)
        return recognised.aggregate(day=Max("decision_date"))["day"]

    @cached_property
    def has_changed(self):
        """Whether any figure is no longer the one that was approved."""
        return Summary.objects.filter(review=self.review, changed_at__isnull=False).exists()


def communes(review):
    """The communes of `review` on its day, each with `recognised` and `counted`. One query."""
    progress = ReviewProgress.objects.filter(
        review=review, unit=OuterRef("pk"), step=Step.RECOGNISED
    )
    counted = UnitTotals.objects.filter(review=review)
    counted = counted.filter(Q(unit=OuterRef("pk")) | Q(unit__commune=OuterRef("pk")))
    units = AdminUnit.objects.on(review.as_of).filter(level=Level.COMMUNE, province=review.unit_id)
    return units.annotate(recognised=Exists(progress), counted=Exists(counted))


def current_reopenings(reviews, today):
    """The reopenings of `reviews` that hold on `today`. One query."""
    found = Reopening.objects.filter(review__in=reviews, ended_at=None, until__gte=today)
    return list(found.select_related("unit"))

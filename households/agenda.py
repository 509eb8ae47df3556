"""What of the reviews waits for somebody today: next steps, unanswered complaints, reopenings.

For pages that call to mind. Whatever the number of communes and reviews: three queries, one for the
deadlines and one a province for its days off.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q

from campaign.choices import Level
from campaign.models import AdminUnit
from households import schedule, steps
from households.choices import ComplaintOutcome, ReviewState, Step
from households.models import Review, ReviewProgress, UnitTotals

REVIEWS = 3


@dataclass(frozen=True)
class Reopened:
    """`name` of the commune that takes lists again, "" where the whole review does."""

    unit_id: int | None
    name: str
    until: date


@dataclass(frozen=True)
class Row:
    """One commune. `due` and `late` (days) are of the step it goes to next; None and 0 when all
    are done. `answer_by` is the day by which its oldest open complaint is to be answered."""

    unit: AdminUnit
    step: Step
    following: Step | None
    due: date | None
    late: int
    has_list: bool
    has_totals: bool
    complaints: int
    answer_by: date | None
    reopened_until: date | None


@dataclass(frozen=True)
class Course:
    """A review at work. `is_begun`: its window has been reached; `rows` in order of the names."""

    review: Review
    schedule: schedule.Schedule
    is_begun: bool
    rows: list
    reopened: list

    @property
    def is_open(self):
        return self.review.state == ReviewState.OPEN


def courses(units, today):
    """The Courses of the latest reviews at work in the provinces of `units` (communes or larger),
    reopened ones first, each with those of its communes that lie in `units`."""
    reviews, reopened = _reviews({unit.province_id for unit in units}, today)
    if not reviews:
        return []
    schedules = schedule.of(reviews)
    communes = _communes(units, reviews)
    inside = _inside(units, "unit__")
    waiting = Q(complaints__outcome=ComplaintOutcome.OPEN)
    progress = ReviewProgress.objects.filter(inside, review__in=reviews).annotate(
        waiting=Count("complaints", filter=waiting),
        oldest=Min("complaints__received_date", filter=waiting),
    )
    known = {(row.review_id, row.unit_id): row for row in progress}
    return [
        Course(
            review=review,
            schedule=schedules[review.pk],
            is_begun=schedules[review.pk].window[0] <= today,
            rows=[
                _row(unit, known.get((review.pk, unit.pk)), schedules[review.pk], held, today)
                for unit in communes
                if unit.province_id == review.unit_id and _stood(unit, review.as_of)
            ],
            reopened=held,
        )
        for review in reviews
        for held in [reopened[review.pk]]
    ]


def _reviews(provinces, today):
    """(reviews that take lists, {review id: its Reopened}). One query: a row a reopening."""
    held = Q(reopenings__until__gte=today, reopenings__ended_at=None)
    rows = (
        Review.objects.filter(unit__in=provinces)
        .select_related("unit")
        .annotate(
            held=FilteredRelation("reopenings", condition=held),
            held_pk=F("held__pk"),
            held_unit=F("held__unit"),
            held_name=F("held__unit__name"),
            held_until=F("held__until"),
        )
    )
    rows = list(rows.filter(Q(state=ReviewState.OPEN) | Q(held__isnull=False)))
    reviews = {row.pk: row for row in sorted(rows, key=lambda row: row.held_pk is None)}
    chosen = list(reviews.values())[:REVIEWS]
    reopened = {review.pk: [] for review in chosen}
    for row in rows:
        if row.held_pk is not None and row.pk in reopened:
            reopened[row.pk].append(Reopened(row.held_unit, row.held_name or "", row.held_until))
    return chosen, reopened


def _inside(units, prefix=""):
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(**{f"{prefix}{unit.level}": unit.pk})
    return found


def _communes(units, reviews):
    """The communes that lie in `units` at any time, with the reviews of which they have totals."""
    totals = {}
    for review in reviews:
        counted = UnitTotals.objects.filter(review=review)
        counted = counted.filter(Q(unit=OuterRef("pk")) | Q(unit__commune=OuterRef("pk")))
        totals[f"counted_{review.pk}"] = Exists(counted)
    return list(AdminUnit.objects.filter(_inside(units), level=Level.COMMUNE).annotate(**totals))


def _stood(unit, day):
    return (unit.valid_from or day) <= day <= (unit.valid_to or day)


def _row(unit, progress, plan, reopened, today):
    review = plan.review
    progress = progress or ReviewProgress(review=review, unit=unit)
    step = Step(progress.step)
    following = steps.following(review, step)
    oldest = getattr(progress, "oldest", None)
    until = [one.until for one in reopened if one.unit_id in {None, unit.pk}]
    return Row(
        unit=unit,
        step=step,
        following=following,
        due=plan.due[following] if following else None,
        late=plan.days_late(step, today),
        has_list=progress.listed_at is not None or progress.nobody_listed,
        has_totals=getattr(unit, f"counted_{review.pk}"),
        complaints=getattr(progress, "waiting", 0),
        answer_by=plan.calendar.add(oldest, plan["complaint_days"]) if oldest else None,
        reopened_until=max(until, default=None),
    )

"""The calendar of a review: what holds in its year and province, by when each step should be done.

The law gives the two ends and some numbers of working days; what lies between is reckoned back
from the end, so a commune that keeps each day can still answer one complaint. Nothing here stops
anybody: a day that has passed makes a commune late, not the step impossible.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from campaign import access, audit, holidays
from campaign.roles import Permission
from households import steps
from households.choices import ReviewKind, Step
from households.models import ProcessRule


@dataclass(frozen=True)
class Setting:
    """What holds for one rule: `value` is a number of days or a date."""

    rule: steps.Rule
    value: int | datetime.date
    source: str
    confirmed: bool
    is_own: bool


@dataclass(frozen=True)
class Milestone:
    """A day of the calendar; `step` is the step of the communes that is due on it, if any."""

    label: str
    last: datetime.date
    step: Step | None = None


class Schedule:
    """The settings and days of one review. Two queries: its province's rules and days off.

    `own` are the province's rules of the year by code, when they have been read already.
    """

    def __init__(self, review, own=None):
        self.review = review
        if own is None:
            own = _own([review]).get((review.unit_id, review.year), {})
        self.settings = {}
        for rule in steps.rules(review):
            row = own.get(rule.code)
            if row:
                value = row.date if row.days is None else row.days
                found = Setting(rule, value, row.source, row.confirmed, True)
            else:
                value = steps.default(rule, review.year)
                found = Setting(rule, value, str(rule.source), rule.confirmed, False)
            self.settings[rule.code] = found

    def __getitem__(self, code):
        return self.settings[code].value

    @cached_property
    def calendar(self):
        year = self.review.year
        return holidays.calendar(self.review.unit, [year, year + 1])

    @cached_property
    def window(self):
        """(first day, last day) of the review in the communes."""
        if self.review.kind == ReviewKind.ADHOC:
            first = self.review.as_of.replace(day=min(self["adhoc_day"], 28))
            return first, first + datetime.timedelta(days=self["adhoc_days"])
        name = "midyear" if self.review.kind == ReviewKind.MIDYEAR else "window"
        return self[f"{name}_from"], self[f"{name}_to"]

    @cached_property
    def due(self):
        """{step: the day by which it should be done}, for every step but the first."""
        first, _last = self.window
        rechecks = self["complaint_days"] + self["reposting_days"]
        # A short window has no room for a complaint, or for meetings on several days.
        attempts = ((rechecks, self["meeting_days"]), (0, self["meeting_days"]), (0, 1))
        for room, meetings in attempts:
            days = self._reckoned(room, meetings)
            if days[Step.CLASSIFIED] > first:
                break
        return {step: max(first, day) for step, day in days.items()}

    def _reckoned(self, rechecks, meetings):
        """The days of the steps back from the end, with `rechecks` working days for complaints
        after the posting and `meetings` for the villages."""
        first, last = self.window
        add = self.calendar.add
        days = {Step.RECOGNISED: last}
        begun = -self["posting_days"] - rechecks
        if Step.CONSULTED in steps.order(self.review):
            days[Step.CONSULTED] = add(last, -1)
            begun -= self["opinion_days"]
        days[Step.POSTED] = add(last, begun)
        days[Step.MET] = add(days[Step.POSTED], -1)
        days[Step.CLASSIFIED] = add(days[Step.MET], -meetings)
        listing = self.settings.get("listing_days")
        days[Step.LISTED] = self.calendar.last_of(first, listing.value) if listing else first
        return days

    def posting_end(self, first):
        """The last day of a posting that begins on `first`."""
        return self.calendar.last_of(first, self["posting_days"])

    def days_late(self, step, today):
        """How many days the step after `step` is overdue on `today`; 0 when it is in time."""
        following = steps.following(self.review, step)
        return max(0, (today - self.due[following]).days) if following else 0

    def milestones(self):
        """The Milestones of the review, in order of their last day."""
        first, _last = self.window
        found = [Milestone(_("Bắt đầu rà soát ở xã"), first)]
        found += [
            Milestone(str(step.deed), self.due[step], step) for step in steps.order(self.review)[1:]
        ]
        for code in ("preliminary_by", "official_by"):
            if code in self.settings:
                found.append(Milestone(str(self.settings[code].rule.label), self[code]))
        return sorted(found, key=lambda mark: mark.last)


def of(reviews):
    """{review id: Schedule} of `reviews`. One query, and one a province for its days off."""
    own = _own(reviews)
    years, calendars = {}, {}
    for review in reviews:
        years.setdefault(review.unit_id, set()).update({review.year, review.year + 1})
    found = {}
    for review in reviews:
        province = review.unit_id
        if province not in calendars:
            calendars[province] = holidays.calendar(province, sorted(years[province]))
        plan = Schedule(review, own.get((province, review.year), {}))
        plan.calendar = calendars[province]
        found[review.pk] = plan
    return found


def _own(reviews):
    """{(province id, year): {code: ProcessRule}} of what provinces have set. One query."""
    rows = ProcessRule.objects.filter(
        unit__in={review.unit_id for review in reviews}, year__in={r.year for r in reviews}
    )
    found = {}
    for row in rows:
        found.setdefault((row.unit_id, row.year), {})[row.code] = row
    return found


def set_rule(review, code, value, *, source, confirmed, by):
    """Set one rule for the province and year of `review`; None as `value` restores the default.

    Raises PermissionDenied, and KeyError for a code that is no rule of this review.
    """
    access.check(by, Permission.REVIEW_MANAGE, review.unit)
    rule = {rule.code: rule for rule in steps.rules(review)}[code]
    rows = ProcessRule.objects.filter(unit=review.unit, year=review.year, code=code)
    if value is None:
        rows.delete()
    else:
        is_days = rule.date is None
        ProcessRule.objects.update_or_create(
            unit=review.unit,
            year=review.year,
            code=code,
            defaults={
                "days": value if is_days else None,
                "date": None if is_days else value,
                "source": source,
                "confirmed": confirmed,
            },
        )
    audit.record(
        "review.rule", by=by, subject=review, unit=review.unit, code=code, value=str(value or "")
    )

"""Which communes of a review stand at which step, and which are late: one row a commune.

A constant number of queries, whatever the number of communes.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.choices import Level
from campaign.models import AdminUnit
from households import steps
from households.cases import communes, current_reopenings
from households.choices import ComplaintOutcome, ReviewState, Step
from households.models import Complaint, ReviewProgress
from households.schedule import Schedule

SORTS = ("name", "step", "due")


@dataclass(frozen=True)
class Row:
    """One commune. `due` and `late` (days) are of the step it goes to next; None when done."""

    unit: AdminUnit
    step: Step
    date: date | None
    following: Step | None
    due: date | None
    late: int
    has_list: bool
    has_totals: bool
    complaints: int
    reopened_until: date | None

    @property
    def tone(self):
        if self.late:
            return "danger"
        if self.step == Step.RECOGNISED:
            return "success"
        return "neutral" if self.step == Step.NONE else "info"


class Board:
    """The rows of `review` that `user` may see, on `today`. Eight queries."""

    def __init__(self, review, user, today=None):
        self.review, self.today = review, today or timezone.localdate()
        self.schedule = Schedule(review)
        self.rows = list(self._rows(user))

    def _rows(self, user):
        visible = AdminUnit.objects.visible_to(user).order_by().values("pk")
        units = communes(self.review).filter(pk__in=visible).select_related("district")
        known = {row.unit_id: row for row in ReviewProgress.objects.filter(review=self.review)}
        complaints = Complaint.objects.filter(
            progress__review=self.review, outcome=ComplaintOutcome.OPEN
        )
        waiting = dict(complaints.order_by().values_list("progress__unit").annotate(n=Count("pk")))
        reopened = {one.unit_id: one.until for one in current_reopenings([self.review], self.today)}
        running = self.review.state == ReviewState.OPEN
        for unit in units:
            progress = known.get(unit.pk) or ReviewProgress(review=self.review, unit=unit)
            step = Step(progress.step)
            following = steps.following(self.review, step)
            until = reopened.get(unit.pk) or reopened.get(None)
            yield Row(
                unit=unit,
                step=step,
                date=progress.step_date,
                following=following,
                due=self.schedule.due[following] if following else None,
                late=self.schedule.days_late(step, self.today) if running else 0,
                has_list=progress.listed_at is not None or progress.nobody_listed,
                has_totals=unit.counted,
                complaints=waiting.get(unit.pk, 0),
                reopened_until=until,
            )

    @property
    def districts(self):
        """The districts of the rows, by name; none in the time of two levels."""
        found = {row.unit.district_id: row.unit.district for row in self.rows if row.unit.district}
        return sorted(found.values(), key=lambda unit: unit.sort_key)

    @property
    def late(self):
        return [row for row in self.rows if row.late]

    def counts(self):
        """[(step, how many communes stand at it, how many of these are late)] in order."""
        here = Counter(row.step for row in self.rows)
        late = Counter(row.step for row in self.late)
        return [(step, here[step], late[step]) for step in steps.order(self.review)]

    def narrowed(self, *, district=None, step="", late=False, sort="name"):
        """The rows of a district (its id), at a step, late ones alone; sorted by name, by step
        (the furthest behind first) or by the day that is due next."""
        rows = [
            row
            for row in self.rows
            if (not district or row.unit.district_id == district)
            and (not step or row.step == step)
            and (not late or row.late)
        ]
        order = list(Step)
        keys = {
            "step": lambda row: (order.index(row.step), row.unit.sort_key),
            "due": lambda row: (row.due is None, row.due or self.today, row.unit.sort_key),
        }
        return sorted(rows, key=keys.get(sort, lambda row: row.unit.sort_key))


def progress(reviews):
    """{review id: (communes that recognised, all communes of its day)} of `reviews`. Two queries.

    Communes are counted here and not by the database: reviews speak of many days.
    """
    done = ReviewProgress.objects.filter(review__in=reviews, step=Step.RECOGNISED)
    done = dict(done.order_by().values_list("review").annotate(n=Count("pk")))
    units = AdminUnit.objects.filter(
        level=Level.COMMUNE, province__in={review.unit_id for review in reviews}
    )
    lives = list(units.order_by().values_list("province", "valid_from", "valid_to"))
    return {
        review.pk: (
            done.get(review.pk, 0),
            sum(
                province == review.unit_id
                and (first is None or first <= review.as_of)
                and (last is None or last >= review.as_of)
                for province, first, last in lives
            ),
        )
        for review in reviews
    }


def sheet(board, rows):
    """(headings, lines) of the board as a table for a file: plain texts and numbers."""
    with_districts = bool(board.districts)
    headings = [_("Mã xã"), _("Xã, phường"), *([_("Huyện")] if with_districts else [])]
    headings += [_("Bước đã xong"), _("Ngày"), _("Bước tiếp theo"), _("Hạn"), _("Chậm (ngày)")]
    headings += [_("Danh sách hộ"), _("Tổng số hộ"), _("Khiếu nại chưa trả lời")]
    yes, no = _("Có"), _("Chưa")
    lines = []
    for row in rows:
        district = [row.unit.district.name if row.unit.district else ""] if with_districts else []
        lines.append(
            [
                row.unit.code,
                row.unit.name,
                *district,
                str(row.step.label),
                f"{row.date:%d/%m/%Y}" if row.date else "",
                str(row.following.deed) if row.following else "",
                f"{row.due:%d/%m/%Y}" if row.due else "",
                row.late,
                yes if row.has_list else no,
                yes if row.has_totals else no,
                row.complaints,
            ]
        )
    return headings, lines

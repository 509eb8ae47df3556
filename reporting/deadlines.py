"""When an annual report is due: the one place that decides it.

The plans say "before 1 December": the last moment that counts is 30 November 23:59:59 in Viet Nam,
by the server's clock. A late report is taken and marked.
"""

import datetime

from django.utils import timezone

_MONTH, _DAY = 12, 1


def closing(year):
    """The moment from which the report of `year` is late, aware; itself already too late."""
    return datetime.datetime(year, _MONTH, _DAY, tzinfo=timezone.get_default_timezone())


def last_day(year):
    """The last day on which the report of `year` is in time."""
    return closing(year).date() - datetime.timedelta(days=1)


def is_late(year, at):
    """Whether a report of `year` sent `at` (aware) came too late."""
    return at >= closing(year)


def days_left(year, now=None):
    """Whole days until the last day, by the calendar of Viet Nam; negative when it has passed."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    return (last_day(year) - today).days

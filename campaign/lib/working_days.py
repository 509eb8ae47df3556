"""Working days of Viet Nam: add them, count them. The only file that knows the library of holidays.

A day is worked when it is neither Saturday, Sunday nor a day off; a Saturday that is worked for a
day off taken elsewhere counts. Days are dates; who calls decides which days are off.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from holidays.countries.vietnam import VN

_SATURDAY = 5
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`off`: days off besides Saturdays and Sundays; `on`: Saturdays or Sundays that are worked."""

    off: frozenset = frozenset()
    on: frozenset = frozenset()

    def is_working(self, day):
        if day in self.on:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def add(self, day, count):
        """The `count`-th working day after `day`; before it when `count` is negative."""
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def last_of(self, first, count):
        """The last of `count` working days of which `first` is the first if it is worked.

        The day a posting ends that begins on `first` and takes `count` working days.
        """
        return self.add(first - _DAY, count)

    def count(self, first, last):
        """The working days from `first` to `last`, both included; 0 when they are out of order."""
        days = range((last - first).days + 1)
        return sum(self.is_working(first + number * _DAY) for number in days)


@lru_cache(maxsize=64)
def public(year):
    """The library's days of `year`: {day off: its name}, frozenset of Saturdays worked instead."""
    known = VN(years=year, language="vi")
    return dict(known.items()), frozenset(day for day in known.weekend_workdays if day.year == year)

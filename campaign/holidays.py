"""Which days are worked in a province: the public holidays of a library, mended by the board.

Four days have a fixed date in the law; the lunar ones, the second day of the National Day and the
days taken in exchange are announced every year, so they count as unconfirmed until the board says
otherwise (`Holiday`).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaign import access, audit
from campaign.lib import working_days
from campaign.models import Holiday
from campaign.roles import Permission

FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
_LAW = "Bộ luật Lao động 2019, Điều 112"
_LIBRARY = "Thư viện lịch “holidays”"


@dataclass(frozen=True)
class OfficialDay:
    """`is_off` False: a Saturday or Sunday that is worked. `pk` is that of the board's own row."""

    day: date
    name: str
    is_off: bool
    source: str
    confirmed: bool
    pk: int | None = None


def of(province, years):
    """Every day off and every working weekend of `province` in `years`, in order. One query."""
    found = {}
    for year in years:
        off, worked = working_days.public(year)
        for day, name in off.items():
            fixed = (day.month, day.day) in FIXED
            source = _LAW if fixed else _LIBRARY
            found[day] = OfficialDay(day, name, True, source, fixed)
        for day in worked:
            found[day] = OfficialDay(day, _("Làm bù"), False, _LIBRARY, False)
    for row in Holiday.objects.filter(unit=province, day__year__in=years):
        found[row.day] = OfficialDay(
            row.day, row.name, row.is_off, row.source, row.confirmed, row.pk
        )
    return [found[day] for day in sorted(found)]


def calendar(province, years):
    """The `working_days.Calendar` of `province`, good for the days of `years`."""
    days = of(province, years)
    return working_days.Calendar(
        off=frozenset(day.day for day in days if day.is_off),
        on=frozenset(day.day for day in days if not day.is_off),
    )


def save(province, values, *, by):
    """Write what the board knows of one day; a row of the same day is replaced.

    Raises PermissionDenied.
    """
    access.check(by, Permission.REVIEW_MANAGE, province)
    day = values["day"]
    rest = {name: value for name, value in values.items() if name != "day"}
    holiday, _created = Holiday.objects.update_or_create(unit=province, day=day, defaults=rest)
    audit.record("holiday.save", by=by, subject=holiday, unit=province, day=f"{day:%Y-%m-%d}")
    return holiday


def remove(holiday, *, by):
    """Forget the board's own row, so that the portal's calendar holds again."""
    access.check(by, Permission.REVIEW_MANAGE, holiday.unit)
    audit.record(
        "holiday.remove", by=by, subject=holiday, unit=holiday.unit, day=f"{holiday.day:%Y-%m-%d}"
    )
    holiday.delete()

"""The preliminary figures of a review as they were sent, beside the figures of now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaign.choices import Level
from campaign.models import AdminUnit
from households import measures, snapshots
from households.choices import ReviewVersion
from households.models import Summary

CODES = ("households", "poor", "poor_rate", "near_poor", "near_poor_rate")
_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass(frozen=True)
class Row:
    """`then` and `now` are the [measures.Value] of CODES."""

    unit: AdminUnit
    then: list
    now: list

    @property
    def pairs(self):
        """[(value then, value now)]"""
        return list(zip(self.then, self.now, strict=True))


def rows(review, user):
    """Rows of the province, its districts and communes that `user` may see. Three queries."""
    kept = snapshots.kept(review, ReviewVersion.PRELIMINARY)
    units = AdminUnit.objects.visible_to(user).filter(pk__in=kept, level__in=_LEVELS)
    units = sorted(
        units.select_related("district"),
        key=lambda unit: (
            unit.level != Level.PROVINCE,
            unit.district.sort_key if unit.district else "",
            unit.level == Level.COMMUNE,
            unit.sort_key,
        ),
    )
    here = Summary.objects.filter(review=review, unit__in=units)
    now = dict(here.values_list("unit", "counts"))
    return [
        Row(
            unit,
            measures.values(kept[unit.pk], review.standard, unit.level, CODES),
            measures.values(now.get(unit.pk), review.standard, unit.level, CODES),
        )
        for unit in units
    ]


def sheet(found):
    """(headings, lines) of the preliminary figures for a file."""
    labels = [value.label for value in found[0].then] if found else []
    headings = [_("Mã"), _("Đơn vị"), *(str(label) for label in labels)]
    lines = [
        [row.unit.code, row.unit.name, *(_cell(value.value) for value in row.then)] for row in found
    ]
    return headings, lines


def _cell(value):
    return "" if value is None else value

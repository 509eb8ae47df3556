"""The figures of a unit at a review that was made on an earlier map.

A commune of today is re-aggregated from the communes that went into it whole and, of a divided
one, from the villages that came over. What cannot be attributed is said and never estimated.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.choices import Level
from campaign.models import AdminUnit
from households.crosswalk import Crosswalk
from households.measures import TOTALS
from households.models import Summary

_LISTED = "communes_listed"


@dataclass(frozen=True)
class Figures:
    """`counts` as in a summary (None with the `reason` when there are none), `units`: the names
    of the units they were added up from, `rebuilt`: whether that is another map than its own."""

    counts: dict | None
    units: tuple
    rebuilt: bool
    reason: str = ""


@dataclass(frozen=True)
class Territory:
    """A commune or province of one map, to be found again on the maps of earlier reviews."""

    unit: AdminUnit

    @cached_property
    def provinces(self):
        """Ids of its province and of those that were merged into it."""
        province = self.unit.province
        return [province.pk, *(u.pk for u in province.predecessors_in_reach)]

    @cached_property
    def _day(self):
        """A day on which the unit itself stood."""
        today = timezone.localdate()
        return min(self.unit.valid_to or today, today)

    def stood_on(self, day):
        began, ended = self.unit.valid_from, self.unit.valid_to
        return (began is None or began <= day) and (ended is None or day <= ended)

    def at(self, reviews):
        """The Figures at one day; `reviews` are those of that day, one a province."""
        own = Summary.objects.filter(review__in=reviews, unit=self.unit).first()
        if own or self.stood_on(reviews[0].as_of):
            return _figures([(self.unit, own)], rebuilt=False)
        if self.unit.level != Level.COMMUNE:
            pieces = [u for u in self.unit.predecessors_in_reach if u.level == self.unit.level]
            return self._sum(reviews, pieces, [])
        walk = Crosswalk.between(self.provinces, reviews[0].as_of, self._day)
        sources = set(walk.sources_of(self.unit.pk)) - {self.unit.pk}
        divided = sources & walk.divided
        here = set(self.unit.children.values_list("pk", flat=True))
        villages = AdminUnit.objects.filter(parent__in=divided, level=Level.VILLAGE)
        came = set(walk.leading_to(here))
        lost = [v.pk for v in villages if walk.place(v.pk, v.commune_id, None)[0] != Level.VILLAGE]
        unplaced = Summary.objects.filter(review__in=reviews, unit__in=lost)
        unplaced = list(unplaced.select_related("unit__commune"))
        if any(s.counts.get("poor") or s.counts.get("near_poor") for s in unplaced):
            names = sorted({s.unit.commune.name for s in unplaced})
            reason = _("Chưa xác định được thôn nào của %(units)s đã nhập về đơn vị này.")
            return Figures(None, (), rebuilt=True, reason=reason % {"units": ", ".join(names)})
        whole = AdminUnit.objects.filter(pk__in=sources - divided)
        parts = [village for village in villages if village.pk in came]
        figures = self._sum(reviews, list(whole), parts)
        if unplaced and figures.counts:
            # Nobody poor there, but their households may belong to the denominators.
            for code in TOTALS:
                figures.counts.pop(code, None)
                figures.counts[f"{code}_missing"] = len(unplaced)
        return figures

    def _sum(self, reviews, units, villages):
        """Add up whole units and, of divided communes, villages."""
        parents = {village.commune_id for village in villages}
        keys = {unit.pk for unit in units} | {v.pk for v in villages} | parents
        found = {s.unit_id: s for s in Summary.objects.filter(review__in=reviews, unit__in=keys)}
        pieces = [(unit, found.get(unit.pk)) for unit in units]
        for village in villages:
            # A village without a household on its commune's list has no summary: it counts zero.
            parent = found.get(village.commune_id)
            listed = parent is not None and parent.counts.get(_LISTED)
            own = found.get(village.pk) or (Summary(counts={}) if listed else None)
            pieces.append((village, own))
        return _figures(pieces, rebuilt=True)


def _figures(pieces, *, rebuilt):
    names = tuple(
        f"{unit.name} ({unit.commune.name})" if unit.level == Level.VILLAGE else unit.name
        for unit, _summary in pieces
    )
    lacking = [
        name
        for name, (unit, summary) in zip(names, pieces, strict=True)
        if summary is None or (unit.level != Level.VILLAGE and not summary.counts.get(_LISTED))
    ]
    if lacking or not pieces:
        reason = _("Chưa có danh sách hộ của: %(units)s.") % {"units": ", ".join(lacking)}
        if not pieces:
            reason = _("Chưa biết đơn vị này được lập từ những đơn vị nào.")
        return Figures(None, names, rebuilt, reason)
    if len(pieces) == 1 and not rebuilt:
        return Figures(dict(pieces[0][1].counts), names, rebuilt)
    total = {}
    for _unit, summary in pieces:
        for code, number in summary.counts.items():
            total[code] = total.get(code, 0) + number
    for code in TOTALS:
        missing = sum(1 for _unit, summary in pieces if code not in summary.counts)
        if missing:
            total.pop(code, None)
            total[f"{code}_missing"] = missing
    total[_LISTED] = len(pieces)
    return Figures(total, names, rebuilt)

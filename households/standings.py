"""What a unit was at each of its reviews, also at those made on an earlier map.

A unit of today is added up from the units that went into it whole and, of a divided commune, from
the villages that came over. What hangs on a village that nobody has placed is not given at all:
the part that is certain stands in the reason. One query a change of the map for the units, one for
their summaries; where a commune was divided one for its villages and one a change of theirs.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from campaign.choices import Extent, Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit, UnitChange
from households import counts as counting
from households import measures
from households.models import Review, Summary

_GENERATIONS = 20
_CERTAINTY = [Extent.WHOLE, Extent.PART, Extent.DOUBT]


@dataclass
class Standing:
    """A unit at the reviews of one day (several where provinces were merged since).

    `pieces` are the units of the earlier map that went into it whole, None when it stood itself;
    `divided` those of which a part did, `doubtful` those that perhaps did. `counts` are the counts
    of all of these by unit id, `came` the summaries of the villages that came over, `settled` the
    counts of the divided units' villages that anybody has placed, here or elsewhere.
    """

    unit: AdminUnit
    reviews: list
    pieces: list | None = None
    divided: list = field(default_factory=list)
    doubtful: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    came: list = field(default_factory=list)
    settled: dict = field(default_factory=lambda: defaultdict(Counter))

    @property
    def review(self):
        """The review that speaks for all of the day: the unit's own province's, if it has one."""
        own = [r for r in self.reviews if r.unit_id == self.unit.province_id]
        return (own or self.reviews)[0]

    @property
    def is_rebuilt(self):
        return self.pieces is not None

    @property
    def parts(self):
        """Names of what a rebuilt unit was added up from; a village with its commune's."""
        villages = [f"{s.unit.name} ({s.unit.commune.name})" for s in self.came]
        return [unit.name for unit in self.pieces or []] + villages

    @property
    def listing_review(self):
        """The one review in which all of the unit's lists are, None when there are several."""
        parts = [*(self.pieces or []), *self.divided] or [self.unit]
        found = [r for r in self.reviews if r.unit_id in {part.province_id for part in parts}]
        return found[0] if len(found) == 1 else None

    @property
    def has_numbers(self):
        """Whether anything has come in: a list or a total."""
        return bool(self.numbers) and any(
            code in self.numbers for code in ("communes_listed", counting.ENTERED, *measures.TOTALS)
        )

    @property
    def is_complete(self):
        """Whether every commune of a district or province has a list, or counts from an aggregate
        table; a commune is one unit."""
        numbers = self.numbers or {}
        known = numbers.get("communes_listed", 0) + numbers.get("communes_entered", 0)
        return known >= self.communes and not self.silent

    @cached_property
    def communes(self):
        """How many communes there were; a query where no summary says it."""
        told = (self.numbers or {}).get("communes", 0)
        unheard = self.silent if self.is_rebuilt else [] if self.numbers else [self.unit]
        keys = [unit.pk for unit in unheard if unit.level in {Level.PROVINCE, Level.DISTRICT}]
        if not keys:
            return told
        inside = AdminUnit.objects.filter(Q(province__in=keys) | Q(district__in=keys))
        return told + inside.filter(level=Level.COMMUNE).on(self.review.as_of).count()

    @property
    def silent(self):
        """The units of the earlier map that went into this one and of which nothing is known."""
        return [unit for unit in self.pieces or [] if unit.pk not in self.counts]

    @cached_property
    def numbers(self):
        """The counts of the unit, as in a summary; None when nothing is known of it."""
        units = [self.unit] if self.pieces is None else self.pieces
        known = [self.counts[u.pk] for u in units if u.pk in self.counts]
        shared = [self.counts[u.pk] for u in self.divided if u.pk in self.counts]
        if not known and not shared:
            return None
        numbers = Counter()
        for counts in (*known, *(summary.counts for summary in self.came)):
            numbers.update(counts)
        if shared:  # each village repeats what its commune has
            for code in ("communes_listed", "mv_communes"):
                whole = sum(counts.get(code, 0) for counts in known)
                numbers[code] = whole or max(counts.get(code, 0) for counts in shared)
        return numbers

    @property
    def coverage(self):
        """In words: how many communes the numbers are made of."""
        numbers = self.numbers or {}
        if self.unit.level in {Level.COMMUNE, Level.VILLAGE}:
            if not self.is_rebuilt:
                return ""
            names = ", ".join(unit.name for unit in (*self.pieces, *self.divided))
            return _("Cộng lại theo địa giới hiện nay từ: %(units)s.") % {"units": names}
        said = _("%(listed)s/%(communes)s xã có danh sách hộ, %(totalled)s xã có tổng số hộ.")
        if numbers.get("communes_entered"):
            said = _(
                "%(listed)s/%(communes)s xã có danh sách hộ, %(entered)s xã có số liệu theo biểu "
                "tổng hợp, %(totalled)s xã có tổng số hộ."
            )
        if self.silent:
            units = ", ".join(unit.dated_name for unit in self.silent)
            said += " " + _("Chưa có số liệu của: %(units)s.") % {"units": units}
        return said % {
            "entered": integer(numbers.get("communes_entered", 0)),
            "listed": integer(numbers.get("communes_listed", 0)),
            "communes": integer(self.communes),
            "totalled": integer(numbers.get("communes_totalled", 0)),
        }

    def values(self, codes=None):
        """The measures of the unit, as `measures.values` gives them."""
        # Of several pieces a missing total is a matter of the pieces, as in a district.
        level = Level.DISTRICT if self.is_rebuilt else self.unit.level
        found = measures.values(self.numbers, self.review.standard, level, codes)
        return [self._doubted(value) for value in found] if self.is_rebuilt else found

    def _doubted(self, value):
        known = measures.known(self.review.standard)[value.code]
        for code in filter(None, (known.numerator, known.denominator)):
            if sentence := self._objection(code):
                if known.denominator is not None or value.value is None:
                    return measures.without(value, sentence)
                sentence += " " + _("Phần chắc chắn: %(certain)s.") % {
                    "certain": integer(value.value)
                }
                return measures.without(value, sentence, certain=value.value)
        return value

    def _objection(self, code):
        """Why the sum over the pieces is not the whole number; an empty text when it is."""
        if not (self.pieces or self.divided or self.doubtful):
            return _("Chưa biết đơn vị này được lập từ những đơn vị nào.")
        if self.doubtful:
            return _("Chưa xác định %(units)s có nhập về đơn vị này hay không.") % {
                "units": ", ".join(unit.name for unit in self.doubtful)
            }
        silent = [u.name for u in self.pieces if not self._knows(u, code)]
        if silent and self.unit.level in {Level.COMMUNE, Level.VILLAGE}:
            what = f" ({measures.TOTALS[code][0].lower()})" if code in measures.TOTALS else ""
            return _("Chưa có số liệu của: %(units)s.") % {"units": ", ".join(silent) + what}
        open_ends = [u.name for u in self.divided if self._leaves_open(u, code)]
        if open_ends:
            return _(
                "Không quy được: %(units)s đã chia về nhiều đơn vị, "
                "số liệu không tách hết được theo thôn."
            ) % {"units": ", ".join(open_ends)}
        return ""

    def _knows(self, unit, code):
        counts = self.counts.get(unit.pk, {})
        if code in measures.TOTALS:
            return code in counts
        return bool(counts.get("communes_listed") or counts.get(counting.ENTERED))

    def _leaves_open(self, unit, code):
        """Whether any of the number of a divided unit lies outside the villages placed."""
        if not self._knows(unit, code):
            return True
        counts, settled = self.counts[unit.pk], self.settled[unit.pk]
        return any(counts.get(part, 0) != settled[part] for part in measures.parts(code))


def reviews_of(unit):
    """The reviews of a unit's province and of the provinces that were merged into it."""
    merged = UnitChange.objects.filter(target=unit.province_id, extent=Extent.WHOLE)
    return Review.objects.filter(Q(unit=unit.province_id) | Q(unit__in=merged.values("source")))


def by_day(reviews):
    """`reviews` as lists of those that belong together: one year, kind and standard, and of
    ad-hoc reviews one month."""
    groups = defaultdict(list)
    for review in sorted(reviews, key=lambda r: (r.as_of, r.kind, r.unit_id, r.standard)):
        groups[review.year, review.kind, review.month, review.standard].append(review)
    return list(groups.values())


def standings(unit, reviews):
    """The Standing of `unit` at each day of `reviews`, in order of time."""
    return many([unit], reviews)[unit.pk]


def many(units, reviews):
    """{unit id: its Standings at each day of `reviews`}, in as many queries as one unit takes."""
    groups = by_day(reviews)
    found = {unit.pk: [Standing(unit, group) for group in groups] for unit in units}
    everything = [standing for of_unit in found.values() for standing in of_unit]
    older = [s for s in everything if not stood(s.unit, s.review.as_of)]
    ancestries = _ancestries({s.unit for s in older}, [s.review.as_of for s in older])
    for standing in older:
        day = standing.review.as_of
        ancestry = ancestries[standing.unit.pk].values()
        alive = [(piece, extent) for piece, extent in ancestry if stood(piece, day)]
        standing.pieces, standing.divided, standing.doubtful = (
            [piece for piece, extent in alive if extent == wanted]
            for wanted in (Extent.WHOLE, Extent.PART, Extent.DOUBT)
        )
    _add_summaries(everything)
    _add_villages([standing for standing in older if standing.divided])
    return found


def stood(unit, day):
    """Whether `unit` was in being on `day`."""
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)


def _ancestries(units, days):
    """{unit id: {id: (unit, extent)}} of what each of `units` was made of since `days`; of a chain
    of changes the least certain extent holds."""
    found = {unit.pk: {} for unit in units}
    frontier = {unit.pk: {unit.pk: Extent.WHOLE} for unit in units}
    for _generation in range(_GENERATIONS):
        if not frontier:
            break
        edges = UnitChange.objects.filter(target__in=frontier).select_related("source")
        step = defaultdict(dict)
        for edge in edges.order_by("source__sort_key", "source"):
            for root, certain in frontier[edge.target_id].items():
                extent = max(edge.extent, certain, key=_CERTAINTY.index)
                if edge.source_id not in found[root]:
                    found[root][edge.source_id] = edge.source, extent
                    if not stood(edge.source, min(days)):
                        step[edge.source_id][root] = extent
        frontier = step
    return found


def _add_summaries(found):
    asking = defaultdict(list)
    for standing in found:
        wanted = {standing.unit, *(standing.pieces or []), *standing.divided}
        for review in standing.reviews:
            for unit in wanted:
                asking[review.pk, unit.pk].append(standing)
    rows = Summary.objects.filter(
        review__in={review for review, _unit in asking}, unit__in={unit for _review, unit in asking}
    )
    for review, unit, counts in rows.values_list("review", "unit", "counts"):
        for standing in asking.get((review, unit), ()):
            standing.counts[unit] = counts


def _add_villages(found):
    """Of divided communes: the villages that came into the unit, and those placed anywhere."""
    if not found:
        return
    asking = defaultdict(list)
    for standing in found:
        for review in standing.reviews:
            for piece in standing.divided:
                asking[review.pk, piece.pk].append(standing)
    rows = Summary.objects.filter(
        review__in={review for review, _piece in asking},
        unit__level=Level.VILLAGE,
        unit__commune__in={piece for _review, piece in asking},
    )
    rows = rows.select_related("unit__commune")
    rows = list(rows.order_by("unit__commune__sort_key", "unit__sort_key", "unit"))
    trails = _trails({row.unit_id for row in rows})
    for row in rows:
        trail = trails[row.unit_id]
        is_settled = bool(trail) and trail[-1].commune.valid_to is None
        for standing in asking[row.review_id, row.unit.commune_id]:
            key = standing.unit.pk
            is_here = any(key in {head.commune_id, head.province_id} for head in trail)
            if is_here or is_settled:
                standing.settled[row.unit.commune_id].update(row.counts)
            if is_here:
                standing.came.append(row)


def _trails(villages):
    """{village: the villages it became, in order} along whole edges, up to a commune of today; one
    query a generation. What becomes of a village inside such a commune is its own."""
    found = {village: [] for village in villages}
    heads = {village: village for village in villages}
    for _generation in range(_GENERATIONS):
        edges = UnitChange.objects.filter(
            source__in=set(heads.values()), extent=Extent.WHOLE, target__commune__isnull=False
        )
        step = {edge.source_id: edge.target for edge in edges.select_related("target__commune")}
        moved = {village: step[head] for village, head in heads.items() if head in step}
        for village, head in moved.items():
            found[village].append(head)
        heads = {v: head.pk for v, head in moved.items() if head.commune.valid_to is not None}
        if not heads:
            break
    return found

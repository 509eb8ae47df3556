"""What stands in the rows of a table and what is known of each: as it was, or on today's map.

As it was, a row is a unit of the map of the review, or several of them added up. On today's map it
is a unit of today, added up from what it was made of; what cannot be attributed is not given.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from campaign.choices import Area, Level, UnitKind
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from households import counts, measures, reviews, snapshots, standings
from households.models import Summary
from households.rollup import TOTALS

TOTAL = "Tổng cộng"
_NAMED = 5
_AREAS = ((Area.URBAN, "I", "Khu vực thành thị"), (Area.RURAL, "II", "Khu vực nông thôn"))


@dataclass(frozen=True)
class Line:
    """One row of the ground: `units` are added up, and are the `unit` itself as a rule.

    `parts` are the places of the lines that it sums up; `area` that of a district told apart.
    """

    label: str
    name: str
    units: tuple
    unit: AdminUnit | None = None
    parts: tuple = ()
    area: str = ""


def numbers_of(units, review):
    """{unit id: counts} of `units` at `review`; a village that a commune's list does not mention
    has no poor household, and counts as listed."""
    rows = Summary.objects.filter(review=review, unit__in=units)
    found = dict(rows.values_list("unit", "counts"))
    for unit in units:
        parent = found.get(unit.parent_id, {})
        if unit.level == Level.VILLAGE and unit.pk not in found and parent.get("communes_listed"):
            compared = parent.get("mv_communes", 0)
            found[unit.pk] = {"communes_listed": 1, "mv_communes": compared}
    return found


@dataclass
class Ground:
    """`unit` at `review`, on the map of the review. Three queries, whatever lies below."""

    unit: AdminUnit
    review: object
    by_area: bool = False
    is_today = False

    @property
    def day(self):
        return self.review.as_of

    @property
    def listing_review(self):
        """The one review in which the rows behind a number stand, None when there are several."""
        return self.review

    @cached_property
    def units(self):
        """The units below: districts and communes, or the villages of a commune."""
        below = AdminUnit.objects.within(self.unit).exclude(pk=self.unit.pk).on(self.day)
        if self.unit.level == Level.COMMUNE:
            return list(below.filter(level=Level.VILLAGE).select_related("commune"))
        return list(below.filter(level__in=[Level.DISTRICT, Level.COMMUNE]))

    @cached_property
    def lines(self):
        """The Lines, the sum of all last."""
        found = list(self._areas() if self.by_area else self._tree())
        tops = [place for place, line in enumerate(found) if line.parts] or range(len(found))
        return [*found, Line("", TOTAL, (self.unit,), self.unit, tuple(tops))]

    @property
    def names(self):
        """The heading over the units' names."""
        if self.unit.level == Level.COMMUNE:
            return "Thôn, tổ dân phố"
        has_districts = any(unit.level == Level.DISTRICT for unit in self.units)
        if has_districts:
            return "Huyện, thị xã, thành phố" if self.by_area else "Huyện, xã"
        has_towns = any(unit.kind == UnitKind.TOWNSHIP for unit in self.units)
        return "Xã, phường, thị trấn" if has_towns else "Xã, phường"

    @property
    def remarks(self):
        """What a table must say of itself under its title: that lists are lacking, that approved
        figures have changed, that the map is another one."""
        found = [self._map, self._coverage, self._changes]
        return tuple(filter(None, found))

    _map = ""

    @property
    def _whole(self):
        """The Standing of the unit."""
        counts = (
            {self.unit.pk: self._numbers[self.unit.pk]} if self._numbers.get(self.unit.pk) else {}
        )
        return standings.Standing(self.unit, [self.review], counts=counts)

    @property
    def _coverage(self):
        return "" if self._whole.is_complete else self._whole.coverage

    @property
    def _behind(self):
        """(reviews, units) whose summaries the rows are made of."""
        return [self.review], {self.unit, *self.units}

    @property
    def _changes(self):
        judged, units = self._behind
        approved = [review for review in judged if review.approved_at]
        if not approved:
            return ""
        changed = {unit for _review, unit in snapshots.changed_pairs(approved, units)}
        named = [unit for unit in units if unit.pk in changed]
        smallest = [unit for unit in named if unit.level == Level.COMMUNE] or named
        if not smallest:
            return ""
        smallest.sort(key=lambda unit: (unit.sort_key, unit.pk))
        names = ", ".join(unit.name for unit in smallest[:_NAMED])
        if more := len(smallest) - _NAMED if len(smallest) > _NAMED else 0:
            names += f" và {integer(more)} đơn vị khác"
        return f"Số liệu đã thay đổi sau phê duyệt: {names}."

    def _tree(self):
        """Districts followed by their communes: 1, 1.1, 1.2, 2 ..."""
        place = 0
        for number, top in enumerate(self._tops, start=1):
            children = [u for u in self.units if u.parent_id == top.pk]
            parts = tuple(range(place + 1, place + 1 + len(children)))
            yield Line(str(number), top.name, (top,), top, parts)
            for child_number, child in enumerate(children, start=1):
                yield Line(f"{number}.{child_number}", child.name, (child,), child)
            place += 1 + len(children)

    @property
    def _tops(self):
        return [unit for unit in self.units if unit.parent_id == self.unit.pk]

    def _areas(self):
        """Urban, then rural units, numbered on from one to the other; a district stands in both
        with its communes of either."""
        place, number = 0, 0
        for area, roman, name in _AREAS:
            inner = []
            for top in self._tops:
                communes = [u for u in self.units if u.parent_id == top.pk] or [top]
                members = tuple(unit for unit in communes if unit.area == area)
                if members:
                    number += 1
                    apart = area if members != (top,) else ""
                    inner.append(Line(str(number), top.name, members, top, (), apart))
            if inner:
                units = tuple(unit for line in inner for unit in line.units)
                first, place = place + 1, place + 1 + len(inner)
                yield Line(roman, name, units, self.unit, tuple(range(first, place)), area)
                yield from inner

    @cached_property
    def _numbers(self):
        return numbers_of({self.unit, *self.units}, self.review)

    def numbers(self, line):
        """The counts of a line, as in a summary; None when nothing is known of it."""
        return _added([self._numbers.get(unit.pk) for unit in line.units])

    def values(self, line, codes):
        """{code: Value} of the measures of a line."""
        numbers, standard = self.numbers(line), self.review.standard
        known = measures.values(numbers, standard, self.level(line), codes)
        return {value.code: value for value in known}

    @staticmethod
    def level(line):
        """The level as which a line counts: several communes together are a district."""
        return line.units[0].level if len(line.units) == 1 else Level.DISTRICT

    def doubt(self, line):
        """The word for a number of which only a part is certain."""
        return ""

    def code_of(self, line, value):
        """The code whose rows are behind a number of a line, "" where no list has just these.

        Of a part of a unit: the households that were listed in its area, when they are as many.
        """
        if not line.area:
            return value.code
        code = f"{value.code}_{line.area}"
        same = (self._numbers.get(line.unit.pk) or {}).get(code, 0) == value.value
        return code if same and code in counts.known(self.review.standard) else ""

    @cached_property
    def _earlier(self):
        """({unit id: counts} at the review before under the same standard, the review) or None."""
        before = reviews.previous(self.review)
        own = [review for review in before if review.unit_id == self.review.unit_id]
        if not own:
            return None
        units = [u for u in {self.unit, *self.units} if standings.stood(u, own[0].as_of)]
        return numbers_of(units, own[0]), own[0]

    def earlier(self, line):
        """The counts of a line at the review before, None where it was another unit then."""
        if self._earlier is None:
            return None
        numbers, review = self._earlier
        if not all(standings.stood(unit, review.as_of) for unit in line.units):
            return None
        return _added([numbers.get(unit.pk) for unit in line.units])

    @property
    def earlier_review(self):
        """The review with which this one is compared, None when there is none."""
        return self._earlier[1] if self._earlier else None


def _added(found):
    known = [counts for counts in found if counts is not None]
    if len(known) < 2:  # noqa: PLR2004 - nothing to add up
        return known[0] if known else None
    total = Counter()
    for one in known:
        total.update({code: number for code, number in one.items() if code[:4] != "own_"})
    return {code: number for code, number in total.items() if number or code in TOTALS}


@dataclass
class TodayGround(Ground):
    """A unit of today at a review of an earlier map, and the units of today below it."""

    _found: dict = field(default_factory=dict)
    is_today = True

    @property
    def day(self):
        return timezone.localdate()

    @property
    def listing_review(self):
        return self._standing(self.lines[-1]).listing_review

    @cached_property
    def _standings(self):
        days = standings.by_day(standings.reviews_of(self.unit))
        group = next((g for g in days if self.review in g), [self.review])
        found = standings.many([self.unit, *self.units], group)
        return {pk: of_unit[0] for pk, of_unit in found.items()}

    def _standing(self, line):
        """The Standing of a line; of several units together that of all their pieces."""
        whole = [self._standings[unit.pk] for unit in line.units]
        if line.unit == self.unit and not line.area:
            return self._standings[self.unit.pk]
        if len(whole) == 1:
            return whole[0]
        joined = standings.Standing(self.unit, whole[0].reviews, [])
        for one in whole:
            pieces = [one.unit] if one.pieces is None else one.pieces
            joined.pieces += pieces
            joined.divided += [unit for unit in one.divided if unit not in joined.divided]
            joined.doubtful += [unit for unit in one.doubtful if unit not in joined.doubtful]
            joined.came += one.came
            joined.counts |= one.counts
            joined.settled |= one.settled
        return joined

    def numbers(self, line):
        return self._standing(line).numbers

    def values(self, line, codes):
        return {value.code: value for value in self._standing(line).values(codes)}

    def doubt(self, line):
        standing = self._standing(line)
        return "không quy được" if standing.divided or standing.doubtful else "chưa đủ"

    @property
    def _map(self):
        days = [unit.valid_from for unit in (self.unit, *self.units) if unit.valid_from]
        if not days or max(days) <= self.review.as_of:
            return ""
        return f"Cộng lại theo địa giới từ {max(days):%d/%m/%Y}."

    @property
    def _whole(self):
        return self._standings[self.unit.pk]

    @property
    def _behind(self):
        whole = self._standings.values()
        units = {unit for one in whole for unit in (one.unit, *(one.pieces or []), *one.divided)}
        return self._whole.reviews, units

    def code_of(self, line, value):
        return "" if line.area else value.code

    def earlier(self, line):
        return None

    earlier_review = None

"""The rows behind the columns of R2 and R3: which statuses make up a number, and what each adds.

`flows` counts the same, set-based, into the summaries; here stands each number's way back.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import GreaterThan, In

from campaign.choices import Level
from campaign.models import AdminUnit
from households.choices import Change
from households.flows import LISTED, MOVES, NONE, TABLES, Comparison, compared_communes
from households.models import Status
from households.movements import was


@dataclass(frozen=True)
class Line:
    """Some of the rows behind a column: which statuses, and what each adds to it.

    `households` is 1, -1 (placed nowhere at the opening, and since listed somewhere) or 0 (the
    class stayed while members came or went); `people` is an expression on statuses.
    """

    condition: Q
    households: int
    people: object


class Ledger:
    """The rows behind the columns of R2 and R3 of `review`, of some units of its map.

    The opening, the gap and what went elsewhere are rows of the reviews before, all others rows
    of `review`; `flows` counts the same in the summaries.
    """

    def __init__(self, review, units=None):
        """`units`: of the map of the review's day, none inside another; None for its province."""
        self.review, self.units = review, list(units or [review.unit])
        self.comparison = Comparison(review)
        compared = self._within(AdminUnit.objects.filter(pk__in=compared_communes(review)))
        self.communes = set(compared.order_by().values_list("pk", flat=True))

    def _within(self, communes):
        """Those of `communes` that lie in our units, or hold them."""
        inside = Q(pk__in=[unit.commune_id for unit in self.units if unit.level == Level.VILLAGE])
        for unit in self.units:
            inside |= Q(**{unit.level: unit.pk}) if unit.level != Level.VILLAGE else Q()
        return communes.filter(inside)

    def lines(self, code):
        """The Lines of a column, its rows each in one or several. Raises KeyError for no column."""
        poverty_class = next((c for c, t in TABLES.items() if code.startswith(t[0])), None)
        if code not in MOVES or poverty_class is None:
            raise KeyError(code)
        if not self.comparison.openings:
            return []
        name = code.removesuffix("_people").removeprefix(f"{TABLES[poverty_class][0]}_")
        sides = (self._opening_lines(poverty_class), self._closing_lines(poverty_class))
        lines = [line for side in sides for line in side.get(name, ())]
        return [line for line in lines if line.households or code.endswith("_people")]

    @property
    def _here(self):
        """Rows of the review in our units, of communes that can be compared."""
        return Q(review=self.review, commune__in=self.communes) & inside(self.units)

    def _opening_lines(self, poverty_class):
        """name -> Lines made of rows of the reviews before."""
        placed, unplaced = self._stood
        of_class = Q(review__in=self.comparison.openings, poverty_class=poverty_class)
        later = Status.objects.filter(review=self.review, household=OuterRef("household"))
        elsewhere = Q(Exists(later.exclude(self._same_place(F("village"), OuterRef("village")))))
        own = Coalesce("members", 0)
        return {
            "opening": [Line(of_class & (placed | unplaced), 1, own)],
            "gap": [Line(of_class & (placed | unplaced) & ~Q(Exists(later)), 1, own)],
            "other_out": [Line(of_class & placed & elsewhere, 1, own)],
            "unplaced": [Line(of_class & unplaced & Q(Exists(later)), -1, -own)],
        }

    def _closing_lines(self, poverty_class):
        """name -> Lines made of rows of the review."""
        _prefix, other, left_for, came_from = TABLES[poverty_class]
        openings, memory = self.comparison.openings, self.comparison.memory
        was_this, was_other = was(openings, [poverty_class]), was(openings, [other])
        is_this = self._here & Q(poverty_class=poverty_class)
        was_here = self._here & was_this
        gone, moved_out = was_here & Q(poverty_class=NONE), Q(change=Change.MOVED_OUT)
        arrived = is_this & ~was(openings, LISTED)
        moved_in = Q(change=Change.MOVED_IN)
        remembered = was(memory, LISTED) | Q(change=Change.RELAPSED)
        before = Status.objects.filter(review__in=openings, household=OuterRef("household"))
        then, now = Coalesce(Subquery(before.values("members")[:1]), 0), Coalesce("members", 0)
        lost = before.filter(village__in=self.comparison.walk.lost)
        moved = before.exclude(village__in=self.comparison.walk.lost).exclude(
            self._same_place(OuterRef("village"), F("village"))
        )
        stayed = is_this & was_this
        return {
            left_for: [Line(was_here & Q(poverty_class=other), 1, then)],
            "above": [Line(gone & ~moved_out, 1, then)],
            came_from: [Line(is_this & was_other, 1, now)],
            "relapsed": [Line(arrived & ~moved_in & remembered, 1, now)],
            "new": [Line(arrived & ~moved_in & ~remembered, 1, now)],
            "closing": [Line(is_this, 1, now)],
            "other_out": [
                Line(gone & moved_out, 1, then),
                Line(stayed & Q(GreaterThan(then, now)), 0, then - now),
            ],
            "other_in": [
                Line(was_here & Q(Exists(moved)), 1, then),
                Line(arrived & moved_in, 1, now),
                Line(stayed & Q(GreaterThan(now, then)), 0, now - then),
            ],
            "unplaced": [Line(was_here & Q(Exists(lost)), 1, then)],
        }

    def _same_place(self, now, then):
        """The condition that the village `now` is where the village `then` went, or itself."""
        same = Q(village=OuterRef("village"))
        pairs = self._villages_before
        if not pairs:
            return same
        # Two keys in one text: as pairs they would be thousands of conditions.
        went = Concat(
            Cast(then, CharField()), Value(">"), Cast(now, CharField()), output_field=CharField()
        )
        return same | Q(In(went, [f"{old}>{new}" for old, new in pairs.items()]))

    @cached_property
    def _villages(self):
        """Ids of the villages of our units, on the map of the review."""
        villages = AdminUnit.objects.filter(
            inside(self.units, own="pk"), level=Level.VILLAGE, commune__in=self.communes
        )
        return set(villages.order_by().values_list("pk", flat=True))

    @cached_property
    def _villages_before(self):
        """Village of the earlier map -> the village of ours that it became."""
        walk = self.comparison.walk
        if walk.is_trivial:
            return {}
        return {old: walk.follow(old) for old in walk.leading_to(self._villages)}

    @cached_property
    def _stood(self):
        """Conditions on rows of the reviews before that stood in our units: those whose village
        is known on the later map, and those of which only a larger unit is known."""
        walk = self.comparison.walk
        if walk.is_trivial:
            return Q(commune__in=self.communes) & inside(self.units), Q(pk__in=[])
        placed = Q(village__in=self._villages | set(self._villages_before))
        larger = [unit for unit in self.units if unit.level != Level.VILLAGE]
        whole = AdminUnit.objects.filter(inside(larger), pk__in=self.communes)
        homes = set(whole.order_by().values_list("pk", flat=True))
        homes |= {unit for unit in walk.whole if walk.follow(unit) in homes}
        if any(unit.level == Level.PROVINCE for unit in larger):
            homes |= walk.lost
        return placed, Q(commune__in=homes, village__in=walk.lost)


def inside(units, own="village", prefix=""):
    """The condition on rows with keys to units; `own` names a village's own key, `prefix` the
    relation to the keys."""
    condition = Q(pk__in=[])
    for unit in units:
        key = own if unit.level == Level.VILLAGE else unit.level
        condition |= Q(**{f"{prefix}{key}": unit.pk})
    return condition


def rows_behind(code, review, units=None):
    """The condition on statuses, their review included, behind a column of R2 or R3 of `review`:
    of its province, or of `units`. Raises KeyError for a code that is no column."""
    return any_of(Ledger(review, units).lines(code))


def any_of(lines):
    """The condition that a status is in one of `lines`."""
    condition = Q(pk__in=[])
    for line in lines:
        condition |= line.condition
    return condition


def weighed(statuses, lines):
    """The rows of `statuses` in `lines`, each with what it adds: `households` and `people`."""
    found = statuses.filter(any_of(lines))
    if len(lines) == 1:
        return found.annotate(households=Value(lines[0].households), people=lines[0].people)
    households = people = Value(0)
    for line in lines:
        households += Case(When(line.condition, then=Value(line.households)), default=Value(0))
        people += Case(When(line.condition, then=line.people), default=Value(0))
    return found.annotate(households=households, people=people)

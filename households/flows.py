"""What became of households between two reviews of one standard: tables R2 (poor), R3 (near-poor).

A household that the closing list does not mention is neither escaped nor moved away: it is the
gap, and the gap is shown. The identity, for each class and for households as for people:

    closing = opening - left for the other class - left altogether - other out
              + come from the other class + relapsed + new + other in + unplaced - gap

A household listed elsewhere than it stood goes out there and comes in here before it changes class,
so what leaves poverty to near-poverty (R2.2) is, in every unit, what R3.5 receives. Members that
come and go while the class stays are "other" people. `unplaced` is what stood in a divided unit
that nobody has placed on the later map: it comes in where it is listed now, and never adds up to
anything above.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from campaign.choices import Level
from campaign.lib import sql
from campaign.models import AdminUnit
from households import reviews
from households.choices import Change, PovertyClass
from households.crosswalk import Crosswalk
from households.models import Review, ReviewProgress, Status, Summary

POOR, NEAR_POOR, NONE = PovertyClass.POOR, PovertyClass.NEAR_POOR, PovertyClass.NONE
LISTED = [POOR, NEAR_POOR]
# class -> (prefix of its codes, the other class, codes of leaving for it and coming from it)
TABLES = {
    POOR: ("mv_poor", NEAR_POOR, "to_near", "from_near"),
    NEAR_POOR: ("mv_near", POOR, "to_poor", "from_poor"),
}


@dataclass(frozen=True)
class Move:
    """One column of R2 or R3. `sign` is its place in the identity, 0 for its two ends."""

    code: str
    label: str
    sign: int


def _moves():
    poor, near = gettext_lazy("Hộ nghèo"), gettext_lazy("Hộ cận nghèo")
    columns = (
        ("opening", gettext_lazy("đầu kỳ"), 0),
        ("above", gettext_lazy("vượt chuẩn cận nghèo"), -1),
        ("other_out", gettext_lazy("giảm khác"), -1),
        ("relapsed", gettext_lazy("tái nghèo, tái cận nghèo"), 1),
        ("new", gettext_lazy("phát sinh mới"), 1),
        ("other_in", gettext_lazy("tăng khác"), 1),
        ("unplaced", gettext_lazy("không quy được về địa bàn đầu kỳ"), 1),
        ("closing", gettext_lazy("cuối kỳ"), 0),
        ("gap", gettext_lazy("chưa rõ biến động"), -1),
    )
    own = {
        "mv_poor": (
            ("to_near", gettext_lazy("trở thành hộ cận nghèo"), -1),
            ("from_near", gettext_lazy("từ hộ cận nghèo trở thành"), 1),
        ),
        "mv_near": (
            ("to_poor", gettext_lazy("trở thành hộ nghèo"), -1),
            ("from_poor", gettext_lazy("từ hộ nghèo trở thành"), 1),
        ),
    }
    for prefix, subject in (("mv_poor", poor), ("mv_near", near)):
        for name, label, sign in (*columns, *own[prefix]):
            words = {"subject": subject, "move": label}
            yield Move(f"{prefix}_{name}", format_lazy("{subject}: {move}", **words), sign)
            people = format_lazy(gettext_lazy("{subject}, số khẩu: {move}"), **words)
            yield Move(f"{prefix}_{name}_people", people, sign)


MOVES = {move.code: move for move in _moves()}


def listed(review_ids, communes=None):
    """The communes that have a list in the reviews: rows, or an upload that says so."""
    units = AdminUnit.objects.filter(level=Level.COMMUNE)
    if communes is None:
        reviewed = Review.objects.filter(pk__in=review_ids).values("unit")
        units = units.filter(province__in=reviewed)
    else:
        units = units.filter(pk__in=communes)
    # Asked of each commune, which stops at its first row: its households are never gone through.
    rows = Status.objects.filter(review__in=review_ids, commune=OuterRef("pk"))
    said = ReviewProgress.objects.filter(
        review__in=review_ids, unit=OuterRef("pk"), listed_at__isnull=False
    )
    found = units.filter(Exists(rows) | Exists(said)).order_by()
    return set(found.values_list("pk", flat=True))


def compared_communes(review, among=None):
    """Ids of the communes whose movements stand in the summaries of `review`; `among`: of these."""
    compared = Summary.objects.filter(
        review=review, unit__level=Level.COMMUNE, counts__mv_communes=1, counts__communes_listed=1
    )
    if among is not None:
        compared = compared.filter(unit__in=among)
    return compared.values_list("unit", flat=True)


@dataclass(frozen=True)
class Touched:
    """Where the numbers of a review depend on some statuses that changed.

    `communes` (ids) are to be counted again whole. Of `villages` (village id -> commune id),
    all elsewhere, only the movements are: households of theirs stand in those statuses.
    """

    communes: set
    villages: dict

    def __bool__(self):
        return bool(self.communes or self.villages)

    def widened(self, communes):
        """The same with these `communes` whole."""
        rest = {village: own for village, own in self.villages.items() if own not in communes}
        return Touched(self.communes | communes, rest)


class Comparison:
    """A review held against the reviews before it."""

    def __init__(self, review):
        self.review = review
        earlier = reviews.earlier(review)
        self.openings = [r.pk for r in earlier if r.as_of == earlier[0].as_of]
        self.memory = [r.pk for r in earlier if r.as_of != earlier[0].as_of]
        # The communes that `flows` is about, and their villages with some of other communes.
        self.communes, self.villages = set(), set()
        # What it is narrowed to, None when it is about all.
        self.touched = None
        if earlier:
            provinces = {review.unit_id, *(r.unit_id for r in earlier)}
            self.walk = Crosswalk.between(provinces, earlier[0].as_of, review.as_of)

    def narrow(self, listed_now, touched=None):
        """Compare the communes of `listed_now` whose every part had a list at the opening, and
        the villages that are `touched` elsewhere; everything when that is None."""
        if not self.openings:
            return
        self.touched = touched
        sources = {unit: self.walk.sources_of(unit) for unit in listed_now}
        then = listed(self.openings, touched and set().union(*sources.values()))
        self.communes = {unit for unit, parts in sources.items() if parts <= then}
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=self.communes)
        self.villages = set(villages.order_by().values_list("pk", flat=True))
        if touched:
            compared = set(compared_communes(self.review, set(touched.villages.values())))
            self.villages |= {
                village for village, commune in touched.villages.items() if commune in compared
            }

    def touched_by(self, review, communes, gone):
        """What is Touched in our review when the statuses of `communes` in `review`, which is ours
        or an earlier one, have changed, and those of the households `gone` are there no more."""
        if review.pk == self.review.pk:
            whole, places = set(communes), self._places_before(communes, gone)
        else:
            changed = Status.objects.filter(review=review, commune__in=communes)
            places = self._places_now(Q(household__in=changed.values("household")))
            if gone:
                places |= self._places_now(Q(household__in=sql.among(Status, gone)))
            is_opening = review.pk in self.openings
            whole = self.walk.targets_of(communes) if is_opening else set()
        whole |= {unit for level, unit in places if level == Level.COMMUNE}
        villages = AdminUnit.objects.filter(
            pk__in={unit for level, unit in places if level == Level.VILLAGE}
        ).exclude(commune__in=whole)
        return Touched(whole, dict(villages.order_by().values_list("pk", "commune")))

    def _places_now(self, condition):
        """Where our review has households: as (level, unit id)."""
        found = Status.objects.filter(condition, review=self.review).order_by()
        villages = found.values_list("village", flat=True).distinct()
        return {(Level.VILLAGE, village) for village in villages}

    def _places_before(self, communes, gone):
        """Where households now listed in `communes`, or `gone` from them, stood at the opening:
        they went out there."""
        if not self.openings:
            return set()
        here = Status.objects.filter(review=self.review, commune__in=communes)
        conditions = [Q(household__in=here.values("household"))]
        if gone:
            conditions.append(Q(household__in=sql.among(Status, gone)))
        stood = set()
        for condition in conditions:
            rows = Status.objects.filter(condition, review__in=self.openings).order_by()
            stood.update(rows.values_list("village", "commune").distinct())
        return {
            self.walk.place(village, commune, self.review.unit_id) for village, commune in stood
        }

    def _with_before(self, statuses):
        return statuses.filter(review=self.review).alias(
            before=FilteredRelation(
                "household__statuses",
                condition=Q(household__statuses__review__in=self.openings),
            )
        )

    def closing_rows(self):
        """Statuses of the review, `before` being the same household's earlier status."""
        if self.touched is None:
            return self._with_before(Status.objects.filter(commune__in=self.communes))
        # Both, for the index: a village alone would be looked for in all reviews.
        communes = self.communes | set(self.touched.villages.values())
        rows = Status.objects.filter(commune__in=communes, village__in=self.villages)
        return self._with_before(rows)

    def opening_rows(self):
        """Listed statuses of the reviews before, at least those that stood in what are the
        communes and villages compared now and those placed nowhere below the province; `after`
        is the same household's later status."""
        rows = Status.objects.filter(review__in=self.openings, poverty_class__in=LISTED).alias(
            after=FilteredRelation(
                "household__statuses", condition=Q(household__statuses__review=self.review)
            )
        )
        if self.touched is None:
            return rows.filter(commune__in=self.communes) if self.walk.is_trivial else rows
        communes = self.communes | set(self.touched.villages.values())
        if self.walk.is_trivial:
            return rows.filter(commune__in=communes, village__in=self.villages)
        sources = set().union(*(self.walk.sources_of(unit) for unit in self.communes))
        return rows.filter(
            Q(commune__in=sources | self.walk.divided)
            | Q(commune__in=communes, village__in=self.villages)
            | Q(village__in=self.walk.leading_to(self.villages))
        )

    @property
    def was_listed_earlier(self):
        """Condition on a closing row: not listed at the opening, but at some review before it."""
        if not self.memory:
            return Value(False)
        memory = Status.objects.filter(
            review__in=self.memory, household=OuterRef("household"), poverty_class__in=LISTED
        )
        return Case(
            When(Q(poverty_class=NONE) | Q(before__poverty_class__in=LISTED), then=Value(False)),
            default=Exists(memory),
        )

    def flows(self):
        """{(level, unit id): Counter of codes} of villages, and of the larger units that are all
        that is known of an unplaced village; in two queries whatever the number of rows."""
        found = defaultdict(Counter)
        if self.openings and self._compares_anything:
            self._add_closing(found)
            self._add_opening(found)
        return found

    @property
    def _compares_anything(self):
        """Also elsewhere: the province holds what stood in its divided units, whoever asks."""
        if self.communes or self.villages:
            return True
        return self.touched is not None and compared_communes(self.review).exists()

    def _add_closing(self, found):
        before, after = Coalesce("before__members", 0), Coalesce("members", 0)
        groups = (
            self.closing_rows()
            .order_by()
            .values(
                "village",
                "poverty_class",
                "change",
                was=F("before__poverty_class"),
                stood=F("before__village"),
                stood_commune=F("before__commune"),
                again=self.was_listed_earlier,
            )
            .annotate(
                n=Count("pk"),
                then=Sum(before),
                now=Sum(after),
                more=Sum(Greatest(after - before, 0)),
            )
        )
        for row in groups:
            here = found[Level.VILLAGE, row["village"]]
            if row["was"] in LISTED:
                level, unit = self.walk.place(
                    row["stood"], row["stood_commune"], self.review.unit_id
                )
                if level != Level.VILLAGE:
                    _add(here, f"{TABLES[row['was']][0]}_unplaced", row["n"], row["then"])
                elif unit != row["village"]:
                    _add(here, f"{TABLES[row['was']][0]}_other_in", row["n"], row["then"])
            for poverty_class in LISTED:
                for code, households, people in _changes(poverty_class, row):
                    _add(here, code, households, people)

    def _add_opening(self, found):
        groups = (
            self.opening_rows()
            .order_by()
            .values("village", "commune", "poverty_class", now=F("after__village"))
            .annotate(n=Count("pk"), people=Sum(Coalesce("members", 0)))
        )
        for row in groups:
            place = self.walk.place(row["village"], row["commune"], self.review.unit_id)
            if not self._holds(place):
                continue
            prefix = TABLES[row["poverty_class"]][0]
            there, n, people = found[place], row["n"], row["people"]
            _add(there, f"{prefix}_opening", n, people)
            if row["now"] is None:
                _add(there, f"{prefix}_gap", n, people)
            elif place[0] != Level.VILLAGE:
                _add(there, f"{prefix}_unplaced", -n, -people)
            elif place[1] != row["now"]:
                _add(there, f"{prefix}_other_out", n, people)

    def _holds(self, place):
        level, unit = place
        if level == Level.VILLAGE:
            return unit in self.villages
        return level == Level.PROVINCE or unit in self.communes


def _changes(poverty_class, row):
    """(code, households, people) of a group of households in the table of `poverty_class`."""
    prefix, other, left_for, came_from = TABLES[poverty_class]
    was, now = row["was"] == poverty_class, row["poverty_class"] == poverty_class
    n, members_then, members_now = row["n"], row["then"], row["now"]
    if now:
        yield f"{prefix}_closing", n, members_now
    if was and now:
        yield f"{prefix}_other_in", 0, row["more"]
        yield f"{prefix}_other_out", 0, members_then - members_now + row["more"]
    elif was:
        left = "other_out" if row["change"] == Change.MOVED_OUT else "above"
        yield (
            f"{prefix}_{left_for if row['poverty_class'] == other else left}",
            n,
            members_then,
        )
    elif now:
        yield f"{prefix}_{_entrance(row, other, came_from)}", n, members_now


def _entrance(row, other, came_from):
    if row["was"] == other:
        return came_from
    if row["change"] == Change.MOVED_IN:
        return "other_in"
    return "relapsed" if row["again"] or row["change"] == Change.RELAPSED else "new"


def _add(counter, code, households, people):
    counter[code] += households
    counter[f"{code}_people"] += people

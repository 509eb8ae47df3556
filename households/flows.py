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
from campaign.models import AdminUnit
from households import reviews
from households.choices import Change, PovertyClass
from households.crosswalk import Crosswalk
from households.models import ReviewProgress, Status, Summary

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
    statuses = Status.objects.filter(review__in=review_ids)
    progress = ReviewProgress.objects.filter(review__in=review_ids, listed_at__isnull=False)
    if communes is not None:
        statuses = statuses.filter(commune__in=communes)
        progress = progress.filter(unit__in=communes)
    found = statuses.order_by().values_list("commune").union(progress.values_list("unit"))
    return {commune for (commune,) in found}


def compared_communes(review):
    """Ids of the communes whose movements stand in the summaries of `review`."""
    compared = Summary.objects.filter(
        review=review, unit__level=Level.COMMUNE, counts__mv_communes=1
    )
    return compared.values_list("unit", flat=True)


class Comparison:
    """A review held against the reviews before it."""

    def __init__(self, review):
        self.review = review
        earlier = reviews.earlier(review)
        self.openings = [r.pk for r in earlier if r.as_of == earlier[0].as_of]
        self.memory = [r.pk for r in earlier if r.as_of != earlier[0].as_of]
        self.communes, self.villages, self.narrowed = set(), set(), False
        if earlier:
            provinces = {review.unit_id, *(r.unit_id for r in earlier)}
            self.walk = Crosswalk.between(provinces, earlier[0].as_of, review.as_of)

    def narrow(self, listed_now, *, everything):
        """Compare the communes of `listed_now` whose every part had a list at the opening."""
        if not self.openings:
            return
        self.narrowed = not everything
        sources = {unit: self.walk.sources_of(unit) for unit in listed_now}
        wanted = None if everything else set().union(*sources.values())
        then = listed(self.openings, wanted)
        self.communes = {unit for unit, parts in sources.items() if parts <= then}
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=self.communes)
        self.villages = set(villages.order_by().values_list("pk", flat=True))

    def touched_by(self, review, communes):
        """The communes of our review whose movements depend on those `communes` of `review`,
        which is ours or an earlier one. `communes` themselves are included when it is ours."""
        if review.pk == self.review.pk:
            return set(communes) | self._homes_before(communes)
        found = Status.objects.filter(
            review=self.review,
            household__in=Status.objects.filter(review=review, commune__in=communes).values(
                "household"
            ),
        )
        touched = set(found.order_by().values_list("commune", flat=True).distinct())
        if review.pk in self.openings:
            touched |= self.walk.targets_of(communes)
        return touched

    def _homes_before(self, communes):
        """Where households listed in `communes` stood at the opening: they went out there."""
        if not self.openings:
            return set()
        rows = self._with_before(Status.objects.filter(commune__in=communes))
        rows = rows.filter(before__village__isnull=False)
        places = {
            self.walk.place(village, commune, self.review.unit_id)
            for village, commune in rows.order_by()
            .values_list("before__village", "before__commune")
            .distinct()
        }
        villages = {unit for level, unit in places if level == Level.VILLAGE}
        homes = AdminUnit.objects.filter(pk__in=villages).order_by()
        homes = set(homes.values_list("commune", flat=True).distinct())
        return homes | {unit for level, unit in places if level == Level.COMMUNE}

    def _with_before(self, statuses):
        return statuses.filter(review=self.review).alias(
            before=FilteredRelation(
                "household__statuses",
                condition=Q(household__statuses__review__in=self.openings),
            )
        )

    def closing_rows(self):
        """Statuses of the review, `before` being the same household's earlier status."""
        return self._with_before(Status.objects.filter(commune__in=self.communes))

    def opening_rows(self):
        """Listed statuses of the reviews before, at least those that stood in what are the
        communes compared now and those placed nowhere below the province; `after` is the
        same household's later status."""
        rows = Status.objects.filter(review__in=self.openings, poverty_class__in=LISTED).alias(
            after=FilteredRelation(
                "household__statuses", condition=Q(household__statuses__review=self.review)
            )
        )
        if self.walk.is_trivial:
            return rows.filter(commune__in=self.communes)
        if not self.narrowed:
            return rows
        sources = set().union(*(self.walk.sources_of(unit) for unit in self.communes))
        return rows.filter(
            Q(commune__in=sources | self.walk.divided)
            | Q(village__in=self.walk.leading_to(self.villages))
        )

    def standing(self):
        """The condition on rows of the reviews before that `flows` counts at the opening."""
        if not self.openings:
            return Q(pk__in=[])
        compared = set(compared_communes(self.review))
        if self.walk.is_trivial:
            return Q(commune__in=compared)
        villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=compared)
        villages = set(villages.order_by().values_list("pk", flat=True))
        placed = {unit for unit in self.walk.whole if self.walk.follow(unit) is not None}
        sources = {unit for unit in placed if self.walk.follow(unit) in compared} | compared
        return Q(village__in=self.walk.leading_to(villages) | villages) | (
            Q(commune__in=sources | self.walk.divided) & ~Q(village__in=placed)
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
        if self.openings and self.communes:
            self._add_closing(found)
            self._add_opening(found)
        return found

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

"""The stored households that the rows of a list may be, by blind index and by name.

A household that went into another at an earlier review is found as that one.
"""

from collections import defaultdict

from campaign.lib import sql
from households.choices import KinshipKind
from households.imports.cleaning import person_key, person_spelling
from households.models import Household, Kinship, Member

# What a household is known by, as stored.
IDENTITY = (
    "code",
    "head_name",
    "head_key",
    "head_birth_year",
    "head_sex",
    "village_id",
    "commune_id",
) + ("district_id", "province_id", "citizen_id_index", "citizen_id_tail")
_CODE, _NAME, KEY, BIRTH, VILLAGE, COMMUNE, INDEX = 0, 1, 2, 3, 5, 6, 9


class Known:
    """The stored households that rows may be, by blind index and by name."""

    def __init__(self, scope, merged):
        self.scope = scope
        # household id -> the one it went into before this review
        self.merged = merged
        self.by_name = defaultdict(list)
        self.by_code = defaultdict(list)
        self.by_index = defaultdict(set)
        self.stored = {}
        self.elsewhere = set()

    @classmethod
    def load(cls, scope, review):
        known = cls(scope, _merged(scope, review))
        households = Household.objects.filter(commune__in=scope.related).order_by("pk")
        for pk, *identity in households.values_list("pk", *IDENTITY):
            known.stored[pk] = identity
            place = (identity[BIRTH], scope.life(identity[VILLAGE]))
            today = known.merged.get(pk, pk)
            known.by_name[identity[KEY], *place].append(today)
            if identity[_CODE]:
                known.by_code[identity[_CODE], *place].append(today)
            known.by_index[identity[INDEX]].add(today)
        members = Member.objects.filter(household__commune__in=scope.related)
        for pk, index in members.values_list("household", "citizen_id_index"):
            known.by_index[index].add(known.merged.get(pk, pk))
        known.by_index.pop("", None)
        return known

    def add_from_elsewhere(self, indexes):
        """Households of other communes whose head or member bears one of the ids: they moved."""
        wanted = sorted(indexes - self.by_index.keys())
        if not wanted:
            return
        among = sql.among(Household, wanted)
        self._add_elsewhere(Household.objects.filter(citizen_id_index__in=among))
        members = Member.objects.filter(citizen_id_index__in=among)
        pairs = list(members.values_list("household", "citizen_id_index"))
        missing = {pk for pk, _ in pairs} - self.stored.keys()
        if missing:
            households = Household.objects.filter(pk__in=sql.among(Household, missing))
            self._add_elsewhere(households)
        for pk, index in pairs:
            self.by_index[index].add(pk)

    def _add_elsewhere(self, households):
        for pk, *identity in households.order_by("pk").values_list("pk", *IDENTITY):
            self.stored[pk] = identity
            self.elsewhere.add(pk)
            if identity[INDEX]:
                self.by_index[identity[INDEX]].add(pk)

    def spelled(self, name, alike):
        """Of households whose names look alike without marks, those spelled like `name`."""
        named = [(pk, self.stored[pk][_NAME]) for pk in alike]
        return [
            pk
            for pk, stored in named
            if stored == name or person_spelling(stored) == person_spelling(name)
        ]

    def near(self, own, alike, code, birth, life):
        """{household id: reason to ask} for a row that is none for certain.

        A stored citizen id that differs from the row's says that it is another household.
        """
        found = dict.fromkeys(alike, "spelling")
        if code:
            for pk in self.by_code.get((code, birth, life), ()):
                found.setdefault(pk, "code")
        return {pk: why for pk, why in found.items() if not (own and self.stored[pk][INDEX])}

    def by_ids(self, ids):
        """The households that one of the blind indexes `ids` belongs to, by head or member."""
        return set().union(*(self.by_index.get(i, ()) for i in ids))

    def headed_by(self, ids, households):
        """Of `households` those whose head bears one of `ids`, or whose head has none."""
        return {pk for pk in households if self.stored[pk][INDEX] in {"", *ids}}

    def is_here(self, pk):
        """Whether the household stands in the list's communes or what they were made of."""
        return pk not in self.elsewhere

    def is_head(self, pk, roster, index, own):
        """Whether the row's head is the stored household's, by citizen id or by name."""
        stored = self.stored[pk]
        place = (stored[BIRTH], self.scope.life(stored[VILLAGE]))
        row = (roster["birth"][index], self.scope.life(roster["village_id"][index]))
        named = stored[KEY] == roster["head_key"][index] and place == row
        return named or bool(own and own == stored[INDEX])

    def members_of_years(self, years):
        """{(name key, birth year, village): [(household id, whether an id is stored)]}."""
        found = defaultdict(list)
        if not years:
            return found
        members = Member.objects.filter(
            household__commune__in=self.scope.related, birth_year__in=sql.among(Member, years)
        )
        fields = ("household", "name", "birth_year", "citizen_id_index")
        for pk, name, birth, index in members.order_by("pk").values_list(*fields):
            today = self.merged.get(pk, pk)
            life = self.scope.life(self.stored[today][VILLAGE])
            found[person_key(name), birth, life].append((today, bool(index)))
        return found

    def choose(self, ids, by_id, by_name, village, code):
        """(household id or None, "") when certain, (candidates, reason) when not."""
        if not by_id and not by_name:
            return None, ""
        if len(by_id) > 1:
            near = {pk for pk in by_id if pk in by_name}
            near = near or {pk for pk in by_id if ids[0] and self.stored[pk][INDEX] == ids[0]}
            near = near or {pk for pk in by_id if self.stored[pk][COMMUNE] in self.scope.communes}
            if len(near) != 1:
                heads = sorted(pk for pk in self.headed_by(ids, by_id) if self.is_here(pk))
                return (heads, "merge") if len(heads) > 1 else (sorted(by_id), "several")
            by_id = near
        if by_id:
            (found,) = by_id
            if by_name and found not in by_name:
                return [found, *by_name], "id_and_name"
            return found, ""
        return self._by_name(ids, by_name, village, code)

    def _by_name(self, ids, by_name, village, code):
        """By name alone; a stored id that differs from the row's says that it is another."""
        own = next(iter(ids), "")
        fitting = [pk for pk in by_name if not (own and self.stored[pk][INDEX])]
        exact = [pk for pk in fitting if self.stored[pk][VILLAGE] == village]
        fitting = exact if len(exact) == 1 else fitting
        if len(fitting) > 1 and code:
            coded = [pk for pk in fitting if self.stored[pk][_CODE] == code]
            fitting = coded if len(coded) == 1 else fitting
        if len(fitting) == 1:
            return fitting[0], ""
        return (fitting, "several") if fitting else (list(by_name), "other_id")


def _merged(scope, review):
    """{household id: the household it went into} at reviews before `review`, to the last one."""
    gone = Kinship.objects.filter(
        kind=KinshipKind.MERGED, source__commune__in=scope.related, review__as_of__lt=review.as_of,
        target__commune__in=scope.related,
    )  # fmt: skip
    step = dict(gone.order_by("pk").values_list("source", "target"))
    found = {}
    for source, target in step.items():
        last, seen = target, {source}
        while last in step and last not in seen:
            seen.add(last)
            last = step[last]
        found[source] = last
    return found

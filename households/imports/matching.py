"""Which household each row is: by citizen id, else by name, birth year and village.

A name is the same when it is spelled the same. A name that differs in its marks, or a household
code, which is never a key, only gives cause to ask. A citizen id finds the household through its
head or any member, so a household keeps its history when its head dies. Villages of earlier maps
count as the village they became. What is not certain is a question to the person, never a guess.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from campaign import hierarchy
from campaign.choices import Extent, Level
from campaign.lib import sql
from campaign.models import AdminUnit, UnitChange
from households import citizen_ids
from households.imports.cleaning import person_spelling
from households.models import Household, Member

NEW = "new"
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
_CODE, _NAME, _KEY, _BIRTH, _VILLAGE, _COMMUNE, _INDEX = 0, 1, 2, 3, 5, 6, 9
_GENERATIONS = 4


@dataclass
class Scope:
    """The communes of a list with those they were made of or became, and the villages' one life."""

    communes: set
    related: set
    # village id -> the village it is today
    lives: dict = field(default_factory=dict)

    @classmethod
    def of(cls, commune_ids):
        communes = set(commune_ids)
        related = set(communes)
        for near, far in (("target", "source"), ("source", "target")):
            frontier = communes
            for _generation in range(_GENERATIONS):
                edges = UnitChange.objects.filter(**{f"{near}__in": frontier}).exclude(
                    extent=Extent.DOUBT
                )
                frontier = set(edges.values_list(far, flat=True)) - related - {None}
                if not frontier:
                    break
                related |= frontier
        scope = cls(communes, related)
        if related != communes:
            villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=related)
            scope.lives = hierarchy.village_successors(villages.values_list("pk", flat=True))
        return scope

    def life(self, village):
        return self.lives.get(village, village)


@dataclass
class Question:
    """Rows that may be several households: `candidates` are household ids, best first."""

    key: str
    index: int
    candidates: list
    reason: str
    answer: object = None


@dataclass
class Matches:
    """`households[i]` is the household id of row i, None when it is new.

    `indexes` are the blind indexes of the rows' citizen ids; `stored` holds the IDENTITY of every
    household that could have been meant; `moved` maps rows to the commune their household was in.
    """

    households: list
    indexes: list
    questions: list
    stored: dict
    moved: dict

    @property
    def open_questions(self):
        return [question for question in self.questions if question.answer is None]


def question_key(roster, index):
    """A row's name that stays the same when the file is checked again."""
    sheets = list(dict.fromkeys(roster.sheets))
    return f"{sheets.index(roster.sheets[index])}-{roster.numbers[index]}"


def match(roster, members, scope, answers):
    """Find the household of every row. A constant number of queries."""
    indexes = citizen_ids.indexes(roster["citizen_id"])
    member_indexes = {
        row: [citizen_ids.index(person[-1]) for person in people if person[-1]]
        for row, people in members.items()
    }
    known = _Known.load(scope)
    everyone = {i for i in indexes if i}.union(*member_indexes.values())
    known.add_from_elsewhere(everyone)
    households, questions, unsure = [], [], {}
    rows = roster.rows("head_key", "birth", "village_id", "head_name", "code")
    for index, (key, birth, village, name, code) in enumerate(rows):
        own, life = indexes[index], scope.life(village)
        alike = known.by_name.get((key, birth, life), ())
        same = known.spelled(name, alike) if alike else ()
        ids = [own, *member_indexes.get(index, ())] if own or member_indexes else ()
        found, doubt = known.choose(ids, same, village, code)
        if doubt:
            question = _ask(roster, index, found, doubt, answers)
            questions.append(question)
            found = question.answer if question.answer != NEW else None
        elif found is None:
            near = known.near(own, alike, code, birth, life)
            if near:
                unsure[index] = near
        households.append(found)
    _ask_about_near(roster, households, questions, unsure, answers)
    _ask_about_pairs(roster, households, questions, answers)
    moved = {
        index: known.stored[pk][_COMMUNE]
        for index, pk in enumerate(households)
        if pk and pk in known.elsewhere
    }
    return Matches(households, indexes, questions, known.stored, moved)


def _ask(roster, index, candidates, reason, answers):
    key = question_key(roster, index)
    answer = answers.get(key)
    if answer not in (NEW, *candidates):
        answer = None
    return Question(key, index, list(candidates), reason, answer)


def _ask_about_near(roster, households, questions, unsure, answers):
    """Ask of rows that only come near a stored household, unless another row is that one."""
    taken = set(households)
    for index, near in unsure.items():
        free = {pk: reason for pk, reason in near.items() if pk not in taken}
        if free:
            question = _ask(roster, index, free, next(iter(free.values())), answers)
            questions.append(question)
            households[index] = question.answer if question.answer != NEW else None
    questions.sort(key=lambda question: question.index)


def _ask_about_pairs(roster, households, questions, answers):
    """Two rows cannot be one household: each is asked about."""
    rows = defaultdict(list)
    for index, pk in enumerate(households):
        if pk:
            rows[pk].append(index)
    for pk, indexes in rows.items():
        if len(indexes) < 2:
            continue
        for index in indexes:
            asked = next((q for q in questions if q.index == index), None)
            if asked is None:
                asked = _ask(roster, index, [pk], "twice", answers)
                questions.append(asked)
            households[index] = asked.answer if asked.answer != NEW else None
        if sum(households[index] == pk for index in indexes) > 1:
            for question in questions:
                if question.index in indexes:
                    question.answer, households[question.index] = None, None


class _Known:
    """The stored households that rows may be, by blind index and by name."""

    def __init__(self, scope):
        self.scope = scope
        self.by_name = defaultdict(list)
        self.by_code = defaultdict(list)
        self.by_index = defaultdict(set)
        self.stored = {}
        self.elsewhere = set()

    @classmethod
    def load(cls, scope):
        known = cls(scope)
        households = Household.objects.filter(commune__in=scope.related).order_by("pk")
        for pk, *identity in households.values_list("pk", *IDENTITY):
            known.stored[pk] = identity
            place = (identity[_BIRTH], scope.life(identity[_VILLAGE]))
            known.by_name[identity[_KEY], *place].append(pk)
            if identity[_CODE]:
                known.by_code[identity[_CODE], *place].append(pk)
            known.by_index[identity[_INDEX]].add(pk)
        members = Member.objects.filter(household__commune__in=scope.related)
        for pk, index in members.values_list("household", "citizen_id_index"):
            known.by_index[index].add(pk)
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
            if identity[_INDEX]:
                self.by_index[identity[_INDEX]].add(pk)

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
        return {pk: why for pk, why in found.items() if not (own and self.stored[pk][_INDEX])}

    def choose(self, ids, by_name, village, code):
        """(household id or None, "") when certain, (candidates, reason) when not."""
        by_id = set().union(*(self.by_index.get(i, ()) for i in ids)) if ids else set()
        if not by_id and not by_name:
            return None, ""
        if len(by_id) > 1:
            near = {pk for pk in by_id if pk in by_name} or {
                pk for pk in by_id if self.stored[pk][_COMMUNE] in self.scope.communes
            }
            by_id = near if len(near) == 1 else by_id
        if len(by_id) > 1:
            return sorted(by_id), "several"
        if by_id:
            (found,) = by_id
            if by_name and found not in by_name:
                return [found, *by_name], "id_and_name"
            return found, ""
        return self._by_name(ids, by_name, village, code)

    def _by_name(self, ids, by_name, village, code):
        """By name alone; a stored id that differs from the row's says that it is another."""
        own = next(iter(ids), "")
        fitting = [pk for pk in by_name if not (own and self.stored[pk][_INDEX])]
        exact = [pk for pk in fitting if self.stored[pk][_VILLAGE] == village]
        fitting = exact if len(exact) == 1 else fitting
        if len(fitting) > 1 and code:
            coded = [pk for pk in fitting if self.stored[pk][_CODE] == code]
            fitting = coded if len(coded) == 1 else fitting
        if len(fitting) == 1:
            return fitting[0], ""
        return (fitting, "several") if fitting else (list(by_name), "other_id")

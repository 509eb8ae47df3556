"""Which household each row is: by citizen id, else by name, birth year and village.

A name is the same when it is spelled the same. A name that differs in its marks, a year or a
village that may be a slip, or a household code, which is never a key, only give cause to ask. A
citizen id finds the household through its head or any member, so a household keeps its history when
its head dies. Villages of earlier maps count as the village they became. What is not certain is a
question to the person, never a guess.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from campaign import hierarchy
from campaign.choices import Extent, Level
from campaign.models import AdminUnit, UnitChange
from households import citizen_ids
from households.imports import notes, rulings, slips
from households.imports.cleaning import person_key
from households.imports.known import COMMUNE, INDEX, Known
from households.imports.questions import Asker

_GENERATIONS = 4
_PERSON = ("head_name", "head_key", "birth", "village_id", "commune_id")


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

    @property
    def put_to_the_person(self):
        """Questions that the memory of earlier lists did not answer."""
        return [question for question in self.questions if not question.remembered]


def match(roster, members, scope, review, answers):
    """Find the household of every row. A constant number of queries."""
    indexes = citizen_ids.indexes(roster["citizen_id"])
    member_indexes = {
        row: [citizen_ids.index(person[-1]) for person in people if person[-1]]
        for row, people in members.items()
    }
    known = Known.load(scope, review)
    everyone = {i for i in indexes if i}.union(*member_indexes.values())
    known.add_from_elsewhere(everyone)
    if not known.stored:  # the first list of its communes, of people who are in no other
        return Matches([None] * len(indexes), indexes, [], {}, {})
    asker = Asker(roster, scope, answers, rulings.load(scope.related))
    households, unsure, joined = [], {}, {}
    rows = roster.rows("head_key", "birth", "village_id", "head_name", "code")
    for index, (key, birth, village, name, code) in enumerate(rows):
        own, life = indexes[index], scope.life(village)
        alike = known.by_name.get((key, birth, life), ())
        same = known.spelled(name, alike) if alike else ()
        ids = [own, *member_indexes.get(index, ())] if own or member_indexes else ()
        by_id = known.by_ids(ids) if ids else ()
        found, doubt = known.choose(ids, by_id, same, village, code)
        if doubt:
            found = asker.ask(index, found, doubt, known.is_here).household
        elif found is None:
            near = known.near(own, alike, code, birth, life)
            if near:
                unsure[index] = near
        elif len(by_id) > 1:
            joined[index] = known.headed_by(ids, by_id - {found})
        households.append(found)
    _ask_about_near(households, unsure, asker, known)
    _ask_about_people(members, indexes, households, asker, known)
    _ask_about_splits(households, asker, known, review)
    _ask_about_slips(indexes, households, asker, known, review)
    _ask_about_pairs(indexes, households, asker, known)
    _ask_about_joined(households, joined, asker, known, "merge")
    found = [index for index, pk in enumerate(households) if pk and index not in asker.asked]
    joined = notes.joined_with(roster, found, known, review)
    _ask_about_joined(households, joined, asker, known, "merge_note")
    moved = {
        index: known.stored[pk][COMMUNE]
        for index, pk in enumerate(households)
        if pk and pk in known.elsewhere
    }
    questions = [question for _index, question in sorted(asker.asked.items())]
    return Matches(households, indexes, questions, known.stored, moved)


def _ask_about_near(households, unsure, asker, known):
    """Ask of rows that only come near a stored household, unless another row is that one."""
    taken = set(households)
    for index, near in unsure.items():
        free = {pk: reason for pk, reason in near.items() if pk not in taken}
        if free:
            reason = next(iter(free.values()))
            households[index] = asker.ask(index, free, reason, known.is_here).household


def _ask_about_people(members, indexes, households, asker, known):
    """Ask of rows whose head was a member of a household that no row is, or the other way round.

    So a household is found whose head died or left, in lists without citizen ids.
    """
    left = [i for i, pk in enumerate(households) if pk is None and i not in asker.asked]
    if not left or not known.stored:
        return
    roster, taken, keys = asker.roster, set(households), ("head_key", "birth", "village_id")
    people = {}
    for index in left:
        key, birth, village = (roster[name][index] for name in keys)
        life = known.scope.life(village)
        people[index] = [(key, birth, life, indexes[index])] if birth else []
    stored = known.members_of_years({birth for one in people.values() for _, birth, *_ in one})
    for index in left:
        found = []
        for key, birth, life, own in people[index]:
            found += [
                pk for pk, has_id in stored.get((key, birth, life), ()) if not (own and has_id)
            ]
        life = known.scope.life(roster["village_id"][index])
        for name, birth, _sex, _relation, text in members.get(index, ()):
            heads = known.by_name.get((person_key(name), birth, life), ()) if birth else ()
            found += [pk for pk in heads if not (text and known.stored[pk][INDEX])]
        free = [pk for pk in dict.fromkeys(found) if pk not in taken]
        if free:
            households[index] = asker.ask(index, free, "member", known.is_here).household


def _ask_about_splits(households, asker, known, review):
    """Ask of rows that are nobody known, whose note says which household they came out of."""
    left = [i for i, pk in enumerate(households) if pk is None and i not in asker.asked]
    for index, found in notes.split_from(asker.roster, left, known, review).items():
        asker.ask(index, found, "split_note", known.is_here)


def _ask_about_slips(indexes, households, asker, known, review):
    """Ask of rows that are a household but for its birth year or its village."""
    left = [i for i, pk in enumerate(households) if pk is None and i not in asker.asked]
    columns = [asker.roster[name] for name in _PERSON]
    rows = {i: slips.Person(*(column[i] for column in columns), indexes[i]) for i in left}
    for index, near in slips.near(rows, known, review, taken=set(households)).items():
        reason = next(iter(near.values()))
        households[index] = asker.ask(index, near, reason, known.is_here).household


def _ask_about_pairs(indexes, households, asker, known):
    """Two rows cannot be one household: each is asked about, but for the one with its head."""
    rows = defaultdict(list)
    for index, pk in enumerate(households):
        if pk:
            rows[pk].append(index)
    for pk, several in rows.items():
        if len(several) < 2:
            continue
        heads = [i for i in several if known.is_head(pk, asker.roster, i, indexes[i])]
        doubted = [i for i in several if i not in heads] if len(heads) == 1 else several
        for index in doubted:
            asked = asker.asked.get(index) or asker.ask(index, [pk], "twice", known.is_here)
            households[index] = asked.household
        if sum(households[index] == pk for index in several) > 1:
            for index in doubted:
                asker.asked[index].answer, households[index] = None, None
                asker.asked[index].remembered = False


def _ask_about_joined(households, joined, asker, known, reason):
    """Ask of rows that hold the head of another household, or say so, which no row is."""
    taken = set(households)
    for index, others in joined.items():
        pk = households[index]
        gone = sorted(other for other in others if other not in taken and known.is_here(other))
        if pk and gone and index not in asker.asked:
            households[index] = asker.ask(index, [pk, *gone], reason, known.is_here).household

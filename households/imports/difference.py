"""What confirming a list would change, against what is stored for the review and the one before.

A list is what the last confirmed file says: a status of this review that a commune's new file no
longer has is removed from the review; the household itself stays. A household of last year's list
that the file does not speak of is only shown. What the file has no column for keeps its value.
"""

from dataclasses import dataclass, field

from campaign.choices import Level
from campaign.lib import sql
from campaign.models import AdminUnit
from households import citizen_ids, reviews
from households.imports import kinship
from households.imports.known import IDENTITY
from households.models import Household, Member, Review, Status

PLACE = ("village_id", "commune_id", "district_id", "province_id")
# Fields of a status -> the key of the roster that they are read from.
SOURCES = {
    "village_id": "village_id",
    "commune_id": "commune_id",
    "district_id": "district_id",
    "province_id": "province_id",
    "area": "area",
    "poverty_class": "class",
    "poor_kind": "poor_kind",
    "code": "code",
    "head_name": "head_name",
    "head_birth_year": "birth",
    "head_sex": "sex",
    "ethnicity": "ethnicity",
    "is_minority": "is_minority",
    "members": "members",
    "b1": "b1",
    "b2": "b2",
    "deprivations": "deprivations",
    "causes": "causes",
    "flags": "flags",
    "supports": "supports",
    "children": "children",
    "children_uninsured": "children_uninsured",
    "children_malnourished": "children_malnourished",
    "children_out_of_school": "children_out_of_school",
    "change": "change",
    "note": "note",
}
STATUS = tuple(SOURCES)
_IDENTITY_SOURCES = ("code", "head_name", "head_key", "birth", "sex", *PLACE)
_OPTIONAL = frozenset(
    ("code", "head_birth_year", "head_sex", "ethnicity", "is_minority", "members", "b1", "b2")
    + ("poor_kind", "deprivations", "causes", "flags", "supports", "change", "note", "children")
    + ("children_uninsured", "children_malnourished", "children_out_of_school")
)


@dataclass
class Difference:
    """Row indexes and ids; `before` values are those that a confirmed change would replace.

    `new`: rows without a status in this review. `changed`: {row: {"status": …, "household": …}}.
    `identities`: rows whose household is to be updated; `members`: rows whose members are.
    `removed`: [[status id, household id]]; `missing`: [household ids] of the review before.
    """

    new: list = field(default_factory=list)
    changed: dict = field(default_factory=dict)
    unchanged: int = 0
    identities: list = field(default_factory=list)
    members: list = field(default_factory=list)
    status_ids: dict = field(default_factory=dict)
    removed: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    # optional fields for which the file has no column: they keep what is stored
    absent: list = field(default_factory=list)
    # communes outside the list that lose a household to it
    left: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.new or self.changed or self.removed)


def complete(roster, communes):
    """Add what follows from the commune to the roster."""
    above = {pk: (c.district_id, c.province_id) for pk, c in communes.items()}
    above[None] = (None, None)
    roster.values["district_id"] = [above[pk][0] for pk in roster["commune_id"]]
    roster.values["province_id"] = [above[pk][1] for pk in roster["commune_id"]]


def compute(roster, members, matches, *, scope, review, ground, tally):
    """The Difference; a constant number of queries and some per 10,000 rows that moved."""
    found = Difference(absent=sorted(_absent(roster)))
    # What the file has no column for is neither read nor compared.
    fields = [name for name in STATUS if name not in found.absent]
    stored = _statuses(review, scope, matches, fields)
    _keep_apart(roster, matches, stored, ground, tally)
    later = _seen_later(review, scope, matches)
    kept_members = _members(members, matches)
    merged = kinship.settle(roster, matches, scope, review)
    _keep_writing(roster, matches)
    absent = set(found.absent)
    if any(matches.households):
        statuses = list(roster.rows(*(SOURCES[name] for name in fields)))
        identities = list(roster.rows(*_IDENTITY_SOURCES))
    undecided = {question.index for question in matches.open_questions}
    for index, household in enumerate(matches.households):
        if index in undecided:
            continue
        if household is None:
            found.new.append(index)
            if index in members:
                found.members.append(index)
            continue
        before = {}
        if household not in later:
            own = _identity_before(
                identities[index], matches.indexes[index], matches.stored[household], absent
            )
            if own:
                before["household"] = own
                found.identities.append(index)
                _tell_head(roster, index, own, tally)
            kept = kept_members.get(household, set())
            if index in members and kept != _comparable(members[index], kept):
                before["members"] = True
                found.members.append(index)
        status = stored.get(household)
        if status is None:
            found.new.append(index)
            continue
        found.status_ids[index] = status[0]
        if status[1:] != statuses[index]:
            was = _changes(fields, status[1:], statuses[index], absent)
            before |= {"status": was} if was else {}
        if before:
            found.changed[index] = before
        else:
            found.unchanged += 1
    _find_gone(found, matches, stored, scope=scope, review=review, merged=merged)
    found.left = sorted(
        {stored[pk][1 + STATUS.index("commune_id")] for pk in matches.households if pk in stored}
        - scope.communes
    )
    return found


def _keep_writing(roster, matches):
    """A name typed without any marks, or in capitals, does not take the place of the stored one."""
    names, keys = roster["head_name"], roster["head_key"]
    for index, household in enumerate(matches.households):
        if not household:
            continue
        name, (_code, stored, key) = names[index], matches.stored[household][:3]
        if name == stored or key != keys[index]:
            continue
        same = name.casefold() == stored.casefold()
        if same and stored.isupper() and name.istitle():
            continue  # written properly at last
        if same or name.isascii():
            names[index] = stored


def _tell_head(roster, index, was, tally):
    """The household may have another head than it had: found by its people, or by an answer."""
    if "head_key" in was:
        tally.add(
            "head_changed",
            place=roster.place(index),
            column=roster.label(index, "head_name"),
            value=roster["head_name"][index],
            former=was["head_name"],
        )


def _statuses(review, scope, matches, fields):
    """{household id: (status id, *values)} of this review: the communes, and who moved here."""
    own = Status.objects.filter(review=review)
    rows = list(own.filter(commune__in=scope.communes).values_list("household", "pk", *fields))
    moved = [matches.households[index] for index in matches.moved]
    if moved:
        among = sql.among(Household, moved)
        rows += own.filter(household__in=among).values_list("household", "pk", *fields)
    return {row[0]: row[1:] for row in rows}


def _keep_apart(roster, matches, stored, ground, tally):
    """A household that another unit's list of this review holds is not taken from it."""
    names = AdminUnit.objects.filter(pk__in=set(matches.moved.values())).values_list("pk", "name")
    names = dict(names) if matches.moved else {}
    for index, commune in list(matches.moved.items()):
        household = matches.households[index]
        place, label = roster.place(index), roster.label(index, "citizen_id")
        status = stored.get(household)
        if status and status[1 + STATUS.index("commune_id")] not in ground.communes:
            tally.add("listed_elsewhere", place=place, column=label)
            matches.households[index] = None
            del matches.moved[index]
        else:
            tally.add("moved", place=place, column=label, former=names[commune])


def _seen_later(review, scope, matches):
    """Households that a later review has seen: what they are called now is not for this list."""
    later = list(Review.objects.filter(as_of__gt=review.as_of).values_list("pk", flat=True))
    if not later:
        return set()
    statuses = Status.objects.filter(review__in=later)
    seen = set(statuses.filter(commune__in=scope.related).values_list("household", flat=True))
    moved = [matches.households[index] for index in matches.moved]
    if moved:
        among = sql.among(Household, moved)
        seen |= set(statuses.filter(household__in=among).values_list("household", flat=True))
    return seen


def _members(members, matches):
    """{household id: members as stored, comparable} for the rows that list members."""
    kept = {}
    wanted = [pk for pk in (matches.households[index] for index in members) if pk]
    fields = ("household", "name", "birth_year", "sex", "relation", "citizen_id_index")
    if wanted:
        among = sql.among(Household, wanted)
        for pk, *person in Member.objects.filter(household__in=among).values_list(*fields):
            kept.setdefault(pk, set()).add(tuple(person))
    return kept


def _comparable(people, kept):
    """The members of a row as they would be stored: a blank id leaves the one that is kept."""
    known = {person[:2]: person[4] for person in kept}
    return {
        (name, birth, sex, relation, citizen_ids.index(text) or known.get((name, birth), ""))
        for name, birth, sex, relation, text in people
    }


def _absent(roster):
    return {name for name in _OPTIONAL if SOURCES[name] not in roster.present}


def _identity_before(identity, index, stored, absent):
    """{field: value} of what the list would change in the household; ids by their tail only."""
    was = _changes(IDENTITY, stored[: len(identity)], identity, absent)
    if index and index != stored[IDENTITY.index("citizen_id_index")]:
        was["citizen_id_tail"] = stored[IDENTITY.index("citizen_id_tail")]
    return was


def _changes(fields, before, after, absent):
    return {
        name: old
        for name, old, new in zip(fields, before, after, strict=False)
        if old != new and name not in absent
    }


def _find_gone(found, matches, stored, *, scope, review, merged):
    """Statuses that the file no longer has, and households of the review before."""
    # What an answer did not choose is not in the file.
    spoken_of = set(matches.households).union(*(q.candidates for q in matches.open_questions))
    spoken_of |= merged
    commune = 1 + STATUS.index("commune_id")
    found.removed = [
        [status[0], household]
        for household, status in stored.items()
        if household not in spoken_of and status[commune] in scope.communes
    ]
    gone = {household for _, household in found.removed}
    before = reviews.previous(review)
    if not before:
        return
    villages = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=scope.communes)
    here = {scope.life(pk) for pk in villages.values_list("pk", flat=True)}
    rows = Status.objects.listed().filter(review__in=before, commune__in=scope.related)
    found.missing = [
        household
        for household, village in rows.values_list("household", "village")
        if household not in spoken_of and household not in gone and scope.life(village) in here
    ]

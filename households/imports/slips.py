"""Rows that are nobody known, but for one slip: a birth year off by little, or another village.

Lists without citizen ids and codes have nothing else to tell a mistyped year or a move from a new
household, and a household taken for new is counted as newly poor. So the person is asked, of
households listed at the review before, or in this one, that no other row of the list is.
"""

from collections import defaultdict
from typing import NamedTuple

from campaign.lib import sql
from campaign.models import AdminUnit
from households import reviews
from households.imports.known import BIRTH, COMMUNE, INDEX, KEY, VILLAGE
from households.models import Status

_YEARS = (1, -1, 2, -2)
# Namesakes beyond this number are a common name, not a slip.
_MOST = 3


class Person(NamedTuple):
    """The head of a row; `own` is the blind index of the citizen id, "" without one."""

    name: str
    key: str
    birth: int | None
    village: int | None
    commune: int
    own: str


def near(rows, known, review, *, taken):
    """{row: {household id: "year" or "village"}} of `rows`, none of which is a household yet.

    `rows` are {row: Person}, `taken` the households that other rows are. A constant number of
    queries, and none where nobody comes near.
    """
    rows = {index: row for index, row in rows.items() if row.birth}
    elsewhere = _in_any_village(rows, known)
    found = {}
    for index, row in rows.items():
        life = known.scope.life(row.village)
        years = _close(row.birth)
        close = [pk for year in years for pk in known.by_name.get((row.key, year, life), ())]
        candidates = dict.fromkeys(known.spelled(row.name, close), "year")
        for pk in known.spelled(row.name, elsewhere.get((row.key, row.birth), ())):
            candidates.setdefault(pk, "village")
        candidates = {
            pk: why
            for pk, why in candidates.items()
            if pk not in taken and not (row.own and known.stored[pk][INDEX])
        }
        if candidates:
            found[index] = candidates
    return listed(found, {index: rows[index].commune for index in found}, known, review)


def _close(birth):
    """Birth years that one is easily typed for: two years off, or the last digits swapped."""
    tens, ones = divmod(birth % 100, 10)
    swapped = birth - birth % 100 + 10 * ones + tens
    return dict.fromkeys([*(birth + years for years in _YEARS), *({swapped} - {birth})])


def _in_any_village(rows, known):
    """{(name key, birth year): household ids} of namesakes of `rows` of the same year."""
    wanted = {(row.key, row.birth) for row in rows.values()}
    found = defaultdict(list)
    for pk, stored in known.stored.items() if wanted else ():
        person = stored[KEY], stored[BIRTH]
        if person in wanted and pk not in known.merged and known.is_here(pk):
            found[person].append(pk)
    return found


def listed(found, communes, known, review):
    """Of the candidates in `found`, by row, those of the row's own commune, of which this review
    or the one before speaks, if they are few. `communes` are the rows'. No query without any."""
    if not found:
        return {}
    everyone = {pk for candidates in found.values() for pk in candidates}
    lives = {pk: known.scope.life(known.stored[pk][VILLAGE]) for pk in everyone}
    villages = AdminUnit.objects.filter(pk__in=set(lives.values()))
    homes = dict(villages.values_list("pk", "commune"))
    spoken_of = Status.objects.listed().filter(
        review__in=[review, *reviews.previous(review)], household__in=sql.among(Status, everyone)
    )
    spoken_of = set(spoken_of.values_list("household", flat=True))
    kept = {}
    for index, candidates in found.items():
        fitting = {
            pk: why
            for pk, why in candidates.items()
            if pk in spoken_of
            and homes.get(lives[pk], known.stored[pk][COMMUNE]) == communes[index]
        }
        if 0 < len(fitting) <= _MOST:
            kept[index] = fitting
    return kept

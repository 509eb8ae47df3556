"""One person in several lists of a review: found by the blind index of the citizen id.

A person is listed once, with the household lived in. Who works above both communes sees both
households; who works in one of them sees that the person is listed elsewhere too, and no more.
"""

from dataclasses import dataclass

from django.db.models import Count, F

from campaign.lib import sql
from households.models import Household, Member, Status


@dataclass(frozen=True)
class Side:
    """One household that a person is listed with, among those in reach."""

    status: Status
    name: str
    is_head: bool


@dataclass(frozen=True)
class Doubled:
    """One person and the households of the review; `tail` are the last four digits of the id."""

    tail: str
    sides: list
    elsewhere: int

    @property
    def classes_differ(self):
        """Whether what is seen of them is listed poor here and near-poor there."""
        return len({side.status.poverty_class for side in self.sides}) > 1

    @property
    def is_once_here(self):
        """Whether one household alone is in reach: what is doubled is in another commune's list."""
        return len(self.sides) == 1


def indexes(review, unit):
    """Blind indexes of people listed with several households of `review`, one of them in `unit`.

    A list, in a fixed order. Four queries whatever the number of households.
    """
    listed = Status.objects.listed().filter(review=review)
    homes = listed.values("household")
    near = listed.within(unit).values("household")
    heads = Household.objects.filter(pk__in=homes).exclude(citizen_id_index="")
    members = Member.objects.filter(household__in=homes).exclude(citizen_id_index="")
    twice = set()
    for people, home in ((heads, "pk"), (members, "household")):
        counted = people.order_by().values("citizen_id_index")
        counted = counted.annotate(n=Count(home, distinct=True)).filter(n__gt=1)
        twice |= set(counted.values_list("citizen_id_index", flat=True))
    # A head there who is a member here; a head among the own members is no second household.
    both = members.filter(citizen_id_index__in=heads.values("citizen_id_index")).exclude(
        household__citizen_id_index=F("citizen_id_index")
    )
    twice |= set(both.order_by().values_list("citizen_id_index", flat=True).distinct())
    if not twice:
        return []
    here = _of(Household, twice).filter(pk__in=near).values_list("citizen_id_index", flat=True)
    there = _of(Member, twice).filter(household__in=near)
    return sorted({*here, *there.values_list("citizen_id_index", flat=True)})


def _of(model, wanted):
    return model.objects.filter(citizen_id_index__in=sql.among(model, wanted))


def described(wanted, review, user):
    """Doubled people of the blind indexes `wanted` (a page of `indexes`), as `user` may see them.

    Four queries.
    """
    homes, tails = {}, {}
    heads = _of(Household, wanted).values_list(
        "citizen_id_index", "pk", "head_name", "citizen_id_tail"
    )
    members = _of(Member, wanted).values_list(
        "citizen_id_index", "household", "name", "citizen_id_tail"
    )
    for people, is_head in ((members, False), (heads, True)):
        for index, household, name, tail in people:
            homes.setdefault(index, {})[household] = (name, is_head)
            tails[index] = tail
    ids = {pk for found in homes.values() for pk in found}
    listed = Status.objects.listed().filter(review=review, household__in=ids)
    everywhere = set(listed.values_list("household", flat=True))
    seen = listed.visible_to(user).select_related("village", "commune")
    seen = {status.household_id: status for status in seen.order_by("commune__sort_key", "pk")}
    found = []
    for index in wanted:
        sides = [
            Side(status, *homes[index][pk]) for pk, status in seen.items() if pk in homes[index]
        ]
        found.append(
            Doubled(tails[index], sides, len(everywhere & homes[index].keys()) - len(sides))
        )
    return found

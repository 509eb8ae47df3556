"""Households that came out of one another: split off, or gone into another (tách hộ, nhập hộ).

Who answered so in the list's questions decides it. In tables R2 and R3 neither is a household newly
poor or one that escaped: the one that split off has "moved in" where the list says nothing, the one
that went into another stands in the review as no longer poor, "moved out".
"""

from campaign import hierarchy
from campaign.models import AdminUnit
from households import reviews
from households.choices import Change, KinshipKind, PovertyClass
from households.imports.questions import verdict
from households.models import Household, Kinship, Status

_KEPT = ("code", "head_name", "head_birth_year", "head_sex", "ethnicity", "is_minority", "members")
_PLACE = ("village_id", "commune_id", "district_id", "province_id")


def settle(roster, matches, scope, review):
    """Say of rows split off that they moved in, where the list leaves it blank; return the
    households that went into another.

    What an earlier list of this review decided holds for this one too. One query.
    """
    known = Kinship.objects.filter(review=review, target__commune__in=scope.related)
    known = list(known.values_list("kind", "source", "target"))
    split_off = {target for kind, _, target in known if kind == KinshipKind.SPLIT}
    rows = [question.index for question in matches.questions if verdict(question.answer)[1]]
    rows += [index for index, pk in enumerate(matches.households) if pk in split_off]
    said = roster["change"]
    for index in rows:
        said[index] = said[index] or Change.MOVED_IN.value
    return {source for kind, source, _ in known if kind == KinshipKind.MERGED}


def pairs(content):
    """(kind, source household, target household) of what the questions were answered with."""
    found = content["households"]
    for question in content.get("questions", ()):
        same, split_from, joined = verdict(question["answer"])
        target = found[question["index"]]
        if split_from:
            yield KinshipKind.SPLIT, split_from, target
        elif joined:
            others = [pk for pk in question["candidates"] if pk != same]
            yield from ((KinshipKind.MERGED, pk, target) for pk in others)


def write(batch, content, *, by):
    """Enter the kinships of a written list; return the communes whose figures change by them."""
    entered = [
        Kinship(
            kind=kind, source_id=source, target_id=target, review_id=batch.review_id, batch=batch,
            decided_by=by,
        )
        for kind, source, target in pairs(content)
    ]  # fmt: skip
    if not entered:
        return set()
    Kinship.objects.bulk_create(entered, ignore_conflicts=True)
    # A list without a column for it says nothing of what became of its households.
    split_off = [one.target_id for one in entered if one.kind == KinshipKind.SPLIT]
    statuses = Status.objects.filter(review=batch.review_id, household__in=split_off)
    statuses.filter(change=Change.UNSAID).update(change=Change.MOVED_IN)
    gone = {one.source_id for one in entered if one.kind == KinshipKind.MERGED}
    return _end(batch, gone) if gone else set()


def _end(batch, gone):
    """Enter that households are no longer poor because they went into another."""
    review = batch.review
    before = Status.objects.listed().filter(review__in=reviews.previous(review), household__in=gone)
    before = before.exclude(household__statuses__review=review).select_related("village")
    last = {status.household_id: status for status in before}
    places = _places({status.village for status in last.values()}, review)
    names = dict(
        Kinship.objects.filter(review=review, source__in=last).values_list(
            "source", "target__head_name"
        )
    )
    Status.objects.bulk_create(
        [
            Status(
                review=review,
                household_id=pk,
                batch=batch,
                area=places[status.village_id].area,
                poverty_class=PovertyClass.NONE,
                change=Change.MOVED_OUT,
                note=f"Nhập vào hộ {names[pk]}"[:250],
                **{name: getattr(places[status.village_id], name) for name in _PLACE[1:]},
                village_id=places[status.village_id].pk,
                **{name: getattr(status, name) for name in _KEPT},
            )
            for pk, status in last.items()
        ]
    )
    return {places[status.village_id].commune_id for status in last.values()}


def _places(villages, review):
    """{village id: the village it is on the day of the review}."""
    stands = AdminUnit.objects.on(review.as_of).filter(pk__in=[v.pk for v in villages])
    stands = set(stands.values_list("pk", flat=True))
    became = hierarchy.village_successors({v.pk for v in villages} - stands)
    ids = {v.pk: v.pk if v.pk in stands else became.get(v.pk, v.pk) for v in villages}
    found = AdminUnit.objects.select_related("commune").in_bulk(set(ids.values()))
    return {pk: found[place] for pk, place in ids.items()}


def of(household, user):
    """Where a household came from and what came of it, as dicts: kind, review, household, label.

    A household that the person may not see is not named.
    """
    rows = Kinship.objects.filter(source=household) | Kinship.objects.filter(target=household)
    rows = rows.select_related("source", "target", "review").order_by("-review__as_of", "pk")
    rows = list(rows)
    ids = {pk for row in rows for pk in (row.source_id, row.target_id)}
    seen = Household.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    seen = set(seen)
    found = []
    for row in rows:
        outward = row.source_id == household.pk
        other = row.target if outward else row.source
        found.append(
            {
                "kind": row.kind,
                "outward": outward,
                "review": row.review,
                "household": other if other.pk in seen else None,
            }
        )
    return found

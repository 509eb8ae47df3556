"""Summaries of units at a review, kept up to date in the transaction that changes a status.

A village is counted from its statuses, everything above is a sum of sums; the number of queries
does not depend on the number of rows. An import recomputes its communes, those its households came
from, all that lies above them, and what later reviews of the standard say of these households.
"""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count, Q

from campaign.choices import Area, Level
from campaign.lib import sql
from campaign.models import AdminUnit
from households import counts as counting
from households import reviews, snapshots
from households.flows import MOVES, Comparison, listed
from households.models import EnteredCounts, Review, Status, Summary, UnitTotals

_ENTERED = (
    "households",
    "people",
    "minority_households",
    "minority_people",
    "average_households",
    "average_people",
)
_AREAS = {area: f"{area.value}_households" for area in Area}
TOTALS = (*_ENTERED, *_AREAS.values())
# How many units of a sum come from aggregate tables; with a code, how many of them give it.
ENTERED = counting.ENTERED
# Counters of a larger unit that are its own and not the sum of its children's.
_OWN = "own_"
# What a commune repeats on its villages: whether it has a list, and one to compare it with.
_COVERAGE = ("communes_listed", "mv_communes")
_MISSING = "_missing"
# A total over the average households is compared with a total that a commune may give without it.
_COMPARED = {"average_households": "households", "average_people": "people"}


@transaction.atomic
def refresh(review, commune_ids, *, gone=()):
    """Recompute the summaries that depend on the statuses or totals of these communes of `review`.

    `gone` are the households (ids) that were listed in them and are not any more: where else they
    stand only the caller knows. Call it in the transaction that changed the rows. Two imports
    into one province wait for each other here, so that neither adds up the other's half-written
    communes.
    """
    communes, later = set(commune_ids), reviews.following(review)
    _hold([review, *later])
    sql.plan_plainly()
    for one in (review, *later):
        comparison = Comparison(one)
        touched = comparison.touched_by(review, communes, list(gone))
        if touched:
            _recompute(comparison, touched)
            snapshots.mark(one)


@transaction.atomic
def rebuild(review):
    """Recompute every summary of `review`."""
    _hold([review])
    sql.plan_plainly()
    _recompute(Comparison(review), None)
    snapshots.mark(review)


def _hold(held):
    # NO KEY: whoever inserts statuses holds the key of their review, and must not wait for this.
    rows = Review.objects.filter(pk__in=[review.pk for review in held]).order_by("pk")
    list(rows.select_for_update(no_key=True))


def _recompute(comparison, touched):
    """The summaries of what is Touched (None for all) and of all above it."""
    review, communes = comparison.review, touched and touched.communes
    statuses, homes = Status.objects.filter(review=review), _homes(review, communes)
    if communes is not None:
        statuses = statuses.filter(commune__in=communes)
    counted = counting.grouped(statuses, review.standard, "village")
    for village, numbers in counting.grouped_apart(statuses, "village").items():
        counted.setdefault(village, {}).update(numbers)
    totals = _totals(review, communes)
    having_list = listed([review.pk], communes)
    comparison.narrow(having_list, touched)
    moves = comparison.flows()

    found, children = {}, defaultdict(list)
    for village, commune in homes.items():
        numbers = Counter(counted.get(village, {}))
        numbers.update(moves.get((Level.VILLAGE, village), {}))
        if numbers or village in totals:
            _add_totals(numbers, totals.get(village, {}), needed=village in counted)
            children[commune].append(numbers)
            found[village] = numbers
    entered = _entered(review, communes)
    tables = {pk: counts for pk, (level, counts) in entered.items() if level == Level.COMMUNE}
    above = {*children, *having_list, *tables, *(unit for unit in totals if unit not in homes)}
    for commune in above:
        numbers = _sum(children[commune])
        counting.settle_silent(numbers, children[commune])
        is_compared = commune in comparison.communes
        if commune in tables and commune not in having_list:
            _add_table(numbers, tables[commune])
            is_compared = is_compared or any(code in MOVES for code in tables[commune])
            known = {code: n for code, n in tables[commune].items() if code in TOTALS}
            totals[commune] = known | totals.get(commune, {})
        coverage = dict(
            zip(_COVERAGE, (int(commune in having_list), int(is_compared)), strict=True)
        )
        needed = commune in having_list or commune in tables
        for child in children[commune]:
            child.update(coverage)
            _set_apart(child, is_known=needed)
        _add_own(numbers, moves.get((Level.COMMUNE, commune)))
        _settle_totals(numbers, totals.get(commune, {}), needed=needed)
        _set_apart(numbers, is_known=needed)
        numbers.update(coverage, communes=1, communes_totalled=int("households" in numbers))
        found[commune] = numbers
    if touched:
        moved, odd = _with_moves(review, touched.villages, moves)
        if odd:
            # Rare: what a commune's villages are has changed, not just their movements.
            _recompute(Comparison(review), touched.widened(odd))
            return
        found |= moved
        above |= {unit for unit in moved if unit not in touched.villages}
        communes_counted = communes | above
    else:
        communes_counted = None
    larger = {pk: counts for pk, (level, counts) in entered.items() if level != Level.COMMUNE}
    found |= _above(
        review,
        {unit: found[unit] for unit in above},
        communes_counted,
        larger,
        moves.get((Level.PROVINCE, review.unit_id)),
    )
    _write(review, found, communes)


def _with_moves(review, villages, moves):
    """{unit: counts} of `villages` (village -> commune) and their communes as they are stored, but
    with these movements; and the communes in which a village gains or loses its summary."""
    rows = Summary.objects.filter(review=review, unit__in={*villages, *villages.values()})
    stored = dict(rows.values_list("unit", "counts"))
    found, odd = {}, set()
    for village, commune in villages.items():
        if not stored.get(commune, {}).get("mv_communes"):
            continue
        before, after = stored.get(village, {}), moves.get((Level.VILLAGE, village), {})
        kept = {code: n for code, n in before.items() if code not in MOVES}
        says_anything = after or any(not _is_coverage(code) for code in kept)
        if bool(says_anything) != (village in stored):
            odd.add(commune)
            continue
        if village not in stored:
            continue
        found[village] = kept | after
        whole = found.setdefault(commune, Counter(stored[commune]))
        for code in MOVES:
            whole[code] += after.get(code, 0) - before.get(code, 0)
    return found, odd


def _is_coverage(code):
    return code in _COVERAGE or code.endswith(_MISSING)


def _homes(review, communes):
    """Village -> commune, of the villages that a recomputation is about."""
    villages = AdminUnit.objects.filter(level=Level.VILLAGE, province=review.unit_id)
    if communes is not None:
        villages = villages.filter(commune__in=communes)
    return dict(villages.order_by().values_list("pk", "commune"))


def _totals(review, communes):
    """Unit -> {code: number} of what was entered for communes and villages."""
    rows = UnitTotals.objects.filter(review=review, unit__level__in=[Level.COMMUNE, Level.VILLAGE])
    if communes is not None:
        rows = rows.filter(unit__commune__in=communes)
    found = {}
    for row in rows.values("unit", "area", *_ENTERED):
        areas = {code: row["households"] * (row["area"] == area) for area, code in _AREAS.items()}
        known = {code: row[code] for code in _ENTERED if row[code] is not None}
        found[row["unit"]] = known | areas
    return found


def _entered(review, communes):
    """{unit: (level, counts)} of aggregate tables: of `communes` (None: all), of every district
    and of the province."""
    rows = EnteredCounts.objects.filter(review=review)
    if communes is not None:
        larger = Q(unit__level__in=[Level.DISTRICT, Level.PROVINCE])
        rows = rows.filter(Q(unit__commune__in=communes) | larger)
    return {pk: (level, n) for pk, level, n in rows.values_list("unit", "unit__level", "counts")}


def _add_table(numbers, counts, communes=1):
    """Counts of an aggregate table, and which they are: what it does not say is not nothing."""
    given = {code: n for code, n in counts.items() if code not in TOTALS}
    numbers.update(given)
    numbers.update({f"{ENTERED}_{code}": 1 for code in given})
    numbers.update({ENTERED: 1, "communes_entered": communes})


def _of_table(counts, communes):
    """A district or province of which a table gave the counts and its communes nothing, or not
    all."""
    numbers = Counter()
    _add_table(numbers, counts, communes)
    _add_totals(numbers, {c: n for c, n in counts.items() if c in TOTALS}, needed=True)
    if any(code in MOVES for code in counts):
        numbers["mv_communes"] = communes
    numbers["communes_totalled"] = communes if "households" in counts else 0
    return numbers


def _add_totals(numbers, known, *, needed):
    numbers.update(known)
    if needed:
        numbers.update({f"{code}{_MISSING}": 1 for code in TOTALS if code not in known})


def _settle_totals(numbers, own, *, needed):
    """A commune's own row holds; without one, its villages', if every listed one has a row."""
    for code in TOTALS:
        of_villages, lacking = numbers.pop(code, None), numbers.pop(f"{code}{_MISSING}", 0)
        if code not in own and of_villages is not None and not lacking:
            own = own | {code: of_villages}
    _add_totals(numbers, own, needed=needed)


def _set_apart(numbers, *, is_known):
    """What the denominators of larger units leave out: the totals of a commune of which nobody has
    told the poor, and those beside which the average households are not told."""
    if not is_known:
        numbers.update(
            {counting.unlisted(code): numbers[code] for code in numbers.keys() & set(TOTALS)}
        )
    for part, whole in _COMPARED.items():
        if whole in numbers and part not in numbers:
            numbers[counting.unlisted(whole, part)] = numbers[whole]


def _add_own(numbers, residue):
    """What is known of no child: households of a divided unit that nobody has placed."""
    if residue:
        numbers.update(residue)
        numbers.update({_OWN + code: residue[code] for code in residue if "_opening" in code})


def _sum(children):
    total = Counter()
    for child in children:
        total.update({k: n for k, n in child.items() if not k.startswith(_OWN)})
    return total


def _above(review, communes, narrowed, tables, residue):
    """The districts of `communes` ({id: counts}) and the province: sums over their children.

    The `tables` ({unit: counts}) of districts and of the province hold until every commune has
    numbers of its own, or its district's. `residue` is what only the province has.
    """
    units = AdminUnit.objects.filter(level=Level.COMMUNE, province=review.unit_id)
    # A commune that has lost all it had still has a district to be added up again.
    asked = {*communes, *(narrowed or ())}
    inside = AdminUnit.objects.filter(pk__in=asked, level__in=[Level.COMMUNE, Level.DISTRICT])
    district_of = {  # a district that is asked for, as its table came or went, stands for itself
        pk: pk if level == Level.DISTRICT else district
        for pk, level, district in inside.order_by().values_list("pk", "level", "district")
    }
    own = tables.keys() - {review.unit_id} if narrowed is None else ()
    sums = defaultdict(list, {district: [] for district in (*district_of.values(), *own)})
    for commune, numbers in communes.items():
        sums[district_of.get(commune)].append(numbers)
    if narrowed is not None:
        others = Summary.objects.filter(review=review).filter(
            Q(unit__level=Level.DISTRICT)
            | Q(unit__level=Level.COMMUNE, unit__district__in=[d for d in sums if d])
            | Q(unit__level=Level.COMMUNE, unit__district=None)
        )
        for unit, level, district, numbers in others.values_list(
            "unit", "unit__level", "unit__district", "counts"
        ):
            if level == Level.COMMUNE and unit not in narrowed:
                sums[district].append(numbers)
            elif level == Level.DISTRICT and unit not in sums:
                sums[None].append(numbers)
    alive = units.on(review.as_of).order_by().values_list("district").annotate(n=Count("pk"))
    alive = dict(alive)
    found = {}
    for district in [d for d in sums if d]:
        found[district] = _sum(sums[district])
        if district in tables and not _is_covered(found[district], alive.get(district, 0)):
            found[district] = _of_table(tables[district], alive.get(district, 0))
        found[district]["communes"] = alive.get(district, 0)
        sums[None].append(found[district])
    whole, province, communes = _sum(sums[None]), review.unit_id, sum(alive.values())
    if province in tables and not _is_covered(whole, communes):
        whole = _of_table(tables[province], communes)
    else:
        _add_own(whole, residue)
    whole["communes"] = communes
    return found | {province: whole}


def _is_covered(numbers, communes):
    """Whether all of so many communes have a list, or counts from an aggregate table."""
    covered = numbers["communes_listed"] + numbers["communes_entered"]
    return covered >= communes and covered > 0


def _write(review, found, communes):
    rows = [
        Summary(
            review=review,
            unit_id=unit,
            counts={k: n for k, n in numbers.items() if n or k in TOTALS},
        )
        for unit, numbers in found.items()
    ]
    Summary.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["review", "unit"],
        update_fields=["counts", "computed_at"],
    )
    stale = Summary.objects.filter(review=review).exclude(unit__in=found)
    if communes is not None:
        stale = stale.filter(unit__commune__in=communes)
    stale.delete()

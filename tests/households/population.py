"""A random population over both maps, and the slow loops that say what is true of it.

Nothing here is clever: one household after the other, in plain Python, so that anybody can check
it by reading. The portal's numbers are held against these.
"""

import datetime
import random
from collections import Counter, defaultdict
from types import SimpleNamespace

from campaign.models import AdminUnit, UnitChange
from households.models import Household, Review, Status, UnitTotals

STANDARD = "national-2022"
# In the world of this seed a commune has totals of a year in which its list has not come.
LATE_TOTALS = 4
TOTALS = (
    "households",
    "people",
    "minority_households",
    "minority_people",
    "average_households",
    "average_people",
)


def review(unit, year, kind="annual", standard=STANDARD, **fields):
    return Review.objects.create(
        unit=unit,
        year=year,
        kind=kind,
        standard=standard,
        as_of=datetime.date(year, 12, 31),
        **fields,
    )


def status(review, household, village, **fields):
    values = {
        "area": "rural",
        "poverty_class": "poor",
        "head_name": household.head_name,
        "members": 4,
    }
    return Status.objects.create(
        review=review,
        household=household,
        village=village,
        commune=village.commune,
        district=village.district,
        province=village.province,
        **values | fields,
    )


def household(village, name="Hộ thử"):
    return Household.objects.create(
        head_name=name,
        head_key=name.lower(),
        village=village,
        commune=village.commune,
        district=village.district,
        province=village.province,
    )


def totals(review, unit, households, people=None, **fields):
    values = {"area": unit.area, "people": people}
    return UnitTotals.objects.create(
        review=review, unit=unit, households=households, **values | fields
    )


def populate(ground, seed):
    """Reviews of 2021 to 2023 on the old map and 2025 on today's, of some 120 households."""
    rnd, more = random.Random(seed), random.Random(seed + 1000)
    years = [
        review(ground.old_province, 2021, "opening"),
        review(ground.old_province, 2022),
        review(ground.old_province, 2023),
        review(ground.province, 2025),
    ]
    # Two villages whose way nobody has told: one in a divided commune, one in a whole one.
    unknown = [ground.old_villages["a1"][1], ground.old_villages["a2"][0]]
    UnitChange.objects.filter(source__in=unknown).delete()
    old = [village for villages in ground.old_villages.values() for village in villages]
    today = ground.a_villages + ground.b_villages
    heir = dict(UnitChange.objects.filter(source__in=old).values_list("source", "target"))
    heir = {v.pk: AdminUnit.objects.get(pk=heir[v.pk]) for v in old if v.pk in heir}
    # Once in a while a commune gives no list.
    silent = {year.pk: set() for year in years}
    silent[years[0].pk] = {rnd.choice([None, ground.old_b.pk])}
    silent[years[1].pk] = {ground.old_b.pk} if seed == LATE_TOTALS else set()
    silent[years[2].pk] = {rnd.choice([None, ground.old_a1.pk])}
    rows = []
    for number in range(120):
        home = rnd.choice(old)
        someone = household(home, f"Hộ {number}")
        members = rnd.randint(1, 9)
        for year in years:
            if rnd.random() < 0.1:
                home = rnd.choice(old)
            members = max(1, members + rnd.choice([0, 0, 0, -1, 1]))
            village = home
            if year is years[3]:
                village = heir.get(home.pk) or rnd.choice(today)
            if rnd.random() < 0.2 or village.commune_id in silent[year.pk]:
                continue
            area = rnd.choice(["urban", "rural"])
            poverty_class = rnd.choice(["poor", "poor", "near_poor", "near_poor", "none"])
            head_sex = rnd.choice(["male", "female", ""])
            is_minority = rnd.random() < 0.5
            local = LOCAL_MINORITY if is_minority and more.random() < 0.4 else 0
            rows.append(
                status(
                    year,
                    someone,
                    village,
                    **_family(more, is_minority),
                    area=area,
                    poverty_class=poverty_class,
                    head_sex=head_sex,
                    is_minority=is_minority,
                    members=rnd.choice([None] + [members] * 9),
                    deprivations=rnd.getrandbits(12),
                    causes=rnd.getrandbits(8),
                    flags=rnd.getrandbits(3) | local,
                    change=rnd.choice(["", "", "", "moved_in", "moved_out", "relapsed", "new"]),
                )
            )
    for year in years:
        _enter_totals(rnd, year, rows)
        _enter_totals_of_silent(more, year, rows)
    return SimpleNamespace(years=years, rows=rows)


def _family(rnd, is_minority):
    """The ethnic group and the children of a household; some lists do not say the latter."""
    children = rnd.choice([None, 0, 1, 2, 5])
    return {
        "ethnicity": rnd.choice(["Ba-na", "Hrê", "Chăm", ""]) if is_minority else "Kinh",
        "children": children,
        "children_uninsured": rnd.choice([None, children and rnd.randint(0, children)]),
        "children_malnourished": children and rnd.randint(0, children),
        "children_out_of_school": children and rnd.randint(0, children),
    }


def _enter_totals(rnd, year, rows):
    """Some communes enter their totals, some their villages', some nothing, some only a part."""
    communes = {row.commune_id: row.commune for row in rows if row.review_id == year.pk}
    for commune in communes.values():
        how = rnd.choice(["commune", "villages", "some villages", "nothing", "both"])
        units = [commune] if how in {"commune", "both"} else []
        if how in {"villages", "some villages", "both"}:
            villages = list(commune.children.all())
            units += villages[:1] if how == "some villages" else villages
        for unit in units:
            households = rnd.randint(150, 900)
            totals(
                year,
                unit,
                households,
                rnd.choice([None, 5 * households, 5 * households]),
                minority_households=rnd.choice([None, households // 3]),
                minority_people=rnd.choice([None, households]),
                average_households=None if households % 4 == 0 else households // 10,
                average_people=None if households % 4 == 0 else households // 3,
                area=rnd.choice(["urban", "rural"]),
            )


def _enter_totals_of_silent(rnd, year, rows):
    """Communes without any list whose totals came first."""
    listing = {row.commune_id for row in rows if row.review_id == year.pk}
    for commune in units_of(year):
        if commune.level == "commune" and commune.pk not in listing:
            households = rnd.randint(150, 900)
            average = rnd.choice([None, households // 10])
            totals(year, commune, households, 4 * households, average_households=average)


# --- counts -------------------------------------------------------------------------------------
CLASSES = {
    "poor": {"poor"},
    "near_poor": {"near_poor"},
    "multidim_poor": {"poor", "near_poor"},
}
MERIT, NO_LABOUR, SOCIAL_PROTECTION, LOCAL_MINORITY = 1, 2, 4, 8
TRAITS = {
    "urban": lambda row: row.area == "urban",
    "rural": lambda row: row.area == "rural",
    "male_head": lambda row: row.head_sex == "male",
    "female_head": lambda row: row.head_sex == "female",
    "minority": lambda row: row.is_minority,
    "kinh": lambda row: not row.is_minority,
    "merit": lambda row: row.flags & MERIT,
    "no_labour": lambda row: row.flags & NO_LABOUR,
    "social_protection": lambda row: row.flags & SOCIAL_PROTECTION,
    "local_minority": lambda row: row.flags & LOCAL_MINORITY,
    "no_group": lambda row: not (row.is_minority or row.flags & (MERIT | NO_LABOUR)),
    **{
        f"indicator_{n}": lambda row, n=n: f"{row.deprivations:012b}"[12 - n] == "1"
        for n in range(1, 13)
    },
    **{f"cause_{n}": lambda row, n=n: f"{row.causes:08b}"[8 - n] == "1" for n in range(1, 9)},
}


def counted(rows):
    """Every count of these statuses, one household after the other."""
    numbers = Counter()
    for row in rows:
        for name, classes in CLASSES.items():
            if row.poverty_class not in classes:
                continue
            traits = ["", *(f"_{trait}" for trait, holds in TRAITS.items() if holds(row))]
            for trait in traits:
                numbers[f"{name}{trait}"] += 1
                numbers[f"{name}{trait}_people"] += row.members or 0
            if row.members is None:
                numbers[f"{name}_unsized"] += 1
            must_say = row.poverty_class == "poor" or (row.b2 or 0) > 0
            numbers[f"{name}_no_indicator"] += must_say and row.deprivations == 0
            numbers[f"{name}_no_cause"] += must_say and row.causes == 0
    return numbers


def line(unit):
    """The unit and all above it."""
    found = []
    while unit is not None:
        found.append(unit)
        unit = unit.parent
    return found


def units_of(review):
    """Every unit of the map on which a review stands, below and with its province."""
    return [u for u in AdminUnit.objects.on(review.as_of) if review.unit in line(u)]


def inside(rows, review, unit):
    return [row for row in rows if row.review_id == review.pk and unit in line(row.village)]


# --- denominators -------------------------------------------------------------------------------
def total(code, rows, review, unit):
    """The number entered for a unit, or None when it cannot be known."""
    own = UnitTotals.objects.filter(review=review, unit=unit).first()
    if own is not None and unit.level in {"commune", "village"}:
        known = _entered(own, code)
        if known is not None or unit.level == "village":
            return known
    if unit.level == "village":
        return None
    if unit.level == "commune":
        needed = {row.village for row in inside(rows, review, unit)}
        entered = {village: total(code, rows, review, village) for village in unit.children.all()}
        known = [number for number in entered.values() if number is not None]
        if not known or any(entered[village] is None for village in needed):
            return None
        return sum(known)
    found = []
    for commune in units_of(review):
        if commune.level == "commune" and unit in line(commune):
            number = total(code, rows, review, commune)
            if number is not None:
                found.append(number)
            elif inside(rows, review, commune):
                return None
    return sum(found) if found else None


def basis(code, rows, review, unit, beside=""):
    """The denominator of a rate: the total of those communes whose numerator is known, which is a
    list, or the total `beside` it."""
    whole = total(code, rows, review, unit)
    if whole is None or unit.level in {"commune", "village"}:
        return whole
    found = 0
    for commune in units_of(review):
        if commune.level == "commune" and unit in line(commune):
            number = total(code, rows, review, commune)
            if beside:
                is_known = total(beside, rows, review, commune) is not None
            else:
                is_known = inside(rows, review, commune)
            found += number or 0 if is_known else 0
    return found


def _entered(own, code):
    if code in TOTALS:
        return getattr(own, code)
    return own.households if code == f"{own.area}_households" else 0


# --- movements ----------------------------------------------------------------------------------
def placed(village, day):
    """The smallest unit alive on `day` that surely holds an older village."""
    for unit in (village, village.commune):
        found = unit
        while found is not None and found.valid_to is not None and found.valid_to < day:
            edges = UnitChange.objects.filter(source=found, extent="whole")
            found = edges[0].target if edges else None
        if found is not None:
            return found
    return None


def moved(rows, later, earlier, memory):
    """{unit: Counter of R2 and R3} between two reviews; `memory` are those before the earlier."""
    before = {row.household_id: row for row in rows if row.review_id == earlier.pk}
    after = {row.household_id: row for row in rows if row.review_id == later.pk}
    long_before = {row.household_id for row in rows if row.review in memory and listed(row)}
    compared = _compared(rows, later, earlier)
    found = defaultdict(Counter)
    for key in before.keys() | after.keys():
        then, now = before.get(key), after.get(key)
        start = then and (placed(then.village, later.as_of) or later.unit)
        for mine, other in (("poor", "near"), ("near", "poor")):
            was, is_now = _class(then) == mine, _class(now) == mine
            events = []
            if was:
                events += _of_those_who_were(then, now, start, is_now, other)
            if is_now:
                events.append((now.village, "closing", 1, now.members or 0))
            if is_now and not was:
                name = _entrance(then, now, other, key in long_before)
                events.append((now.village, name, 1, now.members or 0))
            for place, name, n, members in events:
                communes = [u for u in line(place) if u.level == "commune"]
                if communes and communes[0] not in compared:
                    continue
                for unit in line(place):
                    found[unit][f"mv_{mine}_{name}"] += n
                    found[unit][f"mv_{mine}_{name}_people"] += members
    return found, compared


def listed(row):
    return row.poverty_class != "none"


def _class(row):
    return row and {"poor": "poor", "near_poor": "near", "none": "none"}[row.poverty_class]


def _of_those_who_were(then, now, start, is_now, other):
    """(place, column, households, people) of a household that was in the table at the opening."""
    members = then.members or 0
    yield start, "opening", 1, members
    if now is None:
        yield start, "gap", 1, members
        return
    if start != now.village and start.level == "village":
        yield start, "other_out", 1, members
        yield now.village, "other_in", 1, members
    elif start != now.village:
        yield start, "unplaced", -1, -members
        yield now.village, "unplaced", 1, members
    if is_now:
        grown = (now.members or 0) - members
        yield now.village, "other_in", 0, max(grown, 0)
        yield now.village, "other_out", 0, max(-grown, 0)
    elif _class(now) == other:
        yield now.village, f"to_{other}", 1, members
    else:
        name = "other_out" if now.change == "moved_out" else "above"
        yield now.village, name, 1, members


def _entrance(then, now, other, was_listed_long_before):
    if _class(then) == other:
        return f"from_{other}"
    if now.change == "moved_in":
        return "other_in"
    if now.change == "relapsed" or was_listed_long_before:
        return "relapsed"
    return "new"


def _compared(rows, later, earlier):
    """Communes with a list now whose every part had a list then."""
    then = {row.commune for row in rows if row.review_id == earlier.pk}
    compared = set()
    for commune in {row.commune for row in rows if row.review_id == later.pk}:
        parts = [commune]
        if commune.valid_from and commune.valid_from > earlier.as_of:
            edges = UnitChange.objects.filter(target=commune).exclude(extent="doubt")
            parts = [edge.source for edge in edges]
        if all(part in then for part in parts):
            compared.add(commune)
    return compared

"""Households of the demonstration and what each was found to be, year by year.

Plain objects from seeded random numbers, one seed a commune: the same households on every machine
and in every build. A household that leaves poverty is listed once more, as "not poor", in the year
it leaves; some fall back later, a few are lost from the lists, and every year brings new ones.
"""

from dataclasses import dataclass, field
from random import Random

from campaign.choices import Area
from households import standards
from households.choices import Cause, Change, Flag, PovertyClass, Sex, bits
from reporting.demo import names

POOR, NEAR, NONE = PovertyClass.POOR, PovertyClass.NEAR_POOR, PovertyClass.NONE
OPENING, LAST = 2021, 2025
SEED = "vi-nguoi-ngheo"
# What becomes of a household within a year, before the commune's pace and the household's own.
_LEAVES = {POOR: ((NEAR, 0.33), (NONE, 0.08)), NEAR: ((NONE, 0.38), (POOR, 0.025))}
_FALLS_BACK = ((NEAR, 0.022), (POOR, 0.008))
_MOVES_AWAY, _UNMENTIONED, _ARRIVES = 0.008, 0.001, 0.022
# Indicators (in the order of the standard) and causes by how often they are met.
_DEPRIVATIONS = (9, 8, 4, 9, 8, 3, 7, 4, 3, 8, 7, 6)
_CAUSES = (6, 7, 6, 4, 4, 5, 7, 2)
_SIZES, _SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6, 7), (24, 23, 19, 17, 10, 5, 2)


@dataclass(frozen=True)
class Finding:
    """What one review found: the fields of a Status that change from year to year."""

    poverty_class: str
    change: str
    members: int
    b1: int
    b2: int
    deprivations: int
    causes: int


@dataclass
class Home:
    """A household: `village` is (commune code of the old map, name of the village)."""

    village: tuple
    code: str
    head_name: str
    sex: str
    birth_year: int
    ethnicity: str
    citizen_id: str
    flags: int
    members: int
    # Order in which this household would come to lack things: the first ones it lacks longest.
    lacks: list
    causes: int
    findings: dict = field(default_factory=dict)

    @property
    def is_minority(self):
        return self.ethnicity != names.KINH

    @property
    def cannot_work(self):
        return bool(self.flags & bits(Flag.NO_LABOUR))


def settle(commune, ids, *, urban_until):
    """The Homes of `commune` (a `territory.Commune`) with their findings of every year.

    `ids` hands out citizen ids; `urban_until` is the last year in which the commune counts as
    urban, 0 when it never did.
    """
    random, homes, weights = _random(commune), [], shares(commune)

    def arrive(village, poverty_class, year, change):
        home = _home(random, commune, village, len(homes) + 1, ids)
        homes.append(home)
        _find(random, home, year, poverty_class, change, urban=year <= urban_until)

    for poverty_class, count in ((POOR, commune.poor), (NEAR, commune.near_poor)):
        for village, of_it in zip(commune.villages, apportion(count, weights), strict=True):
            for _ in range(of_it):
                arrive(village, poverty_class, OPENING, Change.UNSAID)
    for year in range(OPENING + 1, LAST + 1):
        for home in list(homes):
            outcome = _fate(random, home, year, commune.pace)
            if outcome:
                _find(random, home, year, *outcome, urban=year <= urban_until)
        for _ in range(round((commune.poor + commune.near_poor) * _ARRIVES)):
            village = random.choices(commune.villages, weights)[0]
            arrive(village, random.choices((POOR, NEAR), (2, 3))[0], year, Change.NEW)
    return homes


def shares(commune):
    """How the households of a commune fall on its villages; they add up to 1."""
    random = _random(commune)
    weights = [random.uniform(0.6, 1.4) for _ in commune.villages]
    return [weight / sum(weights) for weight in weights]


def apportion(total, shares):
    """Whole numbers that add up to `total`, by largest remainder."""
    exact = [total * share for share in shares]
    whole = [int(number) for number in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: exact[i] - whole[i], reverse=True)
    for position in by_remainder[: total - sum(whole)]:
        whole[position] += 1
    return whole


def _random(commune):
    return Random(f"{SEED}-{commune.code}")  # noqa: S311 - has to be predictable


def _home(random, commune, village, number, ids):
    ethnicity = names.BA_NA if random.random() < commune.minority else names.KINH
    sex = random.choices((Sex.MALE, Sex.FEMALE), (58, 42))[0]
    birth_year = random.choices(
        (random.randint(1932, 1950), random.randint(1951, 1975), random.randint(1976, 1997)),
        (25, 45, 30),
    )[0]
    flags = []
    if birth_year < 1951 and random.random() < 0.3 or random.random() < 0.03:
        flags.append(Flag.NO_LABOUR)
    if random.random() < 0.14:
        flags.append(Flag.SOCIAL_PROTECTION)
    if birth_year < 1965 and random.random() < 0.05:
        flags.append(Flag.MERIT)
    size = random.choices(_SIZES, _SIZE_WEIGHTS)[0]
    known = random.random() < 0.9  # not everybody has the new card yet
    return Home(
        village=(commune.code, village),
        code=f"{commune.code}{number:05}",
        head_name=names.person(random, sex, ethnicity),
        sex=sex,
        birth_year=birth_year,
        ethnicity=ethnicity,
        citizen_id=ids.next(sex, birth_year) if known else "",
        flags=bits(*flags),
        members=min(size + (ethnicity != names.KINH), 9),
        lacks=_shuffled(random, range(1, len(_DEPRIVATIONS) + 1), _DEPRIVATIONS),
        causes=bits(*_shuffled(random, list(Cause), _CAUSES)[: random.choice((1, 1, 2, 2, 3))]),
    )


def _shuffled(random, items, weights):
    """`items` in a random order in which heavy ones tend to come first."""
    keys = {
        item: random.random() ** (1 / weight) for item, weight in zip(items, weights, strict=True)
    }
    return sorted(keys, key=keys.get, reverse=True)


def _fate(random, home, year, pace):
    """(class, change) at the review of `year`, or None when the list does not name them."""
    before = home.findings[max(home.findings)]
    if before.poverty_class == NONE:
        return None if before.change == Change.MOVED_OUT else _fall_back(random, pace)
    if year - 1 not in home.findings:
        return None
    if random.random() < _UNMENTIONED:
        return None
    if random.random() < _MOVES_AWAY:
        return NONE, Change.MOVED_OUT
    own = pace * (0.25 if home.cannot_work else 1.0)
    for outcome, chance in _LEAVES[before.poverty_class]:
        worse = outcome == POOR
        if random.random() < (chance / own if worse else chance * own):
            return outcome, Change.ESCAPED if outcome == NONE else Change.OLD
    return before.poverty_class, Change.OLD


def _fall_back(random, pace):
    for outcome, chance in _FALLS_BACK:
        if random.random() < chance / pace:
            return outcome, Change.RELAPSED
    return None


def _find(random, home, year, poverty_class, change, *, urban):
    """Write what the review of `year` found, with points that agree with the class."""
    if random.random() < 0.06:
        home.members = max(1, home.members + random.choice((-1, 1)))
    lacking = {
        POOR: random.choice((3, 3, 3, 4, 4, 5)),
        NEAR: random.choice((0, 1, 1, 2, 2)),
        NONE: random.choice((0, 0, 0, 1)),
    }[poverty_class]
    limit = standards.NATIONAL_2022.b1_limits[Area.URBAN if urban else Area.RURAL]
    b1 = limit + 5 * (random.randint(1, 6) if poverty_class == NONE else -random.randint(0, 11))
    home.findings[year] = Finding(
        poverty_class=poverty_class,
        change=change,
        members=home.members,
        b1=b1,
        b2=10 * lacking,
        deprivations=bits(*home.lacks[:lacking]),
        causes=0 if poverty_class == NONE else home.causes,
    )

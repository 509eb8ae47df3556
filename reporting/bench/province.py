"""A province and its households through five yearly reviews: made up, the same every time.

The map is the same whatever the number of households, so that a cost that grows with them shows.
"""

import datetime
import random
from types import SimpleNamespace

from django.db import transaction

from campaign.choices import Area, Level, UnitKind
from campaign.lib import sql
from campaign.lib.vietnamese import name_key, sort_key
from campaign.models import AdminUnit, Assignment, User
from campaign.roles import Role
from households import reviews
from households.choices import Flag, PovertyClass, ReviewKind, Sex, bits
from households.models import Household, Status, UnitTotals

YEARS = (2021, 2022, 2023, 2024, 2025)
DISTRICTS, COMMUNES, VILLAGES = 10, 10, 10
# Of a hundred households so many are gone from the next year's list, and as many are new in it.
_TURNOVER = 2
# Of the households that move so many leave their commune.
_FAR = 0.1
_CHUNK = 50_000
_CLASSES = [PovertyClass.POOR.value, PovertyClass.NEAR_POOR.value, PovertyClass.NONE.value]


def ground():
    """Units, a review of each of `YEARS` without any list, and a person who may see it all."""

    def unit(level, kind, parent, number):
        name = f"{kind.label} {parent.code if parent else ''}{number:02}"
        return AdminUnit.objects.create(
            code=_code(parent, number), level=level, kind=kind, parent=parent, name=name
        )

    province = unit(Level.PROVINCE, UnitKind.PROVINCE, None, 99)
    districts = [
        unit(Level.DISTRICT, UnitKind.RURAL_DISTRICT, province, n) for n in range(DISTRICTS)
    ]
    communes = [
        unit(Level.COMMUNE, UnitKind.COMMUNE, district, n)
        for district in districts
        for n in range(COMMUNES)
    ]
    villages = AdminUnit.objects.bulk_create(
        _village(commune, n) for commune in communes for n in range(VILLAGES)
    )
    person = User.objects.create(username="bench", full_name="Đo tốc độ")
    Assignment.objects.create(
        user=person,
        role=Role.POVERTY_DEPARTMENT,
        unit=province,
        valid_from=datetime.date(YEARS[0], 1, 1),
    )
    kinds = [ReviewKind.OPENING] + [ReviewKind.ANNUAL] * (len(YEARS) - 1)
    return SimpleNamespace(
        province=province,
        districts=districts,
        communes=communes,
        villages=villages,
        person=person,
        reviews=[
            reviews.find_or_open(province, year, kind, by=person)
            for year, kind in zip(YEARS, kinds, strict=True)
        ],
    )


def _code(parent, number):
    return f"{parent.code if parent else ''}{number:02}"


def _village(commune, number):
    name = f"Thôn {_code(commune, number)}"
    return AdminUnit(
        name=name,
        code=_code(commune, number),
        level=Level.VILLAGE,
        kind=UnitKind.VILLAGE,
        parent=commune,
        province=commune.province,
        district=commune.district,
        commune=commune,
        name_key=name_key(name),
        sort_key=sort_key(name),
    )


@transaction.atomic
def fill(ground, rows):
    """`rows` statuses, a fifth each year, of households that last, change class, move or go."""
    dice = random.Random(20251231)  # noqa: S311 - the same province every time
    each = rows // len(YEARS)
    step = max(each * _TURNOVER // 100, 1)
    count = each + step * (len(YEARS) - 1)
    # Neighbours stand together, as they do when a commune's list is read after the other's.
    order = [
        index
        for v in range(len(ground.villages))
        for index in range(v, count, len(ground.villages))
    ]
    homes = [ground.villages[index % len(ground.villages)] for index in range(count)]
    ids = _households(homes, order)
    classes = dice.choices(_CLASSES, (4, 4, 2), k=count)
    for year, review in enumerate(ground.reviews):
        fresh = dice.choices(_CLASSES, (4, 4, 2), k=count)
        keeps = dice.choices((True, False), (8, 2), k=count)
        classes = [
            was if keep else new for was, keep, new in zip(classes, keeps, fresh, strict=True)
        ]
        for index in dice.sample(range(count), count // 100):
            homes[index] = _elsewhere(ground, homes[index], dice)
        window = range(year * step, year * step + each)
        listed = [index for index in order if index in window]
        for start in range(0, each, _CHUNK):
            part = listed[start : start + _CHUNK]
            told = {
                "review_id": review.pk,
                "household_id": [ids[index] for index in part],
                "poverty_class": [classes[index] for index in part],
                "head_name": [f"Hộ {index}" for index in part],
            }
            _statuses(told, [homes[index] for index in part], dice)
    _totals(ground, each)


def _elsewhere(ground, home, dice):
    """Where a household moves to: nine of ten stay in their commune."""
    if dice.random() < _FAR:
        return dice.choice(ground.villages)
    first = ground.villages.index(home) // VILLAGES * VILLAGES
    return ground.villages[first + dice.randrange(VILLAGES)]


def _households(homes, order):
    """Enter the households in `order`; return their ids by index."""
    ids = [0] * len(order)
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        keys = sql.reserve_ids(Household, len(part))
        for index, pk in zip(part, keys, strict=True):
            ids[index] = pk
        names = [f"Hộ {index}" for index in part]
        columns = {"id": keys, "head_name": names, "head_key": [name.lower() for name in names]}
        columns |= _place([homes[index] for index in part])
        sql.insert_columns(Household, columns, len(part))
    return ids


def _place(villages):
    return {
        "village_id": [village.pk for village in villages],
        "commune_id": [village.commune_id for village in villages],
        "district_id": [village.district_id for village in villages],
        "province_id": [village.province_id for village in villages],
    }


def _statuses(known, homes, dice):
    """Enter statuses: what is `known` of them, their homes, and the rest as it falls."""
    count = len(homes)
    masks = range(1 << 12)
    columns = known | {
        "area": [(Area.RURAL, Area.URBAN)[village.pk % 10 == 0].value for village in homes],
        "head_sex": dice.choices([Sex.MALE.value, Sex.FEMALE.value], (7, 3), k=count),
        "is_minority": dice.choices((True, False), k=count),
        "members": dice.choices(range(1, 9), k=count),
        "deprivations": [
            a & b
            for a, b in zip(dice.choices(masks, k=count), dice.choices(masks, k=count), strict=True)
        ],
        "causes": dice.choices(range(1 << 8), k=count),
        "flags": dice.choices((0, *map(bits, Flag)), (16, *[1] * len(Flag)), k=count),
    }
    sql.insert_columns(Status, columns | _place(homes), count)


def _totals(ground, each):
    """Denominators: four households of the commune for one of its list."""
    households = 4 * each // len(ground.communes)
    UnitTotals.objects.bulk_create(
        UnitTotals(
            review=review,
            unit=commune,
            households=households,
            people=4 * households,
            minority_households=households // 2,
            area=Area.RURAL,
        )
        for review in ground.reviews
        for commune in ground.communes
    )

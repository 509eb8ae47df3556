"""Writes the reviews of the demonstration: totals, households, statuses, summaries."""

import datetime
import itertools

from django.db import transaction
from django.utils import timezone

from campaign.lib import sql
from campaign.lib.vietnamese import name_key
from households import citizen_ids, reviews, rollup
from households.choices import ReviewKind, ReviewState, ReviewVersion
from households.models import Household, ReviewProgress, Status, UnitTotals
from reporting.demo import ground as grounds
from reporting.demo import population, territory

YEARS = range(population.OPENING, population.LAST + 1)
# The township lost its status with the districts.
TOWNSHIPS = frozenset({"21808"})
LAST_URBAN_YEAR = 2024
PEOPLE_PER_HOUSEHOLD = 3.7
GROWTH_A_YEAR = 0.006


def open_reviews(ground, *, by):
    """One review a year, {year: Review}; all but the last one are closed and official."""
    opened = {}
    for year in YEARS:
        kind = ReviewKind.OPENING if year == population.OPENING else ReviewKind.ANNUAL
        province = ground.province if year == population.LAST else ground.old_province
        opened[year] = reviews.find_or_open(province, year, kind, by=by)
        if year != population.LAST:
            opened[year].state = ReviewState.LOCKED
            opened[year].version = ReviewVersion.OFFICIAL
            opened[year].save(update_fields=["state", "version"])
    return opened


def households():
    """Every Home of the district, in a fixed order."""
    ids = population.names.CitizenIds()
    return [
        home
        for commune in territory.COMMUNES
        for home in population.settle(
            commune, ids, urban_until=LAST_URBAN_YEAR if commune.code in TOWNSHIPS else 0
        )
    ]


@transaction.atomic
def write(ground, opened, homes):
    """Households, their statuses and how far each commune is.

    The list of `ground.COMMUNE` of the last year is held back: to upload it is the newcomer's
    first task.
    """
    seen = {
        id(home): [year for year in home.findings if not is_held_back(ground, home, year)]
        for home in homes
    }
    homes = [home for home in homes if seen[id(home)]]
    pks = sql.reserve_ids(Household, len(homes))
    rows = [
        _household(pk, home, _place(ground, home, max(seen[id(home)])))
        for pk, home in zip(pks, homes, strict=True)
    ]
    sql.insert_rows(Household, list(rows[0]), [row.values() for row in rows])
    rows = [
        _status(opened[year], pk, home, home.findings[year], _place(ground, home, year))
        for pk, home in zip(pks, homes, strict=True)
        for year in seen[id(home)]
    ]
    sql.insert_rows(Status, list(rows[0]), [row.values() for row in rows])
    listed = {(row["review_id"], row["commune_id"]) for row in rows}
    by_id = {review.pk: review for review in opened.values()}
    ReviewProgress.objects.bulk_create(
        ReviewProgress(
            review_id=review, unit_id=commune, revision=1, listed_at=_listed_at(by_id[review])
        )
        for review, commune in sorted(listed)
    )


@transaction.atomic
def write_totals(ground, opened):
    """Denominators: all households and people of every village, every year.

    Like its list, the last totals of `ground.COMMUNE` are the newcomer's to upload.
    """
    rows = []
    for year, commune in itertools.product(YEARS, territory.COMMUNES):
        for village, numbers in totals(commune, year):
            unit = _village(ground, (commune.code, village), year)
            if year != population.LAST or unit.commune != ground.commune:
                rows.append(
                    UnitTotals(
                        review=opened[year],
                        unit=unit,
                        area=unit.area,
                        source="Số liệu trình diễn",
                        **numbers,
                    )
                )
    UnitTotals.objects.bulk_create(rows)


def held_back_totals(ground):
    """(village, {field: number}) of the totals that `write_totals` leaves out."""
    for commune in territory.COMMUNES:
        for name, known in totals(commune, population.LAST):
            village = ground.new[commune.code, name]
            if village.commune == ground.commune:
                yield village, known


def totals(commune, year):
    """(village, {field of UnitTotals: number}) of each village of a `territory.Commune`."""
    growth = (1 + GROWTH_A_YEAR) ** (year - population.OPENING)
    shares = population.shares(commune)
    everybody = population.apportion(round(commune.households * growth), shares)
    minority = population.apportion(round(commune.minority_households * growth), shares)
    for village, households, of_minority in zip(commune.villages, everybody, minority, strict=True):
        yield (
            village,
            {
                "households": households,
                "people": round(households * PEOPLE_PER_HOUSEHOLD),
                "minority_households": of_minority,
                "minority_people": round(of_minority * PEOPLE_PER_HOUSEHOLD),
            },
        )


def sum_up(opened):
    for review in opened.values():
        rollup.rebuild(review)


def is_held_back(ground, home, year):
    """Whether the finding is in the sample list and not in the database."""
    return year == population.LAST and ground.new[home.village].commune.code == grounds.COMMUNE


def _village(ground, key, year):
    return (ground.new if year == population.LAST else ground.old)[key]


def _place(ground, home, year):
    village = _village(ground, home.village, year)
    return {
        "village_id": village.pk,
        "commune_id": village.commune_id,
        "district_id": village.district_id,
        "province_id": village.province_id,
    }


def _household(pk, home, place):
    cipher, index, tail = citizen_ids.seal(home.citizen_id) if home.citizen_id else (None, "", "")
    return {
        "id": pk,
        "citizen_id_cipher": cipher,
        "citizen_id_index": index,
        "citizen_id_tail": tail,
        "code": home.code,
        "head_name": home.head_name,
        "head_key": name_key(home.head_name),
        "head_birth_year": home.birth_year,
        "head_sex": home.sex,
        **place,
    }


def _status(review, household, home, finding, place):
    urban = home.village[0] in TOWNSHIPS and review.year <= LAST_URBAN_YEAR
    return {
        "review_id": review.pk,
        "household_id": household,
        **place,
        "area": "urban" if urban else "rural",
        "poverty_class": finding.poverty_class.value,
        "code": home.code,
        "head_name": home.head_name,
        "head_birth_year": home.birth_year,
        "head_sex": home.sex.value,
        "ethnicity": home.ethnicity,
        "is_minority": home.is_minority,
        "members": finding.members,
        "b1": finding.b1,
        "b2": finding.b2,
        "deprivations": finding.deprivations,
        "causes": finding.causes,
        "flags": home.flags,
        "change": finding.change.value,
        "note": "",
    }


def _listed_at(review):
    """Lists come in during the first days of December."""
    day = datetime.datetime(review.year, 12, 5, 9, 30)  # noqa: DTZ001 - made aware below
    return timezone.make_aware(day)

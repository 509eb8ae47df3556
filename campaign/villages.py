"""Villages: found by the names people write, entered when a list or an officer brings new ones.

They have no national code, so theirs is the commune's with a number; each office writes their
names in its own way ("Thôn 01", "thôn I", "T1"), see `campaign.unit_names`.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from campaign import audit
from campaign.choices import Area, Level, UnitKind
from campaign.lib import sql
from campaign.lib.vietnamese import (
    VILLAGE_WORDS,
    clean,
    name_key,
    plain_numbers,
    prefixes,
    sort_key,
)
from campaign.models import AdminUnit, UnitAlias, UnitName
from campaign.unit_names import CommuneIndex, VillageIndex

__all__ = [
    "CommuneIndex",
    "Match",
    "VillageIndex",
    "add_alias",
    "ensure",
    "ensure_all",
    "match",
    "proper_name",
    "remove_alias",
    "withdraw",
]

# Wards and townships have tổ dân phố; these are the words used for them in lists.
_URBAN_WORDS = frozenset(
    {"tổ dân phố", "khu phố", "khối phố", "khu vực", "khối", "khóm", "khu", "tiểu khu"}
)


@dataclass(frozen=True)
class Match:
    """The village a name means, or None with the likely ones [(id, name, score)]."""

    village: AdminUnit | None
    suggestions: list


def match(commune, name):
    """Look one name up in one commune; for whole lists use `VillageIndex`."""
    index = VillageIndex.load([commune.pk])
    found = index.find(commune.pk, name)
    if found:
        return Match(AdminUnit.objects.get(pk=found), [])
    return Match(None, index.suggest(commune.pk, name))


def proper_name(raw, area):
    """The name under which a village is entered: the word in front in full, plain digits.

    "TDP 03" is "Tổ dân phố 3"; "T1" is thôn in the country and tổ dân phố in town. A name without
    such a word stays without.
    """
    words, rest = prefixes(raw)
    words = [word for word in words if word in VILLAGE_WORDS]
    if not words:
        return clean(raw)
    urban = [word for word in words if (word in _URBAN_WORDS) == (area == Area.URBAN)]
    word = (urban or words)[0]
    rest = plain_numbers(rest) if rest[:1].isdigit() else rest
    return f"{word[0].upper()}{word[1:]} {rest}"


def _kind(name, area):
    words = prefixes(name)[0]
    urban = words[0] in _URBAN_WORDS if words else area == Area.URBAN
    return UnitKind.NEIGHBOURHOOD if urban else UnitKind.VILLAGE


def ensure(commune, name, *, by):
    """The village of `commune` called `name`, entered when there is none. Raises ValueError when
    the name is empty, too long, or may mean several villages."""
    found = ensure_all({commune.pk: [name]}, by=by)
    return AdminUnit.objects.get(pk=found[commune.pk, name])


@transaction.atomic
def ensure_all(names, *, by):
    """Villages for {commune id: [names]}, entered where missing, as {(commune id, name): id}.

    A constant number of queries and one event a commune. Raises ValueError as `ensure` does.
    """
    # Locked in one order: two lists that bring the same new village wait for each other.
    locked = AdminUnit.objects.select_for_update().filter(pk__in=names, level=Level.COMMUNE)
    communes = {commune.pk: commune for commune in locked.order_by("pk")}
    index = VillageIndex.load(communes)
    numbers = _last_numbers(communes)
    answers, fresh = {}, []
    for commune_id, raw in ((pk, raw) for pk, raws in names.items() for raw in raws):
        found = index.find_all(commune_id, raw)
        if len(found) > 1:
            raise ValueError(raw)
        if not found:
            numbers[commune_id] = numbers.get(commune_id, 0) + 1
            village = _new_village(communes[commune_id], raw, numbers[commune_id])
            fresh.append(village)
            index.add(commune_id, village.code, village.name)
            found = {village.code}  # stands for the key that it will have
        answers[commune_id, raw] = found.pop()
    _enter(fresh, communes, by)
    new = {(village.commune_id, village.code): village.pk for village in fresh}
    return {key: new.get((key[0], found), found) for key, found in answers.items()}


def _last_numbers(communes):
    """The highest number given to a village of each commune, by commune id."""
    highest = {}
    villages = AdminUnit.objects.filter(commune__in=communes, level=Level.VILLAGE)
    for commune_id, code in villages.values_list("commune", "code"):
        number = code.rpartition("-")[2]
        if number.isdigit():
            highest[commune_id] = max(highest.get(commune_id, 0), int(number))
    return highest


def _new_village(commune, raw, number):
    name = proper_name(raw, commune.area)
    if not name_key(name) or len(name) > AdminUnit._meta.get_field("name").max_length:
        raise ValueError(raw)
    return AdminUnit(
        code=f"{commune.code}-{number:03}",
        level=Level.VILLAGE,
        kind=_kind(name, commune.area),
        name=name,
        name_key=name_key(name),
        sort_key=sort_key(name),
        parent=commune,
        province_id=commune.province_id,
        district_id=commune.district_id,
        commune_id=commune.pk,
        valid_from=commune.valid_from,
        valid_to=commune.valid_to,
    )


def _enter(villages, communes, by):
    if not villages:
        return
    bulk_create_with_history(villages, AdminUnit, default_user=by)
    UnitName.objects.bulk_create(
        UnitName(unit=v, name=v.name, kind=v.kind, valid_from=v.valid_from, valid_to=v.valid_to)
        for v in villages
    )
    by_commune = {}
    for village in villages:
        by_commune.setdefault(village.commune_id, []).append(village.name)
    for commune_id, entered in by_commune.items():
        audit.record(
            "village.create",
            by=by,
            subject=communes[commune_id],
            unit=communes[commune_id],
            names=entered,
        )


# Rows that are entered with a village, or follow from others, and keep no village alive.
_ALONG = frozenset({"UnitName", "Summary"})


@transaction.atomic
def withdraw(ids, *, by):
    """Take back villages that a list brought, but for those that anything else has come to use.

    A constant number of queries and one event a commune; their history stays.
    """
    unused = AdminUnit.objects.filter(pk__in=ids, level=Level.VILLAGE)
    along = []
    for relation in AdminUnit._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        if model.__name__ in _ALONG:
            along.append((model, relation.field.name))
        elif relation.field.db_constraint:  # the copies of history have none
            unused = unused.exclude(
                Exists(model.objects.filter(**{relation.field.name: OuterRef("pk")}))
            )
    unused = list(unused.select_related("commune"))
    keys = [village.pk for village in unused]
    for model, name in along:
        sql.delete_rows(model.objects.filter(**{f"{name}__in": keys}))
    _remember_end(unused, by)
    sql.delete_rows(AdminUnit.objects.filter(pk__in=keys))
    by_commune = {}
    for village in unused:
        by_commune.setdefault(village.commune, []).append(village.name)
    for commune, names in by_commune.items():
        audit.record("village.withdraw", by=by, subject=commune, unit=commune, names=names)


def _remember_end(villages, by):
    """The last line of the history of villages that are about to be deleted."""
    history = AdminUnit.history.model
    fields = [field.attname for field in history.tracked_fields]
    history.objects.bulk_create(
        history(
            history_date=timezone.now(),
            history_type="-",
            history_user=by,
            **{name: getattr(village, name) for name in fields},
        )
        for village in villages
    )


def add_alias(unit, alias, *, by, valid_from=None, valid_to=None):
    """Enter another spelling of `unit`; the same one twice is entered once.

    Raises ValueError when it is empty or already leads to another village of the commune.
    """
    alias = clean(alias)
    if not name_key(alias):
        raise ValueError(alias)
    if unit.level == Level.VILLAGE:
        found = VillageIndex.load([unit.commune_id]).find(unit.commune_id, alias)
        if found not in {None, unit.pk}:
            raise ValueError(alias)
    with transaction.atomic():
        row = UnitAlias.objects.filter(unit=unit, alias=alias).first()
        if row is None:
            row = UnitAlias(unit=unit, alias=alias, valid_from=valid_from, valid_to=valid_to)
            row._history_user = by
            row.save()
            audit.record("alias.create", by=by, subject=unit, unit=unit, alias=alias)
    return row


@transaction.atomic
def remove_alias(alias, *, by):
    """Delete a UnitAlias that was wrong; what was written by it stays as it is."""
    alias._history_user = by
    unit, text = alias.unit, alias.alias
    alias.delete()
    audit.record("alias.delete", by=by, subject=unit, unit=unit, alias=text)

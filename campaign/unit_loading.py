"""Puts the units of the committed file into the database: only what is missing, never a change.

A person's word stands: a unit that is there keeps its name, an old unit that has edges keeps
them. History rows are not written for a load; one event says what came.
"""

from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaign import audit, unit_files
from campaign.choices import ChangeKind, Extent, Level, UnitKind
from campaign.hierarchy import THREE_LEVEL_TO, TWO_LEVEL_FROM
from campaign.lib.vietnamese import name_key, sort_key
from campaign.models import AdminUnit, UnitChange, UnitName

BATCH = 2000
MERGED_PROVINCES = "Nghị quyết 202/2025/QH15"
ENDED_DISTRICTS = "Nghị quyết 203/2025/QH15"
_BEFORE, _AFTER = "before", "after"
_LIVES = {_BEFORE: (None, THREE_LEVEL_TO), _AFTER: (TWO_LEVEL_FROM, None)}
_LEVELS = {
    "provinces": Level.PROVINCE,
    "districts": Level.DISTRICT,
    "communes": Level.COMMUNE,
}
_KINDS = {
    Level.PROVINCE: {"Tỉnh": UnitKind.PROVINCE, "Thành phố": UnitKind.CENTRAL_CITY},
    Level.DISTRICT: {
        "Quận": UnitKind.URBAN_DISTRICT,
        "Huyện": UnitKind.RURAL_DISTRICT,
        "Thị xã": UnitKind.TOWN,
        "Thành phố": UnitKind.PROVINCIAL_CITY,
    },
    Level.COMMUNE: {
        "Phường": UnitKind.WARD,
        "Xã": UnitKind.COMMUNE,
        "Thị trấn": UnitKind.TOWNSHIP,
        "Đặc khu": UnitKind.SPECIAL_ZONE,
    },
}


class ProvinceUnknown(LookupError):
    """A code that is no province of either map; `args[0]` says so in a sentence."""


def kind_of(name, level):
    """The kind that the words in front of `name` say. Raises ValueError when they say none."""
    for prefix, kind in _KINDS[level].items():
        if name.startswith(prefix + " "):
            return kind
    raise ValueError(name)


@transaction.atomic
def load(content):
    """Load a UnitFile in one transaction. Returns a Counter of rows written by model name."""
    written = Counter()
    units = {era: {} for era in _LIVES}
    for era in _LIVES:
        above = None
        for level_name, rows in getattr(content, era).items():
            level = _LEVELS[level_name]
            above = units[era][level] = _load_level(era, level, rows, above, written)
    _load_changes(content, units, written)
    if written:
        audit.record("unit.load", by=None, source=content.source, rows=dict(written))
    return written


def doubtful(content):
    """The queue for a person: (code, name, district's name, [(code, name) it may have become])."""
    communes = {row[0]: row for row in content.before["communes"]}
    districts = {row[0]: row[2] for row in content.before["districts"]}
    after = {row[0]: row[2] for row in content.after["communes"]}
    return [
        (old, communes[old][2], districts[communes[old][1]], [(new, after[new]) for new in targets])
        for old, targets in content.doubts
    ]


def part(content, codes):
    """A UnitFile of the provinces with those `codes`, of either map, and of all that they came
    from or went into. Raises ProvinceUnknown."""
    after = {row[0] for row in content.after["provinces"]}
    known = after | {row[0] for row in content.before["provinces"]}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise ProvinceUnknown(
            _("Không có tỉnh, thành phố nào mang mã: %(codes)s.") % {"codes": ", ".join(unknown)}
        )
    new = {pair[1] for pair in content.provinces if set(pair) & set(codes)}
    old = {pair[0] for pair in content.provinces if pair[1] in new}

    def map_of(rows, provinces):
        kept, chosen = {}, set(provinces)
        for name, level_rows in rows.items():
            column = 0 if name == "provinces" else 1
            kept[name] = [row for row in level_rows if row[column] in chosen]
            chosen = {row[0] for row in kept[name]}
        return kept

    before, after = map_of(content.before, old), map_of(content.after, new)
    targets = {row[0] for row in after["communes"]}
    return unit_files.UnitFile(
        source=content.source,
        before=before,
        after=after,
        provinces=[pair for pair in content.provinces if pair[1] in new],
        whole=[pair for pair in content.whole if pair[1] in targets],
        zones=[pair for pair in content.zones if pair[1] in targets],
        parts=[pair for pair in content.parts if pair[1][0] in targets],
        doubts=[pair for pair in content.doubts if pair[1][0] in targets],
    )


# --- units ---------------------------------------------------------------------------------------
def _load_level(era, level, rows, above, written):
    """{code: (id, province id, district id)} of `rows`, the missing ones entered.

    `above`: the same of the level above, or None for provinces.
    """
    begun, ended = _LIVES[era]
    lives = {"level": level, "valid_from": begun} | ({"valid_to": ended} if ended else {})
    known = AdminUnit.objects.filter(**lives).order_by()
    found = {code: keys for code, *keys in known.values_list("code", "pk", "province", "district")}
    fresh = [_unit(row, level, era, above) for row in rows if row[0] not in found]
    if fresh:
        AdminUnit.objects.bulk_create(fresh, batch_size=BATCH)
        # A unit is its own ancestor at its level, and has its key only now.
        own = AdminUnit.objects.filter(**{"level": level, f"{level}__isnull": True})
        own.update(**{f"{level}_id": F("pk")})
        for unit in fresh:
            setattr(unit, f"{level}_id", unit.pk)
            found[unit.code] = [unit.pk, unit.province_id, unit.district_id]
        names = [
            UnitName(unit=unit, name=unit.name, kind=unit.kind, valid_from=begun, valid_to=ended)
            for unit in fresh
        ]
        UnitName.objects.bulk_create(names, batch_size=BATCH)
        written.update(AdminUnit=len(fresh), UnitName=len(fresh))
    return {row[0]: found[row[0]] for row in rows}


def _unit(row, level, era, above):
    code, *parent, name, latitude, longitude = row
    begun, ended = _LIVES[era]
    parent_id, province_id, district_id = above[parent[0]] if parent else (None, None, None)
    return AdminUnit(
        code=code,
        level=level,
        kind=kind_of(name, level),
        name=name,
        name_key=name_key(name),
        sort_key=sort_key(name),
        parent_id=parent_id,
        province_id=province_id,
        district_id=district_id,
        latitude=latitude,
        longitude=longitude,
        valid_from=begun,
        valid_to=ended,
    )


# --- edges ---------------------------------------------------------------------------------------
def _load_changes(content, units, written):
    """Enter the edges of each old unit without any. `units`: {era: {level: {code: keys}}}."""
    dated = UnitChange.objects.filter(date=TWO_LEVEL_FROM)
    settled = set(dated.order_by().values_list("source", flat=True))
    fresh = [
        UnitChange(
            source_id=source,
            target_id=target,
            kind=kind,
            extent=extent,
            date=TWO_LEVEL_FROM,
            legal_basis=basis,
        )
        for source, target, kind, extent, basis in _changes(content, units)
        if source not in settled
    ]
    if fresh:
        UnitChange.objects.bulk_create(fresh, batch_size=BATCH)
        written.update(UnitChange=len(fresh))


def _changes(content, units):
    """(source id, target id or None, kind, extent, legal basis) for every edge of `content`."""
    old, new = (
        {
            level: {code: keys[0] for code, keys in rows.items()}
            for level, rows in units[era].items()
        }
        for era in (_BEFORE, _AFTER)
    )
    made_of = Counter(target for _source, target in content.provinces)
    for source, target in content.provinces:
        merged = made_of[target] > 1
        kind, basis = (ChangeKind.MERGE, MERGED_PROVINCES) if merged else (ChangeKind.KEEP, "")
        pair = old[Level.PROVINCE][source], new[Level.PROVINCE][target]
        yield *pair, kind, Extent.WHOLE, basis
    islands = {source for source, _target in content.zones}
    for code, pk in old[Level.DISTRICT].items():
        if code not in islands:
            yield pk, None, ChangeKind.ABOLITION, Extent.WHOLE, ENDED_DISTRICTS
    for source, target in content.zones:
        pair = old[Level.DISTRICT][source], new[Level.COMMUNE][target]
        yield *pair, ChangeKind.KEEP, Extent.WHOLE, ""
    made_of = Counter(target for _source, target in content.whole)
    made_of.update(new for _s, targets in (*content.parts, *content.doubts) for new in targets)
    for source, target in content.whole:
        kind = ChangeKind.MERGE if made_of[target] > 1 else ChangeKind.KEEP
        pair = old[Level.COMMUNE][source], new[Level.COMMUNE][target]
        yield *pair, kind, Extent.WHOLE, ""
    for extent, rows in ((Extent.PART, content.parts), (Extent.DOUBT, content.doubts)):
        for source, targets in rows:
            for target in targets:
                pair = old[Level.COMMUNE][source], new[Level.COMMUNE][target]
                yield *pair, ChangeKind.SPLIT, extent, ""

"""One territory on another day's map: which units of that day lie inside, wholly or in part.

Walks the edges between units, a constant number of queries for each change of the map. A unit is
whole only when all that it was made of (or went into) lies inside; any other is divided, and of a
divided commune only the villages with known edges can be attributed. Reached as
`hierarchy.territory`.
"""

from dataclasses import dataclass, field

from campaign.choices import Extent, Level
from campaign.models import AdminUnit, UnitChange

_GENERATIONS = 20


@dataclass
class Territory:
    """Units alive on the day: wholly inside; partly inside; the villages of the latter that are
    known to be inside. `unknown`: units met on the way whose edges nobody has settled."""

    whole: list = field(default_factory=list)
    divided: list = field(default_factory=list)
    villages: list = field(default_factory=list)
    unknown: list = field(default_factory=list)

    @property
    def is_exact(self):
        """Whether the whole units are the territory, nothing left over."""
        return not self.divided and not self.unknown


def territory(unit, day):
    """The territory of `unit` on the map of `day`: the unit itself while it stands, else the
    units of its own level when they fit exactly (a merged province), else communes."""
    if _stands(unit, day):
        return Territory(whole=[unit])
    forward = unit.valid_to is not None and unit.valid_to < day
    found = _walk({unit.pk}, day, forward)
    if unit.level in {Level.PROVINCE, Level.DISTRICT} and (not found.whole or not found.is_exact):
        found = _walk(_communes(unit, forward), day, forward)
    if unit.level != Level.VILLAGE and found.divided:
        inside = _walk(_at_the_end(unit, Level.VILLAGE, forward), day, forward).whole
        found.villages = list(
            AdminUnit.objects.filter(pk__in=inside, commune__in=found.divided).values_list(
                "pk", flat=True
            )
        )
    return _with_units(found)


def _stands(unit, day):
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)


def _at_the_end(unit, level, forward):
    """Ids of the units below that shared the end of `unit` which the walk leaves from."""
    units = AdminUnit.objects.within(unit).filter(level=level)
    if forward:
        units = units.filter(valid_to=unit.valid_to)
    else:
        units = units.filter(valid_from=unit.valid_from)
    return set(units.values_list("pk", flat=True))


def _communes(unit, forward):
    """Its communes, and those districts without any that went into a commune (the islands)."""
    islands = AdminUnit.objects.within(unit).filter(
        level=Level.DISTRICT, changes_out__target__isnull=False
    )
    return _at_the_end(unit, Level.COMMUNE, forward) | set(islands.values_list("pk", flat=True))


def _walk(start, day, forward):
    """A Territory of ids, from the ids `start`, which lie wholly inside."""
    near, far = ("source", "target") if forward else ("target", "source")
    found, whole, partial = Territory(), set(start), set()
    for _generation in range(_GENERATIONS):
        units = AdminUnit.objects.on(day).filter(pk__in=whole | partial)
        alive = set(units.values_list("pk", flat=True))
        found.whole += whole & alive
        found.divided += partial & alive
        whole, partial = whole - alive, partial - alive
        if not whole | partial:
            break
        edges = list(_edges(near, far, f"{near}__in", whole | partial))
        certain = [edge for edge in edges if edge[2] != Extent.DOUBT]
        doubtful = {edge[0] for edge in edges if edge[2] == Extent.DOUBT}
        found.unknown += doubtful | ((whole | partial) - {edge[0] for edge in certain})
        reached = {edge[1] for edge in certain}
        shared = {
            edge[1] for edge in _edges(near, far, f"{far}__in", reached) if edge[0] not in whole
        }
        whole, partial = reached - shared, reached & shared
    return found


def _edges(near, far, condition, ids):
    edges = UnitChange.objects.filter(**{condition: ids}, target__isnull=False)
    return edges.order_by().values_list(near, far, "extent")


def _with_units(found):
    ids = {*found.whole, *found.divided, *found.villages, *found.unknown}
    units = {unit.pk: unit for unit in AdminUnit.objects.filter(pk__in=ids)}

    def named(keys):
        chosen = [unit for pk, unit in units.items() if pk in set(keys)]
        return sorted(chosen, key=lambda unit: (unit.sort_key, unit.code))

    return Territory(*(named(keys) for keys in vars(found).values()))

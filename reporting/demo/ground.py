"""The ground of the demonstration: one old district with its villages, and what it is today."""

from dataclasses import dataclass

from campaign import hierarchy, villages
from campaign.choices import ChangeKind, Extent, Level
from campaign.hierarchy import THREE_LEVEL_TO, TWO_LEVEL_FROM
from campaign.models import AdminUnit, UnitChange
from reporting.demo import territory

# The communes of today in which somebody of the cast works.
COMMUNE, OTHER_COMMUNE = "21817", "21829"


@dataclass
class Ground:
    """`old` and `new` are villages of the two maps, by (code of the old commune, name)."""

    old_province: AdminUnit
    province: AdminUnit
    district: AdminUnit
    old_communes: dict
    communes: dict
    old: dict
    new: dict

    @property
    def commune(self):
        return self.communes[COMMUNE]

    @property
    def other_commune(self):
        return self.communes[OTHER_COMMUNE]


def find():
    """The units of both maps, villages still missing."""
    old_communes = {
        commune.code: hierarchy.find(commune.code, THREE_LEVEL_TO, Level.COMMUNE)
        for commune in territory.COMMUNES
    }
    targets = {edge.unit for unit in old_communes.values() for edge in hierarchy.successors(unit)}
    return Ground(
        old_province=hierarchy.find(territory.PROVINCE, THREE_LEVEL_TO, Level.PROVINCE),
        province=hierarchy.find(territory.PROVINCE, TWO_LEVEL_FROM, Level.PROVINCE),
        district=hierarchy.find(territory.DISTRICT, THREE_LEVEL_TO, Level.DISTRICT),
        old_communes=old_communes,
        communes={unit.code: unit for unit in targets},
        old={},
        new={},
    )


def enter_villages(ground, *, by):
    """Villages on the old map, their like on today's, and the edges between them."""
    names = {ground.old_communes[c.code].pk: c.villages for c in territory.COMMUNES}
    entered = villages.ensure_all(names, by=by)
    keys = [(c.code, name) for c in territory.COMMUNES for name in c.villages]
    homes = {key: _home(ground, *key) for key in keys}
    taken, called = set(), {}
    for code, name in keys:
        # Where two villages of one name came together, each got its old commune's name behind it.
        commune = homes[code, name]
        clash = (commune.pk, name) in taken
        taken.add((commune.pk, name))
        called[code, name] = f"{name} {_bare(ground.old_communes[code])}" if clash else name
    wanted = {}
    for key in keys:
        wanted.setdefault(homes[key].pk, []).append(called[key])
    renewed = villages.ensure_all(wanted, by=by)
    units = AdminUnit.objects.select_related("commune", "province", "district").in_bulk(
        [*entered.values(), *renewed.values()]
    )
    ground.old = {(c, n): units[entered[ground.old_communes[c].pk, n]] for c, n in keys}
    ground.new = {key: units[renewed[homes[key].pk, called[key]]] for key in keys}
    UnitChange.objects.bulk_create(
        UnitChange(
            source=ground.old[key],
            target=ground.new[key],
            kind=ChangeKind.TRANSFER,
            extent=Extent.WHOLE,
            date=TWO_LEVEL_FROM,
        )
        for key in keys
    )


def _home(ground, code, village):
    """Today's commune of a village; of a divided commune the villages are dealt out in turn."""
    edges = sorted(hierarchy.successors(ground.old_communes[code]), key=lambda e: e.unit.code)
    commune = next(c for c in territory.COMMUNES if c.code == code)
    return edges[commune.villages.index(village) * len(edges) // len(commune.villages)].unit


def _bare(unit):
    """The name without the word in front: "Xã Tây Xuân" is "Tây Xuân"."""
    return unit.name.removeprefix(f"{unit.get_kind_display()} ")

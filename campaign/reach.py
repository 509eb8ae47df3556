"""How far a set of assignments reaches: the one place where an area becomes a filter.

A reach is nothing, everywhere, or a set of units with all that lies below them. Whoever is
assigned to a unit of today also reaches its predecessors, because last year's list is theirs to
compare with; of a divided predecessor only the villages that came over.
"""

from dataclasses import dataclass

from django.db.models import Q

from campaign.choices import Level
from campaign.roles import PERMISSIONS


@dataclass(frozen=True)
class Reach:
    everywhere: bool
    # level -> ids of the units reached at that level
    roots: dict

    @classmethod
    def of(cls, assignments, permission=None):
        held = [a for a in assignments if permission is None or permission in PERMISSIONS[a.role]]
        if any(a.unit_id is None for a in held):
            return cls(everywhere=True, roots={})
        roots = {}
        for assignment in held:
            for unit in (assignment.unit, *assignment.unit.predecessors_in_reach):
                roots.setdefault(unit.level, set()).add(unit.pk)
        return cls(everywhere=False, roots=roots)

    def q(self, prefix=""):
        """A filter on rows that carry `province`, `district`, `commune`, `village` keys.

        `prefix` names the relation to them, with its trailing underscores.
        """
        if self.everywhere:
            return Q()
        condition = Q(pk__in=[])
        for level, ids in self.roots.items():
            condition |= Q(**{f"{prefix}{level}__in": ids})
        return condition

    def units(self, queryset, prefix=""):
        """Keep the units of `queryset` that are reached (a village is its own key)."""
        if self.everywhere:
            return queryset
        condition = Q(pk__in=[])
        for level, ids in self.roots.items():
            key = "pk" if level == Level.VILLAGE else level
            condition |= Q(**{f"{prefix}{key}__in": ids})
        return queryset.filter(condition)

    def covers(self, unit):
        """Whether `unit` lies inside."""
        if self.everywhere:
            return True
        return any(
            (unit.pk if level == Level.VILLAGE else getattr(unit, f"{level}_id")) in ids
            for level, ids in self.roots.items()
        )

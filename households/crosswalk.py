"""Where the households of an earlier review stand on the map of a later one.

Between two reviews villages and communes merge, split or move. A village goes where its whole
edges lead; a village that nobody has placed is known only as far up as is certain: its commune,
when that went whole into one, else the province. Nothing is guessed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from campaign.choices import Extent, Level
from campaign.models import AdminUnit, UnitChange


@dataclass
class Crosswalk:
    """From the map of the day `since` to that of the day `until`, in some provinces.

    On an unchanged map everything stands where it stood, and no village is read.
    """

    provinces: list
    since: object
    until: object
    # unit id -> unit id: whole edges; commune id -> ids of all communes that got a part of it
    whole: dict = field(default_factory=dict)
    parts: dict = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def between(cls, provinces, since, until):
        walk = cls(list(provinces), since, until)
        edges = UnitChange.objects.filter(
            Q(source__province__in=walk.provinces) | Q(target__province__in=walk.provinces),
            date__gt=since,
            date__lte=until,
            target__isnull=False,
            extent__in=[Extent.WHOLE, Extent.PART],
            source__level__in=[Level.COMMUNE, Level.VILLAGE],
        )
        for source, target, extent, level in edges.order_by("date").values_list(
            "source", "target", "extent", "source__level"
        ):
            if extent == Extent.WHOLE:
                walk.whole[source] = target
            if level == Level.COMMUNE:
                walk.parts[source].add(target)
        return walk

    @property
    def is_trivial(self):
        return not self.whole and not self.parts and not self._gone

    @cached_property
    def _gone(self):
        """id -> level of the communes and villages that ended between the two days."""
        ended = Q(valid_to__gte=self.since, valid_to__lt=self.until)
        inside = Q(commune__valid_to__gte=self.since, commune__valid_to__lt=self.until)
        units = AdminUnit.objects.filter(
            ended | inside,
            province__in=self.provinces,
            level__in=[Level.COMMUNE, Level.VILLAGE],
        )
        return dict(units.order_by().values_list("pk", "level"))

    def follow(self, unit):
        """The unit that a commune or village is on the later map, None when that is not sure."""
        while unit in self.whole:
            unit = self.whole[unit]
        return None if unit in self._gone else unit

    def place(self, village, commune, province):
        """(level, id) of the smallest unit of the later map that surely holds the village."""
        found = self.follow(village)
        if found is not None:
            return Level.VILLAGE, found
        found = self.follow(commune)
        if found is not None:
            return Level.COMMUNE, found
        return Level.PROVINCE, province

    @cached_property
    def sources(self):
        """Commune of the later map -> the communes of the earlier map of which it was made."""
        made = defaultdict(set)
        for source in self.parts:
            frontier, seen = {source}, set()
            while frontier:
                unit = frontier.pop()
                seen.add(unit)
                frontier |= self.parts.get(unit, set()) - seen
                if unit not in self.parts:
                    made[unit].add(source)
        # What was itself made in between is no source: its own sources stand for it.
        between = {unit for targets in self.parts.values() for unit in targets}
        return {unit: made[unit] - between for unit in made}

    @cached_property
    def divided(self):
        """Communes that went to several or nobody knows where: their villages alone say where a
        household stands."""
        gone = {unit for unit, level in self._gone.items() if level == Level.COMMUNE}
        return (gone | set(self.parts)) - set(self.whole)

    @cached_property
    def lost(self):
        """The communes and villages of the earlier map that no chain of whole edges leads on."""
        return {unit for unit in {*self._gone, *self.whole} if self.follow(unit) is None}

    def leading_to(self, villages):
        """The villages of the earlier map whose whole edges lead to one of `villages`."""
        return {unit for unit in self.whole if self.follow(unit) in villages}

    def sources_of(self, commune):
        return self.sources.get(commune, {commune})

    def targets_of(self, communes):
        """The communes of the later map into which any of `communes` went, whole or in part."""
        communes = set(communes)
        made = {unit for unit, sources in self.sources.items() if sources & communes}
        return made | (communes - set(self.parts) - set(self._gone))

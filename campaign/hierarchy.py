"""The map on a date: which units stood, what they became, what they were made of.

One of the three files that look up law by date. To 30/06/2025 the administration had three levels
(province, district, commune); from 01/07/2025 it has two, by the amended Constitution (Nghị quyết
203/2025/QH15). Villages stand below both. What goes over in part is told as a part, and what
nobody has settled as a doubt; nothing is prorated or guessed.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.choices import ChangeKind, Extent, Level
from campaign.lib.vietnamese import clean, name_key, prefixes
from campaign.models import AdminUnit, UnitAlias, UnitChange
from campaign.territory import Territory, territory

__all__ = [
    "THREE_LEVEL_TO",
    "TWO_LEVEL_FROM",
    "Edge",
    "Territory",
    "UnitUnknown",
    "ancestors",
    "children_on",
    "day_of",
    "descendants",
    "doubts",
    "find",
    "is_unresolved",
    "levels_on",
    "map_day",
    "map_of",
    "predecessors",
    "search",
    "successors",
    "territory",
    "today_map",
    "village_successors",
]

TWO_LEVEL_FROM = datetime.date(2025, 7, 1)
THREE_LEVEL_TO = TWO_LEVEL_FROM - datetime.timedelta(days=1)
_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)
# More generations than the law will bring; stops at a ring of edges that somebody entered.
_GENERATIONS = 20


class UnitUnknown(LookupError):
    """No unit bears the code on the day; `args[0]` says so in a sentence."""


@dataclass(frozen=True)
class Edge:
    """How much of a unit went over, seen from either end: `unit` is the one at the other end."""

    unit: AdminUnit
    extent: str
    date: datetime.date | None
    kind: str
    legal_basis: str = ""

    @property
    def is_whole(self):
        return self.extent == Extent.WHOLE

    def get_extent_display(self):
        return Extent(self.extent).label

    def get_kind_display(self):
        return ChangeKind(self.kind).label if self.kind else ""


def levels_on(day):
    """The levels of the administration on `day`, from the top, villages last."""
    return tuple(level for level in _LEVELS if level != Level.DISTRICT or day < TWO_LEVEL_FROM)


def map_day(name, today=None):
    """The day that stands for a map: "before" the two levels, or "after" (today)."""
    return THREE_LEVEL_TO if name == "before" else today or timezone.localdate()


def map_of(unit):
    """The map on which `unit` is seen: "before" or "after"."""
    ended = unit.valid_to is not None and unit.valid_to < TWO_LEVEL_FROM
    return "before" if ended else "after"


def day_of(unit):
    """The day on which a unit is looked at: its last one, or today while it stands."""
    today = timezone.localdate()
    return min(unit.valid_to, today) if unit.valid_to else today


def find(code, day, level=None):
    """The unit that bears `code` on `day`; of several levels the highest, unless one is named.

    Raises UnitUnknown with a sentence that says when the code was in use, if ever.
    """
    units = AdminUnit.objects.filter(code=clean(str(code)))
    if level:
        units = units.filter(level=level)
    alive = sorted(units.on(day), key=lambda unit: _LEVELS.index(unit.level))
    if alive:
        return alive[0]
    named = {"code": clean(str(code))[:40], "day": f"{day:%d/%m/%Y}"}
    sentence = _("Không có đơn vị mang mã %(code)s vào ngày %(day)s.") % named
    for unit in units.order_by("valid_to")[:1]:
        if unit.valid_to and unit.valid_to < day:
            sentence += " " + _("%(name)s mang mã này đến hết ngày %(end)s.") % {
                "name": unit.name,
                "end": f"{unit.valid_to:%d/%m/%Y}",
            }
        elif unit.valid_from:
            sentence += " " + _("%(name)s mang mã này từ ngày %(start)s.") % {
                "name": unit.name,
                "start": f"{unit.valid_from:%d/%m/%Y}",
            }
    raise UnitUnknown(sentence)


def search(text, queryset):
    """Units of `queryset` whose name or alias contains `text`, whatever its accents, or whose code
    begins with it; an abbreviated word in front ("X.", "TDP") counts as the full one."""
    key = name_key(text)
    if not key:
        return queryset
    words, rest = prefixes(text)
    keys = {key} | {name_key(f"{word} {rest}") for word in words}
    named, aliased = Q(code__startswith=clean(text)), Q(pk__in=[])
    for form in keys:
        named |= Q(name_key__contains=form)
        aliased |= Q(alias_key__contains=form)
    return queryset.filter(named | Q(pk__in=UnitAlias.objects.filter(aliased).values("unit")))


# --- up and down --------------------------------------------------------------------------------
def ancestors(unit):
    """From the province down, without `unit` itself. One query."""
    keys = [getattr(unit, f"{level}_id") for level in _LEVELS[:-1]]
    keys = [key for key in keys if key and key != unit.pk]
    found = AdminUnit.objects.in_bulk(keys)
    return [found[key] for key in keys]


def children_on(unit, day):
    """The units directly below `unit` that stood on `day`."""
    return unit.children.on(day)


def descendants(unit, level=None):
    """Everything below `unit`, of one level when it is named, of its whole life."""
    units = AdminUnit.objects.within(unit).exclude(pk=unit.pk)
    return units.filter(level=level) if level else units


# --- before and after ---------------------------------------------------------------------------
def _edges(end, units, *, doubtful=False):
    """Edges that leave `units` (end "source") or enter them ("target"), doubts apart."""
    edges = UnitChange.objects.filter(**{f"{end}__in": units}, target__isnull=False)
    return edges.filter(extent=Extent.DOUBT) if doubtful else edges.exclude(extent=Extent.DOUBT)


def _seen_from(unit, end, *, doubtful=False):
    other = "target" if end == "source" else "source"
    edges = _edges(end, [unit.pk], doubtful=doubtful)
    edges = edges.select_related(f"{other}__district")
    return [
        Edge(getattr(edge, other), edge.extent, edge.date, edge.kind, edge.legal_basis)
        for edge in edges.order_by("date", f"{other}__sort_key", other)
    ]


def successors(unit):
    """What `unit` went into directly: edges by date and name. An abolition has none."""
    return _seen_from(unit, "source")


def predecessors(unit):
    """What `unit` was made of directly: edges by date and name."""
    return _seen_from(unit, "target")


def doubts(unit):
    """Edges in doubt at either end of `unit`, as (possible successors, possible predecessors)."""
    return _seen_from(unit, "source", doubtful=True), _seen_from(unit, "target", doubtful=True)


def is_unresolved(unit):
    """Whether `unit` has ended and nobody has said into what."""
    if unit.valid_to is None or unit.valid_to >= timezone.localdate():
        return False
    return not unit.changes_out.exclude(extent=Extent.DOUBT).exists()


def village_successors(village_ids):
    """{village: village alive today} along whole edges; one query a generation.

    A village alive today leads to itself; one that nobody has placed is left out.
    """
    ids = set(village_ids)
    today = timezone.localdate()
    heads = {pk: pk for pk in ids}
    found = {}
    for _generation in range(_GENERATIONS):
        places = set(heads.values())
        alive = set(AdminUnit.objects.on(today).filter(pk__in=places).values_list("pk", flat=True))
        found |= {pk: place for pk, place in heads.items() if place in alive}
        edges = _edges("source", places - alive).filter(extent=Extent.WHOLE)
        step = dict(edges.order_by("date").values_list("source", "target"))
        heads = {pk: step[place] for pk, place in heads.items() if place in step}
        if not heads:
            break
    return found


def today_map(unit):
    """What `unit` is on today's map, as edges: itself while it stands, else all its successors.

    An edge is whole only when every step was. A district, which went nowhere itself, is told by
    the communes that its own went into; all of them are parts.
    """
    today = timezone.localdate()
    reached = {unit.pk: Edge(unit, Extent.WHOLE, None, "")}
    if unit.level == Level.DISTRICT and not unit.changes_out.filter(target__isnull=False).exists():
        communes = descendants(unit, Level.COMMUNE).filter(valid_to=unit.valid_to)
        reached = {c.pk: Edge(c, Extent.PART, None, "") for c in communes}
    found = {}
    for _generation in range(_GENERATIONS):
        ended = {}
        for pk, edge in reached.items():
            over = edge.unit.valid_to is not None and edge.unit.valid_to < today
            (ended if over else found)[pk] = edge
        if not ended:
            break
        reached = {}
        for step in _edges("source", list(ended)).select_related("target"):
            extents = {ended[step.source_id].extent, step.extent}
            extent = Extent.WHOLE if extents == {Extent.WHOLE} else Extent.PART
            reached[step.target_id] = Edge(step.target, extent, step.date, step.kind)
    return sorted(found.values(), key=lambda edge: (edge.unit.sort_key, edge.unit.code))

"""A household found again in all years: by name, village, code or citizen id.

What is asked of the database is narrowed to communes first, whose index ends in the name: a
province of 450,000 households is searched by the database alone, never row by row here.
"""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from campaign.choices import Level
from campaign.lib.vietnamese import name_key
from campaign.models import AdminUnit
from campaign.reach import Reach
from households import citizen_ids, ledger, listing
from households.choices import ReviewKind
from households.models import Household, Member, Status

MIN_LENGTH = 2
# More than anybody reads: of more, the page says so and asks for more letters.
LIMIT = 1000
# Movements to look for, each a column of R2 and of R3.
MOVES = {
    "above": gettext_lazy("Vượt chuẩn cận nghèo"),
    "to_near": gettext_lazy("Hộ nghèo trở thành hộ cận nghèo"),
    "from_near": gettext_lazy("Hộ cận nghèo trở thành hộ nghèo"),
    "relapsed": gettext_lazy("Tái nghèo, tái cận nghèo"),
    "new": gettext_lazy("Phát sinh mới"),
    "gap": gettext_lazy("Chưa rõ biến động"),
}
_ONE_TABLE = {"to_near", "from_near"}


def too_short(text):
    """Whether `text` has fewer than MIN_LENGTH letters or digits to search by."""
    return len(name_key(text).replace(" ", "")) < MIN_LENGTH


def households(user, unit, text):
    """The households of `unit` (and of what became it) that `user` sees and `text` names.

    `text` is the beginning of any word of the head's name or part of a village's, with or without
    accents; a code; the last four digits of a code or citizen id. Of parts with a comma between
    ("Bình, thôn 2") each must match. By name.
    """
    villages, communes = _places(unit)
    where = Q(commune__in=communes)
    if villages:
        where |= Q(village__in=villages)
    found = Household.objects.visible_to(user).filter(where)
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = found.filter(_match(part, where, communes))
    return found.order_by("head_key", "pk")


def _match(text, where, communes):
    """The condition that a household's name, village or number is `text`: a union of keys, so
    that each is found by its own index."""
    plain, inside = name_key(text), Household.objects.filter(where).order_by().values("pk")
    keys = []
    if any(char.isdigit() for char in text) or not plain:
        numbered = Q(code__iexact=text)
        if listing.TAIL.fullmatch(text):
            numbered |= Q(citizen_id_tail=text) | Q(code__endswith=text)
        keys.append(inside.filter(numbered))
    if plain and not plain.isdigit():
        named = AdminUnit.objects.filter(level=Level.VILLAGE, name_key__contains=plain)
        named = named.filter(commune__in=communes).order_by().values("pk")
        begins = Q(head_key__startswith=plain) | Q(head_key__contains=f" {plain}")
        keys += [inside.filter(begins), inside.filter(village__in=named)]
    return Q(pk__in=keys[0].union(*keys[1:])) if keys[1:] else Q(pk__in=keys[0])


def _places(unit):
    """(ids of villages, ids of communes) that `unit` and its predecessors are."""
    roots = {}
    for part in (unit, *unit.predecessors_in_reach):
        roots.setdefault(part.level, set()).add(part.pk)
    villages = roots.pop(Level.VILLAGE, set())
    communes = AdminUnit.objects.filter(
        Reach(everywhere=False, roots=roots).q(), level=Level.COMMUNE
    )
    return villages, list(communes.order_by().values_list("pk", flat=True))


def with_number(user, number):
    """The households that `user` sees in which somebody has this whole citizen id."""
    index = citizen_ids.index(citizen_ids.normalise(number))
    members = Member.objects.filter(citizen_id_index=index).values("household")
    found = Household.objects.visible_to(user).filter(Q(citizen_id_index=index) | Q(pk__in=members))
    return found.order_by("head_key", "pk")


def keys(found):
    """The keys of the first LIMIT households of `found`, in order, and whether there are more: the
    province is gone through once, however many pages there are."""
    first = list(found.values_list("pk", flat=True)[: LIMIT + 1])
    return first[:LIMIT], len(first) > LIMIT


def rows(pks, user, year=None):
    """[(Household, the Status to show or None)] of some keys, in their order; two queries."""
    found = narrowed(Household.objects.filter(pk__in=pks), user, year=year)
    by_key = {home.pk: home for home in found.select_related("village", "commune")}
    statuses = Status.objects.filter(pk__in=[h.shown for h in by_key.values() if h.shown])
    shown = {s.household_id: s for s in statuses.select_related("review")}
    return [(by_key[pk], shown.get(pk)) for pk in pks if pk in by_key]


def narrowed(found, user, *, year=None, poverty_class="", move="", reviews=()):
    """`found` with `shown`, the key of the status to show: of `year`, else the latest.

    Only those that were `poverty_class` in it, and that `move` (a key of MOVES) counts in the
    yearly ones of `reviews`, which are those of `year`.
    """
    own = Status.objects.visible_to(user).filter(household=OuterRef("pk"))
    if year:
        own = own.filter(review__year=year)
    own = own.order_by("-review__as_of", "-pk")
    found = found.annotate(shown=Subquery(own.values("pk")[:1]))
    if year and not move:
        found = found.filter(shown__isnull=False)
    if poverty_class:
        found = found.annotate(shown_class=Subquery(own.values("poverty_class")[:1]))
        found = found.filter(shown_class=poverty_class)
    if move:
        moved = Status.objects.visible_to(user).filter(_behind(move, reviews))
        found = found.filter(Exists(moved.filter(household=OuterRef("pk"))))
    return found


def _behind(move, reviews):
    """The condition on statuses that a movement counts at the yearly ones of `reviews`."""
    tables = ("mv_poor",) if move in _ONE_TABLE else ("mv_poor", "mv_near")
    condition = Q(pk__in=[])
    for review in reviews:
        if review.kind in {ReviewKind.OPENING, ReviewKind.ANNUAL}:
            for table in tables:
                condition |= ledger.rows_behind(f"{table}_{move}", review)
    return condition

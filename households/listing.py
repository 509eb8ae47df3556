"""The rows behind a number: which households a list shows, in which order, said in words."""

import re

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaign.lib.vietnamese import name_key
from campaign.models import AdminUnit
from campaign.reach import Reach
from households import counts, ledger, measures
from households.flows import MOVES
from households.models import Household, Review, Status
from households.standings import by_day, reviews_of, standings

# Twelve digits are a citizen id (eleven without its leading zero), nine an old identity card:
# none may stand in an address. Numbers of other lengths are codes of households.
_CITIZEN_ID = re.compile(r"(?<!\d)(?:(?:\d[\s.]?){10,11}|(?:\d[\s.]?){8})\d(?![\s.]?\d)")
TAIL = re.compile(r"\d{4}")


def key(text):
    """The key that stands in an address, 0 (which is no row's) where it is none."""
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0


def holds_citizen_id(text):
    return bool(_CITIZEN_ID.search(text))


def without_citizen_id(text):
    """`text` with each long number cut to its last four digits, by which a person is found."""
    return _CITIZEN_ID.sub(lambda match: re.sub(r"\D", "", match[0])[-4:], text)


def area(unit):
    """A filter on statuses: `unit`, and what became it, so that older lists are found too."""
    roots = {}
    for part in (unit, *unit.predecessors_in_reach):
        roots.setdefault(part.level, set()).add(part.pk)
    return Reach(everywhere=False, roots=roots).q()


def reviews(user, unit):
    """The reviews a list of `unit` can be asked for, latest first: those of its province and of
    the provinces that were merged into it."""
    return Review.objects.visible_to(user).filter(pk__in=reviews_of(unit).values("pk"))


def standing_of(unit, review):
    """`unit` at the day of `review`, with the reviews of the provinces merged since, if any."""
    groups = by_day(reviews_of(unit).filter(as_of=review.as_of).select_related("unit"))
    group = next((group for group in groups if review in group), [review])
    return standings(unit, group)[0]


def near(unit, day, user):
    """Units to go on to from `unit`: those above it that the user reaches, itself, those below."""
    above = [unit.province_id, unit.district_id, unit.commune_id]
    own = AdminUnit.objects.visible_to(user).filter(pk__in=[pk for pk in above if pk])
    below = unit.children.on(day).select_related(None)
    return [u for u in own if u.pk != unit.pk], list(below)


def behind(standing, measure):
    """The `ledger.Line`s behind a count or a movement of a unit: its own, or those of what it was
    made of. Raises KeyError for a code that is neither."""
    units = [standing.unit]
    if standing.is_rebuilt:
        units = [*standing.pieces, *(summary.unit for summary in standing.came)]
    lines = []
    for review in standing.reviews:
        of_province = [unit for unit in units if unit.province_id == review.unit_id]
        lines += measures.lines_behind(measure, review, of_province) if of_province else []
    return lines


def rows(user, *, standing, measure="", text=""):
    """Statuses of a unit at a review: those that `measure` counts, those that match `text`.

    Each has `households` and `people`, what it adds to the number. `text` is part of a head's or
    a village's name (accents may be left out), a household code, or the last four digits of a code
    or of the head's citizen id. By village, then by name.
    """
    found = Status.objects.visible_to(user)
    if measure:
        found = ledger.weighed(found, behind(standing, measure))
    else:
        found = found.filter(area(standing.unit), review__in=standing.reviews)
        found = found.annotate(households=Value(1), people=Coalesce("members", 0))
    text = text.strip()
    if text:
        plain = name_key(text)
        match = Q(household__head_key__contains=plain) | Q(village__name_key__contains=plain)
        match |= Q(code__iexact=text)
        if TAIL.fullmatch(text):
            match |= Q(household__citizen_id_tail=text) | Q(code__endswith=text)
        found = found.filter(match)
    return found.select_related("village", "commune", "household", "review").order_by(
        "village__sort_key", "village", "household__head_key", "pk"
    )


def sums(found):
    """What all of `rows` come to: {"rows", "households", "people"}; one query."""
    total = found.order_by().aggregate(
        rows=Count("pk"), of_households=Sum("households"), of_people=Sum("people")
    )
    return {
        "rows": total["rows"],
        "households": total["of_households"] or 0,
        "people": total["of_people"] or 0,
    }


def labels(review):
    """code -> label of what can be listed at `review`, in words."""
    counted = {code: count.label for code, count in counts.known(review.standard).items()}
    return counted | {code: move.label for code, move in MOVES.items()}


def label_choices(review, present=""):
    """The counts of households as choices of a select, by class; `present` is always among them."""
    groups = {}
    for count in counts.counts(review.standard).values():
        if count.code == present or count.weight == counts.HOUSEHOLDS:
            group = next(n for n in counts.CLASSES if count.code.startswith(n))
            groups.setdefault(counts.CLASSES[group][1], []).append((count.code, count.label))
    moves = [
        (code, move.label)
        for code, move in MOVES.items()
        if code == present or not code.endswith("_people")
    ]
    return [*groups.items(), (_("Biến động so với kỳ trước"), moves)]


def open_to(user, statuses):
    """The ids of the households of `statuses` whose own page the user may open."""
    wanted = [status.household_id for status in statuses]
    return set(
        Household.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)
    )

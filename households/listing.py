"""The rows behind a number: which households a list shows, in which order, said in words."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from campaign.lib.vietnamese import name_key
from campaign.models import AdminUnit, UnitChange
from campaign.reach import Reach
from households import counts, measures
from households.flows import MOVES
from households.models import Household, Review, Status
from households.movements import LISTABLE

# Twelve digits are a citizen id (eleven without its leading zero), nine an old identity card:
# none may stand in an address. Numbers of other lengths are codes of households.
_CITIZEN_ID = re.compile(r"(?<!\d)(?:(?:\d[\s.]?){10,11}|(?:\d[\s.]?){8})\d(?![\s.]?\d)")
_TAIL = re.compile(r"\d{4}")


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
    """The reviews a list of `unit` can be asked for, latest first.

    Those of its province and of the provinces that were merged into it.
    """
    merged = UnitChange.objects.filter(target=unit.province_id).values("source")
    return Review.objects.visible_to(user).filter(Q(unit=unit.province_id) | Q(unit__in=merged))


def near(unit, day, user):
    """Units to go on to from `unit`: those above it that the user reaches, itself, those below."""
    above = [unit.province_id, unit.district_id, unit.commune_id]
    own = AdminUnit.objects.visible_to(user).filter(pk__in=[pk for pk in above if pk])
    below = unit.children.on(day).select_related(None)
    return [u for u in own if u.pk != unit.pk], list(below)


def rows(user, *, unit, review, measure="", text=""):
    """Statuses of `review` in `unit`: those `measure` counts, those that match `text`.

    `text` is part of a head's or a village's name (accents may be left out), a household code, or
    the last four digits of a code or of the head's citizen id. By village, then by name.
    """
    # The rows behind a measure say their review themselves: the gap of a movement is made of
    # households that the review before had and this one does not mention.
    behind = measures.rows_behind(measure, review) if measure else Q(review=review)
    found = Status.objects.visible_to(user).filter(area(unit), behind)
    text = text.strip()
    if text:
        plain = name_key(text)
        match = Q(household__head_key__contains=plain) | Q(village__name_key__contains=plain)
        match |= Q(code__iexact=text)
        if _TAIL.fullmatch(text):
            match |= Q(household__citizen_id_tail=text) | Q(code__endswith=text)
        found = found.filter(match)
    return found.select_related("village", "commune", "household").order_by(
        "village__sort_key", "village", "household__head_key", "pk"
    )


def labels(review):
    """code -> label of what can be listed at `review`, in words."""
    counted = {code: count.label for code, count in counts.counts(review.standard).items()}
    return counted | {code: MOVES[code].label for code in LISTABLE}


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
        if code in LISTABLE and (code == present or not code.endswith("_people"))
    ]
    return [*groups.items(), (_("Biến động so với kỳ trước"), moves)]


def open_to(user, statuses):
    """The ids of the households of `statuses` whose own page the user may open."""
    wanted = [status.household_id for status in statuses]
    return set(
        Household.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)
    )

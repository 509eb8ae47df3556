"""Villages against their commune: totals that should add up, and digits that were swapped.

The commune's own total and those of its villages come from different people. Both are kept; where
they contradict each other, both numbers are shown.
"""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from households.models import UnitTotals
from households.sayings import Saying


def check(roster, units, review, tally):
    """Warn of communes in the file whose total is not that of their villages. Three queries.

    What the file does not give is taken as stored. Villages without a number are passed over only
    when the file itself sets villages beside their commune, or when the others are too many.
    """
    communes = {_commune(unit): None for unit in units if unit}
    if not communes:
        return
    villages = defaultdict(set)
    alive = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=communes).on(review.as_of)
    for pk, commune in alive.values_list("pk", "commune"):
        villages[commune].add(pk)
    names = dict(AdminUnit.objects.filter(pk__in=communes).values_list("pk", "name"))
    rows = defaultdict(list)
    for index, unit in enumerate(units):
        if unit:
            rows[_commune(unit)].append(index)
    labels = {
        "households": _("hộ"),
        "people": _("nhân khẩu"),
        "minority_households": _("hộ dân tộc thiểu số"),
        "minority_people": _("nhân khẩu dân tộc thiểu số"),
    }
    numbers = _numbers(roster, units, review, {*communes}.union(*villages.values()), labels)
    for commune, indexes in rows.items():
        own = next((index for index in indexes if units[index].pk == commune), None)
        # A village that the map of the day has not is in the file all the same.
        given = {units[index].pk for index in indexes} - {commune}
        for key, what in labels.items():
            total = numbers.get((commune, key))
            parts = {pk: numbers.get((pk, key)) for pk in villages[commune] | given}
            known = [number for number in parts.values() if number is not None]
            if total is None or not known or sum(known) == total:
                continue
            missing = len(parts) - len(known)
            beside = own is not None and any(parts[pk] is not None for pk in given)
            if missing and not beside and sum(known) < total:
                continue
            index = indexes[0] if own is None else own
            tally.add(
                "villages_differ",
                place=roster.place(index),
                column=roster.label(index, key),
                value=integer(roster[key][index]),
                name=names[commune],
                what=what,
                parts=integer(sum(known)),
                total=integer(total),
                hint=_missing(missing),
            )


def _commune(unit):
    return unit.pk if unit.level == Level.COMMUNE else unit.commune_id


def _missing(count):
    if not count:
        return ""
    text = gettext_noop("Còn %(count)s thôn, tổ dân phố chưa có số.")
    return [" ", Saying(text, {"count": integer(count)})]


def _numbers(roster, units, review, ids, keys):
    """{(unit id, key): number or None}: as stored, and what the file says in its place."""
    stored = UnitTotals.objects.filter(review=review, unit__in=ids).values_list("unit", *keys)
    found = {
        (pk, key): number
        for pk, *numbers in stored
        for key, number in zip(keys, numbers, strict=True)
    }
    for index, unit in enumerate(units):
        if unit:
            found |= {(unit.pk, key): roster[key][index] for key in keys}
    return found

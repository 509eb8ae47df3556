"""Where a person may upload to: open reviews, and the units that stood on a review's day."""

from django.utils import timezone

from campaign.choices import Level
from campaign.models import AdminUnit
from campaign.roles import Permission
from households.models import Review


def open_reviews(user):
    """Reviews that take lists today, in the provinces the person works in, latest first."""
    reviews = Review.objects.visible_to(user).taking_lists(timezone.localdate())
    return reviews.select_related("unit")


def units(user, day, province=None):
    """Units that stood on `day` into which `user` may upload, larger ones first.

    Provinces, districts and communes; only those of `province` (its id) when one is given.
    """
    stood = AdminUnit.objects.on(day).exclude(level=Level.VILLAGE).select_related("district")
    if province:
        stood = stood.filter(province=province)
    return user.reach(Permission.HOUSEHOLD_IMPORT).units(stood)


def preferred(user, unit=None):
    """The review to offer first: the latest open one in which the person (or `unit`) has a place.

    None when no open review has one.
    """
    for review in open_reviews(user):
        places = units(user, review.as_of, review.unit_id)
        if (places.filter(pk=unit.pk) if unit else places).exists():
            return review
    return None


def grouped(places):
    """`places` as choices of a select: provinces and districts first, communes by district."""
    order = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2}
    groups = {}
    for unit in sorted(places, key=lambda unit: (order[unit.level], unit.sort_key)):
        within = unit.district.name if unit.level == Level.COMMUNE and unit.district else ""
        label = within or unit.get_level_display()
        groups.setdefault(label, []).append((unit.pk, unit.name))
    return list(groups.items())

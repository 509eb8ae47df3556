"""Template tags of the household pages."""

from django import template

register = template.Library()


@register.filter
def set_bits(mask):
    """How many of a mask's bits are set: the number of deprivations of a household."""
    return (mask or 0).bit_count()

"""Template tags of the household pages."""

from django import template

from households import measures

register = template.Library()


@register.filter
def set_bits(mask):
    """How many of a mask's bits are set: the number of deprivations of a household."""
    return (mask or 0).bit_count()


@register.filter
def of_key(found, key):
    """What a dictionary holds under a key, None when it does not."""
    return found.get(key)


@register.filter
def measure_label(line, standard):
    """A kept line's measure in the language of the page; the words it was kept with if unknown."""
    known = measures.measures(standard).get(line["code"]) if standard else None
    return known.label if known else line["label"]

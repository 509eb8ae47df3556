"""Template tags every page may use (builtin: no {% load %} needed)."""

from django import forms, template

from campaign import access
from campaign.lib import numbers
from campaign.roles import Permission
from campaign.roles import refusal as refusal_of

register = template.Library()

register.filter("integer", numbers.integer)


@register.filter
def rate(value, places=2):
    """A rate in per cent as an office prints it: 8,60. Nothing as an empty text."""
    return numbers.decimal(value, places)


@register.filter
def citizen_tail(tail):
    """The last digits of a citizen id, the rest as dots; a dash when there is none."""
    return f"••••••••{tail}" if tail else "—"


@register.filter
def lineage(unit):
    """The ancestors of a unit, from the province down, without the unit itself."""
    line = (unit.province, unit.district, unit.commune)
    return [ancestor for ancestor in line if ancestor is not None and ancestor.pk != unit.pk]


@register.simple_tag(takes_context=True)
def allowed(context, permission, unit=None):
    """{% allowed "household.import" unit as can_import %}: may the person of this page?"""
    return access.allowed(context["request"].user, Permission(permission), unit)


@register.simple_tag
def refusal(permission):
    """The sentence that says why `permission` is missing, for the place of a dead button."""
    return refusal_of(Permission(permission))


@register.filter
def visible_to(unit, user):
    """Whether a link to `unit` would open for `user`."""
    return user.is_authenticated and user.reach().covers(unit)


_CLASSES = (
    (forms.CheckboxInput, "form-check-input"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choice-list"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


@register.simple_tag
def widget(field):
    """The input of a bound field, dressed for Bootstrap; an invalid one says so to a reader too."""
    found = next(css for kind, css in _CLASSES if isinstance(field.field.widget, kind))
    own = field.field.widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": " ".join(filter(None, (found, own, invalid)))})


@register.filter
def is_checkbox(field):
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field):
    """Radio buttons or a list of boxes: a fieldset with a legend, not one label."""
    return isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))

"""What a written upload did, as its page shows it: each household's values before and now."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from campaign.models import AdminUnit
from households.choices import ImportAction
from households.imports.staged import FIELD_NAMES, FieldChange, shown
from households.models import Household, ImportChange, Status

TABS = ("new", *ImportAction.values)


@dataclass(frozen=True)
class Receipt:
    """One household of an upload: `fields` before and now, or all that a removed status was."""

    household: Household
    fields: list


def rows(batch, tab):
    """What stands behind a tab: statuses that are new, or ImportChanges of one action."""
    if tab != "new":
        found = batch.changes.filter(action=tab).select_related("household__village")
        return found.order_by("household__village__sort_key", "household__head_key", "pk")
    # Statuses have no index by batch: those of the place are looked through.
    statuses = Status.objects.filter(
        review=batch.review_id, batch=batch.pk, **{batch.unit.level: batch.unit_id}
    )
    changed = ImportChange.objects.filter(batch=batch, household=OuterRef("household"))
    statuses = statuses.exclude(Exists(changed)).select_related("village", "household")
    return statuses.order_by("village__sort_key", "head_name", "pk")


def described(changes, batch):
    """Receipts of a page of ImportChanges; three queries."""
    ids = [change.household_id for change in changes]
    statuses = Status.objects.filter(review=batch.review_id, household__in=ids)
    now = {status.household_id: status for status in statuses}
    places = {
        value
        for change in changes
        for one in (
            *change.before.values(),
            _values(now.get(change.household_id)),
            _values(change.household),
        )
        if isinstance(one, dict)
        for name, value in one.items()
        if name.endswith("_id")
    }
    names = dict(AdminUnit.objects.filter(pk__in=places).values_list("pk", "name"))
    return [
        Receipt(change.household, _fields(change, now.get(change.household_id), names))
        for change in changes
    ]


def _values(row):
    return {name: getattr(row, name, None) for name in FIELD_NAMES} if row else {}


def _fields(change, status, names):
    found = {}
    for part, row in (("household", change.household), ("status", status)):
        was, stands = change.before.get(part) or {}, _values(row)
        for name, old in was.items():
            before, after = (shown(name, value, names) for value in (old, stands.get(name)))
            if name in FIELD_NAMES and (before or after):
                found[name] = FieldChange(str(FIELD_NAMES[name]), before, after)
    return list(found.values())

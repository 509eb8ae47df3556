"""What a person says of a file: which sheets, what headings mean, which village a name is.

It is kept with the batch, which must be checked again, and what will be the same next year is
remembered: the meaning of a heading for the unit of the upload, another name of a village for all.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaign import access, villages
from campaign.choices import Level
from campaign.models import AdminUnit
from campaign.roles import Permission
from households.imports import check, meanings
from households.imports.places import NEW_VILLAGE
from households.models import ImportBatch


class NotUnderstood(Exception):
    """What was said cannot be; `str()` says why."""


@transaction.atomic
def guide(batch, *, by, sheets=None, headings=None, classes=None, named=None, unnamed=None):
    """Keep what `by` said of the file of `batch`; return the batch, to be checked again.

    `sheets` are names to read; `headings` {path: column key or ""}; `classes` {sheet: class};
    `named` {key of `places.name_of`: village id or NEW_VILLAGE}; `unnamed` the id of the village
    of rows that name none. What is None stays as it was. Raises PermissionDenied, NotUnderstood.
    """
    access.check(by, Permission.HOUSEHOLD_IMPORT, batch.unit)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in check.OPEN_STATES:
        raise PermissionDenied(_("Lần tải lên này đã kết thúc. Hãy tải tệp lên lại."))
    said = dict(batch.choices)
    if sheets is not None:
        said["sheets"] = list(sheets)
    for name, values in (("headings", headings), ("classes", classes)):
        if values:
            said[name] = said.get(name, {}) | values
    meanings.remember(batch.unit, batch.kind, headings or {}, by=by)
    places = dict(said.get("villages", {}))
    if unnamed:
        places[""] = _village(unnamed, batch.unit).pk
    for key, answer in (named or {}).items():
        if answer == NEW_VILLAGE:
            places[key] = NEW_VILLAGE
        else:
            _call(_village(answer, batch.unit), key.partition(":")[2], by)
            places.pop(key, None)
    if places:
        said["villages"] = places
    batch.choices = said
    batch.save(update_fields=["choices"])
    return batch


def _village(pk, unit):
    found = AdminUnit.objects.within(unit).filter(pk=pk, level=Level.VILLAGE).first()
    if found is None:
        raise NotUnderstood(_("Thôn đã chọn không thuộc địa bàn của danh sách. Hãy chọn lại."))
    return found


def _call(village, name, by):
    try:
        villages.add_alias(village, name, by=by)
    except ValueError:
        text = _("“%(name)s” đang là tên của một thôn khác nên không ghi được là %(village)s.")
        raise NotUnderstood(text % {"name": name, "village": village}) from None

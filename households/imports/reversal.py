"""What stood before an upload was written, kept with it: with this the upload can be undone.

Taken in the transaction of the commit, encrypted and compressed. Of new rows only the range of
their keys is kept, so that a list of 100,000 new households costs next to nothing.
"""

import base64
import json
import zlib
from itertools import groupby

from django.db import models
from django.utils.dateparse import parse_datetime

from campaign.choices import Level
from campaign.lib import crypto, sql
from campaign.models import AdminUnit
from households.models import Household, IdentityRuling, Member, ReviewProgress, Status

_FAST = 1


def before_list(batch, content):
    """What a list is about to replace. Call it before anything of the list is written."""
    found = content["households"]
    changed = [
        content["status_ids"][index]
        for index, was in content["changed"].items()
        if was.get("status")
    ]
    owners = [found[index] for index in content["members"] if found[index]]
    known = sorted({found[index] for index in content["identities"]} | set(owners))
    places = {*content["communes"], *content["left"]}
    progress = ReviewProgress.objects.filter(review=batch.review_id, unit__in=places)
    return {
        "villages": _villages(content),
        "listed": {
            str(unit): at.isoformat() if at else None
            for unit, at in progress.values_list("unit", "listed_at")
        },
        "unknown": [index for index in content["new"] if found[index] is None],
        "changed": _rows(Status, changed),
        "removed": _rows(Status, [status for status, _ in content["removed"]]),
        "households": _rows(Household, known),
        "owners": owners,
        "members": _rows(Member, owners, key="household"),
    }


def before_rows(batch, model, units):
    """What an upload of one row a unit is about to replace: totals, aggregate tables."""
    stored = model.objects.filter(review=batch.review_id, unit__in=list(units))
    return {"units": sorted(units), "rows": _whole(model, stored)}


def _villages(content):
    """The villages that stand where the list brings new ones, and a row of each that it brings."""
    named = content.get("newcomers")
    if not named:
        return {}
    communes = {commune for _number, commune, _name in named}
    stood = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=communes)
    first = {}
    for index, village in enumerate(content["columns"]["village_id"]):
        if village is not None and village < 0:
            first.setdefault(village, index)
    return {"stood": set(stood.order_by().values_list("pk", flat=True)), "rows": first.values()}


def after_list(kept, content, *, touched, revisions):
    """Complete what `before_list` gave, once the list is written, with what it brought."""
    found, villages = content["households"], kept["villages"]
    column = content["columns"]["village_id"]
    entered = {column[index] for index in villages["rows"]} if villages else set()
    return {
        **kept,
        "villages": sorted(entered - villages["stood"]) if villages else [],
        "created": _ranges({found[index] for index in kept["unknown"]}),
        "unknown": None,
        "touched": sorted(touched),
        "revisions": revisions,
    }


def seal(kept):
    """`kept` as ciphertext for `ImportBatch.reversal`."""
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return crypto.encrypt(zlib.compress(text.encode(), _FAST))


def opened(batch):
    """The dict that was sealed."""
    return json.loads(zlib.decompress(crypto.decrypt(batch.reversal)))


def _ranges(keys):
    """[[first, last]] of the runs in a set of numbers."""
    runs = groupby(enumerate(sorted(keys)), key=lambda pair: pair[1] - pair[0])
    spans = ([key for _place, key in run] for _shift, run in runs)
    return [[span[0], span[-1]] for span in spans]


def within(ranges):
    """The numbers of `_ranges`, as a list."""
    return [key for first, last in ranges for key in range(first, last + 1)]


# --- rows as they stand, and back again ---------------------------------------------------------
def _rows(model, keys, key="pk"):
    if not keys:
        return None
    return _whole(model, model.objects.filter(**{f"{key}__in": sql.among(model, keys)}))


def rulings(communes, keys):
    """The remembered answers that are about to be replaced or made."""
    stored = IdentityRuling.objects.filter(commune__in=communes, key__in=keys)
    return {
        "communes": sorted(communes),
        "keys": sorted(keys),
        "rows": _whole(IdentityRuling, stored),
    }


def _whole(model, queryset):
    """{"fields": [names], "columns": [[values]]} of whole rows, as JSON."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = list(queryset.order_by("pk").values_list(*names))
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {
        "fields": names,
        "columns": [
            [_text(field, value) for value in column] if _is_odd(field) else list(column)
            for field, column in zip(fields, columns, strict=True)
        ],
    }


def _is_odd(field):
    return isinstance(field, models.BinaryField | models.DateTimeField)


def _text(field, value):
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat()


def columns(model, rows):
    """{field name: values} of the rows that `_whole` took, as the database takes them."""
    if not rows or not rows["columns"][0]:
        return {}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: [_value(fields[name], value) for value in column] if _is_odd(fields[name]) else column
        for name, column in zip(rows["fields"], rows["columns"], strict=True)
    }


def _value(field, text):
    if text is None:
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode(text)
    return parse_datetime(text)


def put_back(model, rows):
    """Enter rows that are gone, under the keys they had."""
    values = columns(model, rows)
    if values:
        sql.insert_columns(model, values, len(values["id"]))


def set_back(model, rows):
    """Give rows that stand the values they had."""
    values = columns(model, rows)
    if values:
        names = [name for name in values if name != "id"]
        lines = zip(values["id"], *(values[name] for name in names), strict=True)
        sql.update_rows(model, names, lines)

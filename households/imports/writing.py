"""The statements of a commit: a constant number, whatever the size of the list."""

from campaign.lib import crypto, sql
from campaign.models import AdminUnit
from households import citizen_ids
from households.choices import ImportAction
from households.imports.difference import SOURCES, STATUS
from households.imports.known import IDENTITY
from households.imports.totals import FIELDS as TOTAL_FIELDS
from households.models import EnteredCounts, Household, ImportChange, Member, Status, UnitTotals

_IDENTITY_SOURCES = ("code", "head_name", "head_key", "birth", "sex") + (
    ("village_id", "commune_id", "district_id", "province_id")
)
_PLAIN = IDENTITY[: len(_IDENTITY_SOURCES)]
_MEMBER_KEY = ("household", "name", "birth_year")
_SEALED = ("citizen_id_cipher", "citizen_id_index", "citizen_id_tail")


def households(batch, content):
    """Write a checked list; return the ids of the communes whose figures change."""
    columns, found = content["columns"], content["households"]
    _new_households(content)
    _identities(content)
    new = content["new"]
    sql.insert_columns(
        Status,
        {name: _pick(columns[SOURCES[name]], new) for name in _given(content)}
        | {
            "household_id": _pick(found, new),
            "review_id": batch.review_id,
            "batch_id": batch.pk,
        },
        len(new),
    )
    _changed_statuses(batch, content)
    _members(content)
    _removed(batch, content)
    return set(content["communes"]) | set(content["left"])


def _given(content):
    """Fields of a new status that the list says; the others get their default."""
    # A list without birth years takes those of the households that it was found to speak of.
    absent = set(content["absent"]) - {"head_birth_year"}
    return [name for name in STATUS if name not in absent]


def totals(batch, content):
    """Write checked totals; return the ids of the communes whose figures change."""
    rows = content["totals"]
    ids = [row[0] for row in rows]
    UnitTotals.objects.bulk_create(
        [
            UnitTotals(
                review_id=batch.review_id,
                unit_id=unit,
                batch=batch,
                source=batch.file_name,
                **dict(zip(TOTAL_FIELDS, values, strict=True)),
            )
            for unit, *values in rows
        ],
        update_conflicts=True,
        unique_fields=["review", "unit"],
        update_fields=[*TOTAL_FIELDS, "batch", "source", "updated_at"],
    )
    return set(AdminUnit.objects.filter(pk__in=ids).values_list("commune", flat=True))


def aggregates(batch, content):
    """Write checked counts of aggregate tables beside what other tables gave of the same units;
    return the ids of the communes and districts whose figures change."""
    rows = dict(content["aggregates"])
    stored = EnteredCounts.objects.filter(review=batch.review_id, unit__in=rows)
    known = dict(stored.values_list("unit", "counts"))
    EnteredCounts.objects.bulk_create(
        [
            EnteredCounts(
                review_id=batch.review_id,
                unit_id=unit,
                batch=batch,
                counts=known.get(unit, {}) | counts,
            )
            for unit, counts in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "unit"],
        update_fields=["counts", "batch", "updated_at"],
    )
    return set(rows)


def _pick(column, indexes):
    return column if len(indexes) == len(column) else [column[index] for index in indexes]


def _sealed(content, indexes):
    """The three columns of the citizen ids of some rows; nothing where a row has none."""
    texts = _pick(content["columns"]["citizen_id"], indexes)
    ciphers = iter(crypto.encrypt_all([text for text in texts if text]))
    return {
        "citizen_id_cipher": [next(ciphers) if text else None for text in texts],
        "citizen_id_index": _pick(content["columns"]["citizen_id_index"], indexes),
        "citizen_id_tail": [text[-4:] for text in texts],
    }


def _new_households(content):
    """Enter households that nobody knew, and put their ids among those of the rows."""
    columns, found = content["columns"], content["households"]
    unknown = [index for index in content["new"] if found[index] is None]
    ids = sql.reserve_ids(Household, len(unknown))
    for index, pk in zip(unknown, ids, strict=True):
        found[index] = pk
    if not unknown:
        return
    plain = {
        name: _pick(columns[source], unknown)
        for name, source in zip(_PLAIN, _IDENTITY_SOURCES, strict=True)
    }
    sql.insert_columns(Household, {"id": ids} | plain | _sealed(content, unknown), len(unknown))


def _identities(content):
    """Bring households that stood before up to what the list says; an id is never erased."""
    columns, found, indexes = content["columns"], content["households"], content["identities"]
    absent = set(content["absent"])
    kept = [
        (name, source)
        for name, source in zip(_PLAIN, _IDENTITY_SOURCES, strict=True)
        if name not in absent
    ]
    sql.update_rows(
        Household,
        [name for name, _ in kept],
        [(found[i], *(columns[source][i] for _, source in kept)) for i in indexes],
    )
    named = [i for i in indexes if columns["citizen_id"][i]]
    sealed = _sealed(content, named)
    if named:
        rows = zip(_pick(found, named), *(sealed[name] for name in _SEALED), strict=True)
        sql.update_rows(Household, _SEALED, rows)


def _changed_statuses(batch, content):
    columns, found, ids = content["columns"], content["households"], content["status_ids"]
    absent = set(content["absent"])
    changed = {int(index): before for index, before in content["changed"].items()}
    fields = [name for name in STATUS if name not in absent]
    rows = [
        (ids[str(i)], *(columns[SOURCES[name]][i] for name in fields), batch.pk)
        for i, before in changed.items()
        if before.get("status")
    ]
    sql.update_rows(Status, [*fields, "batch_id"], rows)
    # Households without a status in this review may be brought up to date as well.
    changes = [
        (batch.pk, found[i], ImportAction.UPDATED.value, before) for i, before in changed.items()
    ]
    if changes:
        sql.insert_rows(ImportChange, ("batch_id", "household_id", "action", "before"), changes)


def _members(content):
    """Replace the members of the households whose members the file tells otherwise."""
    found, people = content["households"], content["people"]
    if not content["members"]:
        return
    owners = [found[index] for index in content["members"]]
    stored = Member.objects.filter(household__in=sql.among(Household, owners))
    # A blank citizen id in the file leaves the one that is kept.
    kept = {tuple(row[:3]): row[3:] for row in stored.values_list(*_MEMBER_KEY, *_SEALED)}
    stored.delete()
    rows = []
    for index in content["members"]:
        for name, birth, sex, relation, text in people[str(index)]:
            former = kept.get((found[index], name, birth), (None, "", ""))
            sealed = citizen_ids.seal(text) if text else former
            rows.append((found[index], name, birth, sex, relation, *sealed))
    fields = ("household_id", "name", "birth_year", "sex", "relation", *_SEALED)
    sql.insert_rows(Member, fields, rows)


def _removed(batch, content):
    """Take statuses out of the review; what they were is kept."""
    if not content["removed"]:
        return
    fields = (*STATUS, "batch_id")
    ids = [status for status, _ in content["removed"]]
    statuses = Status.objects.filter(pk__in=sql.among(Status, ids))
    changes = [
        (
            batch.pk,
            household,
            ImportAction.REMOVED.value,
            {"status": dict(zip(fields, values, strict=True))},
        )
        for household, *values in statuses.values_list("household", *fields)
    ]
    sql.insert_rows(ImportChange, ("batch_id", "household_id", "action", "before"), changes)
    statuses.delete()

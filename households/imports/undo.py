"""Taking a written upload back: the data is again what it was before, down to the figures.

Only the last upload of its communes can be undone, and only while the review takes lists; the
upload itself, who undid it and why stay on record, as does what it had changed.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from campaign import access, audit, villages
from campaign.lib import sql
from campaign.models import AdminUnit
from campaign.roles import Permission, refusal
from households import citizen_ids, rollup
from households.choices import BatchKind, BatchState
from households.imports import commit, reversal, revisions
from households.imports.memory import collector_paused
from households.models import (
    EnteredCounts,
    Household,
    IdentityRuling,
    ImportBatch,
    ImportChange,
    Kinship,
    Member,
    ReviewProgress,
    Status,
    UnitTotals,
)

# Uploads of one row a unit, and where the rows stand.
ROWS = {BatchKind.TOTALS: UnitTotals, BatchKind.AGGREGATES: EnteredCounts}
_LONGEST = 500


class NotUndoable(Exception):
    """The upload cannot be undone as things stand; `str()` says why and what to do."""


def why_not(batch, by):
    """Why `by` cannot undo `batch`, as a sentence; "" when it can be undone."""
    if not access.allowed(by, Permission.HOUSEHOLD_IMPORT, batch.unit):
        return str(refusal(Permission.HOUSEHOLD_IMPORT))
    if batch.state == BatchState.UNDONE:
        return _("Lần tải lên này đã được hoàn tác.")
    if batch.state != BatchState.COMMITTED:
        return _("Lần tải lên này chưa ghi gì vào dữ liệu nên không có gì để hoàn tác.")
    closed = commit.closed(batch)
    if closed:
        return closed
    if batch.reversal is None:
        return _("Không còn giữ dữ liệu trước lần tải lên này. Hãy tải lên lại danh sách đúng.")
    return _later(batch)


def _later(batch):
    """The sentence about what came after the upload; "" when nothing did."""
    after = ImportBatch.objects.filter(kind=batch.kind, state=BatchState.COMMITTED).filter(
        Q(committed_at__gt=batch.committed_at) | Q(committed_at=batch.committed_at, pk__gt=batch.pk)
    )
    if batch.kind in ROWS:
        rows = ROWS[batch.kind].objects.filter(review=batch.review_id)
        units = reversal.opened(batch)["units"]
        others = rows.filter(unit__in=units).exclude(batch=batch.pk)
        number = others.filter(batch__in=after).values_list("batch", flat=True).first()
        changed = number is not None or rows.filter(batch=batch.pk).count() != len(units)
    else:
        touched = set(batch.revisions)
        later = after.filter(review__unit__in={batch.review.unit_id, batch.unit.province_id})
        seen = later.order_by("-committed_at", "-pk").values_list("pk", "revisions")
        number = next((pk for pk, communes in seen if touched & communes.keys()), None)
        changed = number is not None or not _as_left(batch)
    if number is not None:
        sentence = _(
            "Sau lần này đã có lần tải lên số %(number)s cho cùng địa bàn. Hãy hoàn tác lần đó "
            "trước."
        )
        return sentence % {"number": number}
    if changed:
        return _("Dữ liệu của địa bàn đã đổi sau lần tải lên này nên không hoàn tác được nữa.")
    return ""


def _as_left(batch):
    """Whether nothing but uploads that were undone has come into the communes since."""
    now = revisions.of(map(int, batch.revisions))
    undone = ImportBatch.objects.filter(
        kind=batch.kind, state=BatchState.UNDONE, committed_at__gte=batch.committed_at
    ).exclude(pk=batch.pk)
    undone = list(undone.values_list("revisions", flat=True))
    for commune, then in batch.revisions.items():
        # Each of them counted once when it was written and once when it was undone.
        since = sum(2 for seen in undone if seen.get(commune, 0) > then)
        if now[commune] != then + since:
            return False
    return True


@collector_paused()
def apply(batch, *, by, reason):
    """Undo a written upload and return it, UNDONE. A constant number of queries.

    Raises NotUndoable with the sentence of `why_not`, or when `reason` is empty.
    """
    reason = citizen_ids.scrub(reason.strip())[:_LONGEST]
    if not reason:
        raise NotUndoable(_("Hãy ghi lý do hoàn tác."))
    with transaction.atomic():
        review = commit.hold(batch)
        batch = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("unit")
            .get(pk=batch.pk)
        )
        batch.review = review
        why = why_not(batch, by)
        if why:
            raise NotUndoable(why)
        kept = reversal.opened(batch)
        if batch.kind in ROWS:
            communes, gone = _undo_rows(batch, kept, ROWS[batch.kind]), ()
        else:
            communes, gone = _undo_list(batch, kept, review)
        rollup.refresh(review, communes, gone=gone)
        if kept.get("villages"):
            villages.withdraw(kept["villages"], by=by)
        audit.record(
            "import.undo", by=by, subject=batch, unit=batch.unit, reason=reason,
            kind=str(batch.kind), created=batch.created, updated=batch.updated,
            removed=batch.removed,
        )  # fmt: skip
        batch.state, batch.reversal, batch.undo_reason = BatchState.UNDONE, None, reason
        batch.undone_by, batch.undone_at = by, timezone.now()
        batch.save(update_fields=["state", "reversal", "undo_reason", "undone_by", "undone_at"])
    return batch


def _undo_rows(batch, kept, model):
    """Put back the rows of one a unit; return the communes whose figures change."""
    sql.delete_rows(model.objects.filter(review=batch.review_id, unit__in=kept["units"]))
    reversal.put_back(model, kept["rows"])
    units = AdminUnit.objects.filter(pk__in=kept["units"]).order_by()
    # A district is above every commune and is itself what an aggregate table gave.
    return {commune or pk for pk, commune in units.values_list("pk", "commune")}


def _undo_list(batch, kept, review):
    """Return the communes whose figures change, and the households that were on the list."""
    touched = kept["touched"]
    created = reversal.within(kept["created"])
    known = list((reversal.columns(Household, kept["households"])).get("id", ()))
    here = Household.objects.filter(pk__in=sql.among(Household, [*created, *known]))
    if here.exclude(commune__in=touched).exists():
        raise NotUndoable(
            _(
                "Có hộ của danh sách này đã chuyển sang danh sách của xã khác nên không hoàn tác "
                "được."
            )
        )
    reversal.set_back(Status, kept["changed"])
    own = Status.objects.filter(review=review, commune__in=touched, batch=batch.pk)
    gone = list(own.values_list("household", flat=True))
    gone = list(own.values_list("household", flat=True))
    sql.delete_rows(own)
    reversal.put_back(Status, kept["removed"])
    Kinship.objects.filter(batch=batch.pk).delete()
    reversal.set_back(Household, kept["households"])
    owners = Member.objects.filter(household__in=sql.among(Member, kept["owners"]))
    sql.delete_rows(owners)
    reversal.put_back(Member, kept["members"])
    if kept.get("rulings"):
        _put_back_rulings(kept["rulings"])
    _delete_created(created)
    revisions.advance(review, touched, listed=())
    _put_back_listed(review, kept["listed"], touched)
    return set(touched), gone


def _put_back_rulings(rulings):
    ruled = IdentityRuling.objects.filter(
        commune__in=rulings["communes"], key__in=sql.among(IdentityRuling, rulings["keys"])
    )
    sql.delete_rows(ruled)
    reversal.put_back(IdentityRuling, rulings["rows"])


def _delete_created(created):
    """Delete the households that the list brought, with their members, unless others use them."""
    if not created:
        return
    brought = Household.objects.filter(pk__in=sql.among(Household, created))
    used = (
        Status.objects.filter(household=OuterRef("pk")),
        Kinship.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))),
        IdentityRuling.objects.filter(household=OuterRef("pk")),
        ImportChange.objects.filter(household=OuterRef("pk")).exclude(
            batch__state=BatchState.UNDONE
        ),
    )
    for rows in used:
        brought = brought.exclude(Exists(rows))
    free = sql.among(Member, list(brought.values_list("pk", flat=True)))
    sql.delete_rows(Member.objects.filter(household__in=free))
    # What uploads that were undone since had changed in them goes with them.
    sql.delete_rows(ImportChange.objects.filter(household__in=free))
    sql.delete_rows(Household.objects.filter(pk__in=free))


def _put_back_listed(review, listed, touched):
    """Communes have their list since when they had it before."""
    rows = ReviewProgress.objects.filter(review=review, unit__in=touched)
    moments = {pk: listed.get(str(unit)) for pk, unit in rows.values_list("pk", "unit")}
    sql.update_rows(
        ReviewProgress,
        ["listed_at"],
        [(pk, parse_datetime(text) if text else None) for pk, text in moments.items()],
    )

"""From a checked batch to the data: everything in one transaction, or nothing.

The reviews of the province are locked first, so two lists wait for each other; a list that was
checked against older data is turned away (`StaleCheck`) and confirming twice gives one receipt.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import audit, jobs
from campaign.choices import JobState
from campaign.models import AdminUnit
from households import openings, rollup
from households.choices import BatchKind, BatchState, ReviewState
from households.imports import (
    kinship,
    newcomers,
    reversal,
    revisions,
    rulings,
    staged,
    writing,
)
from households.imports.memory import collector_paused
from households.models import EnteredCounts, ImportBatch, Review, UnitTotals


class NotConfirmable(Exception):
    """The batch cannot be confirmed as it is; `str()` says why and what to do."""


class StaleCheck(NotConfirmable):
    """The data changed since the check; check again."""


@collector_paused()
def apply(batch, *, by, job=None):
    """Write a checked batch and return it, committed.

    Raises NotConfirmable (errors, open questions, a locked review, an ended batch), StaleCheck,
    and jobs.JobCancelled before anything is written. A committed batch is returned as it is.
    """
    jobs.beat(job, phase=_("Ghi dữ liệu"), done=0, total=max(batch.accepted, 1))
    with transaction.atomic():
        review = hold(batch)
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state == BatchState.COMMITTED:
            _finish(job)
            return batch
        content = staged.parts(batch)
        refused = obstacle(batch, review=review, content=content)
        if refused:
            raise NotConfirmable(refused)
        if revisions.of(map(int, batch.revisions)) != batch.revisions:
            raise StaleCheck(
                _("Dữ liệu đã thay đổi từ khi kiểm tra tệp này. Hãy kiểm tra lại rồi xác nhận.")
            )
        batch.review = review
        if batch.kind == BatchKind.TOTALS:
            kept = reversal.before_rows(batch, UnitTotals, [row[0] for row in content["totals"]])
            communes = writing.totals(batch, content)
        elif batch.kind == BatchKind.AGGREGATES:
            units = [row[0] for row in content["aggregates"]]
            kept = reversal.before_rows(batch, EnteredCounts, units)
            communes = writing.aggregates(batch, content)
        else:
            communes, kept = _write_list(batch, content, by=by)
        # The figures and the page's own beat: this transaction is not seen until it ends.
        gone = [household for _status, household in content.get("removed", ())]
        rollup.refresh(review, communes, gone=gone)
        audit.record(
            f"import.{batch.kind}", by=by, subject=batch, unit=batch.unit, created=batch.created,
            updated=batch.updated, removed=batch.removed, sha256=batch.sha256,
        )  # fmt: skip
        ended = {
            "state": BatchState.COMMITTED,
            "committed_by": by,
            "committed_at": timezone.now(),
            "staged": None,
            "reversal": reversal.seal(kept),
            "revisions": kept.get("revisions", {}),
        }
        changed = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.CHECKED).update(**ended)
        if not changed:
            raise NotConfirmable(_("Lần tải lên này đã kết thúc. Hãy tải tệp lên lại."))
        _finish(job)
    batch.refresh_from_db()
    return batch


def hold(batch):
    """Lock the reviews of the batch's provinces, so that two writers wait; return its review."""
    provinces = {batch.review.unit_id, batch.unit.province_id}
    reviews = Review.objects.select_for_update(no_key=True).filter(unit__in=provinces)
    return {found.pk: found for found in reviews.order_by("pk")}[batch.review_id]


def _write_list(batch, content, *, by):
    """Write a list; return its communes and what is kept to undo it."""
    kept = reversal.before_list(batch, content)
    newcomers.settle(content, by=by)
    communes = writing.households(batch, content)
    communes |= kinship.write(batch, content, by=by)
    kept |= rulings.keep(content, by=by)
    revisions.advance(batch.review, communes, listed=content["communes"])
    now = revisions.of(communes)
    return communes, reversal.after_list(kept, content, touched=communes, revisions=now)


def _finish(job):
    if job is not None:
        jobs.finish(job, JobState.DONE)


def obstacle(batch, *, review=None, content=None):
    """Why `batch` cannot be confirmed as it stands, as a sentence; "" when it can."""
    review = review or batch.review
    ended = {
        BatchState.RECEIVED: _("Tệp chưa được kiểm tra xong."),
        BatchState.UNCHANGED: _("Tệp giống hệt dữ liệu đã có: không có gì để ghi."),
    }
    if batch.state != BatchState.CHECKED:
        return ended.get(batch.state, _("Lần tải lên này đã kết thúc. Hãy tải tệp lên lại."))
    if reason := openings.closed_unit(review, batch.unit, of_list=batch.of_list):
        return reason
    if batch.rejected:
        sentence = _("Còn %(count)s dòng có lỗi. Hãy sửa trong tệp rồi tải lên lại.")
        return sentence % {"count": batch.rejected}
    content = staged.front(batch) if content is None else content
    if any(question["answer"] is None for question in content.get("questions", ())):
        return _("Còn câu hỏi chưa trả lời. Hãy trả lời rồi xác nhận.")
    return openings.closed(review, communes_of(batch, content), of_list=batch.of_list)


def closed(batch):
    """Why what a committed batch changed may not be changed back now, as a sentence; "" when it
    may."""
    reason = openings.closed_unit(batch.review, batch.unit, of_list=batch.of_list)
    if reason or batch.review.state != ReviewState.OPEN:
        return reason
    return openings.closed(batch.review, map(int, batch.revisions), of_list=batch.of_list)


def communes_of(batch, content):
    """The ids of the communes whose figures a checked batch would change."""
    if batch.kind == BatchKind.HOUSEHOLDS:
        return {*content.get("communes", ()), *content.get("left", ())}
    ids = [row[0] for name in ("totals", "aggregates") for row in content.get(name, ())]
    inside = AdminUnit.objects.filter(pk__in=ids).exclude(commune=None)
    return set(inside.values_list("commune", flat=True))

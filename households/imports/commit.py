"""From a checked batch to the data: everything in one transaction, or nothing.

The reviews of the province are locked first, so two lists wait for each other; a list that was
checked against older data is turned away (`StaleCheck`) and confirming twice gives one receipt.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import audit, jobs
from campaign.choices import JobState
from households import rollup
from households.choices import BatchKind, BatchState, ReviewState
from households.imports import newcomers, revisions, staged, writing
from households.imports.memory import collector_paused
from households.models import ImportBatch, Review
from households.sentences import REFUSALS


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
        provinces = {batch.review.unit_id, batch.unit.province_id}
        reviews = Review.objects.select_for_update(no_key=True).filter(unit__in=provinces)
        review = {found.pk: found for found in reviews.order_by("pk")}[batch.review_id]
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
        if batch.kind == BatchKind.TOTALS:
            communes = writing.totals(batch, content)
        else:
            newcomers.settle(content, by=by)
            communes = writing.households(batch, content)
            listed = content["communes"]
            revisions.advance(review, communes, listed=listed)
        # The figures and the page's own beat: this transaction is not seen until it ends.
        rollup.refresh(review, communes)
        audit.record(
            f"import.{batch.kind}", by=by, subject=batch, unit=batch.unit, created=batch.created,
            updated=batch.updated, removed=batch.removed, sha256=batch.sha256,
        )  # fmt: skip
        ended = {
            "state": BatchState.COMMITTED,
            "committed_by": by,
            "committed_at": timezone.now(),
            "staged": None,
        }
        changed = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.CHECKED).update(**ended)
        if not changed:
            raise NotConfirmable(_("Lần tải lên này đã kết thúc. Hãy tải tệp lên lại."))
        _finish(job)
    batch.refresh_from_db()
    return batch


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
    if review.state != ReviewState.OPEN:
        return str(REFUSALS["review_closed"]) % {"state": review.get_state_display()}
    if batch.rejected:
        sentence = _("Còn %(count)s dòng có lỗi. Hãy sửa trong tệp rồi tải lên lại.")
        return sentence % {"count": batch.rejected}
    content = staged.parts(batch) if content is None else content
    if any(question["answer"] is None for question in content.get("questions", ())):
        return _("Còn câu hỏi chưa trả lời. Hãy trả lời rồi xác nhận.")
    return ""

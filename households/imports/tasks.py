"""The background tasks of an import: check, mark, commit, each safe to run again."""

import logging

from django.utils.translation import gettext as _
from django_tasks import task

from campaign import jobs
from campaign.choices import JobState
from campaign.lib.workbook.refusals import UploadRefused
from households.choices import BatchState
from households.imports import check, commit, copies
from households.imports.problems import ListRefused
from households.models import ImportBatch

_log = logging.getLogger(__name__)


@task()
def check_batch(job_id):
    _work(job_id, _check)


def _check(batch, job):
    batch = check.run(batch, job)
    if batch.rejected and copies.is_long(batch):
        start_annotation(batch, job.requested_by)


@task()
def annotate_batch(job_id):
    """Mark the faults of a long file; that it fails takes nothing from the batch."""
    from households.imports import annotated  # noqa: PLC0415 - the spreadsheet library is slow

    job = jobs.begin(job_id)
    if job is None:
        return
    try:
        annotated.prepare(_batch(job), job)
    except jobs.JobCancelled:
        jobs.finish(job, JobState.CANCELLED)
    except (UploadRefused, ListRefused) as refusal:
        jobs.finish(job, JobState.FAILED, str(refusal))
    except Exception:
        _fail(job)
    else:
        jobs.finish(job, JobState.DONE)


def start_annotation(batch, by):
    """Queue the marking of a long file; return its job."""
    values = {"kind": copies.KIND, "subject_id": batch.pk, "by": by, "unit": batch.unit}
    return jobs.start(annotate_batch, **values)


@task()
def commit_batch(job_id):
    _work(job_id, lambda batch, job: commit.apply(batch, by=job.requested_by, job=job))


def _work(job_id, step):
    """One step of a batch as a job: done, cancelled or failed with a sentence, never half."""
    job = jobs.begin(job_id)
    if job is None:
        return
    try:
        step(_batch(job), job)
    except jobs.JobCancelled:
        ImportBatch.objects.filter(pk=job.subject_id, state__in=check.OPEN_STATES).update(
            state=BatchState.CANCELLED, staged=None
        )
        jobs.finish(job, JobState.CANCELLED)
    except commit.NotConfirmable as refusal:
        jobs.finish(job, JobState.FAILED, str(refusal))
    except Exception:
        _fail(job)
    else:
        jobs.finish(job, JobState.DONE)


def _batch(job):
    return ImportBatch.objects.select_related("unit", "review").get(pk=job.subject_id)


def _fail(job):
    """Close a job after an error that nobody foresaw; called where it is handled."""
    _log.exception("import job failed", extra={"job": job.pk, "batch": job.subject_id})
    sentence = _("Không làm được vì lỗi của hệ thống. Hãy thử lại, hoặc báo quản trị hệ thống.")
    jobs.finish(job, JobState.FAILED, sentence)

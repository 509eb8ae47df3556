"""The background tasks of an import: check and commit, each safe to run again."""

import logging

from django.utils.translation import gettext as _
from django_tasks import task

from campaign import jobs
from campaign.choices import JobState
from households.choices import BatchState
from households.imports import check, commit
from households.models import ImportBatch

_log = logging.getLogger(__name__)


@task()
def check_batch(job_id):
    _work(job_id, check.run)


@task()
def commit_batch(job_id):
    _work(job_id, lambda batch, job: commit.apply(batch, by=job.requested_by, job=job))


def _work(job_id, step):
    """One step of a batch as a job: done, cancelled or failed with a sentence, never half."""
    job = jobs.begin(job_id)
    if job is None:
        return
    try:
        step(ImportBatch.objects.select_related("unit", "review").get(pk=job.subject_id), job)
    except jobs.JobCancelled:
        ImportBatch.objects.filter(pk=job.subject_id, state__in=check.OPEN_STATES).update(
            state=BatchState.CANCELLED, staged=None
        )
        jobs.finish(job, JobState.CANCELLED)
    except commit.NotConfirmable as refusal:
        jobs.finish(job, JobState.FAILED, str(refusal))
    except Exception:
        _log.exception("import job failed", extra={"job": job.pk, "batch": job.subject_id})
        sentence = _("Không làm được vì lỗi của hệ thống. Hãy thử lại, hoặc báo quản trị hệ thống.")
        jobs.finish(job, JobState.FAILED, sentence)
    else:
        jobs.finish(job, JobState.DONE)

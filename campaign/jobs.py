"""Background jobs: started, watched, cancelled, taken up again.

The queue runs each task once and forgets it when its worker is killed; `JobRun` remembers. A
task calls `beat` at every step: that is the progress bar, the sign of life and the point at
which a cancel takes effect.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaign.choices import JobState
from campaign.models import JobRun
from campaign.models.jobs import STALLED_AFTER_SECONDS

MAX_ATTEMPTS = 3


class JobCancelled(Exception):
    """The person asked to stop; whatever the job has in hand is rolled back."""


def start(task, *, kind, subject_id, by, unit=None):
    """Queue `task(job_id)` and return its JobRun; both rows or neither."""
    with transaction.atomic():
        job = JobRun.objects.create(
            kind=kind,
            subject_id=subject_id,
            requested_by=by,
            unit=unit,
            task=task.module_path,
        )
        task.enqueue(job.pk)
    return job


def latest(kind, subject_id):
    """The latest job of this kind about this subject, None when there was none."""
    return JobRun.objects.filter(kind=kind, subject_id=subject_id).first()


def begin(job_id):
    """Claim the job for one worker; None when it is over, cancelled or in another's hands."""
    job = JobRun.objects.get(pk=job_id)
    if job.is_over or (job.state == JobState.RUNNING and not job.is_stalled):
        return None
    if job.cancel_requested or job.attempt >= MAX_ATTEMPTS:
        _end(job)
        return None
    claimed = JobRun.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=JobState.RUNNING, attempt=job.attempt + 1, heartbeat_at=timezone.now(), error=""
    )
    job.refresh_from_db()
    return job if claimed else None


def beat(job, *, phase=None, done=None, total=None):
    """Tell how far the work is. Raises JobCancelled when the person asked to stop."""
    if job is None:
        return
    for field, value in (("phase", phase), ("done", done), ("total", total)):
        if value is not None:
            setattr(job, field, value)
    JobRun.objects.filter(pk=job.pk).update(
        phase=job.phase, done=job.done, total=job.total, heartbeat_at=timezone.now()
    )
    if JobRun.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise JobCancelled


def finish(job, state, error=""):
    """Close a job; one that is closed already keeps its end."""
    JobRun.objects.filter(pk=job.pk, finished_at=None).update(
        state=state, error=error[:500], finished_at=timezone.now()
    )


def cancel(job):
    """Ask a job to stop; one that no worker has taken up stops at once."""
    JobRun.objects.filter(pk=job.pk).update(cancel_requested=True)
    JobRun.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )


def sweep():
    """Queue again the jobs that stopped beating; return how many.

    The queue leaves a task whose worker was killed RUNNING for ever. A job is tried at most
    MAX_ATTEMPTS times, then it has failed, with a sentence for the person who waits.
    """
    silent_since = timezone.now() - datetime.timedelta(seconds=STALLED_AFTER_SECONDS)
    silent = JobRun.objects.filter(
        Q(heartbeat_at__lt=silent_since) | Q(heartbeat_at=None, created_at__lt=silent_since),
        state__in=[JobState.QUEUED, JobState.RUNNING],
    )
    return sum(_take_up(job) for job in silent)


def _take_up(job):
    """Whether `job` was queued again; nothing happens to one that moved in the meantime."""
    if job.cancel_requested or job.attempt >= MAX_ATTEMPTS:
        _end(job)
        return False
    with transaction.atomic():
        unmoved = JobRun.objects.filter(
            pk=job.pk, state=job.state, attempt=job.attempt, heartbeat_at=job.heartbeat_at
        )
        if not unmoved.update(state=JobState.QUEUED, heartbeat_at=timezone.now()):
            return False
        import_string(job.task).enqueue(job.pk)
    return True


def _end(job):
    """Close a job that is not to be tried again."""
    if job.cancel_requested:
        finish(job, JobState.CANCELLED)
        return
    sentence = _("Việc này đã dừng giữa chừng %(times)s lần. Hãy báo quản trị hệ thống.")
    finish(job, JobState.FAILED, sentence % {"times": job.attempt})

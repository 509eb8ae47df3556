"""Background jobs: started, watched, cancelled, taken up again.

The queue runs each task once and forgets it when its worker is killed; `JobRun` remembers. A
task calls `beat` at every step: that is the progress bar, the sign of life and the point at
which a cancel takes effect.
"""

from django.db import transaction
from django.utils import timezone

from campaign.choices import JobState
from campaign.models import JobRun

MAX_ATTEMPTS = 3


class JobCancelled(Exception):
    """The person asked to stop; whatever the job has in hand is rolled back."""


def start(task, *, kind, subject_id, by, unit=None):
    """Queue `task(job_id)` and return its JobRun; both rows or neither."""
    with transaction.atomic():
        job = JobRun.objects.create(kind=kind, subject_id=subject_id, requested_by=by, unit=unit)
        task.enqueue(job.pk)
    return job


def begin(job_id):
    """Claim the job for one worker; None when it is over, cancelled or in another's hands."""
    job = JobRun.objects.get(pk=job_id)
    if job.is_over or (job.state == JobState.RUNNING and not job.is_stalled):
        return None
    if job.cancel_requested or job.attempt >= MAX_ATTEMPTS:
        finish(job, JobState.CANCELLED if job.cancel_requested else JobState.FAILED)
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
    JobRun.objects.filter(pk=job.pk).update(
        state=state, error=error[:500], finished_at=timezone.now()
    )


def cancel(job):
    """Ask a job to stop; one that no worker has taken up stops at once."""
    JobRun.objects.filter(pk=job.pk).update(cancel_requested=True)
    JobRun.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )

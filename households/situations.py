"""How far an upload is, as one word: what its page shows and what may be done with it."""

import hashlib
import json
from enum import StrEnum

from campaign.choices import JobState
from campaign.models import JobRun
from households.choices import BatchState
from households.imports.batches import CHECK, COMMIT


class Situation(StrEnum):
    """`faulty` has errors, `ready` has none; both are checked."""

    WORKING = "working"
    STALLED = "stalled"
    FAILED = "failed"
    REFUSED = "refused"
    FAULTY = "faulty"
    READY = "ready"
    COMMITTED = "committed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"
    UNDONE = "undone"


_ENDS = {
    BatchState.REFUSED: Situation.REFUSED,
    BatchState.COMMITTED: Situation.COMMITTED,
    BatchState.UNCHANGED: Situation.UNCHANGED,
    BatchState.CANCELLED: Situation.CANCELLED,
    BatchState.UNDONE: Situation.UNDONE,
}
# Whatever its jobs say: nothing comes after these.
_OVER = _ENDS.keys() - {BatchState.UNCHANGED}


def job_of(batch):
    """The latest job of a batch, None when none was ever started."""
    return JobRun.objects.filter(kind__in=[CHECK, COMMIT], subject_id=batch.pk).first()


def situation(batch, job):
    """The Situation of `batch`, whose latest job is `job` (or None)."""
    if batch.state in _OVER:
        return _ENDS[batch.state]
    # The management command checks without a job: then the state alone tells.
    if job.is_stalled if job else batch.state == BatchState.RECEIVED:
        return Situation.STALLED
    if job and not job.is_over:
        return Situation.WORKING
    if batch.state == BatchState.UNCHANGED:
        return Situation.UNCHANGED
    if batch.state == BatchState.RECEIVED:
        return Situation.FAILED
    return Situation.FAULTY if batch.rejected else Situation.READY


def setback(job):
    """Why the last step of an upload came to nothing, as a sentence; "" when it did not."""
    return job.error if job and job.state == JobState.FAILED else ""


def fingerprint(batch):
    """What a person saw before confirming, in short: another check gives another one."""
    seen = [batch.revisions, batch.answers, batch.problem_counts]
    seen += [batch.created, batch.updated, batch.unchanged, batch.removed, batch.missing]
    text = json.dumps(seen, sort_keys=True).encode()
    return hashlib.sha256(text).hexdigest()[:32]

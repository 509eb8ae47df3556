"""How far the marked copy of an upload is: made while the person waits, or in the background.

A long file is marked when its check has ended, and kept encrypted like the upload itself until it
is asked for. `annotated` makes the copy; it needs the spreadsheet library, and this does not.
"""

from enum import StrEnum

from campaign import jobs
from campaign.choices import JobState
from households.imports import storage

KIND = "import-annotate"
# Marking costs half a millisecond a row and problem: so many rows are marked in a few seconds.
AT_ONCE = 5_000


class Copy(StrEnum):
    """`missing` can be asked for (again)."""

    READY = "ready"
    UNDER_WAY = "under_way"
    MISSING = "missing"


def is_long(batch):
    """Whether the copy of `batch` is made in the background."""
    return batch.rows_read > AT_ONCE


def name(batch):
    """The name under which the copy of a long file is kept."""
    return f"{batch.stored_name}-marked"


def copy_of(batch, checked=None):
    """The Copy of a checked batch; `checked` is the job of its latest check, None without one.

    A copy that is older than the check speaks of problems that may be gone.
    """
    if not is_long(batch):
        return Copy.READY
    made = jobs.latest(KIND, batch.pk)
    if made is None or (checked and made.pk < checked.pk):
        return Copy.MISSING
    if made.state == JobState.DONE and storage.is_kept(name(batch)):
        return Copy.READY
    return Copy.MISSING if made.is_over or made.is_stalled else Copy.UNDER_WAY

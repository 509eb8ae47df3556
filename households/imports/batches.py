"""An upload as a person handles it: received, answered, checked again, cancelled.

`receive` takes any file and always gives a batch; one that is refused says why.
"""

import hashlib
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import access, audit, jobs
from campaign.choices import Level
from campaign.lib.vietnamese import clean
from campaign.lib.workbook import guard
from campaign.lib.workbook.refusals import UploadRefused
from campaign.roles import Permission
from households import citizen_ids, openings, sayings
from households.choices import BatchState
from households.imports import check, questions, storage, tasks
from households.imports.problems import ListRefused
from households.models import ImportBatch

CHECK, COMMIT = "import-check", "import-commit"
_LONGEST_NAME = 120


def receive(source, name, *, kind, unit, review, by, submit_key=None):
    """Guard and store an upload; return its ImportBatch, RECEIVED or REFUSED.

    `source` is a path or an open (uploaded) file, `name` what the person calls it. A second
    submit with the same `submit_key` gives the batch of the first. Raises PermissionDenied when
    `by` may not upload into `unit`.
    """
    access.check(by, Permission.HOUSEHOLD_IMPORT, unit)
    if submit_key:
        earlier = ImportBatch.objects.filter(submit_key=submit_key, uploaded_by=by).first()
        if earlier:
            return earlier
    batch = ImportBatch(
        kind=kind,
        unit=unit,
        review=review,
        uploaded_by=by,
        file_name=proper_name(name),
        size=0,
    )
    if submit_key:
        batch.submit_key = submit_key
    with _on_disk(source) as path:
        try:
            _check_context(batch)
            batch.size = path.stat().st_size
            batch.file_kind = str(guard.inspect(str(path), batch.file_name))
            content = path.read_bytes()
            batch.sha256 = hashlib.sha256(content).hexdigest()
            batch.stored_name = storage.keep(content)
        except (ListRefused, UploadRefused) as refusal:
            batch.state = BatchState.REFUSED
            batch.refusal_code, batch.refusal_values = refusal.code, sayings.pack(refusal.values)
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:  # the same form, sent twice at the same moment
        return ImportBatch.objects.get(submit_key=submit_key, uploaded_by=by)
    return batch


def _check_context(batch):
    """A list must belong to a review that takes lists, and a person sends only so many a day."""
    review, unit = batch.review, batch.unit
    stands = type(unit).objects.on(review.as_of).filter(pk=unit.pk).exists()
    if unit.province_id != review.unit_id or unit.level == Level.VILLAGE or not stands:
        raise ListRefused("unit_not_in_review", unit=unit.name)
    if refused := openings.refusal_of_unit(review, unit, of_list=batch.of_list):
        raise ListRefused(refused[0], **refused[1])
    since = timezone.now() - timedelta(days=1)
    sent = ImportBatch.objects.filter(uploaded_by=batch.uploaded_by, uploaded_at__gte=since)
    if sent.count() >= settings.UPLOADS_PER_DAY:
        raise ListRefused("quota", limit=settings.UPLOADS_PER_DAY)


class _on_disk:  # noqa: N801 - reads as a verb after `with`
    """The path of an upload: where it lies already, or a private copy while it is looked at."""

    def __init__(self, source):
        self.source = source
        self.copy = None

    def __enter__(self):
        if isinstance(self.source, str | os.PathLike):
            return Path(self.source)
        if hasattr(self.source, "temporary_file_path"):
            return Path(self.source.temporary_file_path())
        self.copy = tempfile.NamedTemporaryFile()
        self.source.seek(0)
        shutil.copyfileobj(self.source, self.copy)
        self.copy.flush()
        return Path(self.copy.name)

    def __exit__(self, *_error):
        if self.copy:
            self.copy.close()


def proper_name(name):
    """A file name as data only: no path, no controls, no citizen id, at most 120 characters."""
    bare = clean(str(name).replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, ending = citizen_ids.scrub(bare).rpartition(".")
    kept = f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else ending
    return kept[-_LONGEST_NAME:] or _("không tên")


def start_check(batch, by):
    """Queue the check of `batch`; return its job."""
    return jobs.start(tasks.check_batch, kind=CHECK, subject_id=batch.pk, by=by, unit=batch.unit)


def start_commit(batch, by):
    """Queue the commit of `batch`, confirmed by `by`; return its job."""
    access.check(by, Permission.HOUSEHOLD_IMPORT, batch.unit)
    return jobs.start(tasks.commit_batch, kind=COMMIT, subject_id=batch.pk, by=by, unit=batch.unit)


def answer(batch, answers, by):
    """Keep the answers {question key: answer, see `questions`}; the batch must be checked again.

    Raises PermissionDenied when `by` may not upload into the unit, ValueError for no answer.
    """
    access.check(by, Permission.HOUSEHOLD_IMPORT, batch.unit)
    kept = {key: questions.parse(str(value)) for key, value in answers.items()}
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in check.OPEN_STATES:
            raise PermissionDenied(_("Lần tải lên này đã kết thúc. Hãy tải tệp lên lại."))
        batch.answers = batch.answers | kept
        batch.save(update_fields=["answers"])
    return batch


def cancel(batch, by):
    """End a batch that is not committed; return it as it is then."""
    access.check(by, Permission.HOUSEHOLD_IMPORT, batch.unit)
    ended = ImportBatch.objects.filter(pk=batch.pk, state__in=check.OPEN_STATES).update(
        state=BatchState.CANCELLED, staged=None
    )
    if ended:
        audit.record("import.cancel", by=by, subject=batch, unit=batch.unit)
    batch.refresh_from_db()
    return batch

"""The person's own workbook back, every problem marked at its cell."""

from django.utils.translation import gettext as _

from campaign import jobs
from campaign.lib.numbers import integer
from campaign.lib.workbook import annotating
from households.choices import BatchKind
from households.imports import copies, staged, storage


def prepare(batch, job=None):
    """Make the marked copy of a long file and keep it. Raises as `workbook`."""
    jobs.beat(job, phase=_("Đánh dấu lỗi"), done=0, total=batch.rows_read)
    content = workbook(batch, beat=lambda done: jobs.beat(job, done=done))
    storage.keep(content, copies.name(batch))


def content(batch):
    """The bytes of the marked copy: the one that is kept, or made now. Raises as `workbook`."""
    return storage.content(copies.name(batch)) if copies.is_long(batch) else workbook(batch)


def workbook(batch, beat=None):
    """The bytes of an .xlsx with all problems of `batch`. `beat(done)` is called as a long file is
    written. Raises UploadRefused, ListRefused."""
    found = staged.load(batch)
    problems = found.problems or list(batch.problems.all())
    with storage.opened(batch.stored_name) as path:
        return annotating.annotate(
            path,
            batch.file_kind,
            batch.file_name,
            problems,
            _summary(batch),
            headings=found.content.get("headings", {}),
            beat=beat,
        )


def _summary(batch):
    rows = _("Số dòng hộ") if batch.kind == BatchKind.HOUSEHOLDS else _("Số dòng")
    return [
        (_("Tệp"), batch.file_name),
        (_("Địa bàn"), batch.unit.name),
        (_("Kỳ rà soát"), str(batch.review)),
        (rows, integer(batch.rows_read)),
        (_("Dòng có lỗi phải sửa"), integer(batch.rejected)),
        (_("Cảnh báo"), integer(batch.warnings)),
    ]

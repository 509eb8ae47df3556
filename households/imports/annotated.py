"""The person's own workbook back, every problem marked at its cell."""

from django.utils.translation import gettext as _

from campaign.lib.numbers import integer
from campaign.lib.workbook import annotating
from households.choices import BatchKind
from households.imports import staged, storage


def workbook(batch):
    """The bytes of an .xlsx with all problems of `batch`. Raises UploadRefused, ListRefused."""
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

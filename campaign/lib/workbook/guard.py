"""Says what a file is, by its content, or refuses it. Interim."""

from pathlib import Path

from django.conf import settings

from campaign.lib.workbook.kinds import Kind
from campaign.lib.workbook.refusals import UploadRefused


def inspect(path, name):
    size = Path(path).stat().st_size
    if size == 0:
        raise UploadRefused("empty")
    if size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused("too_large", limit=settings.UPLOAD_MAX_BYTES // 2**20)
    with open(path, "rb") as file:
        head = file.read(4)
    if head == b"PK\x03\x04":
        return Kind.ODS if name.lower().endswith(".ods") else Kind.XLSX
    if head == b"\xd0\xcf\x11\xe0":
        return Kind.XLS
    if head.startswith(b"%PDF"):
        raise UploadRefused("pdf")
    return Kind.CSV

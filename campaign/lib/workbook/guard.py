"""Says by its content what an upload is, or refuses it, before any library opens it.

May run in the web process: reads in pieces, inflates at most `kinds.MAX_TOTAL_BYTES`, and costs
about a tenth of what reading the same file costs.
"""

import os

from django.conf import settings

from campaign.lib.workbook import archive, ole, text
from campaign.lib.workbook.kinds import MIB, Kind
from campaign.lib.workbook.refusals import UploadRefused

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect(path, name):
    """The `Kind` of the file at `path`; `name` is what its owner called it, a hint and no proof.

    Raises UploadRefused, and nothing else, for whatever is wrong with the file as a file.
    """
    size = os.stat(path).st_size
    if size == 0:
        raise UploadRefused("empty")
    if size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused("too_large", limit=settings.UPLOAD_MAX_BYTES // MIB)
    with open(path, "rb") as file:
        head = file.read(text.SAMPLE_BYTES)
    if head.startswith(_ZIP):
        return archive.check(path)
    if head.startswith(_OLE):
        return _check_ole(path)
    for magic, code in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            raise UploadRefused(code)
    return _check_text(path, head, name)


def _check_ole(path):
    with open(path, "rb") as file:
        data = file.read()
    try:
        book = ole.Compound(data)
    except ole.Malformed:
        raise UploadRefused("damaged") from None
    names = {name.lower() for name in book.streams}
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise UploadRefused("password")
    if "worddocument" in names:
        raise UploadRefused("word")
    if "powerpoint document" in names:
        raise UploadRefused("slides")
    if any(name.startswith(("_vba_project", "vba")) or name == "macros" for name in names):
        raise UploadRefused("macros")
    if any(name.startswith("mbd") or name in {"\x01ole10native", "\x01ole"} for name in names):
        raise UploadRefused("embedded")
    if not names & {"workbook", "book"}:
        raise UploadRefused("not_a_workbook")
    try:
        code = ole.forbidden_record(book.workbook())
    except ole.Malformed:
        raise UploadRefused("damaged") from None
    if code:
        raise UploadRefused(code)
    return Kind.XLS


def _check_text(path, head, name):
    encoding = text.encoding_of(head)
    start = head.decode(encoding if encoding != "utf-8" else "latin-1", "replace")
    start = start.lstrip("\ufeff\xef\xbb\xbf \t\r\n\0")
    if not start:
        raise UploadRefused("empty")
    if start.startswith("<") or start[:13].lower() == "mime-version:":
        raise UploadRefused("html")
    if _binary(start):
        raise UploadRefused("not_a_workbook")
    if not name.lower().endswith((".csv", ".tsv", ".txt")):
        # Named as a workbook: only a table passes, as other systems do write tables named .xls.
        _, delimiter = text.detect(path)
        rows = [line for line in start.splitlines()[:20] if delimiter in line]
        if len(rows) < 2:
            raise UploadRefused("not_a_workbook")
    return Kind.CSV


def _binary(start):
    """Whether text holds more than a stray control character or two."""
    controls = sum(char < " " and char not in "\t\r\n\f" for char in start)
    return controls > 2 + len(start) // 1000

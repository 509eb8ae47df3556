"""A body too large is stopped while it arrives, and the request says so."""

import io

import pytest
from django.conf import settings
from django.test import RequestFactory

LIMIT = 1024 * 1024
BOUNDARY = "portal-boundary"
_HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="year"\r\n\r\n2025\r\n'
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
).encode()
_TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


class Body(io.RawIOBase):
    """A request body that is made as it is read and knows how much of it was."""

    def __init__(self, size):
        self.announced = len(_HEAD) + size + len(_TAIL)
        self.taken = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        start, end = self.taken, min(self.taken + len(buffer), self.announced)
        tail = self.announced - len(_TAIL)
        buffer[: end - start] = b"x" * (end - start)
        for position in range(start, end):
            if position < len(_HEAD):
                buffer[position - start] = _HEAD[position]
            elif position >= tail:
                buffer[position - start] = _TAIL[position - tail]
        self.taken = end
        return end - start


@pytest.fixture
def posted(settings, tmp_path):
    settings.UPLOAD_MAX_BYTES = LIMIT
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    def post(size):
        body = Body(size)
        request = RequestFactory().post(
            "/imports/new/", content_type=f"multipart/form-data; boundary={BOUNDARY}"
        )
        request.META["CONTENT_LENGTH"] = str(body.announced)
        request._stream, request._read_started = io.BufferedReader(body), False
        return request, body

    return post


def test_the_handler_is_the_first_in_line():
    assert settings.FILE_UPLOAD_HANDLERS[0] == "campaign.lib.uploads.BoundedUploadHandler"


def test_file_within_the_limit_arrives_whole(posted):
    request, _ = posted(LIMIT)
    assert request.POST["year"] == "2025"
    assert request.FILES["file"].size == LIMIT
    assert not getattr(request, "upload_too_large", False)


def test_file_over_the_limit_is_dropped_and_told(posted, tmp_path):
    request, _ = posted(LIMIT + 200_000)
    assert request.POST["year"] == "2025"
    assert "file" not in request.FILES
    assert request.upload_too_large
    assert list(tmp_path.iterdir()) == []


def test_huge_body_is_not_read(posted):
    request, body = posted(200 * LIMIT)
    assert "file" not in request.FILES
    assert request.upload_too_large
    assert body.taken < LIMIT

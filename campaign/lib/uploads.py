"""Stops an upload at the size limit while it arrives, before it fills a disk."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# What stands in the body beside the file: the other fields, the boundaries.
_ROOM = 64 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Marks the request `upload_too_large` and drops the file; the view says so in its own words.

    A body a little over the limit is read to its end, so that the browser is ready for the answer;
    one that announces three times the limit is not: its connection is closed after the answer.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.announced = content_length

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.announced > settings.UPLOAD_MAX_BYTES + _ROOM:
            self._stop()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self._stop()
        return raw_data

    def file_complete(self, file_size):
        return None

    def _stop(self):
        self.request.upload_too_large = True
        raise StopUpload(connection_reset=self.announced > 3 * settings.UPLOAD_MAX_BYTES)

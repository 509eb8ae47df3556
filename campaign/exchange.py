"""The file formats in which reference tables leave and come back: guarded both ways.

Coming in, a file passes the same guard and the same limited reader as a household list; no
spreadsheet library opens it in the web process. Going out, no text can start a formula.
"""

import csv
import io
import os
import re
import tempfile

import tablib
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats import base_formats

from campaign.lib.vietnamese import clean
from campaign.lib.workbook import guard, reading
from campaign.lib.workbook.refusals import UploadRefused

MAX_ROWS = 20_000
# What a spreadsheet takes for the start of a formula, plain or full width, behind any blanks.
_FORMULA = re.compile(r"^[\s\u00a0\u200b\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^-?\d+([.,]\d+)?$")


def defuse(value):
    """`value` with an apostrophe before whatever a spreadsheet would run; numbers stay."""
    if not isinstance(value, str) or _NUMBER.match(value):
        return value
    lines = value.replace("\r\n", "\n").split("\n")
    return "\n".join(f"'{line}" if _FORMULA.match(line) else line for line in lines)


def restore(value):
    """A cell as it was before `defuse`."""
    if not isinstance(value, str):
        return value
    lines = value.split("\n")
    return "\n".join(
        line[1:] if line[:1] == "'" and _FORMULA.match(line[1:]) else line for line in lines
    )


class _Defused:
    def _escape_formulae(self, dataset):
        for _index in range(len(dataset)):
            dataset.append([defuse(cell) for cell in dataset.lpop()])


class Workbook(_Defused, base_formats.XLSX):
    def get_title(self):
        return "xlsx"


class Text(_Defused, base_formats.CSV):
    """As a Vietnamese Excel opens it by double-click: byte order mark, semicolons."""

    def is_binary(self):
        return True

    def export_data(self, dataset, **kwargs):
        self._escape_formulae(dataset)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(dataset.headers)
        writer.writerows(dataset)
        return out.getvalue().encode("utf-8-sig")


class Sheet(base_formats.Format):
    """Whatever the guard knows as a sheet; its kind is read from its content, not asked for."""

    def __init__(self, encoding=None):
        """`encoding` is what every format is asked for; here the reader finds it."""

    def get_title(self):
        return gettext_lazy("Bảng tính (.xlsx, .csv)")

    def can_import(self):
        return True

    def create_dataset(self, in_stream):
        """The first visible sheet as a Dataset; its first filled row is the heading.

        Raises UploadRefused.
        """
        if in_stream is None:  # the preview was left open for too long
            raise UploadRefused("damaged")
        handle, path = tempfile.mkstemp(prefix="reference-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(in_stream)
            return _dataset(path, guard.inspect(path, "reference"))
        finally:
            os.unlink(path)


def _dataset(path, kind):
    data = tablib.Dataset()
    sheet = None
    for event in reading.read(path, kind, max_rows=MAX_ROWS):
        if isinstance(event, reading.Sheet):
            if data.headers:
                break
            sheet = event
        elif sheet is None or not sheet.hidden:
            cells = [restore(cell) for cell in event.cells]
            if not data.headers:
                data.headers = [clean(str(cell)) if cell is not None else "" for cell in cells]
            else:
                width = len(data.headers)
                data.append((cells + [None] * width)[:width])
    return data


class SheetRefused(Exception):
    """A sheet that is not this table at all; the text is the whole sentence for its sender."""


def check_headings(dataset, needed, known):
    """Raise SheetRefused when `dataset` lacks one of the headings `needed`; `known` are all that
    the table has."""
    absent = [heading for heading in needed if heading not in (dataset.headers or [])]
    if absent:
        sentence = _(
            "Tệp thiếu cột: %(absent)s. Danh mục này gồm các cột: %(known)s. "
            "Xuất danh mục ra tệp để lấy đúng mẫu."
        )
        raise SheetRefused(sentence % {"absent": "; ".join(absent), "known": "; ".join(known)})

"""The user's own workbook back with every problem marked, to be corrected and uploaded as it is.

Marked are the cells (colour, and a comment for the first two thousand), each row (a leading column
"Lỗi" with its sentences) and the whole (a summary sheet in front). Readers of lists leave out the
column headed `ERROR_COLUMN` and the sheet `SUMMARY_SHEET`.
"""

import json
import os
import subprocess
import tempfile
import zipfile
from itertools import islice
from operator import attrgetter
from pathlib import Path

from django.utils.translation import gettext as _

from campaign.lib.numbers import integer
from campaign.lib.workbook import fresh, marks, reading
from campaign.lib.workbook.kinds import MIB, Kind
from campaign.lib.workbook.names import ERROR_COLUMN, SUMMARY_SHEET

__all__ = ["ERROR_COLUMN", "SUMMARY_SHEET", "annotate"]

# openpyxl holds some fifty times the XML of a sheet in memory; what is larger is written anew.
_OWN_FORMATS_UP_TO = 24 * MIB
_LISTED = 5_000
_MEMORY = 1536 * MIB
_CPU_SECONDS = 100
_WALL_SECONDS = 120


def annotate(path, kind, name, problems, summary, *, extra_sheets=(), headings=None, beat=None):
    """The bytes of an .xlsx: the file at `path` (guarded, of `kind`) with its problems marked.

    `problems`: objects with sheet, row, column (heading, or letter), value, severity ("error" or
    "warning"), message, and, if known, letter. `name` is the file's name, `summary` pairs of label
    and value, `extra_sheets` pairs of title and rows of values for the end of the workbook.
    `headings`: {sheet: row of its heading}, where the caller knows it. `problems` may be gone
    through several times, so that half a million need not be in memory: then they come by sheet and
    row, and `of_sheet` gives those of a sheet that have a row. `beat(done)` is called as a long
    file is written. Raises UploadRefused.
    """
    headings = headings or {}
    wording = _wording(name, problems, summary)
    extra = [
        (str(title), [[_value(value) for value in row] for row in rows])
        for title, rows in extra_sheets
    ]
    if kind == Kind.XLSX and _is_small(path):
        sheets = marks.collect(problems, headings)
        content = _in_its_own_formats(path, sheets, wording, extra)
        if content:
            return content
    of_sheet, comments = _by_sheet(problems), marks.Comments()

    def marks_of(sheet):
        return marks.MarksByRow(of_sheet(sheet), headings.get(sheet), comments)

    return fresh.write(path, kind, marks_of, wording, extra, beat=beat)


def _by_sheet(problems):
    """A function that gives the problems of a sheet that have a row, by row."""
    if hasattr(problems, "of_sheet"):
        return problems.of_sheet
    found = {}
    for problem in sorted((p for p in problems if p.row), key=attrgetter("row")):
        found.setdefault(problem.sheet, []).append(problem)
    return lambda sheet: found.get(sheet, ())


def _value(value):
    return value if value is None or isinstance(value, int | float) else str(value)


def _wording(name, problems, summary):
    pairs = summary.items() if hasattr(summary, "items") else summary
    levels = {True: _("Lỗi"), False: _("Cảnh báo")}
    every = iter(problems)
    listed = list(islice(every, _LISTED))
    more = sum(1 for _problem in every)
    return {
        "title": _("Tổng hợp lỗi của tệp tải lên"),
        "lead": [
            name,
            _("Ô tô màu đỏ là lỗi phải sửa, ô tô màu vàng là cảnh báo cần xem lại."),
            _(
                "Hãy sửa ngay trong tệp này rồi tải lên lại; không cần xóa cột “%(column)s” và "
                "trang “%(sheet)s”."
            )
            % {"column": ERROR_COLUMN, "sheet": SUMMARY_SHEET},
        ],
        "summary": [(str(label), _value(value)) for label, value in pairs],
        "headings": [
            _("Trang"),
            _("Dòng"),
            _("Cột"),
            _("Giá trị"),
            _("Mức"),
            _("Nội dung"),
        ],
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column or "",
                "letter": marks.letter_of(problem),
                "value": _value(problem.value),
                "error": str(problem.severity) == "error",
                "level": levels[str(problem.severity) == "error"],
                "message": str(problem.message),
            }
            for problem in listed
        ],
        "more": _("… và %(count)s vấn đề khác, xem cột “%(column)s” ở từng trang.")
        % {"count": integer(more), "column": ERROR_COLUMN}
        if more
        else "",
    }


def _is_small(path):
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist()) <= _OWN_FORMATS_UP_TO


def _in_its_own_formats(path, sheets, wording, extra):
    """The copy as the child makes it, or None when openpyxl cannot open what the reader could."""
    stored = {
        title: {
            "heading": found.heading,
            "rows": found.rows,
            "cells": [[*place, error, said] for place, (error, said) in found.cells.items()],
            "commented": list(found.commented),
        }
        for title, found in sheets.items()
    }
    # Everything the child writes is in a folder of its own that goes when it has gone.
    with tempfile.TemporaryDirectory() as folder:
        job, target = Path(folder, "job.json"), Path(folder, "annotated.xlsx")
        job.write_text(
            json.dumps({"sheets": stored, "wording": wording, "extra": extra}), encoding="utf-8"
        )
        task = {
            "work": "marking",
            "path": os.path.abspath(path),
            "job": str(job),
            "target": str(target),
            "memory": _MEMORY,
            "seconds": _CPU_SECONDS,
            "file_size": 300 * MIB,
        }
        try:
            done = subprocess.run(
                reading.command(task),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"TMPDIR": folder},
                cwd=folder,
                start_new_session=True,
                timeout=_WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode == 0 and target.exists():
            return target.read_bytes()
        reading.logger.warning("annotating ended with %s", done.returncode)
        return None

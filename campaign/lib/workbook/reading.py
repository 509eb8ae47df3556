"""Rows of a guarded file, streamed from a limited child process.

The parent holds one line of the child (500 rows) at a time, so that a list of 100,000 rows costs a
worker a few megabytes; the child's memory, CPU and waiting time are bounded and every way it can
end badly is an `UploadRefused`.
"""

import datetime
import functools
import importlib.util
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from campaign.lib.legacy_encodings import MOJIBAKE, TCVN3, VNI
from campaign.lib.numbers import integer
from campaign.lib.workbook import child, text
from campaign.lib.workbook.kinds import MAX_MERGED, MIB, CellError, Kind
from campaign.lib.workbook.refusals import UploadRefused

logger = logging.getLogger(__name__)

MAX_ROWS = 100_000
# Title block, heading, totals and signatures stand around the rows that the limit speaks of.
ROWS_AROUND = 100
# 100,000 rows of 30 cells, all of them text, need under 450 MB (312 of them resident).
MEMORY = 640 * MIB
CPU_SECONDS = 30
WAIT_SECONDS = 60
_LINE_BYTES = 16 * MIB
_PIPE = MIB
# Found, not imported: the reader has no business in this process.
_PACKAGES = str(Path(importlib.util.find_spec("python_calamine").origin).parent.parent)
_PROJECT = str(Path(__file__).resolve().parents[3])


class Sheet(NamedTuple):
    """`converted`, complete once its last row has come: {encoding: cells brought to Unicode}, the
    encodings as `legacy_encodings` names them."""

    name: str
    hidden: bool
    converted: dict = {}
    # Rows or columns of it are hidden, by hand or by a filter; they are read all the same.
    conceals: bool = False
    # Its merged cells as `Area`s, complete before its first row comes; a .csv has none.
    merged: list = []


class Area(NamedTuple):
    """A merged cell: rows as Excel numbers them, columns from 0, the last ones included."""

    row: int
    column: int
    last_row: int
    last_column: int


class Row(NamedTuple):
    """`number` as Excel shows it; `cells` from column A on, trailing empty ones cut."""

    number: int
    cells: list


def read(path, kind, *, max_rows=MAX_ROWS):
    """Yield each `Sheet`, followed by its `Row`s that hold anything.

    Cells are str (Unicode whatever encoding they were in, NFC, no control characters), int, float,
    bool, date, datetime, `CellError` or None. More than `max_rows` filled rows in a sheet (and a
    margin for titles) are refused; the rows that precede a refusal have been yielded. Raises
    UploadRefused.
    """
    encoding, delimiter = text.detect(path) if kind == Kind.CSV else ("", "")
    task = {
        "work": "rows",
        "path": os.path.abspath(path),
        "kind": str(kind),
        "encoding": encoding,
        "delimiter": delimiter,
        "max_rows": max_rows + ROWS_AROUND,
        "memory": MEMORY,
        "seconds": CPU_SECONDS,
        "file_size": 0,
    }
    process = subprocess.Popen(
        command(task),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    )
    sheet = None
    try:
        for line in _lines(process):
            message = _decode(line)
            if isinstance(message, list):
                first, rows = message
                for number, cells in enumerate(rows, first):
                    if cells:
                        yield Row(number, cells)
            elif "sheet" in message:
                conceals = message.get("conceals") is True
                sheet = Sheet(message["sheet"], message["hidden"], {}, conceals, [])
                yield sheet
            elif "merged" in message and sheet:
                sheet.merged.extend(_areas(message["merged"]))
            elif "converted" in message and sheet:
                sheet.converted.update(_counts(message["converted"]))
            elif "end" in message:
                return
            else:
                raise _refusal(message, max_rows)
        raise UploadRefused(_how_it_ended(process))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def command(task):
    """The command line of a child process that does `task`, see `child.main`."""
    task = {"packages": _PACKAGES, "project": _PROJECT, **task}
    # Isolated, without site-packages' own start-up code, writing no byte code.
    return [sys.executable, "-I", "-S", "-B", child.__file__, json.dumps(task)]


@functools.lru_cache(maxsize=4096)
def _day(iso):
    return datetime.date.fromisoformat(iso)


def _typed(mark):
    if "d" in mark:
        return _day(mark["d"])
    if "e" in mark:
        return CellError(mark["e"])
    if "t" in mark:
        return datetime.datetime.fromisoformat(mark["t"])
    return mark


_parse = json.JSONDecoder(object_hook=_typed).decode


def _decode(line):
    try:
        return _parse(line.decode("utf-8", "replace"))
    except ValueError:
        raise UploadRefused("reader_crashed") from None


def _lines(process):
    """Lines of the child, killed when it keeps us waiting; our own slowness does not count."""
    pipe = process.stdout.fileno()
    poll = select.poll()
    poll.register(pipe, select.POLLIN | select.POLLHUP)
    waited, parts, size = 0.0, [], 0
    while True:
        began = time.monotonic()
        ready = poll.poll(max(0, WAIT_SECONDS - waited) * 1000)
        waited += time.monotonic() - began
        if not ready:
            raise UploadRefused("reader_timeout")
        data = os.read(pipe, _PIPE)
        if not data:
            return
        *complete, rest = data.split(b"\n")
        for line in complete:
            yield b"".join([*parts, line])
            parts, size = [], 0
        parts.append(rest)
        size += len(rest)
        if size > _LINE_BYTES:
            raise UploadRefused("reader_memory")


def _counts(converted):
    """What the child says it converted; only what it can know is believed."""
    if not isinstance(converted, dict):
        raise UploadRefused("reader_crashed")
    counts = {name: converted.get(name) for name in (TCVN3, VNI, MOJIBAKE)}
    return {name: count for name, count in counts.items() if type(count) is int}


def _areas(merged):
    """Merged cells as the child tells them; only what can be one is believed."""
    try:
        areas = [Area(*ends) for ends in merged]
    except TypeError:
        raise UploadRefused("reader_crashed") from None
    if any(type(end) is not int for area in areas for end in area):
        raise UploadRefused("reader_crashed")
    return areas


def _refusal(message, max_rows):
    """What the child says of the file; only what it can know is believed."""
    values = message.get("values")
    row = values.get("row") if isinstance(values, dict) else None
    known = {
        "password": {},
        "damaged": {},
        "reader_memory": {},
        "too_many_rows": {"limit": integer(max_rows)},
        "too_much_text": {"row": row},
        "too_many_merged": {"limit": integer(MAX_MERGED)},
        "csv_damaged": {"row": row},
    }
    code = message.get("refused")
    if code not in known or not isinstance(row, int | None):
        return UploadRefused("reader_crashed")
    return UploadRefused(code, **known[code])


def _how_it_ended(process):
    """The code for a child that went without a last word."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "reader_crashed"
    said = process.stderr.read(4096)
    # The last line names the kind of failure; what follows the colon could quote a cell.
    kind = said.strip().rpartition(b"\n")[2].partition(b":")[0][:80].decode("ascii", "replace")
    logger.warning("workbook reader ended with %s (%s)", process.returncode, kind)
    if b"memory allocation" in said or b"MemoryError" in said or b"capacity overflow" in said:
        return "reader_memory"
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "reader_timeout"
    return "reader_crashed"

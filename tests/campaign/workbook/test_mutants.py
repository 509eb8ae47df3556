"""Good workbooks with a few bytes changed: rows or a refusal, never another exception."""

import io
import random
import time
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from campaign.lib.workbook import guard, reading
from campaign.lib.workbook.refusals import UploadRefused
from tests.campaign.workbook import builders

_TOKENS = [b"A1", b"XFD1048576", b"<", b">", b"&", b'"', b"</c>", b"</row>", b"-1", b"9" * 20, b""]


def _book():
    book = Workbook()
    for i in range(30):
        book.active.append([f"Thôn {i}", i, i / 7, "=A1", None, "x"])
    book.active.merge_cells("A40:C41")
    book.active["B2"].comment = Comment("ghi chú", "Lan")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = {
    "xlsx": _book(),
    "small xlsx": builders.xlsx(),
    "xls": builders.xls([("Thôn", i, i / 7) for i in range(30)]),
    "ods": builders.ods(builders.ods_rows(*[("Thôn", i) for i in range(30)])),
    "csv": "".join(f'"Thôn {i}";{i};"x"\r\n' for i in range(30)).encode(),
}


def _flipped(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _rewritten(data, chance):
    """The parts of a zip with tokens put in, swapped or left out; anything else is flipped."""
    if not data.startswith(b"PK"):
        return _flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = list(parts)
    for _ in range(chance.randint(1, 3)):
        name, other = chance.choice(names), chance.choice(names)
        kind = chance.randrange(6)
        if kind == 0:
            parts[name], parts[other] = parts[other], parts[name]
        elif kind == 1 and len(parts) > 3:
            parts.pop(name, None)
            names = list(parts)
        elif len(parts[name]) > 1:
            at = chance.randrange(len(parts[name]))
            cut = at + chance.choice([0, 0, 1, 5, 30])
            parts[name] = parts[name][:at] + chance.choice(_TOKENS) + parts[name][cut:]
    return builders.zipped(parts)


def _outcome(path, data):
    path.write_bytes(data)
    began = time.monotonic()
    try:
        kind = guard.inspect(path, "danh sach.xlsx")
        for _ in reading.read(path, kind):
            pass
        outcome = "rows"
    except UploadRefused as refused:
        assert "%(" not in str(refused)
        outcome = refused.code
    assert time.monotonic() - began < 10
    return outcome


def _run(path, count, seed):
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(count):
        data = GOOD[chance.choice(list(GOOD))]
        change = chance.choice([_flipped, _rewritten, _rewritten])
        outcomes.add(_outcome(path, change(data, chance)))
    return outcomes


def test_good_ones_are_read(tmp_path):
    assert {_outcome(tmp_path / "m", data) for data in GOOD.values()} == {"rows"}


def test_mutants_end_in_rows_or_a_refusal(tmp_path):
    outcomes = _run(tmp_path / "m", 200, seed=20251130)
    assert {"rows", "damaged", "xml_malformed"} <= outcomes


@pytest.mark.slow
def test_many_mutants_end_in_rows_or_a_refusal(tmp_path):
    assert "rows" in _run(tmp_path / "m", 2000, seed=1)

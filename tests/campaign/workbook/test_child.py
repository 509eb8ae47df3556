"""The reading process: limited, alone, and every way it can end badly is one refusal."""

import json
import os
import signal
import time

import pytest

from campaign.lib.workbook import child, reading
from campaign.lib.workbook.kinds import Kind
from campaign.lib.workbook.reading import Row
from campaign.lib.workbook.refusals import UploadRefused


def _with_child(monkeypatch, tmp_path, body):
    """The reading with a child that does `body` instead; the child's own limits are kept."""
    script = tmp_path / "child.py"
    script.write_text(
        "import json, os, resource, signal, sys, time\n"
        "task = json.loads(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (task['memory'],) * 2)\n" + body
    )
    monkeypatch.setattr(child, "__file__", str(script))
    return script


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("os.abort()", "reader_crashed"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "reader_crashed"),
        ("sys.exit(3)", "reader_crashed"),
        ("print('no json', flush=True); time.sleep(9)", "reader_crashed"),
        ("print(json.dumps({'refused': 'unknown', 'values': {}}))", "reader_crashed"),
        ("print(json.dumps({'refused': 'stray_cell', 'values': {}}))", "reader_crashed"),
        ("print(json.dumps({'refused': 'csv_damaged', 'values': {'row': '9'}}))", "reader_crashed"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "reader_timeout"),
        ("time.sleep(60)", "reader_timeout"),
        ("print('[1, [[1]]]', flush=True); time.sleep(60)", "reader_timeout"),
        ("x = b'x' * 2 * task['memory']", "reader_memory"),
        (
            "print('memory allocation of 9 bytes failed', file=sys.stderr, flush=True); os.abort()",
            "reader_memory",
        ),
        ("os.close(1); time.sleep(20)", "reader_crashed"),
        ("sys.stdout.write('x' * 20_000_000)", "reader_memory"),
    ],
)
def test_child_that_ends_badly_is_a_refusal(monkeypatch, tmp_path, body, code):
    _with_child(monkeypatch, tmp_path, body)
    monkeypatch.setattr(reading, "WAIT_SECONDS", 1)
    monkeypatch.setattr(reading, "MEMORY", 128 * 1024 * 1024)
    began = time.monotonic()
    with pytest.raises(UploadRefused) as refused:
        list(reading.read(tmp_path / "x", Kind.XLSX))
    assert refused.value.code == code
    assert time.monotonic() - began < 8


def test_child_has_no_environment_no_input_and_its_own_session(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    seen = tmp_path / "seen.json"
    _with_child(
        monkeypatch,
        tmp_path,
        f"open({str(seen)!r}, 'w').write(json.dumps([dict(os.environ).get('SECRET_KEY'),"
        "sys.stdin.read(), os.getsid(0) == os.getpid(), sys.flags.isolated]))\n"
        "print(json.dumps({'end': True}))",
    )
    assert list(reading.read(tmp_path / "x", Kind.XLSX)) == []
    assert json.loads(seen.read_text()) == [None, "", True, 1]


def test_no_child_outlives_its_reader(monkeypatch, tmp_path):
    pid = tmp_path / "pid"
    _with_child(
        monkeypatch,
        tmp_path,
        f"open({str(pid)!r}, 'w').write(str(os.getpid()))\n"
        "print('[1, [[1]]]', flush=True); time.sleep(60)",
    )
    rows = reading.read(tmp_path / "x", Kind.XLSX)
    assert next(rows) == Row(1, [1])
    rows.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), signal.SIG_DFL)


def test_a_slow_reader_of_rows_is_not_punished(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "WAIT_SECONDS", 1)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" * 40_000)
    count = 0
    for event in reading.read(path, Kind.CSV):
        count += 1
        if count in {10, 20_000} and isinstance(event, Row):
            time.sleep(0.8)
    assert count == 40_001

"""`manage.py demo` as a newcomer runs it: built once, served at once the next time, never on top of
anybody's data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from campaign.bootstrap import fresh_keys
from reporting.demo import people, samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the demonstration is on SQLite"),
]
COMMAND = [sys.executable, "manage.py"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder for a database of its own and the environment that names it."""
    folder = tmp_path_factory.mktemp("demo")
    environment = os.environ | fresh_keys()
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment |= {
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    return SimpleNamespace(folder=folder, environment=environment)


def start(place, *arguments, **environment):
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=settings.BASE_DIR,
        env=place.environment | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(place, *arguments, **environment):
    process = start(place, *arguments, **environment)
    output, _ = process.communicate(timeout=300)
    return process.returncode, output


@pytest.fixture(scope="module")
def built(place):
    """Interrupted once in the middle, then built to the end."""
    process = start(place, "demo", "--no-serve")
    for line in process.stdout:
        if line.startswith("[3/"):
            process.kill()
    process.wait()
    assert not (place.folder / "db.sqlite3").exists()
    status, output = run(place, "demo", "--no-serve")
    assert status == 0, output
    return SimpleNamespace(output=output, made_at=(place.folder / "db.sqlite3").stat().st_mtime_ns)


def test_a_build_says_how_far_it_is_and_ends_with_the_logins(place, built):
    lines = built.output.splitlines()
    assert [line[:3] for line in lines if line.startswith("[")] == [f"[{n}/" for n in range(1, 8)]
    shown = {line.split()[0] for line in lines if line.startswith("  ") and len(line.split()) > 3}
    assert {person.username for person in people.PEOPLE} <= shown
    assert f"  password of all: {people.PASSWORD}" in lines
    assert {path.name for path in (place.folder / "demo").iterdir()} == {
        "prepared",
        samples.LIST,
        samples.TOTALS,
    }


def test_a_second_start_builds_nothing(place, built):
    status, output = run(place, "demo", "--no-serve")
    assert (status, "[1/" in output) == (0, False)
    assert (place.folder / "db.sqlite3").stat().st_mtime_ns == built.made_at


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(address, timeout=5).status
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def children(pid):
    answer = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], check=False, capture_output=True, text=True
    )
    return [int(number) for number in answer.stdout.split()]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_says_where_and_stops_with_its_worker(place, built):
    port = free_port()
    process = start(place, "demo", "--port", str(port))
    try:
        assert wait_for(f"http://127.0.0.1:{port}/accounts/login/", 20) == 200
        assert wait_for(f"http://127.0.0.1:{port}/static/campaign/theme.css", 1) == 200
        status, output = run(place, "demo", "--port", str(port))
        assert status == 1
        assert f"Port {port} is taken by another program." in output
        helpers = children(process.pid)
        assert len(helpers) == 2  # the web process and the worker
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"Serving http://127.0.0.1:{port}/ (Ctrl-C stops)" in output
    assert [pid for pid in helpers if is_alive(pid)] == []


def test_an_installation_that_is_no_demonstration_is_left_alone(place, built):
    status, output = run(place, "demo", "--no-serve", DEMO="false")
    assert status == 1
    assert "DEMO is not set" in output


def test_other_data_is_never_built_over(place, tmp_path):
    path = tmp_path / "own.sqlite3"
    own = {"DATABASE_URL": f"sqlite:///{path}"}
    assert run(place, "migrate", "--verbosity", "0", **own) == (0, "")
    make = "from campaign.models import User; User.objects.create(username='real')"
    assert run(place, "shell", "--verbosity", "0", "--command", make, **own) == (0, "")
    status, output = run(place, "demo", "--no-serve", **own)
    assert status == 1
    assert "holds data that is not the demonstration's" in output

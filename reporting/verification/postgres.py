"""A PostgreSQL server for the tests: the one that is there, or a cluster made for the run."""

import getpass
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

BINARIES = Path("/usr/lib/postgresql")
# Nothing of this cluster outlives the run, so nothing has to reach the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 60


class ClusterFailed(Exception):
    """The binaries are there, yet no cluster of theirs came up; says why."""


@dataclass(frozen=True)
class Server:
    """Where to connect (a URL without a database name) and what to call it in the report."""

    url: str
    name: str


@contextmanager
def server():
    """The server to test on, or None when there is none and none can be made.

    Raises ClusterFailed.
    """
    found = _running()
    if found:
        yield found
        return
    binaries = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not binaries:
        yield None
        return
    with _throw_away_cluster(binaries[-1].parent) as url:
        yield Server(url, f"PostgreSQL {_version(url)}, throw-away cluster")


def drop(found, prefix):
    """Drop the databases whose name begins with `prefix`: what an interrupted test run left."""
    connection = psycopg2.connect(f"{found.url}/postgres", connect_timeout=5)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            if name.startswith(prefix):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()


def _running():
    for url in _candidates():
        version = _version(url)
        if version:
            place = urlsplit(url)
            return Server(url, f"PostgreSQL {version}, {place.hostname}:{place.port or 5432}")
    return None


def _candidates():
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield urlsplit(given)._replace(path="", query="").geturl()
    for user in dict.fromkeys(("root", "postgres", getpass.getuser())):
        yield f"postgres://{user}@127.0.0.1:5432"


def _version(url):
    """The server's version when it lets us in and lets us make databases, else None."""
    try:
        connection = psycopg2.connect(f"{url}/postgres", connect_timeout=5)
    except psycopg2.Error:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcreatedb OR rolsuper, current_setting('server_version')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        may_create, version = cursor.fetchone()
    connection.close()
    return version.split()[0] if may_create else None


@contextmanager
def _throw_away_cluster(binaries):
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    data, port, identity = folder / "data", _free_port(), _unprivileged()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    settings = ["-c", "listen_addresses=127.0.0.1", *(w for s in FAST for w in ("-c", s))]
    process = None
    try:
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "verify", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"],
            check=False,
            **quiet,
            **identity,
        )
        if made.returncode:
            raise ClusterFailed(f"initdb ended with status {made.returncode}.")
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, *settings]
        process = subprocess.Popen(command, **quiet, **identity)
        url = f"postgres://verify@127.0.0.1:{port}"
        _wait(process, url)
        yield url
    finally:
        if process:
            process.send_signal(signal.SIGINT)  # a fast shutdown: sessions are cut off
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged():
    """PostgreSQL refuses to run as root: whom to run it as instead."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise ClusterFailed("Neither the user postgres nor nobody exists.")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process, url):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _version(url):
            return
        time.sleep(0.2)
    raise ClusterFailed("The throw-away cluster did not start.")

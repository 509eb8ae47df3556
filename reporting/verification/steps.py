"""The steps of `verify`: each a child process with an environment of its own."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from defusedxml import ElementTree
from django.conf import settings

# A test that hangs must end as a failure with its output, not as a run that is cut off.
TIMEOUT_SECONDS = 20 * 60
PRODUCTION = {
    "ALLOWED_HOSTS": "portal.example",
    "BEHIND_PROXY": "true",
    "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
}


@dataclass
class Outcome:
    """How a step ended. `passed`, `failed` and `skipped` count tests; a check counts none."""

    ok: bool
    output: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True)
class Check:
    """A command that must end with status 0."""

    name: str
    arguments: tuple
    environment: dict = field(default_factory=dict)

    def run(self):
        status, output = _run([sys.executable, *self.arguments], self.environment)
        return Outcome(ok=status == 0, output=output)


@dataclass(frozen=True)
class Suite:
    """A selection of the tests, on one database."""

    name: str
    marks: str
    environment: dict = field(default_factory=dict)
    processes: int = 2

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-m", self.marks, f"--junitxml={report}"]
            if self.processes > 1:
                command += ["-n", str(self.processes), "--dist", "worksteal"]
            status, output = _run(command, self.environment)
            return _count(report, status, output)


def checks():
    """Everything that is not a test, in the order in which it is quick to learn of."""
    manage = "manage.py"
    return (
        Check("formatting", ("-m", "ruff", "format", "--check", ".")),
        Check("lint", ("-m", "ruff", "check", ".")),
        Check("template formatting", ("-m", "djlint", "templates", "--check")),
        Check("template lint", ("-m", "djlint", "templates", "--lint")),
        Check("system check", (manage, "check", "--fail-level", "WARNING")),
        Check(
            "system check of production settings",
            (manage, "check", "--deploy", "--fail-level", "WARNING"),
            PRODUCTION,
        ),
        Check("missing migrations", (manage, "makemigrations", "--check", "--dry-run")),
    )


def _run(command, environment):
    """Run a step in the project's folder: exit status and everything it printed."""
    own = dict(os.environ)
    # The caller's database and settings module are not the step's; each names its own.
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        own.pop(name, None)
    try:
        done = subprocess.run(
            command,
            check=False,
            cwd=settings.BASE_DIR,
            env=own | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode(errors="replace")
        return 1, f"{said}\nStopped after {TIMEOUT_SECONDS // 60} minutes."
    return done.returncode, done.stdout


def _count(report, status, output):
    """Read pytest's own report; without one the run itself has failed."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
        totals = [
            [int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")]
            for suite in suites
        ]
    except (OSError, ElementTree.ParseError):
        return Outcome(ok=False, output=output, failed=1)
    tests, failures, errors, skipped = (sum(column) for column in zip(*totals, strict=True))
    failed = failures + errors
    passed = max(0, tests - failed - skipped)
    # No test at all (status 5) is a failure too: a selection that selects nothing proves nothing.
    if status and not failed:
        failed = 1
    return Outcome(status == 0, output, passed, failed, skipped)


def clock():
    """A function that tells the seconds since now."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun

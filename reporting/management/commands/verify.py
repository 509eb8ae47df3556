"""`python3 manage.py verify`: every check and every test, on both databases, the same as CI."""

import os
import sys
import textwrap
import uuid
from pathlib import Path

from django.core.management.base import BaseCommand

from campaign.bootstrap import find_browser
from reporting.verification import postgres, steps

PLAYWRIGHT_BROWSERS = Path.home() / ".cache" / "ms-playwright"
SHOWN_LINES = 300


class Command(BaseCommand):
    help = "Runs every check and every test, on SQLite and on PostgreSQL."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--quick",
            action="store_true",
            help="checks, and the tests on SQLite that are neither slow nor need a browser",
        )

    def handle(self, *args, quick, **options):
        self.elapsed, self.outcomes = steps.clock(), {}
        for check in steps.checks():
            self._perform(check)
        without = "not browser and not slow" if quick else "not browser"
        self._perform(steps.Suite("tests on SQLite", without))
        if not quick:
            try:
                self._test_on_postgres(without)
            except postgres.ClusterFailed as failure:
                self._lack("tests on PostgreSQL", str(failure))
            self._test_in_browser()
        self._close()

    def _test_on_postgres(self, marks):
        with postgres.server() as server:
            if server is None:
                self._lack("tests on PostgreSQL", "no PostgreSQL server, and no package of one")
                return
            # A name of our own: several runs may share a server.
            name = f"verify_{uuid.uuid4().hex[:12]}"
            url = {"DATABASE_URL": f"{server.url}/{name}"}
            try:
                self._perform(steps.Suite(f"tests on {server.name}", marks, url))
            finally:
                postgres.drop(server, f"test_{name}")

    def _test_in_browser(self):
        suite = steps.Suite("tests in Chromium, on SQLite", "browser", processes=1)
        if find_browser() or any(PLAYWRIGHT_BROWSERS.glob("chromium*")):
            self._perform(suite)
        else:
            self._lack(suite.name, "no Chromium on this machine")

    def _perform(self, step):
        self.stdout.write(f"{step.name} ... ", ending="")
        self.stdout.flush()
        took = steps.clock()
        outcome = self.outcomes[step.name] = step.run()
        word = self.style.SUCCESS("ok") if outcome.ok else self.style.ERROR("FAILED")
        self.stdout.write(f"{word}  {took():.1f} s")
        if not outcome.ok:
            lines = outcome.output.rstrip().splitlines()[-SHOWN_LINES:]
            self.stdout.write(textwrap.indent("\n".join(lines), "    "))

    def _lack(self, name, reason):
        """In CI what cannot run has failed; at a desk it is said aloud."""
        strict = os.environ.get("CI", "").lower() in {"1", "true"}
        if strict:
            self.outcomes[name] = steps.Outcome(ok=False, failed=1)
        self.stdout.write(self.style.ERROR(f"{name} ... NOT RUN: {reason}"))

    def _close(self):
        outcomes = self.outcomes.values()
        self.stdout.write("")
        for name, outcome in self.outcomes.items():
            if outcome.passed or outcome.failed:
                counts = f"{outcome.passed} passed, {outcome.failed} failed"
                self.stdout.write(f"{name}: {counts}, {outcome.skipped} skipped")
        broken = [n for n, o in self.outcomes.items() if not o.ok and not o.failed]
        self.stdout.write("checks: " + (f"failed: {', '.join(broken)}" if broken else "all ok"))
        self.stdout.write(f"took {self.elapsed():.0f} s")
        passed = sum(outcome.passed for outcome in outcomes)
        failed = sum(outcome.failed for outcome in outcomes) + len(broken)
        self.stdout.write(f"{passed} passed, {failed} failed")
        if failed:
            sys.exit(1)

"""`python3 manage.py verify`: every check and every test, on both databases, the same as CI."""

import sys
import uuid
from pathlib import Path

from django.core.management.base import BaseCommand

from campaign.bootstrap import find_browser
from reporting.verification import postgres, steps
from reporting.verification.report import Report

PLAYWRIGHT_BROWSERS = Path.home() / ".cache" / "ms-playwright"


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
        report = Report(self._write)
        for check in steps.checks():
            report.perform(check)
        if quick:
            report.perform(steps.Suite("tests on SQLite", "not browser and not slow"))
        else:
            report.perform(steps.Suite("tests on SQLite", "not browser"))
            _test_on_postgres(report)
            _test_in_browser(report)
        if not report.close():
            sys.exit(1)

    def _write(self, text, ending="\n"):
        self.stdout.write(text, ending=ending)
        self.stdout.flush()


def _test_on_postgres(report):
    try:
        with postgres.server() as server:
            if server is None:
                report.lack("tests on PostgreSQL", "no server lets us in and none is installed")
                return
            # A name of our own: several runs may share a server.
            name = f"verify_{uuid.uuid4().hex[:12]}"
            url = {"DATABASE_URL": f"{server.url}/{name}"}
            try:
                report.perform(steps.Suite(f"tests on {server.name}", "not browser", url))
            finally:
                postgres.drop(server, f"test_{name}")
    except postgres.ClusterFailed as failure:
        report.lack("tests on PostgreSQL", str(failure))


def _test_in_browser(report):
    suite = steps.Suite("tests in Chromium, on SQLite", "browser", processes=1)
    if find_browser() or any(PLAYWRIGHT_BROWSERS.glob("chromium*")):
        report.perform(suite)
    else:
        report.lack(suite.name, "no Chromium on this machine")

"""verify runs every step, shows what failed, counts the tests and tells CI the truth."""

import os
import tempfile

import psycopg2
import pytest

from reporting.verification import postgres, steps
from reporting.verification.report import Report
from reporting.verification.steps import Check, Outcome, Suite


class Step:
    """A step that ends as it was told to."""

    def __init__(self, name, **outcome):
        self.name, self.outcome = name, Outcome(**outcome)

    def run(self):
        return self.outcome


@pytest.fixture
def told():
    return []


@pytest.fixture
def report(told):
    def write(text, ending="\n"):
        told.append(text + ending)

    return Report(write)


def lines(told):
    return "".join(told).splitlines()


def test_a_good_run_closes_with_the_line_that_ci_reads(report, told):
    report.perform(Step("lint", ok=True))
    report.perform(Step("tests on SQLite", ok=True, passed=12, skipped=1))
    report.perform(Step("tests on PostgreSQL 15.3", ok=True, passed=13))
    assert report.close()
    assert lines(told)[-1] == "25 passed, 0 failed"
    assert "tests on SQLite: 12 passed, 0 failed, 1 skipped" in lines(told)
    assert "tests on PostgreSQL 15.3: 13 passed, 0 failed, 0 skipped" in lines(told)


def test_one_failure_does_not_stop_the_steps_after_it(report, told):
    report.perform(Step("formatting", ok=False, output="unformatted: a.py"))
    report.perform(Step("tests on SQLite", ok=True, passed=3))
    assert not report.close()
    assert "    unformatted: a.py" in lines(told)
    assert lines(told)[-1] == "3 passed, 1 failed"


@pytest.mark.parametrize(("ci", "well"), [("true", False), ("", True)])
def test_a_missing_database_fails_in_ci_and_is_said_aloud_at_a_desk(
    report, told, monkeypatch, ci, well
):
    monkeypatch.setenv("CI", ci)
    report.perform(Step("tests on SQLite", ok=True, passed=3))
    report.lack("tests on PostgreSQL", "no server")
    assert report.close() is well
    assert "*** tests on PostgreSQL: NOT RUN, no server ***" in lines(told)


def test_a_check_fails_with_its_exit_status_and_shows_what_it_said():
    outcome = Check("x", ("-c", "print('why'); raise SystemExit(3)")).run()
    assert (outcome.ok, outcome.output) == (False, "why\n")


def test_a_step_never_meets_the_database_of_the_caller(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db.example/precious")
    question = ("-c", "import os; print(os.environ.get('DATABASE_URL'))")
    assert Check("x", question).run().output == "None\n"
    assert Check("x", question, {"DATABASE_URL": "sqlite://"}).run().output == "sqlite://\n"


@pytest.mark.slow
def test_a_selection_without_a_test_has_failed():
    outcome = Suite("nothing", "browser and not browser", processes=1).run()
    assert (outcome.ok, outcome.passed, outcome.failed) == (False, 0, 1)


REPORT = """<?xml version="1.0"?><testsuites>
<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


def test_the_counts_are_those_of_pytest_itself(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    outcome = steps._count(tmp_path / "report.xml", 1, "said")
    assert (outcome.ok, outcome.passed, outcome.failed, outcome.skipped) == (False, 4, 3, 3)


def test_a_run_that_died_without_a_report_has_failed(tmp_path):
    outcome = steps._count(tmp_path / "report.xml", -9, "killed")
    assert (outcome.ok, outcome.failed, outcome.output) == (False, 1, "killed")


@pytest.mark.slow
@pytest.mark.skipif(
    not list(postgres.BINARIES.glob("*/bin/initdb")), reason="PostgreSQL is not installed"
)
def test_the_throw_away_cluster_serves_and_leaves_nothing(monkeypatch):
    binaries = next(postgres.BINARIES.glob("*/bin/initdb")).parent
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # the server may run as another user, and has to get through
        monkeypatch.setattr(tempfile, "tempdir", folder)
        with postgres._throw_away_cluster(binaries) as url:
            connection = psycopg2.connect(f"{url}/postgres")
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE test_verify_left")
            connection.close()
            postgres.drop(postgres.Server(url, "here"), "test_verify_")
            with pytest.raises(psycopg2.OperationalError):
                psycopg2.connect(f"{url}/test_verify_left")
        assert os.listdir(folder) == []
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(f"{url}/postgres")

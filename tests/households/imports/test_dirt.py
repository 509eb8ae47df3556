"""Each pattern of dirt has its outcome: mended, warned of, refused by the row or as a file."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from households.choices import BatchState, Severity
from households.imports import check, commit, staged
from households.models import Status
from tests.households.dirt import document
from tests.households.dirt.pattern import ASK, FIX, REFUSE, REJECT
from tests.households.dirt.patterns import ALL
from tests.households.imports.conftest import workbook

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "dirty-lists.md"
IDS = [pattern.number for pattern in ALL]


@pytest.fixture
def written(tmp_path):
    """Writes the file of a pattern and gives its path."""

    def write(pattern):
        path = tmp_path / pattern.name
        if callable(pattern.file):
            pattern.file(path)
        else:
            sheets = pattern.file if isinstance(pattern.file, dict) else {"Danh_sách": pattern.file}
            workbook(path, **sheets)
        return path

    return write


@pytest.fixture
def arrived(desk, ground, written):
    """The checked batch of a pattern."""

    def arrive(pattern):
        if pattern.before:
            pattern.before(ground, desk)
        unit = getattr(ground, pattern.unit)
        by = desk.person if pattern.unit != "a" else None
        more = {"by": by} if by else {}
        batch = desk.receive(None, path=written(pattern), unit=unit, kind=pattern.kind, **more)
        return check.run(batch)

    return arrive


@pytest.mark.parametrize("pattern", ALL, ids=IDS)
def test_the_outcome_is_the_one_written_down(pattern, arrived, ground, desk):
    batch = arrived(pattern)
    if pattern.outcome == REFUSE:
        assert (batch.state, batch.refusal_code) == (BatchState.REFUSED, pattern.refusal)
        assert batch.refusal.endswith(".") and Status.objects.filter(batch=batch).count() == 0
        return
    assert (batch.refusal_code, batch.problem_counts) == ("", dict(pattern.codes))
    severities = set(batch.problems.values_list("severity", flat=True))
    assert (Severity.ERROR in severities) == (pattern.outcome == REJECT)
    assert (severities == set()) == (pattern.outcome in {FIX, ASK})
    assert bool(staged.load(batch).questions) == (pattern.outcome == ASK)
    assert batch.rows_read == pattern.read
    columns = staged.parts(batch).get("columns", {})
    assert {key: columns[key] for key in pattern.columns} == pattern.columns
    if pattern.outcome in {ASK, REJECT}:
        with pytest.raises(commit.NotConfirmable):
            commit.apply(batch, by=batch.uploaded_by)
    else:
        batch = commit.apply(batch, by=batch.uploaded_by)
        assert batch.state in {BatchState.COMMITTED, BatchState.UNCHANGED}
    if pattern.stored:
        assert pattern.stored(Status.objects.filter(batch=batch))
    if pattern.told:
        assert pattern.told(ground, desk.review)


@pytest.mark.parametrize("pattern", ALL, ids=IDS)
def test_the_command_answers_with_the_same(pattern, desk, ground, written, cast):
    if pattern.before:
        pattern.before(ground, desk)
    unit, out = getattr(ground, pattern.unit), StringIO()
    try:
        call_command(
            f"import_{pattern.kind}",
            str(written(pattern)),
            unit=unit.code,
            year=2025,
            by="admin",
            json=True,
            stdout=out,
            stderr=StringIO(),
        )
        status = 0
    except SystemExit as end:
        status = end.code
    answer = json.loads(out.getvalue())
    told = {}
    for problem in answer["problems"]:
        told[problem["code"]] = told.get(problem["code"], 0) + 1
        assert set(problem) >= {"sheet", "row", "column", "value", "code", "message"}
    expected = {pattern.refusal: 1} if pattern.outcome == REFUSE else dict(pattern.codes)
    assert told == expected
    assert status == (1 if pattern.outcome in {ASK, REFUSE, REJECT} else 0)
    if pattern.outcome != REFUSE:
        assert answer["rows_read"] == pattern.read


def test_every_pattern_has_its_file_and_the_document_names_it():
    numbers = {pattern.number[:3] for pattern in ALL}
    assert numbers == {f"D{n:02}" for n in range(1, 75)} - {"D37"}
    assert DOCUMENT.read_text() == document.text()

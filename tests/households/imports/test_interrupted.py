"""What must not leave half a list: a worker killed while it writes, a household in two classes."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from campaign import jobs
from campaign.choices import JobState
from campaign.models import JobRun
from households.choices import BatchState
from households.imports import batches, commit, tasks
from households.models import Household, ImportChange, Kinship, Status, Summary
from tests.households.imports.conftest import line, sheet_of


class Killed(BaseException):
    """No sentence, no clean-up: the process is gone."""


@pytest.mark.parametrize("table", ["reviewprogress", "summary", "importbatch"])
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_writes_all(
    desk, cast, table
):
    batch = desk.check(sheet_of([line(n) for n in range(1, 30)]))
    job = batches.start_commit(batch, cast.lan)

    def kill(execute, sql, params, many, context):
        words = sql.split()
        if words[0] in {"INSERT", "UPDATE"} and f'"households_{table}"' in words[:4]:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kill), pytest.raises(Killed):
        tasks.commit_batch.func(job.pk)
    counts = [model.objects.count() for model in (Household, Status, Summary, ImportChange)]
    batch.refresh_from_db()
    assert (counts, batch.state, batch.reversal) == ([0, 0, 0, 0], BatchState.CHECKED, None)
    # The sweeper takes up what stopped beating, and another worker does it.
    JobRun.objects.update(heartbeat_at=timezone.now() - datetime.timedelta(hours=1))
    assert jobs.sweep() == 1
    tasks.commit_batch.func(job.pk)
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.state, job.state, job.attempt) == (BatchState.COMMITTED, JobState.DONE, 2)
    assert (Status.objects.count(), Household.objects.count()) == (29, 29)
    assert Kinship.objects.count() == 0


@pytest.mark.parametrize("with_id", [True, False])
def test_a_household_poor_and_near_poor_in_one_file_is_told_at_both_rows(desk, cast, with_id):
    near = {"Phân loại": "Hộ cận nghèo", "Điểm B2": 20}
    id_of = {} if with_id else {"Số CCCD": None}
    rows = {
        "Hộ nghèo": sheet_of([line(1) | id_of, line(2)]),
        "Hộ cận nghèo": sheet_of([line(1) | id_of | near, line(4) | near]),
    }
    batch = desk.check(rows)
    told = batch.problems.filter(code="class_twice")
    assert {(one.sheet, one.row) for one in told} == {("Hộ nghèo", 2), ("Hộ cận nghèo", 2)}
    assert all("Hộ nghèo: 2" in one.message and "Hộ cận nghèo: 2" in one.message for one in told)
    with pytest.raises(commit.NotConfirmable, match="2 dòng"):
        commit.apply(batch, by=cast.lan)
    assert Status.objects.count() == 0

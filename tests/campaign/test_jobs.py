"""A job whose worker was killed is taken up again, a few times, and then says that it failed."""

import datetime

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from campaign import jobs
from campaign.choices import JobState
from campaign.models import JobRun
from campaign.models.jobs import STALLED_AFTER_SECONDS


@task()
def count_households(job_id):
    return job_id


@pytest.fixture
def job(cast):
    return jobs.start(count_households, kind="count", subject_id=1, by=cast.minh)


def fall_silent(job):
    """As after kill -9: claimed by a worker, then nothing for too long."""
    long_ago = timezone.now() - datetime.timedelta(seconds=STALLED_AFTER_SECONDS + 1)
    JobRun.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)


def queued_for(job):
    return DBTaskResult.objects.ready().filter(args_kwargs={"args": [job.pk], "kwargs": {}}).count()


def test_a_job_that_fell_silent_is_queued_again(job):
    DBTaskResult.objects.all().delete()
    jobs.begin(job.pk)
    fall_silent(job)
    assert jobs.sweep() == 1
    job.refresh_from_db()
    assert (job.state, queued_for(job)) == (JobState.QUEUED, 1)


def test_a_job_that_still_beats_is_left_alone(job):
    jobs.beat(jobs.begin(job.pk), done=1, total=2)
    assert jobs.sweep() == 0
    job.refresh_from_db()
    assert (job.state, queued_for(job)) == (JobState.RUNNING, 1)


def test_a_job_waiting_since_long_is_queued_once_until_it_is_silent_again(job):
    fall_silent(job)
    assert [jobs.sweep(), jobs.sweep()] == [1, 0]


def test_after_the_last_attempt_a_silent_job_has_failed_with_a_sentence(job):
    for _attempt in range(jobs.MAX_ATTEMPTS):
        assert jobs.begin(job.pk).state == JobState.RUNNING
        fall_silent(job)
        jobs.sweep()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == ("Việc này đã dừng giữa chừng 3 lần. Hãy báo quản trị hệ thống.")


def test_a_silent_job_that_was_to_be_cancelled_is_cancelled(job):
    jobs.begin(job.pk)
    jobs.cancel(job)
    fall_silent(job)
    assert jobs.sweep() == 0
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_job_that_is_over_stays_over(job):
    jobs.finish(jobs.begin(job.pk), JobState.DONE)
    fall_silent(job)
    assert jobs.sweep() == 0
    assert jobs.begin(job.pk) is None

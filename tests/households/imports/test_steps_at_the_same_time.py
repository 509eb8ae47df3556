"""Two people at one moment in one review: what the lock on the review settles."""

import pytest
from django.db import connection

from campaign.versions import Stale
from households import process
from households.choices import BatchState, Step
from households.imports import commit
from households.models import ImportBatch, ReviewProgress, StepRecord
from tests.households.imports.conftest import line, sheet_of
from tests.households.imports.test_at_the_same_time import at_once
from tests.households.processing import STEPS, case, do, hold_meetings, listed, review_of

# SQLite has one writer at a time; in the tests it has one connection for all threads besides.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several connections"),
]


def test_one_step_taken_by_several_at_once_is_taken_once(ground, cast):
    review = review_of(ground)
    cases = [case(review, ground.a) for _person in range(4)]
    found = at_once(
        *[lambda one=one: process.perform(one, "list", STEPS["list"], by=cast.lan) for one in cases]
    )
    assert sum(isinstance(answer, Stale) for answer in found) == 3
    assert ReviewProgress.objects.get().steps == StepRecord.objects.count() == 1


def test_a_commune_is_recognised_before_its_list_or_after_it_and_never_meanwhile(
    desk, ground, cast
):
    listed(desk.review, ground.a_villages[0], head="Hộ Cũ")
    for verb in ("list", "classify"):
        do(desk.review, ground.a, verb, by=cast.lan)
    hold_meetings(desk.review, ground.a, by=cast.lan)
    for verb in ("meet", "post"):
        do(desk.review, ground.a, verb, by=cast.lan)
    batch = desk.check(sheet_of([line(1)]))
    receipt, step = at_once(
        lambda: commit.apply(ImportBatch.objects.get(pk=batch.pk), by=cast.lan),
        lambda: do(desk.review, ground.a, "recognise", by=cast.lan),
    )
    assert str(step) == str(process.BY_VERB["recognise"].done)
    assert ReviewProgress.objects.get(unit=ground.a).step == Step.RECOGNISED
    written = ImportBatch.objects.get(pk=batch.pk).state == BatchState.COMMITTED
    assert written is not isinstance(receipt, commit.NotConfirmable)

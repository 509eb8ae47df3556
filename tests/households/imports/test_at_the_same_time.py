"""Two people at one moment: what a lock in the database has to settle."""

import threading

import pytest
from django.db import connection, connections

from campaign.models import Event
from households.imports import commit, undo
from households.models import Household, ImportBatch, Status, Summary
from tests.households.imports.conftest import line, sheet_of

# SQLite has one writer at a time; in the tests it has one connection for all threads besides.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs several connections"),
]


def at_once(*works):
    """Run the works in threads that start together; what each returned or raised."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait()
            found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_one_list_confirmed_by_several_at_once_is_written_once(desk, cast):
    batch = desk.check(sheet_of([line(n) for n in range(1, 60)]))

    def confirm():
        return commit.apply(ImportBatch.objects.get(pk=batch.pk), by=cast.lan)

    receipts = at_once(*[confirm] * 4)
    assert {(receipt.state, receipt.pk) for receipt in receipts} == {("committed", batch.pk)}
    assert (Status.objects.count(), Household.objects.count()) == (59, 59)
    assert Event.objects.filter(verb="import.households").count() == 1


def test_of_two_lists_of_one_commune_the_second_is_told_to_check_again(desk, cast):
    lists = [desk.check(sheet_of([line(n)])) for n in (1, 2)]
    found = at_once(*[lambda b=b: commit.apply(b, by=cast.lan) for b in lists])
    stale = [answer for answer in found if isinstance(answer, commit.StaleCheck)]
    assert len(stale) == 1 and Status.objects.count() == 1


def test_lists_of_two_communes_go_in_together(desk, ground, cast):
    mine = desk.check(sheet_of([line(1)]))
    hers = desk.check(sheet_of([line(3, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    found = at_once(
        lambda: commit.apply(mine, by=cast.lan), lambda: commit.apply(hers, by=cast.hoa)
    )
    assert [batch.state for batch in found] == ["committed", "committed"]
    assert set(Status.objects.values_list("commune", flat=True)) == {ground.a.pk, ground.b.pk}


def test_an_upload_undone_while_another_is_confirmed_leaves_one_of_the_two(desk, ground, cast):
    first = desk.commit(sheet_of([line(1), line(2)]))
    second = desk.check(sheet_of([line(1), line(2), line(4)]))
    undone, written = at_once(
        lambda: undo.apply(ImportBatch.objects.get(pk=first.pk), by=cast.lan, reason="nhầm"),
        lambda: commit.apply(ImportBatch.objects.get(pk=second.pk), by=cast.lan),
    )
    if isinstance(undone, undo.NotUndoable):
        assert (written.state, Status.objects.count()) == ("committed", 3)
    else:
        assert (undone.state, Status.objects.count()) == ("undone", 0)
        assert isinstance(written, commit.StaleCheck)
    summary = Summary.objects.filter(review=desk.review, unit=ground.a).first()
    assert (summary.counts.get("poor", 0) if summary else 0) == Status.objects.count()


def test_an_upload_is_undone_once(desk, cast):
    batch = desk.commit(sheet_of([line(1)]))

    def take_back():
        return undo.apply(ImportBatch.objects.get(pk=batch.pk), by=cast.lan, reason="nhầm")

    found = at_once(*[take_back] * 3)
    assert sum(isinstance(one, undo.NotUndoable) for one in found) == 2
    assert Event.objects.filter(verb="import.undo").count() == 1

"""What an import costs does not grow where it need not: queries, and the memory of problems."""

import tracemalloc

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from households.imports import check, commit
from households.imports.problems import Tally
from tests.households.imports.conftest import line, sheet_of

_MOST = 70


def _queries(desk, count):
    """How many queries check and commit of a list take; it leaves nothing behind."""
    with transaction.atomic():
        batch = desk.receive(sheet_of([line(number) for number in range(1, count + 1)]))
        with CaptureQueriesContext(connection) as asked:
            batch = check.run(batch)
            commit.apply(batch, by=batch.uploaded_by)
        assert batch.created == count
        transaction.set_rollback(True)
    return len(asked)


def test_ten_times_the_rows_ask_nothing_more_of_the_database(desk):
    asked = _queries(desk, 200)

    assert asked == _queries(desk, 2000)
    assert asked <= _MOST


def test_half_a_million_problems_are_a_few_bytes_each():
    tracemalloc.start()
    try:
        tally = Tally()
        for row in range(1, 20_001):
            tally.add("number_unreadable", place=("Sheet", row), column=("Điểm B1", "K"), value="a")
            tally.add("points_differ", place=("Sheet", row), column=("B", "B"), b1=row % 90, b2=10)
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    # Most of it is the place of each row in error.
    assert kept < 150 * len(tally) == 150 * 40_000
    assert tally.counts == {"number_unreadable": 20_000, "points_differ": 20_000}


def test_problems_come_in_the_order_of_the_rows():
    tally = Tally()
    tally.add("value_missing", place=("B", 7), column=("Thôn", "G"))
    tally.add("points_differ", place=("A", 9), value="x", b1=1, b2=True)
    tally.add("points_differ", place=("A", 2), b1=True, b2=1)
    tally.add("sheet_hidden", place=("B", None))
    tally.add("value_missing", place=("A", 9), column=("Năm sinh", "C"))
    tally.add("sheets_none")

    found = [(code, params, sheet, row, letter, value)
             for _, code, params, sheet, row, _, letter, value in tally.in_order()]  # fmt: skip

    assert found == [
        ("sheets_none", {}, "", None, "", ""),
        ("sheet_hidden", {}, "B", None, "", ""),
        ("points_differ", {"b1": True, "b2": 1}, "A", 2, "", ""),
        ("points_differ", {"b1": 1, "b2": True}, "A", 9, "", "x"),
        ("value_missing", {}, "A", 9, "C", ""),
        ("value_missing", {}, "B", 7, "G", ""),
    ]
    assert [type(params["b1"]) for _code, params, *_rest in found if params] == [bool, int]

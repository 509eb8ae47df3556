"""The same list in every kind of file that offices keep."""

import csv

import pytest
import xlwt

from households.imports import check
from households.models import Status
from tests.households.imports.conftest import L3, line, problems, sheet_of

ROWS = [line(1), line(2, Thôn="Thôn Không Có")]
FOUND = {(3, "Thôn"): "village_unknown"}


def as_xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for number, row in enumerate(sheet_of(ROWS)):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(number, place, value)
    book.save(str(path))


def as_csv(path):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([["" if v is None else v for v in row] for row in sheet_of(ROWS)])


@pytest.mark.parametrize(("name", "write"), [("a.xls", as_xls), ("a.csv", as_csv)])
def test_other_kinds_are_read_alike(desk, tmp_path, name, write):
    path = tmp_path / name
    write(path)
    batch = check.run(desk.receive(None, path=path))
    assert (problems(batch), batch.rows_read, batch.file_kind) == (FOUND, 2, name[2:])
    assert batch.problems.get().letter == "G" and L3[6] == "Thôn"
    assert Status.objects.count() == 0

"""Lists as officers write them, built in code; nobody in them exists."""

import datetime
from types import SimpleNamespace

import openpyxl
import pytest

from campaign.choices import Level
from households import reviews
from households.choices import BatchKind
from households.imports import batches, check, commit
from tests import factories

L3 = (
    ("STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Thôn", "Số khẩu")
    + ("Điểm B1", "Điểm B2", "Phân loại")
    + tuple(f"Thiếu hụt {n}" for n in range(1, 13))
    + tuple(f"Nguyên nhân {n}" for n in range(1, 9))
    + ("Đối tượng", "Ghi chú")
)


def line(number, **changes):
    """A sound row of L3, by heading; `changes` by heading too."""
    row = {
        "STT": number,
        "Họ và tên chủ hộ": f"Nguyễn Văn {_letters(number)}",
        "Năm sinh": 1950 + number % 40,
        "Giới tính": "Nam" if number % 3 else "Nữ",
        "Dân tộc": "Kinh" if number % 2 else "Mnông",
        "Số CCCD": f"067{number:09}",
        "Thôn": "Thôn 1" if number % 2 else "Thôn Hòa Sơn",
        "Số khẩu": 1 + number % 6,
        "Điểm B1": 120,
        "Điểm B2": 40,
        "Phân loại": "Hộ nghèo",
        "Thiếu hụt 1": "x",
        "Thiếu hụt 4": "x",
        "Thiếu hụt 7": "x",
        "Thiếu hụt 10": "x",
        "Nguyên nhân 2": "x",
        "Đối tượng": None,
        "Ghi chú": None,
    }
    for key, value in changes.items():
        row[key.replace("_", " ")] = value
    return row


def _letters(number):
    """A name for a number: 0 is A, 27 is BB; no two alike."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def sheet_of(rows, headings=L3, above=(), below=()):
    """Rows of cells: titles, heading, lines (dicts by heading, or cells as they are), footer."""
    body = [row if isinstance(row, list) else [row.get(h) for h in headings] for row in rows]
    return [*above, list(headings), *body, *below]


def workbook(path, **sheets):
    """Write sheets of rows; names with _ for spaces."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(ground, cast, tmp_path):
    """Dung's desk: the reviews of the new province, and a list on its way in."""
    review = reviews.find_or_open(ground.province, 2025, by=cast.dung)

    def receive(rows, *, unit=ground.a, by=cast.lan, path=None, **more):
        if path is None:
            path = tmp_path / "danh sach.xlsx"
            workbook(path, **(rows if isinstance(rows, dict) else {"Danh_sách": rows}))
        values = {"kind": BatchKind.HOUSEHOLDS, "review": review, "by": by, "unit": unit}
        return batches.receive(path, path.name, **values | more)

    def checked(rows, **more):
        return check.run(receive(rows, **more))

    def committed(rows, **more):
        batch = checked(rows, **more)
        return commit.apply(batch, by=batch.uploaded_by)

    return SimpleNamespace(
        review=review, receive=receive, check=checked, commit=committed, person=cast.dung
    )


@pytest.fixture
def old_desk(ground, cast, desk):
    """The review of 2024 on the old map, of the province that was."""
    factories.user("tam", "Hồ Tám", "poverty_department", ground.old_province)
    review = reviews.find_or_open(ground.old_province, 2024, by=cast.admin)
    assert review.as_of == datetime.date(2024, 12, 31)
    assert ground.district.level == Level.DISTRICT
    return review


def problems(batch):
    """{(row, heading): code} of what was found."""
    return {(p.row, p.column): p.code for p in batch.problems.all()}

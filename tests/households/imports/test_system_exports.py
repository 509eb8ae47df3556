"""The flat export of the ministry's system: machine keys over labels, no village, no birth."""

import datetime

from households.choices import BatchState, Flag, bits
from households.imports import check
from households.models import Status
from tests.households.imports.conftest import line, problems, sheet_of

KEYS = ["date", "family.hostName", "family.code", "family.coDanTocTaiCho", "family.hostGender",
        "family.numberOfMembers", "quickReview.result", "b1Point", "b2Point", "classify",
        "reviewer"]  # fmt: skip
LABELS = ["Thời gian rà soát", "Chủ hộ", "Mã hộ", "Dân tộc tại chỗ", "Giới tính", "Số nhân khẩu",
          "Kết quả rà soát", "Điểm B1", "Điểm B2", "Phân loại hộ", "Người rà soát"]  # fmt: skip


def row(name, code, *, date="15/10/2025", sex="Nam", members=4, written="Hộ nghèo"):
    return [date, name, code, "Có", sex, members, "Có khả năng nghèo", 120, 40, written, "Cán bộ"]


def known(desk):
    lines = [line(1) | {"Mã hộ": "2001"}, line(2) | {"Mã hộ": "2002"}]
    return desk.commit(sheet_of(lines, (*line(1), "Mã hộ")))


def test_households_are_known_again_by_code_and_name(desk):
    known(desk)
    rows = [row("Nguyễn Văn B", "2001", members=5), row("Nguyễn Văn C", "2002.0", members=3)]
    batch = desk.commit([KEYS, LABELS, *rows])
    assert (batch.created, batch.updated, batch.rows_read) == (0, 2, 2)
    statuses = Status.objects.order_by("code").values_list(
        "head_name", "village__name", "head_birth_year", "members", "flags", "deprivations"
    )
    local = bits(Flag.LOCAL_MINORITY)
    assert list(statuses) == [
        ("Nguyễn Văn B", "Thôn 1", 1951, 5, local, 0b1001001001),
        ("Nguyễn Văn C", "Thôn Hòa Sơn", 1952, 3, local, 0b1001001001),
    ]


def test_what_nobody_knows_is_an_error_until_its_village_is_chosen(desk, ground):
    known(desk)
    rows = [row("Nguyễn Văn B", "2001"), row("Người Mới", "H009")]
    batch = desk.check([KEYS, LABELS, *rows])
    assert problems(batch)[4, ""] == "village_needed"
    assert batch.outline["unplaced"] == 1
    batch.choices = {"villages": {"": ground.a_villages[0].pk}}
    batch.save()
    batch = check.run(batch)
    assert (batch.state, batch.rejected, batch.created) == (BatchState.CHECKED, 0, 1)


def test_a_first_export_asks_for_the_village_once(desk):
    batch = desk.check([KEYS, LABELS, row("Người Mới", "H009"), row("Người Khác", "H010")])
    errors = batch.problems.filter(severity="error")
    assert list(errors.values_list("code", "row")) == [("columns_missing", None)]
    assert batch.outline["unplaced"] == 2


def test_days_outside_the_review_are_told_and_repeated_rows_collapsed(desk, ground):
    rows = [
        row("Người Mới", "H009", date=datetime.date(2024, 10, 3)),
        row("Người Khác", "H010", date="03/09/2025"),
        row("Người Khác", "H010", date="03/09/2025"),
        row("Người Ba", "H010", date="20/12/2025"),
    ]
    batch = desk.receive([KEYS, LABELS, *rows])
    batch.choices = {"villages": {"": ground.a_villages[0].pk}}
    batch.save()
    batch = check.run(batch)
    told = {(p.row, p.code) for p in batch.problems.filter(row__isnull=False)}
    assert told == {(3, "reviewed_outside"), (5, "duplicate_collapsed"), (6, "reviewed_outside")}
    assert batch.created == 3

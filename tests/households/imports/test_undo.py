"""Taking an upload back: the data is what it was before, to the last column."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign.choices import Level
from campaign.models import AdminUnit, Event, UnitName
from households import reviews
from households.choices import BatchKind, BatchState, ReviewState
from households.imports import batches, check, commit, staged, undo
from households.models import (
    Household,
    IdentityRuling,
    ImportBatch,
    ImportChange,
    Kinship,
    Member,
    ReviewProgress,
    Status,
    Summary,
    UnitTotals,
)
from tests.households.imports.conftest import L3, line, sheet_of, workbook

# What may differ after an undo: when a summary was computed, and that a commune was written to.
_ASIDE = {"computed_at", "revision", "updated_at"}
_WHOLE = (Household, Member, Status, UnitTotals, IdentityRuling, Kinship, AdminUnit, UnitName)


def world():
    """Every row of the data, with its key, as comparable values."""
    seen = {}
    for model in _WHOLE:
        names = [f.attname for f in model._meta.concrete_fields if f.name not in _ASIDE]
        rows = model.objects.order_by("pk").values_list(*names)
        seen[model.__name__] = [tuple(_plain(value) for value in row) for row in rows]
    summaries = Summary.objects.order_by("review", "unit").values_list("review", "unit", "counts")
    # A unit of which nothing is counted any more has no row, or one that counts its communes only.
    seen["Summary"] = [row for row in summaries if any((row[2] | {"communes": 0}).values())]
    listed = ReviewProgress.objects.exclude(listed_at=None).order_by("review", "unit")
    seen["listed"] = list(listed.values_list("review", "unit", "listed_at"))
    return seen


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def answered(batch, by, chance):
    """The batch with every question answered at random, until none is open."""
    for _round in range(9):
        asked = [q for q in staged.load(batch).questions if q.answer is None]
        if not asked:
            return batch
        answers = {q.key: chance.choice(q.values) for q in asked}
        batch = batches.answer(batch, answers, by)
        batch = check.run(batch)
    answers = {q.key: "new" for q in staged.load(batch).questions if q.answer is None}
    return check.run(batches.answer(batch, answers, by)) if answers else batch


def changed(row, chance):
    """A row as the next list may have it."""
    name = row["Họ và tên chủ hộ"].replace("Nguyễn", "Nguyên")
    for share, key, values in (
        (0.5, "Số khẩu", range(1, 9)),
        (0.2, "Phân loại", ["Hộ nghèo", "Hộ cận nghèo"]),
        (0.2, "Họ và tên chủ hộ", [name]),
        (0.2, "Số CCCD", [None, f"067{chance.randint(0, 40):09}"]),
        (0.1, "Thôn", ["Thôn 1", "Thôn 2", "Thôn Hòa Sơn", "Khối 1"]),
    ):
        if chance.random() < share:
            row = row | {key: chance.choice(values)}
    return row


def random_list(chance, former=()):
    """Rows and a sheet of members: some of `former` changed, some gone, some new."""
    rows = [changed(row, chance) for row in former if chance.random() < 0.8]
    taken = {row["Số CCCD"] for row in rows}
    for number in chance.sample(range(1, 60), 6):
        if f"067{number:09}" not in taken:
            rows.append(line(number, Số_CCCD=chance.choice([None, f"067{number:09}"])))
    seen, kept = set(), []
    for row in rows:
        name = (row["Họ và tên chủ hộ"], row["Năm sinh"], row["Thôn"])
        if name not in seen and (not row["Số CCCD"] or row["Số CCCD"] not in seen):
            seen |= {name, row["Số CCCD"]}
            kept.append(row)
    for number, row in enumerate(kept, 1):
        row["STT"] = str(number)
    members = [["STT hộ", "Họ và tên thành viên", "Quan hệ với chủ hộ", "Năm sinh", "Số CCCD"]]
    for row in chance.sample(kept, len(kept) // 2):
        number = chance.randint(0, 40)
        members.append([row["STT"], f"Trần Thị {number}", "Vợ", 1960, f"067{number:09}"])
    return kept, members


@pytest.mark.parametrize("seed", range(12))
def test_a_list_that_is_undone_leaves_everything_as_it_was(desk, ground, cast, seed):
    chance = random.Random(seed)

    def send(former=(), review=desk.review):
        rows, members = random_list(chance, former)
        book = {"Danh sách": sheet_of(rows), "Thành viên": members}
        batch = desk.check(book, review=review)
        assert not batch.rejected, batch.problem_counts
        batch = answered(batch, cast.lan, chance)
        if batch.state == BatchState.UNCHANGED:
            return rows, batch
        return rows, commit.apply(batch, by=cast.lan)

    empty = world()
    rows, first = send()
    rows, second = send(rows)
    after_second = world()
    following = reviews.find_or_open(ground.province, 2026, by=desk.person)
    _rows, third = send(rows, following)
    assert third.state == BatchState.COMMITTED
    assert undo.apply(third, by=cast.lan, reason="nhầm tệp").state == BatchState.UNDONE
    assert world() == after_second
    if second.state == BatchState.COMMITTED:
        undo.apply(second, by=cast.lan, reason="nhầm tệp")
    undo.apply(first, by=cast.lan, reason="nhầm tệp")
    assert world() == empty


def test_a_list_of_the_province_that_moves_a_household_is_undone(desk, ground, cast):
    desk.commit(sheet_of([line(1, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    before = world()
    row = line(1) | {"Xã/phường": "X. An Hòa"}
    batch = desk.commit(sheet_of([row], ("Xã/phường", *L3)), unit=ground.province, by=cast.dung)
    assert Household.objects.get().commune == ground.a
    undo.apply(batch, by=cast.dung, reason="nhầm xã")
    assert world() == before


def test_villages_that_the_list_brought_go_with_it_but_for_those_in_use(desk, ground, cast):
    review = reviews.find_or_open(ground.other_province, 2025, by=cast.admin)
    before = world()
    rows = [line(1, Thôn="Thôn Một"), line(2, Thôn="Thôn Hai")]
    place = {"unit": ground.other_commune, "review": review, "by": cast.admin}
    batch = desk.commit(sheet_of(rows), **place)
    brought = AdminUnit.objects.filter(commune=ground.other_commune, level=Level.VILLAGE)
    assert set(brought.values_list("name", flat=True)) == {"Thôn Một", "Thôn Hai"}
    undo.apply(batch, by=cast.admin, reason="nhầm xã")
    assert world() == before
    assert AdminUnit.history.filter(history_type="-", history_user=cast.admin).count() == 2
    batch = desk.commit(sheet_of(rows), **place)
    UnitTotals.objects.create(
        review=review, unit=brought.get(name="Thôn Hai"), households=9, area="rural"
    )
    undo.apply(batch, by=cast.admin, reason="nhầm xã")
    assert set(brought.values_list("name", flat=True)) == {"Thôn Hai"}
    assert Household.objects.count() == 0


def totals(desk, ground, cast, tmp_path, *rows):
    head = ["Xã/phường", "Tổng số hộ", "Tổng số nhân khẩu"]
    path = workbook(tmp_path / "tong so.xlsx", Tổng_số=[head, *rows])
    return desk.commit(None, path=path, kind=BatchKind.TOTALS, unit=ground.province, by=cast.dung)


def test_totals_are_undone_too_the_last_first(desk, ground, cast, tmp_path):
    empty = world()
    first = totals(desk, ground, cast, tmp_path, ["Xã An Hòa", 500, 2000])
    before = world()
    second = totals(
        desk, ground, cast, tmp_path, ["Xã An Hòa", 510, 2000], ["Phường Đắk Bình", 300, 900]
    )
    assert f"số {second.pk}" in undo.why_not(first, cast.dung)
    undo.apply(second, by=cast.dung, reason="sai số")
    assert world() == before
    undo.apply(first, by=cast.dung, reason="sai số")
    assert world() == empty


def test_the_last_upload_of_a_commune_is_undone_first(desk, ground, cast):
    first = desk.commit(sheet_of([line(1)]))
    other = desk.commit(sheet_of([line(3, Thôn="Thôn 2")]), unit=ground.b, by=cast.hoa)
    second = desk.commit(sheet_of([line(1), line(2)]))
    with pytest.raises(undo.NotUndoable, match=f"số {second.pk}"):
        undo.apply(first, by=cast.lan, reason="nhầm")
    assert undo.why_not(other, cast.hoa) == ""
    second = undo.apply(second, by=cast.lan, reason=" nhầm tệp của 052070000011 ")
    assert second.undo_reason == "nhầm tệp của ••••••••0011"
    assert (second.undone_by, second.reversal) == (cast.lan, None)
    assert "đã được hoàn tác" in undo.why_not(second, cast.lan)
    assert undo.apply(first, by=cast.lan, reason="nhầm").state == BatchState.UNDONE
    assert set(Status.objects.values_list("head_name", flat=True)) == {"Nguyễn Văn D"}
    events = Event.objects.filter(verb="import.undo").order_by("pk")
    assert [event.object_id for event in events] == [str(second.pk), str(first.pk)]


def test_why_an_upload_cannot_be_undone(desk, ground, cast):
    batch = desk.commit(sheet_of([line(1)]))
    waiting = desk.check(sheet_of([line(2)]))
    for one, by, words in (
        (waiting, cast.lan, "chưa ghi gì"),
        (batch, cast.hoa, "không được tải lên"),
        (batch, cast.quang, "không được tải lên"),
    ):
        assert words in undo.why_not(one, by)
    with pytest.raises(undo.NotUndoable, match="lý do"):
        undo.apply(batch, by=cast.lan, reason="  ")
    ReviewProgress.objects.update(revision=9)  # written to by something that is no upload
    assert "đã đổi" in undo.why_not(batch, cast.lan)
    ReviewProgress.objects.update(revision=1)
    ImportBatch.objects.filter(pk=batch.pk).update(reversal=None)
    batch.refresh_from_db()
    assert "Không còn giữ" in undo.why_not(batch, cast.lan)
    desk.review.state = ReviewState.LOCKED
    desk.review.save()
    batch.refresh_from_db()
    assert "Đã khóa" in undo.why_not(batch, cast.lan)
    assert Status.objects.count() == 1


def test_a_household_that_another_commune_has_taken_over_is_not_taken_back(desk, ground, cast):
    batch = desk.commit(sheet_of([line(1)]))
    following = reviews.find_or_open(ground.province, 2026, by=desk.person)
    desk.commit(sheet_of([line(1, Thôn="Thôn 2")]), unit=ground.b, by=cast.hoa, review=following)
    before = world()
    with pytest.raises(undo.NotUndoable, match="xã khác"):
        undo.apply(batch, by=cast.lan, reason="nhầm")
    assert world() == before


def test_a_check_made_before_the_undo_is_stale(desk, cast):
    batch = desk.commit(sheet_of([line(1)]))
    waiting = desk.check(sheet_of([line(1), line(2)]))
    undo.apply(batch, by=cast.lan, reason="nhầm")
    with pytest.raises(commit.StaleCheck):
        commit.apply(waiting, by=cast.lan)
    assert commit.apply(check.run(waiting), by=cast.lan).created == 2


def test_what_an_upload_had_changed_stays_on_record(desk, cast):
    desk.commit(sheet_of([line(1), line(2)]))
    batch = desk.commit(sheet_of([line(1, Số_khẩu=9)]))
    undo.apply(batch, by=cast.lan, reason="nhầm")
    changes = ImportChange.objects.filter(batch=batch).order_by("pk")
    assert [change.action for change in changes] == ["updated", "removed"]


def test_the_cost_of_an_undo_does_not_grow_with_the_list(desk, cast):
    def cost(count):
        desk.commit(sheet_of([line(n) for n in range(1, count + 1)]))
        batch = desk.commit(sheet_of([line(n, Số_khẩu=7) for n in range(2, count + 5)]))
        with CaptureQueriesContext(connection) as queries:
            undo.apply(batch, by=cast.lan, reason="nhầm")
        undo.apply(ImportBatch.objects.get(pk=batch.pk - 1), by=cast.lan, reason="nhầm")
        return len(queries)

    cost(20)
    assert cost(100) == cost(700) <= 90


def test_what_is_kept_of_new_rows_is_next_to_nothing(desk, cast):
    batch = desk.commit(sheet_of([line(n) for n in range(1, 1501)]))
    assert len(batch.reversal) < 600

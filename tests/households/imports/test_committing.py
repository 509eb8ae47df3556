"""Confirming: all or nothing, only what differs, once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign.choices import JobState
from campaign.models import Event, JobRun, User
from households.choices import BatchState, ReviewState
from households.imports import batches, check, commit, staged, tasks
from households.models import (
    Household,
    ImportChange,
    ReviewProgress,
    Status,
    Summary,
)
from tests.households.imports.conftest import L3, line, sheet_of

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY")


def written(queries, *tables):
    """The writing statements among captured queries that touch one of the tables."""
    return [
        query["sql"]
        for query in queries
        if any(word in query["sql"][:60].upper() for word in WRITES)
        and any(f'"{table}"' in query["sql"] for table in tables)
    ]


def test_the_same_file_again_writes_nothing_and_says_so(desk, cast):
    sheet = sheet_of([line(n) for n in range(1, 30)])
    desk.commit(sheet)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        batch = desk.check(sheet)
        with pytest.raises(commit.NotConfirmable, match="không có gì để ghi"):
            commit.apply(batch, by=cast.lan)
    assert batch.state == BatchState.UNCHANGED
    assert (batch.created, batch.updated, batch.unchanged, batch.removed) == (0, 0, 29, 0)
    data = ("households_household", "households_status", "households_summary")
    assert written(queries.captured_queries, *data) == []
    assert ImportChange.objects.count() == 0


def test_a_correction_changes_exactly_one_row(desk, ground):
    rows = [line(n) for n in range(1, 11)]
    first = desk.commit(sheet_of(rows))
    rows[4] = line(5, Số_khẩu=9, Phân_loại="Hộ cận nghèo") | {
        "Thiếu hụt 7": None,
        "Thiếu hụt 10": None,
        "Điểm B2": 20,
    }
    batch = desk.check(sheet_of(rows))
    (changed,) = staged.load(batch).changed
    assert {(f.label, f.before, f.after) for f in changed.fields} == {
        ("Số khẩu", "6", "9"),
        ("Phân loại", "Hộ nghèo", "Hộ cận nghèo"),
        ("Điểm B2", "40", "20"),
        ("Chỉ số thiếu hụt", "1, 4, 7, 10", "1, 4"),
    }
    batch = commit.apply(batch, by=batch.uploaded_by)
    assert (batch.created, batch.updated, batch.unchanged) == (0, 1, 9)
    assert set(Status.objects.filter(batch=batch).values_list("head_name", "members")) == {
        ("Nguyễn Văn F", 9)
    }
    assert Status.objects.filter(batch=first).count() == 9
    change = ImportChange.objects.get()
    assert (change.batch, change.household.head_name) == (batch, "Nguyễn Văn F")
    assert change.before["status"]["members"] == 6


def test_a_column_that_the_file_has_not_keeps_what_is_stored(desk):
    desk.commit(sheet_of([line(1, Ghi_chú="neo đơn"), line(2)]))
    headings = [h for h in L3 if not h.startswith(("Nguyên", "Ghi", "Số khẩu"))]
    assert desk.check(sheet_of([line(1), line(2)], headings)).state == BatchState.UNCHANGED
    batch = desk.commit(sheet_of([line(1, Điểm_B1=130), line(2)], headings))
    status = Status.objects.get(batch=batch)
    assert (status.b1, status.note, status.members, status.causes) == (130, "neo đơn", 2, 0b10)


def test_what_the_list_no_longer_has_leaves_the_review_and_the_household_stays(desk, ground, cast):
    desk.commit(sheet_of([line(3, Thôn="Thôn Đắk Rông")]), unit=ground.b, by=cast.hoa)
    desk.commit(sheet_of([line(1), line(2)]))
    batch = desk.check(sheet_of([line(1)]))
    assert (batch.removed, set(batch.problem_counts)) == (1, {"removes"})
    assert [line.head_name for line in staged.load(batch).removed] == ["Nguyễn Văn C"]
    commit.apply(batch, by=cast.lan)
    assert set(Status.objects.values_list("head_name", flat=True)) == {
        "Nguyễn Văn B",
        "Nguyễn Văn D",
    }
    change = ImportChange.objects.get(batch=batch)
    assert (change.action, change.household.head_name) == ("removed", "Nguyễn Văn C")
    assert (change.before["status"]["poverty_class"], Household.objects.count()) == ("poor", 3)


def test_the_figures_follow_in_the_same_transaction(desk, ground):
    desk.commit(sheet_of([line(1), line(2)]))
    counts = dict(Summary.objects.filter(review=desk.review).values_list("unit", "counts"))
    assert {counts[unit.pk]["poor"] for unit in (ground.a, ground.province)} == {2}
    progress = ReviewProgress.objects.get(review=desk.review, unit=ground.a)
    assert progress.revision == 1 and progress.listed_at is not None
    assert Event.objects.filter(verb="import.households", unit=ground.a).count() == 1


def test_a_check_against_older_data_is_stale(desk, cast):
    one = desk.check(sheet_of([line(1)]))
    other = desk.check(sheet_of([line(1), line(2)]))
    commit.apply(other, by=cast.lan)
    with pytest.raises(commit.StaleCheck):
        commit.apply(one, by=cast.lan)
    one = check.run(one)
    assert (one.state, one.removed, one.unchanged) == (BatchState.CHECKED, 1, 1)


def test_confirming_twice_gives_one_receipt(desk, cast):
    batch = desk.check(sheet_of([line(1)]))
    first, second = (commit.apply(batch, by=cast.lan) for _ in range(2))
    assert (first.pk, first.committed_at) == (second.pk, second.committed_at)
    assert Status.objects.count() == 1
    assert Event.objects.filter(verb="import.households").count() == 1


def test_a_list_with_errors_or_of_a_closed_review_is_not_confirmed(desk, cast):
    faulty = desk.check(sheet_of([line(1), line(2, Phân_loại="Hộ khá")]))
    with pytest.raises(commit.NotConfirmable, match="1 dòng"):
        commit.apply(faulty, by=cast.lan)
    sound = desk.check(sheet_of([line(1)]))
    desk.review.state = ReviewState.LOCKED
    desk.review.save()
    with pytest.raises(commit.NotConfirmable, match="Đã khóa"):
        commit.apply(sound, by=cast.lan)
    assert desk.check(sheet_of([line(1)])).refusal_code == "review_closed"
    assert Status.objects.count() == 0


def test_an_error_in_the_middle_leaves_nothing(desk, cast):
    batch = desk.check(sheet_of([line(1)]))
    # The record of who did it is written last, and nobody is not somebody.
    with pytest.raises(ValueError, match="unsaved"):
        commit.apply(batch, by=User(username="nobody"))
    batch.refresh_from_db()
    assert (batch.state, Status.objects.count(), Household.objects.count()) == ("checked", 0, 0)
    assert commit.apply(batch, by=cast.lan).state == BatchState.COMMITTED


@pytest.mark.parametrize("again", [False, True])
def test_queries_do_not_grow_with_the_list(desk, cast, again):
    def cost(count):
        sheet = sheet_of([line(n) for n in range(1, count + 1)])
        if again:
            desk.commit(sheet)
            sheet = sheet_of([line(n, Số_khẩu=7) for n in range(1, count)])
        with CaptureQueriesContext(connection) as queries:
            batch = desk.check(sheet)
            commit.apply(batch, by=cast.lan)
        Status.objects.all().delete()
        return len(queries)

    cost(20)  # what is asked once a process
    small, large = cost(200), cost(2000)
    assert small == large
    assert large <= 0.1 * 2000


def test_nobody_uploads_where_he_has_no_right(desk, ground, cast):
    with pytest.raises(PermissionDenied):
        desk.receive(sheet_of([line(1)]), by=cast.hoa)
    batch = desk.check(sheet_of([line(1)]))
    for act in (batches.cancel, batches.start_commit):
        with pytest.raises(PermissionDenied):
            act(batch, cast.hoa)


def test_a_second_submit_of_one_form_is_the_first(desk):
    import uuid

    key = uuid.uuid4()
    one, two = (desk.receive(sheet_of([line(1)]), submit_key=key) for _ in range(2))
    assert one.pk == two.pk


def test_a_unit_of_another_map_or_level_is_refused_with_a_sentence(desk, ground, cast):
    for unit in (ground.old_a2, ground.a_villages[0]):
        batch = desk.receive(sheet_of([line(1)]), unit=unit, by=cast.lan)
        assert batch.refusal_code == "unit_not_in_review" and unit.name in batch.refusal


def test_a_day_has_so_many_uploads(desk, settings):
    settings.UPLOADS_PER_DAY = 2
    states = [desk.receive(sheet_of([line(1)])).state for _ in range(3)]
    assert states == ["received", "received", "refused"]


def test_files_that_are_none_are_refused_with_a_sentence(desk, tmp_path):
    for name, content, code in (
        ("rong.xlsx", b"", "empty"),
        ("giay.xlsx", b"%PDF-1.7\n", "pdf"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        batch = desk.receive(None, path=path)
        assert (batch.state, batch.refusal_code, batch.stored_name) == ("refused", code, "")
        assert batch.refusal.endswith(".") and check.run(batch).state == BatchState.REFUSED


# --- as background jobs -------------------------------------------------------------------------
def test_a_job_checks_and_another_commits(desk, cast):
    batch = desk.receive(sheet_of([line(n) for n in range(1, 4)]))
    tasks.check_batch.func(batches.start_check(batch, cast.lan).pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created) == (BatchState.CHECKED, 3)
    tasks.commit_batch.func(batches.start_commit(batch, cast.lan).pk)
    batch.refresh_from_db()
    assert (batch.state, batch.committed_by) == (BatchState.COMMITTED, cast.lan)
    assert set(JobRun.objects.values_list("state", flat=True)) == {JobState.DONE}
    first = JobRun.objects.order_by("pk").first()
    assert (first.done, first.total, first.percent) == (3, 3, 100)


def test_a_job_that_cannot_commit_says_why(desk, cast):
    batch = desk.check(sheet_of([line(1, Phân_loại="Hộ khá")]))
    job = batches.start_commit(batch, cast.lan)
    tasks.commit_batch.func(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "Còn 1 dòng có lỗi" in job.error


def test_a_cancelled_job_ends_the_batch(desk, cast):
    batch = desk.receive(sheet_of([line(1)]))
    job = batches.start_check(batch, cast.lan)

    def cancel_while_checking(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "Kiểm tra" in (params or ()):
            JobRun.objects.filter(pk=job.pk, cancel_requested=False).update(cancel_requested=True)
        return result

    with connection.execute_wrapper(cancel_while_checking):
        tasks.check_batch.func(job.pk)
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.state, job.state) == (BatchState.CANCELLED, JobState.CANCELLED)
    assert check.run(batch).state == BatchState.CANCELLED
    with pytest.raises(commit.NotConfirmable):
        commit.apply(batch, by=cast.lan)


def test_cancelling_ends_what_is_not_written(desk, cast):
    batch = batches.cancel(desk.check(sheet_of([line(1)])), cast.lan)
    assert (batch.state, batch.staged) == (BatchState.CANCELLED, None)
    done = desk.commit(sheet_of([line(1)]))
    assert batches.cancel(done, cast.lan).state == BatchState.COMMITTED


# --- secrets --------------------------------------------------------------------------------------
def test_no_citizen_id_lies_in_the_database_or_on_the_disk(desk, cast, settings, caplog):
    ids = [line(n)["Số CCCD"] for n in range(1, 6)] + ["245678901", "067155000777"]
    rows = [line(n) for n in range(1, 6)] + [line(6, Số_CCCD="245678901", Ghi_chú=f"cũ {ids[0]}")]
    rows.append(line(7, Số_CCCD=None) | {"STT": "7"})
    members = [["STT hộ", "Họ và tên thành viên", "Quan hệ với chủ hộ", "Số CCCD"],
               ["7", "Trần Thị Vợ", "Vợ", "067155000777"]]  # fmt: skip
    batch = desk.check({"Danh sách": sheet_of(rows), "Thành viên": members})
    waiting = dump()
    commit.apply(batch, by=cast.lan)
    desk.check(sheet_of([line(1, Phân_loại=ids[0]), line(2, Ghi_chú=ids[1])]))
    everything = waiting + dump() + caplog.text
    assert "Nguyễn Văn B" in everything and "••••••••8901" not in ids
    assert [number for number in ids if number in everything] == []
    files = [path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert files and not any(number.encode() in data for data in files for number in ids)
    assert not any(path.name.endswith(".clear") for path in settings.MEDIA_ROOT.rglob("*"))


def dump():
    """Every value of every table as text, bytes as they are."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        texts.append(bytes(value).decode("latin-1"))
                    else:
                        texts.append(str(value))
    return "\n".join(texts)

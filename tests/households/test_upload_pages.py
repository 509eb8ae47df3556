"""From a received file to the receipt: what the page of an upload says and does at each step."""

import datetime
import io
import re
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from campaign.choices import JobState
from campaign.models import Event, JobRun
from households.choices import BatchState
from households.imports import batches, check
from households.models import ImportBatch, Status, UnitTotals
from tests.households.uploading import (
    BINH,
    CAN,
    DAT,
    confirm,
    detail,
    fields,
    open_review,
    run_jobs,
    send,
    workbook,
)


@pytest.fixture
def review(ground):
    return open_review(ground.province)


@pytest.fixture
def sent(client, cast, ground, review):
    """sent(*rows): Lan uploads a list of commune A and it is checked; gives the batch."""
    return partial(send, client, cast.lan, ground.a, review)


def test_a_file_that_is_none_is_refused_with_the_form_to_try_again(client, cast, ground, review):
    client.force_login(cast.lan)
    answer = client.post(
        reverse("import_create"), fields(ground.a, review, b"%PDF-1.7 xx", "ds.xlsx"), follow=True
    )
    text = answer.content.decode()
    assert answer.context["situation"] == "refused"
    assert "Đây là tệp PDF" in text and 'type="file"' in text
    assert answer.context["form"]["unit"].value() == str(ground.a.pk)
    assert not JobRun.objects.exists()


def test_while_it_waits_the_page_asks_for_progress_and_can_be_left(client, cast, ground, review):
    client.force_login(cast.lan)
    client.post(reverse("import_create"), fields(ground.a, review, workbook(BINH)))
    batch = ImportBatch.objects.get()
    text = detail(client, batch).content.decode()
    assert "Đang chờ đến lượt" in text and 'hx-trigger="every 1s"' in text
    url = reverse("import_progress", args=[batch.pk])
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert fragment.status_code == 200 and "<html" not in fragment.content.decode()
    assert client.get(url)["Location"] == reverse("import_detail", args=[batch.pk])
    JobRun.objects.update(
        state=JobState.RUNNING, phase="Đối chiếu", done=1, total=4, heartbeat_at=timezone.now()
    )
    page = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'value="1"\s+max="4"', page)
    JobRun.objects.update(state=JobState.QUEUED)
    run_jobs()
    over = client.get(url, headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (286, "true")


def test_a_job_that_stopped_beating_is_called_stalled_and_can_be_tried_again(
    client, cast, ground, review
):
    client.force_login(cast.lan)
    client.post(reverse("import_create"), fields(ground.a, review, workbook(BINH)))
    long_ago = timezone.now() - datetime.timedelta(minutes=10)
    JobRun.objects.update(state=JobState.RUNNING, heartbeat_at=long_ago)
    batch = ImportBatch.objects.get()
    answer = detail(client, batch)
    assert answer.context["situation"] == "stalled"
    assert "đang đứng yên" in answer.content.decode()
    client.post(reverse("import_retry", args=[batch.pk]))
    run_jobs()
    assert detail(client, batch).context["situation"] == "ready"


def test_cancelling_a_waiting_upload_ends_it(client, cast, ground, review):
    client.force_login(cast.lan)
    client.post(reverse("import_create"), fields(ground.a, review, workbook(BINH)))
    batch = ImportBatch.objects.get()
    answer = client.post(reverse("import_cancel", args=[batch.pk]), follow=True)
    assert answer.context["situation"] == "cancelled"
    assert "Không có gì được ghi" in answer.content.decode()
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED and not Status.objects.exists()


def test_all_problems_are_shown_at_their_cells_and_by_kind(client, sent):
    nobody = [*BINH]
    nobody[5] = "Thôn Không Có"
    classless = [*DAT]
    classless[9] = "giàu có"
    batch = sent(nobody, classless, [*CAN[:6], 95, *CAN[7:]])
    answer = detail(client, batch)
    assert answer.context["situation"] == "faulty"
    assert [(p.row, p.column, p.value) for p in answer.context["page"]] == [
        *[(None, "", "")] * 2,  # no column of deprivations, none of causes
        (2, "Thôn", "Thôn Không Có"),
        (3, "Phân loại", "giàu có"),
        (4, "Số khẩu", "95"),
    ]
    assert {kind["code"] for kind in answer.context["kinds"]} == {
        "village_unknown",
        "class_unknown",
        "members_impossible",
        "column_absent",
    }
    one = detail(client, batch, code="class_unknown").context["page"]
    assert [problem.row for problem in one] == [3]
    warnings = detail(client, batch, severity="warning").context["page"]
    assert {problem.code for problem in warnings} == {"column_absent"}
    assert client.post(reverse("import_confirm", args=[batch.pk])).status_code == 302
    assert "Còn 3 dòng có lỗi" in detail(client, batch).content.decode()
    assert not Status.objects.exists()


def test_a_clean_list_shows_what_would_change_and_is_written_on_confirmation(
    client, cast, ground, review, sent
):
    batch = sent(BINH, DAT)
    page = detail(client, batch)
    assert page.context["situation"] == "ready"
    assert page.context["tabs"][0] == ("new", "Mới", 2)
    assert {line.head_name for line in page.context["page"]} == {"Hồ Văn Bình", "Đinh Thị Đạt"}
    assert not Status.objects.exists()
    confirm(client, batch)
    run_jobs()
    receipt = detail(client, batch)
    text = receipt.content.decode()
    assert receipt.context["situation"] == "committed"
    assert f"Biên nhận số {batch.pk}" in text and "Nguyễn Thị Lan xác nhận" in text
    assert Status.objects.filter(review=review, commune=ground.a).count() == 2
    assert Event.objects.filter(verb="import.households", actor=cast.lan).count() == 1


def test_a_second_list_shows_before_and_after_and_who_is_gone(client, sent):
    first = sent(BINH, DAT)
    confirm(client, first)
    run_jobs()
    changed = [*BINH]
    changed[6], changed[9] = 6, "Hộ cận nghèo"
    batch = sent(changed, CAN)
    page = detail(client, batch, show="changed")
    (line,) = page.context["page"]
    assert {(f.label, f.before, f.after) for f in line.fields} == {
        ("Số khẩu", "4", "6"),
        ("Phân loại", "Hộ nghèo", "Hộ cận nghèo"),
    }
    gone = detail(client, batch, show="removed").context["page"]
    assert [line.head_name for line in gone] == ["Đinh Thị Đạt"]
    assert [(name, count) for name, _, count in page.context["tabs"]][:3] == [
        ("new", 1),
        ("changed", 1),
        ("removed", 1),
    ]


def test_a_list_that_takes_households_out_asks_for_a_tick_of_its_own(client, sent):
    confirm(client, sent(BINH, DAT))
    run_jobs()
    batch = sent(CAN)
    page = detail(client, batch)
    text = " ".join(page.content.decode().split())
    assert "Tệp có 1 dòng, còn danh sách kỳ này của các xã trong tệp đang có 2 hộ: 2 hộ" in text
    assert "đều đọc được" not in text and 'href="?show=removed#details"' in text
    assert "Tôi đã xem và đồng ý đưa 2 hộ này ra khỏi danh sách kỳ này" in text
    assert re.search(r'<input[^>]*name="removal"[^>]*form="write"[^>]*required', text)
    answer = confirm(client, batch, removal="")
    assert "Chưa ghi: danh sách này đưa 2 hộ ra khỏi kỳ này." in "".join(
        str(message) for message in get_messages(answer.wsgi_request)
    )
    assert not JobRun.objects.filter(kind="import-commit", subject_id=batch.pk).exists()
    confirm(client, batch)
    run_jobs()
    assert [status.head_name for status in Status.objects.all()] == [CAN[0]]


def test_a_list_that_takes_nobody_out_asks_for_no_tick(client, sent):
    text = detail(client, sent(BINH)).content.decode()
    assert "đều đọc được" in text and 'name="removal"' not in text


def test_the_same_list_again_says_that_there_is_nothing_to_write(client, sent):
    batch = sent(BINH, DAT)
    confirm(client, batch)
    run_jobs()
    again = detail(client, sent(BINH, DAT))
    assert again.context["situation"] == "unchanged"
    assert "không có gì để ghi" in again.content.decode()


def test_confirming_twice_gives_one_receipt(client, sent):
    batch = sent(BINH)
    confirm(client, batch)
    confirm(client, batch)
    assert JobRun.objects.filter(kind="import-commit").count() == 1
    run_jobs()
    assert confirm(client, batch).status_code == 302
    assert JobRun.objects.filter(kind="import-commit").count() == 1
    assert Status.objects.count() == 1


def test_what_was_not_seen_is_not_confirmed(client, sent):
    batch = sent(BINH)
    url = reverse("import_confirm", args=[batch.pk])
    answer = client.post(url, {"seen": "của lần kiểm tra khác"}, follow=True)
    assert "Kết quả kiểm tra đã khác" in answer.content.decode()
    assert not JobRun.objects.filter(kind="import-commit").exists()


def test_a_list_checked_against_older_data_is_turned_away_and_checked_again(client, sent):
    stale, other = sent(BINH), sent(DAT)
    confirm(client, other)
    run_jobs()
    confirm(client, stale)
    run_jobs()
    page = detail(client, stale)
    assert page.context["situation"] == "ready"
    assert "Dữ liệu đã thay đổi từ khi kiểm tra" in page.content.decode()
    client.post(reverse("import_retry", args=[stale.pk]))
    run_jobs()
    page = detail(client, stale)
    assert page.context["setback"] == ""
    assert [(name, count) for name, _, count in page.context["tabs"]][:2] == [
        ("new", 1),
        ("removed", 1),
    ]
    confirm(client, stale)
    run_jobs()
    assert [status.head_name for status in Status.objects.all()] == ["Hồ Văn Bình"]


def test_same_name_with_another_number_is_asked_about_and_answered_on_the_page(client, sent):
    confirm(client, sent(BINH))
    run_jobs()
    other = [*BINH]
    other[4] = "052070000099"
    batch = sent(other)
    page = detail(client, batch)
    text = page.content.decode()
    (question,) = page.context["questions"]
    assert "Có phải cùng một hộ?" in text and "disabled" in text
    confirm(client, batch)
    assert not JobRun.objects.filter(kind="import-commit", subject_id=batch.pk).exists()
    url = reverse("import_answer", args=[batch.pk])
    for wrong in ({question.key: "999999"}, {}):
        client.post(url, wrong)
        assert detail(client, batch).context["open_count"] == 1
    client.post(url, {question.key: str(question.candidates[0].household_id)})
    run_jobs()
    page = detail(client, batch)
    assert page.context["open_count"] == 0 and page.context["obstacle"] == ""
    confirm(client, batch)
    run_jobs()
    status = Status.objects.get()
    assert status.household.citizen_id_tail == "0099"


def test_a_household_of_another_commune_is_asked_about_without_its_name(
    client, cast, ground, review, sent
):
    client.force_login(cast.hoa)
    theirs = [*BINH]
    theirs[0], theirs[5] = "Người Khác Hẳn", "Thôn Đắk Rông"
    client.post(reverse("import_create"), fields(ground.b, review, workbook(theirs)))
    run_jobs()
    confirm(client, ImportBatch.objects.first())
    run_jobs()
    confirm(client, sent(["Lê Thị Mai", 1960, "Nữ", "Kinh", "", *BINH[5:]]))
    run_jobs()
    batch = sent(["Lê Thị Mai", 1960, "Nữ", "Kinh", BINH[4], *BINH[5:]])
    page = detail(client, batch)
    assert page.context["questions"]
    text = page.content.decode()
    assert "Hộ ở địa bàn khác" in text and "Người Khác Hẳn" not in text


def test_the_first_list_of_a_commune_shows_the_villages_it_brings(client, cast, ground):
    review = open_review(ground.other_province, 2025)
    client.force_login(cast.admin)
    row = [*BINH[:5], "Xóm Chùa", *BINH[6:]]
    client.post(reverse("import_create"), fields(ground.other_commune, review, workbook(row)))
    run_jobs()
    batch = ImportBatch.objects.get()
    assert [line.village for line in detail(client, batch).context["page"]] == ["Xóm Chùa"]
    *_columns, warning = detail(client, batch, show="warnings").context["page"]
    assert (warning.severity, warning.value) == ("warning", "Xóm Chùa")


@pytest.mark.parametrize(("village", "situation"), [("Khối 1", "ready"), ("Không Có", "faulty")])
def test_a_list_checked_without_a_job_is_what_its_state_says(  # noqa: PLR0917
    client, cast, ground, review, village, situation
):
    content = io.BytesIO(workbook([*BINH[:5], village, *BINH[6:]]))
    batch = batches.receive(
        content, "ds.xlsx", kind="households", unit=ground.a, review=review, by=cast.lan
    )
    client.force_login(cast.lan)
    assert detail(client, batch).context["situation"] == "stalled"
    check.run(batch)
    assert not JobRun.objects.exists()
    assert detail(client, batch).context["situation"] == situation


def test_totals_are_shown_and_written_the_same_way(client, cast, ground, review):
    client.force_login(cast.dung)
    head = ["STT", "Xã/phường", "Tổng số hộ", "Tổng số nhân khẩu", "Số hộ DTTS"]
    head += ["Số nhân khẩu DTTS", "Khu vực"]
    content = workbook(["Xã An Hòa", 1200, 4800, 200, 900, "nông thôn"], head=head)
    client.post(reverse("import_create"), fields(ground.province, review, content, kind="totals"))
    run_jobs()
    batch = ImportBatch.objects.get()
    page = detail(client, batch)
    assert page.context["situation"] == "ready"
    assert [(row["unit"], row["households"]) for row in page.context["page"]] == [(ground.a, 1200)]
    confirm(client, batch)
    run_jobs()
    assert UnitTotals.objects.get().households == 1200
    assert detail(client, batch).context["situation"] == "committed"

"""From the upload form to the receipt: what each person sees and may do at each step."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from openpyxl import Workbook, load_workbook

from campaign.choices import JobState
from campaign.models import Event, JobRun
from households import situations
from households.choices import BatchState, ReviewState
from households.models import ImportBatch, Review, Status, UnitTotals

HEAD = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Thôn"]
HEAD += ["Số khẩu", "Điểm B1", "Điểm B2", "Phân loại"]
BINH = ["Hồ Văn Bình", 1970, "Nam", "Kinh", "052070000011", "Khối 1", 4, 110, 40, "Hộ nghèo"]
DAT = ["Đinh Thị Đạt", 1982, "Nữ", "Ba Na", "052182000022", "Khối 2", 3, 130, 20, "Hộ cận nghèo"]
CAN = ["Lò Văn Cẩn", 1991, "Nam", "Mông", "052091000033", "Thôn 1", 5, 120, 30, "Hộ nghèo"]


@pytest.fixture
def review(ground):
    return Review.objects.create(
        unit=ground.province, year=2025, as_of=datetime.date(2025, 12, 31), standard="national-2022"
    )


def workbook(*rows, head=HEAD):
    book = Workbook()
    book.active.append(head)
    for number, row in enumerate(rows, start=1):
        book.active.append([number, *row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def fields(unit, review, content, name="danh sách.xlsx", **more):
    return {
        "kind": "households",
        "unit": unit.pk,
        "review": review.pk if review else "",
        "submit_key": str(uuid.uuid4()),
        "file": SimpleUploadedFile(name, content),
    } | more


def run_jobs():
    """What the worker would do."""
    for job in JobRun.objects.filter(state=JobState.QUEUED).order_by("pk"):
        import_string(job.task).call(job.pk)


@pytest.fixture
def sent(client, cast, ground, review):
    """sent(*rows): Lan uploads a list of commune A and it is checked; gives the batch."""

    def send(*rows, **more):
        client.force_login(cast.lan)
        answer = client.post(
            reverse("import_create"), fields(ground.a, review, workbook(*rows), **more)
        )
        assert answer.status_code == 302, answer.context["form"].errors
        run_jobs()
        return ImportBatch.objects.first()

    return send


def detail(client, batch, **query):
    return client.get(reverse("import_detail", args=[batch.pk]), query)


def confirm(client, batch):
    seen = situations.fingerprint(ImportBatch.objects.get(pk=batch.pk))
    return client.post(reverse("import_confirm", args=[batch.pk]), {"seen": seen})


# --- the form -------------------------------------------------------------------------------------
def test_lan_is_asked_for_nothing_but_the_file(client, cast, ground, review):
    client.force_login(cast.lan)
    form = client.get(reverse("import_create")).context["form"]
    assert form["unit"].is_hidden and form["unit"].value() == str(ground.a.pk)
    assert form["review"].value() == review.pk and "year" not in form.fields
    assert form["kind"].value() == "households"
    assert form.place == ground.a


def test_a_province_officer_chooses_among_the_units_that_stood_on_the_day(
    client, cast, ground, review
):
    client.force_login(cast.dung)
    form = client.get(reverse("import_create")).context["form"]
    assert set(form.places.values()) == {ground.province, ground.a, ground.b}
    old = Review.objects.create(
        unit=ground.old_province,
        year=2024,
        as_of=datetime.date(2024, 12, 31),
        standard="national-2022",
    )
    form = client.get(reverse("import_create"), {"review": old.pk}).context["form"]
    assert set(form.places.values()) == {
        ground.old_province,
        ground.district,
        ground.old_a1,
        ground.old_a2,
        ground.old_b,
    }
    groups = dict(form.fields["unit"].choices[1:])
    assert {name for _, name in groups["Huyện Suối Bạc"]} == {
        "Thị trấn An Hòa",
        "Xã An Phú",
        "Xã Đắk Bình",
    }


def test_the_unit_of_the_address_is_chosen_already(client, cast, ground, review):
    client.force_login(cast.dung)
    form = client.get(reverse("import_create"), {"unit": ground.b.pk}).context["form"]
    assert form["unit"].value() == ground.b.pk
    form = client.get(reverse("import_create"), {"unit": ground.other_commune.pk}).context["form"]
    assert form["unit"].value() is None


def test_without_an_open_review_an_officer_is_told_whom_to_ask(client, cast, review):
    Review.objects.update(state=ReviewState.LOCKED)
    client.force_login(cast.lan)
    text = client.get(reverse("import_create")).content.decode()
    assert "Đề nghị cấp tỉnh mở kỳ rà soát" in text and '<input type="file"' not in text


@pytest.mark.parametrize("who", ["minh", "quang", "son"])
def test_who_may_only_look_is_refused_the_upload_with_the_reason(client, cast, review, who):
    client.force_login(getattr(cast, who))
    for method in (client.get, client.post):
        answer = method(reverse("import_create"))
        assert answer.status_code == 403
        assert "Vai trò của bạn không được tải lên danh sách hộ." in answer.content.decode()
    assert client.get(reverse("import_list")).status_code == 200


def errors(client, values):
    answer = client.post(reverse("import_create"), values)
    assert answer.status_code in {413, 422} and not ImportBatch.objects.exists()
    return answer.context["form"].errors, answer.content.decode()


def test_a_form_without_a_file_says_so(client, cast, ground, review):
    client.force_login(cast.lan)
    values = fields(ground.a, review, b"")
    values.pop("file")
    found, text = errors(client, values)
    assert found == {"file": ["Chọn tệp cần tải lên."]} and "Chọn tệp cần tải lên." in text


def test_an_empty_file_is_refused_in_words(client, cast, ground, review):
    client.force_login(cast.lan)
    found, _ = errors(client, fields(ground.a, review, b""))
    assert "Tệp rỗng" in found["file"][0]


def test_a_file_over_the_limit_is_refused_while_it_arrives(client, cast, ground, review, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    client.force_login(cast.lan)
    found, text = errors(client, fields(ground.a, review, b"x" * (2**20 + 70_000)))
    assert list(found) == ["file"] and "lớn hơn 1 MB" in found["file"][0]
    assert f'name="unit" value="{ground.a.pk}"' in text


def test_one_upload_too_many_in_a_day_is_refused_in_words(client, ground, review, settings, sent):
    settings.UPLOADS_PER_DAY = 1
    sent(BINH)
    answer = client.post(reverse("import_create"), fields(ground.a, review, workbook(DAT)))
    assert answer.status_code == 422
    assert "Hôm nay bạn đã tải lên 1 tệp" in answer.content.decode()
    assert ImportBatch.objects.count() == 1


def test_lan_cannot_upload_for_another_commune(client, cast, ground, review):
    client.force_login(cast.lan)
    for unit in (ground.b, ground.province, ground.a_villages[0], ground.other_commune):
        found, _ = errors(client, fields(unit, review, workbook(BINH)))
        assert list(found) == ["unit"]


def test_a_locked_review_takes_nothing(client, cast, ground, review):
    locked = Review.objects.create(
        unit=ground.province,
        year=2024,
        as_of=datetime.date(2025, 7, 2),
        standard="national-2022",
        state=ReviewState.LOCKED,
    )
    client.force_login(cast.lan)
    found, _ = errors(client, fields(ground.a, locked, workbook(BINH)))
    assert list(found) == ["review"]


def test_sending_the_form_twice_gives_one_upload(client, cast, ground, review):
    client.force_login(cast.lan)
    key = str(uuid.uuid4())
    places = [
        client.post(
            reverse("import_create"), fields(ground.a, review, workbook(BINH), submit_key=key)
        )["Location"]
        for _ in range(2)
    ]
    assert places[0] == places[1] == reverse("import_detail", args=[ImportBatch.objects.get().pk])
    assert JobRun.objects.count() == 1


def test_the_province_opens_the_review_of_a_year_with_the_first_upload(client, cast, ground):
    client.force_login(cast.dung)
    values = fields(ground.a, None, workbook(BINH), year="2025")
    assert client.post(reverse("import_create"), values).status_code == 302
    review = Review.objects.get()
    assert (review.unit, review.year, review.opened_by) == (ground.province, 2025, cast.dung)
    assert ImportBatch.objects.get().review == review


@pytest.mark.parametrize(
    ("year", "field"), [("1990", "year"), ("20255", "year"), ("nay", "year"), ("2024", "unit")]
)
def test_a_year_that_cannot_be_opened_is_explained_at_its_field(client, cast, ground, year, field):
    client.force_login(cast.dung)
    values = fields(ground.a, None, workbook(BINH), year=year)
    found, _ = errors(client, values)
    assert field in found and not Review.objects.exists()


def test_without_javascript_another_review_is_shown_by_a_button(client, cast, ground, review):
    client.force_login(cast.dung)
    values = {"switch": "1", "review": review.pk, "unit": ground.b.pk, "kind": "totals"}
    answer = client.post(reverse("import_create"), values)
    assert answer.status_code == 302
    form = client.get(answer["Location"]).context["form"]
    assert (form.shown, form.place, form["kind"].value()) == (review, ground.b, "totals")


# --- one upload -----------------------------------------------------------------------------------
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
    assert 'value="1" max="4"' in client.get(url, headers={"HX-Request": "true"}).content.decode()
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
        (2, "Thôn", "Thôn Không Có"),
        (3, "Phân loại", "giàu có"),
        (4, "Số khẩu", "95"),
    ]
    assert {kind["code"] for kind in answer.context["kinds"]} == {
        "village_unknown",
        "class_unknown",
        "members_impossible",
    }
    one = detail(client, batch, code="class_unknown").context["page"]
    assert [problem.row for problem in one] == [3]
    assert list(detail(client, batch, severity="warning").context["page"]) == []
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


# --- who ------------------------------------------------------------------------------------------
ACTIONS = ["import_answer", "import_confirm", "import_cancel", "import_retry"]


def test_hoa_sees_nothing_of_an_upload_into_commune_a(client, cast, sent):
    batch = sent(BINH)
    client.force_login(cast.hoa)
    for name in ("import_detail", "import_progress", "import_annotated"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ACTIONS:
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    assert list(client.get(reverse("import_list")).context["page"]) == []


@pytest.mark.parametrize("who", ["minh", "quang", "son"])
def test_who_may_only_look_sees_an_upload_and_cannot_act_on_it(client, cast, sent, who):
    batch = sent(BINH)
    client.force_login(getattr(cast, who))
    assert list(client.get(reverse("import_list")).context["page"]) == [batch]
    text = detail(client, batch).content.decode()
    assert "Vai trò của bạn không được tải lên danh sách hộ." in text
    assert "Xác nhận ghi vào dữ liệu" not in text
    assert client.get(reverse("import_annotated", args=[batch.pk])).status_code == 403
    for name in ACTIONS:
        assert client.post(reverse(name, args=[batch.pk])).status_code == 403
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_no_action_is_done_by_a_get(client, sent):
    batch = sent(BINH)
    for name in ACTIONS:
        assert client.get(reverse(name, args=[batch.pk])).status_code == 405


def test_no_page_of_an_upload_repeats_a_whole_citizen_id(client, sent):
    batch = sent(BINH, [*DAT[:4], "05218200002", *DAT[5:]], [*CAN[:5], "Thôn Lạ", *CAN[6:]])
    texts = [detail(client, batch).content.decode()]
    batch = sent(BINH, DAT)
    texts += [detail(client, batch, show=show).content.decode() for show in ("new", "warnings")]
    for text in texts:
        assert not [row[4] for row in (BINH, DAT, CAN) if row[4] in text]


# --- lists and files ------------------------------------------------------------------------------
def test_the_list_of_uploads_is_filtered_and_costs_the_same_for_many(
    client, ground, sent, django_assert_max_num_queries
):
    first = sent(BINH)
    client.post(reverse("import_cancel", args=[first.pk]))
    for _ in range(3):
        second = sent(DAT)
    url = reverse("import_list")
    assert set(client.get(url, {"state": "cancelled"}).context["page"]) == {first}
    assert second in client.get(url, {"unit": ground.a.pk}).context["page"]
    with django_assert_max_num_queries(16):
        assert len(client.get(url).context["page"]) == 4


def test_an_upload_page_costs_the_same_for_many_rows(client, sent, django_assert_max_num_queries):
    rows = [[f"Nguyễn Văn {n}", 1950 + n, "Nam", "Kinh", "", *BINH[5:]] for n in range(45)]
    batch = sent(*rows)
    with django_assert_max_num_queries(24):
        answer = detail(client, batch)
    assert len(answer.context["page"]) == 45
    faulty = sent(*([*row[:9], "giàu có"] for row in rows))
    with django_assert_max_num_queries(24):
        assert len(detail(client, faulty).context["page"]) == 45


def opened(answer):
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    name = answer["Content-Disposition"]
    assert name.startswith("attachment;") and name.isascii() and "filename*" not in name
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_marked_workbook_goes_back_to_whoever_may_upload(client, sent):
    batch = sent([*BINH[:5], "Thôn Không Có", *BINH[6:]])
    book = opened(client.get(reverse("import_annotated", args=[batch.pk])))
    text = str([[cell.value for cell in row] for sheet in book for row in sheet])
    assert "Thôn Không Có" in text and "Lỗi" in text


@pytest.mark.parametrize("name", ["template_download", "totals_template_download"])
def test_the_blanks_of_a_commune_are_files_of_that_commune(client, cast, ground, review, name):
    client.force_login(cast.lan)
    query = {"unit": ground.a.pk, "year": 2025, "kind": "annual"}
    answer = client.get(reverse(name), query)
    assert "21808-2025.xlsx" in answer["Content-Disposition"]
    assert "An Hòa" in str(
        [[cell.value for cell in row] for sheet in opened(answer) for row in sheet]
    )
    assert client.get(reverse(name), query | {"unit": ground.b.pk}).status_code == 404
    for wrong in ({"year": "1990"}, {"year": "x"}, {"kind": "x"}, {"unit": "9" * 40}):
        assert client.get(reverse(name), query | wrong).status_code == 404


def test_the_blank_holds_the_households_of_last_year(client, cast, ground, review, sent):
    confirm(client, sent(BINH, DAT))
    run_jobs()
    query = {"unit": ground.a.pk, "year": 2026, "kind": "annual"}
    book = opened(client.get(reverse("template_download"), query))
    text = str([[cell.value for cell in row] for sheet in book for row in sheet])
    assert "Hồ Văn Bình" in text and "Đinh Thị Đạt" in text
    assert Event.objects.filter(verb="blank.download", unit=ground.a).count() == 1

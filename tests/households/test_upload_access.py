"""Uploads: who sees and does what, what a page costs, which files are given out."""

import io
from functools import partial

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaign.models import Event
from households.choices import BatchState
from tests.households.uploading import (
    BINH,
    CAN,
    DAT,
    confirm,
    detail,
    open_review,
    run_jobs,
    send,
)


@pytest.fixture
def review(ground):
    return open_review(ground.province)


@pytest.fixture
def sent(client, cast, ground, review):
    """sent(*rows): Lan uploads a list of commune A and it is checked; gives the batch."""
    return partial(send, client, cast.lan, ground.a, review)


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
        # Two lines more: no column of deprivations, none of causes.
        assert len(detail(client, faulty).context["page"]) == 47


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


def test_a_lost_file_cannot_be_marked_and_the_page_says_so(client, sent, settings):
    batch = sent([*BINH[:5], "Thôn Không Có", *BINH[6:]])
    (settings.MEDIA_ROOT / "uploads" / batch.stored_name).unlink()
    answer = client.get(reverse("import_annotated", args=[batch.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("import_detail", args=[batch.pk]), 302)]
    assert "Không còn tệp đã lưu. Hãy tải tệp lên lại." in answer.text


@pytest.mark.parametrize("name", ["template_download", "totals_template_download"])
def test_the_blanks_of_a_commune_are_files_of_that_commune(client, cast, ground, review, name):
    client.force_login(cast.lan)
    query = {"unit": ground.a.pk, "year": 2025, "kind": "annual"}
    answer = client.get(reverse(name), query)
    assert "21808-2025.xlsx" in answer["Content-Disposition"]
    text = str([[cell.value for cell in row] for sheet in opened(answer) for row in sheet])
    assert "'Xã An Hòa - Định kỳ hằng năm 2025'" in text
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

"""Lan's evening: a bad list up, the marked file down, mended, up again, confirmed, counted."""

import datetime

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from campaign.models import JobRun
from households.models import ImportBatch, Review, Status
from tests.journeys.conftest import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Thôn"]
HEAD += ["Số khẩu", "Điểm B1", "Điểm B2", "Phân loại"]
ROWS = [
    [1, "Hồ Văn Bình", 1970, "Nam", "Kinh", "052070000011", "Khối 1", 4, 110, 40, "Hộ nghèo"],
    [2, "Đinh Thị Đạt", 1982, "Nữ", "Ba Na", "052182000022", "Khối 2", 3, 130, 20, "cận"],
    [3, "Lò Văn Cẩn", 1991, "Nam", "Mông", "052091000033", "Thôn Một Trăm", 5, 120, 30, "Hộ nghèo"],
    [4, "Rơ Châm H'Yên", 1968, "Nữ", "Gia Rai", "", "Thôn 1", 95, 125, 50, "giàu có"],
]


@pytest.fixture
def review(ground):
    return Review.objects.create(
        unit=ground.province, year=2025, as_of=datetime.date(2025, 12, 31), standard="national-2022"
    )


def save(path, rows):
    """A commune's list as offices keep it: agency block above, signature below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append(["ỦY BAN NHÂN DÂN XÃ AN HÒA"])
    sheet.append(["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025"])
    sheet.append([])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    sheet.append([])
    sheet.append(["", "", "", "", "", "", "", "TM. ỦY BAN NHÂN DÂN"])
    book.save(path)
    return path


def mend(path, corrections):
    """What a person does in a spreadsheet: type other values over the wrong ones."""
    book = load_workbook(path)
    for row in book["Danh sách"].iter_rows():
        for cell in row:
            if cell.value in corrections:
                cell.value = corrections.pop(cell.value)
    assert not corrections
    book.save(path)


def upload(page, path, desk):
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.get_by_role("heading", name="Đang kiểm tra tệp").wait_for()
    desk.run_jobs()


def test_a_bad_list_becomes_figures(desk, cast, ground, review, tmp_path):
    page = desk.page_for(cast.lan)
    page.goto("/imports/new/")
    grave = desk.look(page, "1-form")

    upload(page, save(tmp_path / "danh-sach.xlsx", ROWS), desk)
    # Nobody reloads: the page asks for progress itself and shows what came out.
    page.get_by_role("link", name="Tải tệp đã đánh dấu lỗi").wait_for()
    grave += desk.look(page, "2-faulty")
    problems = page.locator("#problems ~ .table-wrap tbody tr").all_inner_texts()
    # The first two: the list has no column of deprivations, none of causes.
    assert [("Thôn Một Trăm" in p, "giàu có" in p, "95" in p) for p in problems[2:]] == [
        (True, False, False),
        (False, False, True),
        (False, True, False),
    ]
    assert not Status.objects.exists()

    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải tệp đã đánh dấu lỗi").click()
    marked = tmp_path / "sua.xlsx"
    coming.value.save_as(marked)
    assert coming.value.suggested_filename.isascii()
    mend(marked, {"Thôn Một Trăm": "Thôn 2", "giàu có": "Hộ nghèo", 95: 6})

    upload(page, marked, desk)
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").wait_for()
    assert page.locator(".tile-value").first.inner_text() == "4"
    grave += desk.look(page, "3-ready")

    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").click()
    page.get_by_role("heading", name="Đang ghi vào dữ liệu").wait_for()
    desk.run_jobs()
    page.get_by_text("Đã ghi vào dữ liệu. Biên nhận số").wait_for()
    grave += desk.look(page, "4-receipt")
    assert Status.objects.filter(review=review, commune=ground.a).count() == 4

    page.get_by_role("link", name="Xem số liệu").click()
    page.get_by_role("heading", level=1).wait_for()
    assert "An Hòa" in page.locator("main").inner_text()
    page.screenshot(path=SCREENS / "5-figures.png", full_page=True)

    page.goto(f"/households/?unit={ground.a.pk}&review={review.pk}&measure=poor")
    names = page.locator("tbody th").all_inner_texts()
    assert set(names) == {"Hồ Văn Bình", "Lò Văn Cẩn", "Rơ Châm H'Yên"}
    grave += desk.look(page, "6-list")
    # A whole citizen id is not even sent: it would stand in the address.
    search = page.get_by_label("Tìm")
    for number, allowed in (("052 070 000 011", False), ("0011", True), ("5200000412", True)):
        search.fill(number)
        assert search.evaluate("field => field.checkValidity()") is allowed
    search.fill("052070000011")
    page.get_by_role("button", name="Xem", exact=True).click()
    assert "q=" not in page.url
    page.get_by_role("link", name="Hồ Văn Bình").click()
    page.get_by_label("Lý do").fill("Đối chiếu thẻ bảo hiểm y tế")
    grave += desk.look(page, "7-household")
    page.get_by_role("button", name="Xem số định danh").click()
    page.get_by_text("052070000011").wait_for()
    assert "052070000011" not in page.url
    page.goto("/imports/")
    grave += desk.look(page, "8-uploads")
    assert grave == []


def test_doubts_changes_and_waiting_are_shown(desk, cast, ground, review, tmp_path):
    page = desk.page_for(cast.dung)
    page.goto("/imports/new/")
    page.get_by_label("Địa bàn").select_option(label="Xã An Hòa")
    # The blank follows the choice without a reload.
    page.get_by_role("link", name="Tải biểu mẫu danh sách hộ").wait_for()
    grave = desk.look(page, "10-province-form")
    first = [ROWS[0], [*ROWS[1][:10], "Hộ cận nghèo"]]
    upload(page, save(tmp_path / "lan-1.xlsx", first), desk)
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").click()
    page.get_by_role("heading", name="Đang ghi vào dữ liệu").wait_for()
    desk.run_jobs()
    page.get_by_text("Biên nhận số").wait_for()

    doubtful = [*ROWS[0][:5], "052070000099", *ROWS[0][6:]]
    changed = [*ROWS[1][:7], 6, *ROWS[1][8:10], "Hộ nghèo"]
    page.goto(f"/imports/new/?unit={ground.a.pk}")
    page.set_input_files("input[type=file]", save(tmp_path / "lan-2.xlsx", [doubtful, changed]))
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.get_by_role("heading", name="Đang kiểm tra tệp").wait_for()
    JobRun.objects.filter(state="queued").update(
        state="running", phase="Đối chiếu", done=1, total=2, heartbeat_at=timezone.now()
    )
    page.get_by_text("Đối chiếu: 1 trên 2 dòng").wait_for()
    grave += desk.look(page, "11-progress")
    JobRun.objects.filter(state="running").update(state="queued")
    desk.run_jobs()
    page.get_by_role("heading", name="Có phải cùng một hộ?").wait_for()
    assert page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").is_disabled()
    grave += desk.look(page, "12-questions")
    page.get_by_label("Hồ Văn Bình").check()
    page.get_by_role("button", name="Lưu câu trả lời").click()
    page.get_by_role("heading", name="Đang kiểm tra tệp").wait_for()
    desk.run_jobs()
    page.get_by_text("Đã trả lời hết").wait_for()
    assert page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").is_enabled()
    page.get_by_role("link", name="Thay đổi (2)").click()
    grave += desk.look(page, "13-changed")

    page.goto(f"/imports/new/?unit={ground.a.pk}")
    scan = tmp_path / "quet.xlsx"
    scan.write_bytes(b"%PDF-1.7")
    page.set_input_files("input[type=file]", scan)
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.get_by_text("Đây là tệp PDF").wait_for()
    grave += desk.look(page, "14-refused")
    assert grave == []


def test_the_same_way_without_javascript(desk, cast, ground, review, tmp_path):
    page = desk.page_for(cast.dung, java_script_enabled=False)
    page.goto("/imports/new/")
    page.get_by_label("Địa bàn").select_option(label="Xã An Hòa")
    page.get_by_role("button", name="Đổi kỳ rà soát, địa bàn").click()
    assert page.get_by_role("link", name="Tải biểu mẫu danh sách hộ").is_visible()
    page.set_input_files("input[type=file]", save(tmp_path / "ds.xlsx", ROWS[:1]))
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    assert page.get_by_role("heading", name="Đang kiểm tra tệp").is_visible()
    desk.run_jobs()
    page.get_by_role("link", name="Tải lại trang").click()
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").click()
    desk.run_jobs()
    page.get_by_role("link", name="Tải lại trang").click()
    assert page.get_by_text("Đã ghi vào dữ liệu. Biên nhận số").is_visible()
    assert ImportBatch.objects.get().committed_by == cast.dung

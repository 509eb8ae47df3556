"""Dũng uploads a whole area's list with members, and answers on the page instead of in the file."""

import datetime

import openpyxl
import pytest

from households.models import HeadingRuling, ImportBatch, Member, Review, Status
from tests.households.imports.test_detailed_lists import BOTTOM, LETTERS, TITLE, TOP, family
from tests.journeys.conftest import PHONE, SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def save(path):
    """A list of two communes, merged heads and group rows as offices have them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hộ nghèo"
    for row in (*TITLE, [*TOP, "Sổ theo dõi"], BOTTOM, LETTERS):
        sheet.append(list(row))
    top = len(TITLE) + 1
    for first, last in (("D", "E"), ("H", "J"), ("N", "S")):
        sheet.merge_cells(f"{first}{top}:{last}{top}")
    for row in (
        ["I", None, "XÃ AN HÒA"], ["", None, "Thôn 1"], *family(1), *family(2, "Điểu Pang"),
        ["", None, "Thôn Hòa Sơ"], *family(3, "Điểu Lôi"),
        ["II", None, "PHƯỜNG ĐẮK BÌNH"], ["", None, "Đăk Rông"], *family(1, "Điểu Mới"),
    ):  # fmt: skip
        sheet.append(row + [None] * (19 - len(row)) + ["S-1" if len(row) > 3 else None])
    summary = book.create_sheet("TH")
    for row in (TOP, BOTTOM, *family(1)):
        summary.append(list(row))
    book.save(path)
    return path


def test_a_list_with_members_is_guided_on_the_page(page_for, run_jobs, ground, cast, tmp_path):
    review = Review.objects.create(
        unit=ground.province, year=2025, as_of=datetime.date(2025, 12, 31), standard="national-2022"
    )
    page = page_for(cast.dung)
    page.goto(f"/imports/new/?unit={ground.province.pk}&review={review.pk}")
    page.set_input_files("input[type=file]", save(tmp_path / "danh sach huyen.xlsx"))
    page.click("text=Tải lên và kiểm tra")
    run_jobs()
    batch = ImportBatch.objects.get()
    page.goto(f"/imports/{batch.pk}/")
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / "import-guidance.png", full_page=True)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=SCREENS / "import-guidance-phone.png", full_page=True)
    page.select_option("text=“Thôn Hòa Sơ”", label="Thôn Hòa Sơn")
    page.select_option("text=Sổ theo dõi", label="Bỏ qua cột này")
    page.click("text=Lưu và kiểm tra lại")
    run_jobs()
    page.goto(f"/imports/{batch.pk}/")
    page.screenshot(path=SCREENS / "import-guided-phone.png", full_page=True)
    page.click("text=Xác nhận ghi vào dữ liệu")
    run_jobs()
    assert set(Status.objects.values_list("head_name", "village__name", "members")) == {
        ("Điểu Rông", "Thôn 1", 3),
        ("Điểu Pang", "Thôn 1", 3),
        ("Điểu Lôi", "Thôn Hòa Sơn", 3),
        ("Điểu Mới", "Thôn Đắk Rông", 3),
    }
    assert Member.objects.count() == 8
    assert HeadingRuling.objects.get().heading == "so theo doi"
    page.goto("/imports/headings/")
    page.screenshot(path=SCREENS / "headings-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

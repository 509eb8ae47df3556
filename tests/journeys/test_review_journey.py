"""A whole review in a browser: from a list in an old font to the locked result and its tables.

Lan has the list as her predecessor typed it, in TCVN3, with members under their heads and two
villages misspelt. She mends it on the page and walks the commune's steps; Dũng brings the totals,
approves, locks, and takes the official tables away.
"""

import io
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from campaign.models import UnitAlias
from households import reviews
from households.choices import BatchKind, ReviewState
from households.imports import batches, check, commit
from households.models import Household, Status
from tests.households.imports.conftest import L3, line, sheet_of, workbook
from tests.households.imports.test_totals import HEADINGS, ROWS
from tests.journeys import old_lists
from tests.journeys.old_lists import household, in_village

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Name, year of birth, village of 2024, citizen id: all poor in the list of the year before.
KNOWN = (
    ("Điểu Rông", 1970, "Xã An Phú", "Thôn 1", "052070000011"),
    ("Lê Văn Bình", 1960, "Xã An Phú", "Thôn Hòa Sơn", "052060000022"),
    ("Trần Thị Vơ", 1965, "Xã An Phú", "Thôn 2", "052165000033"),
    ("Phạm Thị Sáu", 1958, "Thị trấn An Hòa", "Khối 1", "052158000044"),
)
POOR = [
    in_village("Thôn 1"),
    *household(1, "Điểu Rông", 1970, ("Thị Mai", 1972, "Vợ"), ("Điểu Con", 2010, "Con"),
               ethnicity="M’Nông"),
    in_village("Thôn Hòa Sơ"),
    *household(2, "Lê Văn Bình", 1960, ("Lê Văn Hai", 1990, "Con")),
    *household(3, "Điểu Pang", 1985, ("Điểu Út", 2015, "Con"), change="new", ethnicity="M’Nông"),
    in_village("Khối 11"),
    *household(4, "Phạm Thị Sáu", 1958),
]  # fmt: skip
LATE = [
    in_village("Thôn Hòa Sơ"),
    *household(5, "Lò Văn Cẩn", 1991, ("Lò Văn Bé", 2018, "Con"), change="new"),
]
NEAR_POOR = [
    in_village("Thôn 2"),
    *household(1, "Trần Thị Vơ", 1965, ("Trần Văn Nam", 1995, "Con")),
]
PLACES = "Nhà văn hóa các thôn; trụ sở UBND xã"
MINUTES = {
    "Ngày họp": "28/11/2025",
    "Nơi họp": "Nhà văn hóa thôn",
    "Người chủ trì": "Nguyễn Văn Trưởng",
    "Người ghi biên bản": "Lê Thị Ghi",
    "Số người dự họp": "40",
    "Số người đồng ý": "38",
    "Số người không đồng ý": "2",
}
DECISION = {
    "Số, ký hiệu quyết định": "654/QĐ-UBND",
    "Ngày quyết định": "18/12/2025",
    "Người ký": "Nguyễn Văn Chủ",
    "Chức vụ người ký": "Chủ tịch",
}
# The rows "Tổng cộng" of the commune: as numbers in the workbook, as text in the paper.
TABLES = {
    "R1": (
        [[1250, 4800, 5, 0.4, 1, 0.08, 10, 0.21, 2, 0.04]],
        "Tổng cộng 1.250 4.800 5 0,40 1 0,08 10 0,21 2 0,04",
    ),
    "R2": (
        [[4, 1, 0, 0, 0, 0, 2, 0, 5], [14, 4, 0, 5, 0, 0, 4, 1, 10]],
        "Tổng cộng Hộ 4 1 0 0 0 0 2 0 5 Nhân khẩu 14 4 0 5 0 0 4 1 10",
    ),
    "R8": (
        [[5, 2, 0, 0, 3, 1, 0, 0, 0, 1], [10, 5, 0, 0, 5, 2, 0, 0, 0, 2]],
        "Tổng cộng Hộ 5 2 0 0 3 1 0 0 0 1 Nhân khẩu 10 5 0 0 5 2 0 0 0 2",
    ),
}


@pytest.fixture
def last_year(ground, cast, settings, tmp_path):
    """The list of 2024, in Unicode and with citizen ids, of the communes that then stood."""
    settings.MEDIA_ROOT = tmp_path / "media"
    rows = [
        line(number, Họ_và_tên_chủ_hộ=name, Năm_sinh=birth, Thôn=village, Số_CCCD=identity,
             Giới_tính=None, Dân_tộc="Kinh")
        | {"Xã/phường": commune}
        for number, (name, birth, commune, village, identity) in enumerate(KNOWN, start=1)
    ]  # fmt: skip
    path = workbook(tmp_path / "2024.xlsx", Hộ_nghèo=sheet_of(rows, [*L3, "Xã/phường"]))
    batch = batches.receive(
        path,
        path.name,
        kind=BatchKind.HOUSEHOLDS,
        unit=ground.old_province,
        review=reviews.find_or_open(ground.old_province, 2024, by=cast.admin),
        by=cast.admin,
    )
    commit.apply(check.run(batch), by=cast.admin)
    return {home.head_name: home for home in Household.objects.all()}


def save_totals(path):
    book = Workbook()
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    book.save(path)
    return path


def download(page, link):
    """The bytes behind a link of the page."""
    with page.expect_download() as coming:
        link.click()
    with open(coming.value.path(), "rb") as file:
        return SimpleNamespace(name=coming.value.suggested_filename, content=file.read())


def text_of(paper):
    pages = PdfReader(io.BytesIO(paper.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def numbers_under(sheet, name):
    """The numbers, to two decimals, of each row of a sheet that bears the name."""
    rows = [row for row in sheet.iter_rows(values_only=True) if name in row]
    return [[round(v, 2) for v in row if isinstance(v, int | float)] for row in rows]


def send(page, path, desk):
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    wait_for_check(page, desk)


def wait_for_check(page, desk):
    page.get_by_role("heading", name="Đang kiểm tra tệp").wait_for()
    desk.run_jobs()


def confirm(page, desk):
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").click()
    page.get_by_role("heading", name="Đang ghi vào dữ liệu").wait_for()
    desk.run_jobs()
    page.get_by_text("Đã ghi vào dữ liệu. Biên nhận số").wait_for()


def act(page, label, told, values=None):
    """Take the step `label` with what is typed into its form {label: text}, and read the answer."""
    # What it says above may be there before the forms below.
    page.wait_for_load_state("domcontentloaded")
    form = page.locator("form").filter(has=page.get_by_role("button", name=label, exact=True))
    if not form.is_visible():
        page.locator("summary").get_by_text(label, exact=True).click()
    for name, value in (values or {}).items():
        form.get_by_label(name, exact=True).fill(value)
    form.get_by_role("button", name=label, exact=True).click()
    page.get_by_text(told).first.wait_for()


def upload_the_list(page, desk, tmp_path, review):
    """The list goes in: two misspelt villages are said on the page, once for all files."""
    page.goto(f"/imports/new/?review={review.pk}")
    path = old_lists.save(tmp_path / "lan-1.xlsx", Hộ_nghèo=POOR, Hộ_cận_nghèo=NEAR_POOR)
    send(page, path, desk)
    page.get_by_role("heading", name="Đọc tệp này thế nào").wait_for()
    page.get_by_text("Trang dùng phông chữ cũ TCVN3 (ABC)").first.wait_for()
    grave = desk.look(page, "30-villages")
    for misspelt, village in (("“Thôn Hòa Sơ”", "Thôn Hòa Sơn"), ("“Khối 11”", "Khối 1")):
        page.get_by_label(misspelt).select_option(label=village)
    page.get_by_role("button", name="Lưu và kiểm tra lại").click()
    wait_for_check(page, desk)
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").wait_for()
    page.get_by_role("link", name="Cảnh báo").first.click()
    page.get_by_text("Trang dùng phông chữ cũ TCVN3 (ABC)").first.wait_for()
    grave += desk.look(page, "31-mended")
    confirm(page, desk)

    page.goto(f"/imports/new/?review={review.pk}")
    more = {"Hộ_nghèo": [*POOR, *LATE], "Hộ_cận_nghèo": NEAR_POOR}
    send(page, old_lists.save(tmp_path / "lan-2.xlsx", **more), desk)
    page.get_by_role("button", name="Xác nhận ghi vào dữ liệu").wait_for()
    assert not page.get_by_label("“Thôn Hòa Sơ”").count()
    confirm(page, desk)
    return grave


def walk_to_the_posting(page, desk):
    """Lan's commune from the list to its posting; what axe found, and the paper to post."""
    page.get_by_role("link", name="Rà soát", exact=True).click()
    page.get_by_role("link", name="Định kỳ hằng năm 2025").click()
    page.get_by_role("link", name="Xã An Hòa").click()
    act(page, "Lập danh sách rà soát", "Đã ghi: danh sách hộ", {"Ngày xong": "10/09/2025"})
    act(page, "Rà soát, phân loại xong", "Đã ghi: các hộ đã", {"Ngày xong": "20/11/2025"})
    assert page.get_by_text("Còn 4 thôn chưa nhập biên bản họp").is_visible()
    for village in ("Thôn 1", "Thôn 2", "Thôn Hòa Sơn", "Khối 1"):
        page.get_by_role("link", name=f"Nhập {village}", exact=True).click()
        for label, value in MINUTES.items():
            page.get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.get_by_text(f"Đã lưu biên bản họp {village}.").wait_for()
    act(page, "Các thôn đã họp", "Đã ghi: các thôn đã họp", {"Ngày xong": "28/11/2025"})
    grave = desk.look(page, "32-commune")
    act(
        page,
        "Niêm yết công khai",
        "Đã ghi việc niêm yết",
        {"Niêm yết từ ngày": "01/12/2025", "Nơi niêm yết": PLACES},
    )
    assert page.get_by_text("01/12/2025 đến hết 03/12/2025").is_visible()
    posted = download(page, page.get_by_role("link", name="Danh sách niêm yết (PDF)"))
    return grave, posted


def bring_the_totals(page, desk, tmp_path, ground, review):
    """Dũng sees on the board which commune stands where, and brings the totals of all."""
    page.get_by_role("link", name="Rà soát", exact=True).click()
    page.get_by_role("link", name="Định kỳ hằng năm 2025").click()
    page.get_by_role("row", name="Xã An Hòa").wait_for()
    for commune, step in (("Xã An Hòa", "Đang niêm yết"), ("Phường Đắk Bình", "Chưa bắt đầu")):
        assert step in page.get_by_role("row", name=commune).inner_text()
    grave = desk.look(page, "33-board")
    page.goto(f"/imports/new/?review={review.pk}&unit={ground.province.pk}&kind=totals")
    send(page, save_totals(tmp_path / "tong-so-ho.xlsx"), desk)
    confirm(page, desk)
    return grave


def recognise(page, desk):
    page.reload()
    label = "Ghi quyết định công nhận"
    act(
        page,
        label,
        "Đã ghi quyết định công nhận",
        DECISION | {"Số, ký hiệu quyết định": "120/QĐ-UBND"},
    )
    assert page.get_by_text("số 120/QĐ-UBND ngày 18/12/2025").is_visible()
    return desk.look(page, "34-recognised")


def approve_and_lock(page, desk, review):
    page.goto(f"/reviews/{review.pk}/")
    act(page, "Chuyển sang bản chính thức", "Đã chuyển sang bản chính thức")
    label = "Phê duyệt kết quả toàn tỉnh"
    act(page, label, "1 xã chưa công nhận (Phường Đắk Bình)", DECISION)
    why = {"Lý do, nếu còn xã chưa xong (không bắt buộc)": "Phường Đắk Bình không có hộ nghèo."}
    act(page, label, "Đã phê duyệt. Số liệu được giữ nguyên", why)
    act(page, "Khóa kỳ rà soát", "Đã khóa kỳ rà soát.")
    return desk.look(page, "35-locked")


def take_the_tables(page, desk, ground, review):
    """R1, R2 and R8 of the commune as Dũng has them: on the screen, as XLSX, as PDF."""
    page.goto(f"/figures/{ground.a.pk}/?review={review.pk}")
    page.get_by_role("link", name="Các biểu tổng hợp").click()
    page.get_by_role("heading", level=1).wait_for()
    grave = desk.look(page, "36-tables")
    found = {}
    for code in ("R1", "R2", "R8"):
        for ending in ("Excel", "PDF"):
            link = page.get_by_role("link", name=f"Tải biểu {code} về {ending}")
            found[code, ending] = download(page, link)
    for code in ("r1", "r2"):
        page.goto(f"/figures/{ground.a.pk}/tables/{code}/?review={review.pk}")
        grave += desk.look(page, f"37-{code}")
    return grave, found


def test_a_review_goes_from_an_old_list_to_its_tables(desk, cast, ground, last_year, tmp_path):
    review = reviews.find_or_open(ground.province, 2025, by=cast.dung)
    lan, dung = desk.page_for(cast.lan), desk.page_for(cast.dung)
    grave = upload_the_list(lan, desk, tmp_path, review)
    # In Unicode, in the right villages, and those of last year are themselves again.
    assert set(
        Status.objects.filter(review=review).values_list(
            "head_name", "village__name", "poverty_class", "members"
        )
    ) == {
        ("Điểu Rông", "Thôn 1", "poor", 3),
        ("Lê Văn Bình", "Thôn Hòa Sơn", "poor", 2),
        ("Điểu Pang", "Thôn Hòa Sơn", "poor", 2),
        ("Phạm Thị Sáu", "Khối 1", "poor", 1),
        ("Lò Văn Cẩn", "Thôn Hòa Sơn", "poor", 2),
        ("Trần Thị Vơ", "Thôn 2", "near_poor", 2),
    }
    again = Household.objects.filter(statuses__review=review, citizen_id_tail__gt="")
    assert {home.pk for home in again} == {home.pk for home in last_year.values()}
    assert set(UnitAlias.objects.values_list("unit__name", "alias")) == {
        ("Thôn Hòa Sơn", "Thôn Hòa Sơ"),
        ("Khối 1", "Khối 11"),
    }

    too_late = lan.context.new_page()
    too_late.goto(f"/imports/new/?review={review.pk}")
    found, posted = walk_to_the_posting(lan, desk)
    grave += found
    told = text_of(posted)
    for name in ("Điểu Rông", "Lê Văn Bình", "Điểu Pang", "Phạm Thị Sáu", "Trần Thị Vơ"):
        assert name in told
    assert "Thôn Hòa Sơn" in told and PLACES in told
    private = {str(birth) for _name, birth, *_more in KNOWN} | {"nông", "Thị Mai", "Điểu Con"}
    private |= {identity[-4:] for *_more, identity in KNOWN}
    assert {word for word in private if word in told} == set()

    grave += bring_the_totals(dung, desk, tmp_path, ground, review)
    grave += recognise(lan, desk)
    grave += approve_and_lock(dung, desk, review)
    review.refresh_from_db()
    assert review.state == ReviewState.LOCKED
    too_late.set_input_files("input[type=file]", tmp_path / "lan-1.xlsx")
    too_late.get_by_role("button", name="Tải lên và kiểm tra").click()
    too_late.get_by_text("Kỳ rà soát này ở tình trạng “Đã khóa”, không nhận").first.wait_for()
    grave += desk.look(too_late, "38-too-late")

    found, tables = take_the_tables(dung, desk, ground, review)
    grave += found
    for code, (written, printed) in TABLES.items():
        book = load_workbook(io.BytesIO(tables[code, "Excel"].content), data_only=True)
        assert numbers_under(book.worksheets[0], "Tổng cộng") == written
        assert printed in text_of(tables[code, "PDF"])
    assert {file.name for file in tables.values()} == {
        f"{code}-{ground.a.code}-2025.{ending}"
        for code in ("r1", "r2", "r8")
        for ending in ("xlsx", "pdf")
    }
    assert grave == []


def test_the_pages_around_a_review_are_for_everybody(desk, cast, ground, years):
    review = years[-1]
    page = desk.page_for(cast.dung)
    grave = []
    for name, address in (
        ("40-upload", f"/imports/new/?review={review.pk}&unit={ground.b.pk}"),
        ("41-search", f"/households/search/?unit={ground.province.pk}&q=quynh"),
        ("42-years", f"/figures/{ground.b.pk}/years/"),
        ("43-calendar", f"/reviews/{review.pk}/calendar/"),
        ("44-new-review", "/reviews/new/"),
    ):
        page.goto(address)
        grave += desk.look(page, name)
        if name == "41-search":
            assert page.get_by_role("link", name="Nguyễn Thị Phương Quỳnh").count()
    assert grave == []

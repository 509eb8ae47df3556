"""Templates and tables: texts stay texts, drop-downs work, paper and frozen rows are set."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from campaign.lib.workbook import guard, reading
from campaign.lib.workbook.kinds import Kind
from campaign.lib.workbook.names import LIST_SHEET
from campaign.lib.workbook.reading import Row
from campaign.lib.workbook.writing import Book, Column, Formula

COLUMNS = [
    Column("STT", "integer", 6, locked=True),
    Column("Số CCCD", "text", 16, help="12 chữ số, giữ số 0 ở đầu."),
    Column("Giới tính", choices=("Nam", "Nữ")),
    Column("Nghèo", parent="Phân loại"),
    Column("Cận nghèo", parent="Phân loại"),
    Column("Tỷ lệ", "decimal"),
    Column("Ngày", "date"),
]
PAYLOADS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\u00a0=1+1",
    "#N/A",
]


def _template(**options):
    book = Book(properties={"mau": "danh-sach-ho", "phien-ban": 1}, subject="Mẫu danh sách")
    page = book.sheet("Danh sách hộ", landscape=True, **options)
    page.line("DANH SÁCH HỘ NGHÈO", last=7, bold=True, align="center")
    page.line()
    page.heading(COLUMNS)
    page.row([1, "001234567890", "Nam", "x", None, Formula("A5*100/3"), None])
    page.row([2, "001234567891", "Nữ", None, "x", Decimal("8.6"), datetime.date(2025, 11, 30)])
    page.room(10)
    return book


def _opened(book):
    return openpyxl.load_workbook(io.BytesIO(book.content()))


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_that_looks_like_a_formula_stays_a_text(tmp_path, text):
    book = Book()
    page = book.sheet("Trang")
    page.heading([Column("Ghi chú"), Column("Họ tên", choices=(text, "b"))])
    page.row([text, text])
    page.line(text)
    path = tmp_path / "a.xlsx"
    path.write_bytes(book.content())
    opened = openpyxl.load_workbook(path)
    cells = [cell for row in opened["Trang"].iter_rows(min_row=2) for cell in row if cell.value]
    cells.append(opened[LIST_SHEET]["A1"])
    assert {cell.data_type for cell in cells} == {"s"}
    assert opened["Trang"]["A2"].quotePrefix == (text != "#N/A")
    assert guard.inspect(path, "a.xlsx") == Kind.XLSX
    rows = [event for event in reading.read(path, Kind.XLSX) if isinstance(event, Row)]
    assert rows[1].cells[0].strip() == text.strip()


def test_control_characters_and_endless_texts_do_not_break_the_file():
    book = Book()
    page = book.sheet("Trang: 1/2 [a]" * 5)
    page.heading([Column("a")])
    page.row(["x\0y\x07" + "z" * 40_000])
    page.row(["_x0041_"])
    opened = _opened(book)
    value = opened.worksheets[0]["A2"].value
    assert (value[:3], len(value)) == ("xyz", 32_767)
    assert opened.worksheets[0]["A3"].value == "_x005F_x0041_"
    assert len(opened.sheetnames[0]) <= 31


def test_citizen_ids_keep_their_zeros_and_formulas_count():
    page = _opened(_template())["Danh sách hộ"]
    assert (page["B5"].value, page["B5"].data_type, page["B5"].number_format) == (
        "001234567890",
        "s",
        "@",
    )
    assert page["B16"].number_format == "@"
    assert page["F5"].value == "=A5*100/3"
    assert (page["F6"].value, page["F6"].number_format) == (8.6, "0.00")
    assert (page["G6"].is_date, page["G6"].number_format) == (True, "dd/mm/yyyy")
    assert page["A6"].number_format == "#,##0"


def test_formula_carries_what_it_comes_to(tmp_path):
    book = Book()
    page = book.sheet("R1")
    page.heading([Column("Hộ nghèo", "integer"), Column("Tỷ lệ", "decimal")])
    page.row([3, Formula("A2*100/8", Decimal("37.5"))])
    page.row([4, Formula('IF(A3=4,"<đủ>","")', "<đủ>")])
    page.row([4, Formula("A4")])
    path = tmp_path / "a.xlsx"
    path.write_bytes(book.content())
    rows = [event for event in reading.read(path, Kind.XLSX) if isinstance(event, Row)]
    assert [row.cells for row in rows[1:]] == [[3, 37.5], [4, "<đủ>"], [4]]
    assert openpyxl.load_workbook(path)["R1"]["B2"].value == "=A2*100/8"


def test_heading_is_merged_frozen_and_printed_on_every_page():
    page = _opened(_template())["Danh sách hộ"]
    assert [cell.value for cell in page[3]] == [
        "STT", "Số CCCD", "Giới tính", "Phân loại", None, "Tỷ lệ", "Ngày",
    ]  # fmt: skip
    assert [page["D4"].value, page["E4"].value] == ["Nghèo", "Cận nghèo"]
    merged = {str(area) for area in page.merged_cells.ranges}
    assert merged == {"A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"}
    assert page.freeze_panes == "A5"
    assert page.print_title_rows == "$3:$4"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.column_dimensions["B"].width == 16


def test_row_of_column_numbers_stands_under_the_heading():
    book = Book()
    page = book.sheet("R1")
    assert page.heading([Column("a"), Column("b")], numbers=["1", "2=1/3"]) == 2
    opened = _opened(book)["R1"]
    assert [cell.value for cell in opened[2]] == ["1", "2=1/3"]
    assert opened.freeze_panes == "A3"


def test_first_columns_can_be_kept_in_sight():
    book = _template()
    book.sheets[0].freeze_columns(2)
    assert _opened(book)["Danh sách hộ"].freeze_panes == "C5"


def test_drop_downs_come_from_a_hidden_sheet_and_reach_to_the_end():
    opened = _opened(_template())
    page = opened["Danh sách hộ"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert set(rules) == {"B5:B16", "C5:C16"}
    assert (rules["C5:C16"].type, rules["C5:C16"].formula1) == ("list", "danh_muc_1")
    assert rules["B5:B16"].prompt == "12 chữ số, giữ số 0 ở đầu."
    assert opened.defined_names["danh_muc_1"].attr_text == "'Danh mục'!$A$1:$A$2"
    assert opened.sheetnames == ["Danh sách hộ", LIST_SHEET]
    assert opened[LIST_SHEET].sheet_state == "hidden"
    assert [cell.value for cell in opened[LIST_SHEET]["A"]] == ["Nam", "Nữ"]


def test_equal_choices_share_a_list():
    book = Book()
    assert book.list_of(("Có", "Không")) == book.list_of(["Có", "Không"])


def test_only_open_columns_can_be_changed_in_a_protected_sheet():
    page = _opened(_template(protected=True))["Danh sách hộ"]
    assert page.protection.sheet
    assert (page["A6"].protection.locked, page["B6"].protection.locked) == (True, False)
    assert not _opened(_template())["Danh sách hộ"].protection.sheet


def test_file_tells_its_template_and_version():
    properties = _opened(_template()).custom_doc_props
    assert {p.name: p.value for p in properties.props} == {
        "mau": "danh-sach-ho",
        "phien-ban": "1",
    }


def test_letterhead_stands_left_and_right():
    book = Book()
    page = book.sheet("R1")
    page.line("ỦY BAN NHÂN DÂN", last=2, bold=True, align="center")
    page.beside("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", first=4, last=6, bold=True)
    opened = _opened(book)["R1"]
    assert {str(area) for area in opened.merged_cells.ranges} == {"A1:B1", "D1:F1"}
    assert opened["D1"].value == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_headings_stand_under_as_many_parents_as_they_have():
    book = Book()
    page = book.sheet("Biểu")
    page.heading(
        [
            Column("TT"),
            Column("Số trẻ em", parent=("Hộ nghèo",)),
            Column("Suy dinh dưỡng", parent=("Hộ nghèo", "Y tế")),
            Column("Không có bảo hiểm", parent=("Hộ nghèo", "Y tế")),
            Column("Không có bảo hiểm", parent=("Hộ cận nghèo", "Y tế")),
        ]
    )
    sheet = _opened(book).active
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A3", "B1:D1", "B2:B3", "C2:D2"}
    assert [sheet[place].value for place in ("A1", "B1", "B2", "C2", "C3", "E1", "E2", "E3")] == [
        "TT",
        "Hộ nghèo",
        "Số trẻ em",
        "Y tế",
        "Suy dinh dưỡng",
        "Hộ cận nghèo",
        "Y tế",
        "Không có bảo hiểm",
    ]

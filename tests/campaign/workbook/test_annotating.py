"""The user's own workbook back: marked, otherwise as it was, and good to be uploaded again."""

import io
from types import SimpleNamespace

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from campaign.lib.workbook import annotating, guard, reading
from campaign.lib.workbook.annotating import ERROR_COLUMN, SUMMARY_SHEET, annotate
from campaign.lib.workbook.kinds import Kind
from campaign.lib.workbook.reading import CellError, Row, Sheet
from tests.campaign.workbook import builders

HEADING = ["STT", "Thôn", "Họ và tên", "Số CCCD", "Số khẩu"]
ROWS = [
    [1, "Thôn 1", "Nguyễn Thị Bưởi", "001234567890", 4],
    [2, "Thôn 9", "=Y Blơ", "012", 3],
    [3, "Thôn 2", "-", "001234567891", 0],
]
SUMMARY = [("Số dòng đã đọc", 3), ("Số lỗi", 2)]


def problem(row, letter, message, *, sheet="Danh sách", severity="error", value=""):
    heading = dict(zip("ABCDE", HEADING, strict=True)).get(letter, "")
    return SimpleNamespace(
        sheet=sheet,
        row=row,
        column=heading,
        letter=letter,
        value=value,
        severity=severity,
        message=message,
    )


PROBLEMS = [
    problem(4, "B", "Xã không có thôn “Thôn 9”.", value="Thôn 9"),
    problem(4, "D", "Số CCCD phải có 12 chữ số.", value="012"),
    problem(5, "E", "Số khẩu bằng 0.", severity="warning", value="0"),
    problem(None, "", "Tệp thiếu cột Dân tộc.", severity="warning"),
]


def _book():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Danh sách"
    page.append(["DANH SÁCH HỘ NGHÈO"])
    page.merge_cells("A1:E1")
    for row in [HEADING, *ROWS]:
        page.append(row)
    page["C4"].data_type = "s"
    page["A6"] = "Tổng cộng"
    page["E6"] = "=SUM(E3:E5)"
    return book


def _saved(tmp_path, book, name="upload.xlsx"):
    path = tmp_path / name
    book.save(path)
    return path


def _annotated(path, kind=Kind.XLSX, problems=PROBLEMS, **options):
    content = annotate(path, kind, "danh sach.xlsx", problems, SUMMARY, **options)
    return openpyxl.load_workbook(io.BytesIO(content)), content


def _rows(tmp_path, content):
    path = tmp_path / "again.xlsx"
    path.write_bytes(content)
    events = list(reading.read(path, guard.inspect(path, "again.xlsx")))
    found = {}
    for event in events:
        if isinstance(event, Sheet):
            found[event.name] = rows = {}
        else:
            rows[event.number] = event.cells
    return found


def _original(tmp_path, path, kind):
    return {
        event.number: event.cells for event in reading.read(path, kind) if isinstance(event, Row)
    }


def _written(tmp_path, kind):
    """The same list in each format."""
    if kind == Kind.XLSX:
        return _saved(tmp_path, _book())
    path = tmp_path / f"upload.{kind}"
    rows = [["DANH SÁCH HỘ NGHÈO"], HEADING, *ROWS, ["Tổng cộng", None, None, None, 7]]
    if kind == Kind.XLS:
        path.write_bytes(builders.xls(rows))
    elif kind == Kind.ODS:
        path.write_bytes(builders.ods(builders.ods_rows(*rows)))
    else:
        text = "\n".join(";".join("" if c is None else str(c) for c in row) for row in rows)
        path.write_text(text, encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("kind", list(Kind))
def test_copy_reads_again_as_the_original_beside_its_leading_column(tmp_path, kind):
    path = _written(tmp_path, kind)
    sheet = "CSV" if kind == Kind.CSV else "Danh sách"
    problems = [SimpleNamespace(**{**vars(p), "sheet": sheet}) for p in PROBLEMS]
    book, content = _annotated(path, kind, problems)
    again = _rows(tmp_path, content)
    assert list(again) == [SUMMARY_SHEET, sheet]
    before = _original(tmp_path, path, kind)
    after = {number: cells[1:] for number, cells in again[sheet].items()}
    assert before[4][2] == "=Y Blơ"
    if kind == Kind.XLSX:  # a formula that nobody has counted yet has no value
        before.pop(6), after.pop(6)
    assert after == before
    assert {n: cells[0] for n, cells in again[sheet].items() if cells[0] is not None} == {
        2: ERROR_COLUMN,
        4: "Thôn: Xã không có thôn “Thôn 9”.\nSố CCCD: Số CCCD phải có 12 chữ số.",
        5: "Số khẩu: Số khẩu bằng 0.",
    }
    page = book[sheet]
    colours = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in page.iter_rows(min_row=3)
        for cell in row
        if cell.fill.fill_type
    }
    assert colours == {"C4": "FFFFC7CE", "E4": "FFFFC7CE", "F5": "FFFFEB9C"}
    comments = {c.coordinate: c.comment.text for row in page for c in row if c.comment}
    assert comments == {
        "C4": "Xã không có thôn “Thôn 9”.",
        "E4": "Số CCCD phải có 12 chữ số.",
        "F5": "Số khẩu bằng 0.",
    }


def test_summary_lists_every_problem_with_its_new_place(tmp_path):
    book, _ = _annotated(_saved(tmp_path, _book()))
    page = book[SUMMARY_SHEET]
    assert book.sheetnames[0] == SUMMARY_SHEET
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert ["Số dòng đã đọc", 3, None, None, None, None] in values
    start = values.index(["Trang", "Dòng", "Cột", "Giá trị", "Mức", "Nội dung"]) + 1
    assert values[start:] == [
        ["Danh sách", 4, "Thôn (C)", "Thôn 9", "Lỗi", "Xã không có thôn “Thôn 9”."],
        ["Danh sách", 4, "Số CCCD (E)", "012", "Lỗi", "Số CCCD phải có 12 chữ số."],
        ["Danh sách", 5, "Số khẩu (F)", "0", "Cảnh báo", "Số khẩu bằng 0."],
        ["Danh sách", None, None, None, "Cảnh báo", "Tệp thiếu cột Dân tộc."],
    ]
    assert page.cell(start + 1, 2).hyperlink.location == "'Danh sách'!C4"
    assert page.cell(start + 3, 2).hyperlink.location == "'Danh sách'!F5"


def test_everything_that_names_a_place_moves_along(tmp_path):
    book = _book()
    page = book["Danh sách"]
    other = book.create_sheet("Khác")
    other["A1"] = "='Danh sách'!E6+B1"
    other["B1"] = "=SUM('Danh sách'!$A:$B,C2)"
    page["F3"] = '=IF($E3>0,B3&"E3",Khác!A2)'
    page["F4"] = "=SUM(2:2)+LOG10(E3)"
    page.column_dimensions["C"].width = 33
    page.column_dimensions["D"].hidden = True
    page.freeze_panes = "C3"
    page.print_area = "A1:F6"
    page.print_title_rows = "2:2"
    page.auto_filter.ref = "A2:E5"
    page["C3"].font = Font(bold=True)
    page["C3"].hyperlink = "https://example.org/"
    rule = DataValidation(type="list", formula1="$A$3:$A$5")
    rule.add("E3:E5")
    page.add_data_validation(rule)
    shown = FormulaRule(formula=["$E3=0"], fill=PatternFill("solid", bgColor="FF00FF00"))
    page.conditional_formatting.add("A3:E5", shown)
    table = Table(displayName="Bang", ref="A2:E5")
    other_table = Table(displayName="Bang2", ref="A5:B6")
    page.add_table(table)
    other["A5"], other["B5"] = "a", "b"
    other.add_table(other_table)
    book.defined_names["Ten"] = openpyxl.workbook.defined_name.DefinedName(
        "Ten", attr_text="'Danh sách'!$C$3:$C$5"
    )
    page.auto_filter.ref = None

    found, _ = _annotated(_saved(tmp_path, book))
    page, other = found["Danh sách"], found["Khác"]
    assert page["F6"].value == "=SUM(F3:F5)"
    assert page["G3"].value == '=IF($F3>0,C3&"E3",Khác!A2)'
    assert page["G4"].value == "=SUM(2:2)+LOG10(F3)"
    assert other["A1"].value == "='Danh sách'!F6+B1"
    assert other["B1"].value == "=SUM('Danh sách'!$B:$C,C2)"
    assert {str(area) for area in page.merged_cells.ranges} == {"B1:F1"}
    assert page.column_dimensions["D"].width == 33
    assert page.column_dimensions["E"].hidden
    assert page.freeze_panes == "D3"
    assert page.print_area == "'Danh sách'!$B$1:$G$6"
    assert page.print_title_rows == "$2:$2"
    assert page["D3"].font.bold
    assert page["D3"].hyperlink.ref == "D3"
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("F3:F5", "$B$3:$B$5")
    (formatting,) = page.conditional_formatting
    assert (str(formatting.sqref), formatting.rules[0].formula) == ("B3:F5", ["$F3=0"])
    assert page.tables["Bang"].ref == "B2:F5"
    assert other.tables["Bang2"].ref == "A5:B6"
    assert found.defined_names["Ten"].attr_text == "'Danh sách'!$D$3:$D$5"


def test_sheets_without_problems_stay_as_they_are(tmp_path):
    book = _book()
    other = book.create_sheet("Hộ cận nghèo")
    other.append(["a", "=A1"])
    other.sheet_state = "hidden"
    found, _ = _annotated(_saved(tmp_path, book), extra_sheets=[("Khác biệt", [["Hộ"], ["=1"]])])
    assert found.sheetnames == [SUMMARY_SHEET, "Danh sách", "Hộ cận nghèo", "Khác biệt"]
    page = found["Hộ cận nghèo"]
    assert (page["A1"].value, page["B1"].value, page.sheet_state) == ("a", "=A1", "hidden")
    assert found["Khác biệt"]["A2"].data_type == "s"


def test_formulas_stay_alive_and_keep_their_last_value(tmp_path):
    """As Excel saves them: the formula and what it came to."""
    cells = {
        "A2": '<c r="A2"><f>1+1</f><v>2</v></c>',
        "B2": '<c r="B2" t="str"><f>"Thôn "&amp;A2</f><v>Thôn &lt;2&gt;</v></c>',
        "C2": '<c r="C2" t="b"><f>A2=2</f><v>1</v></c>',
        "D2": '<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c>',
    }
    head = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>'
        for c, t in zip("ABCD", HEADING[:4], strict=True)
    )
    path = tmp_path / "upload.xlsx"
    path.write_bytes(
        builders.xlsx(f'<row r="1">{head}</row><row r="2">{"".join(cells.values())}</row>')
    )
    before = _original(tmp_path, path, Kind.XLSX)
    assert before[2] == [2, "Thôn <2>", True, CellError("#N/A")]
    book, content = _annotated(path, problems=[problem(2, "A", "Sai.")])
    assert book["Danh sách"]["C2"].value == '="Thôn "&B2'
    assert _rows(tmp_path, content)["Danh sách"][2] == ["STT: Sai.", 2, "Thôn <2>", True]


def test_annotated_copy_can_be_corrected_and_annotated_again(tmp_path):
    book, content = _annotated(_saved(tmp_path, _book()))
    page = book["Danh sách"]
    page["C4"].value, page["E4"].value = "Thôn 1", "001234567899"
    page["D3"].comment = Comment("của tôi", "Lan")
    path = _saved(tmp_path, book, "corrected.xlsx")
    found, content = _annotated(
        path,
        problems=[
            SimpleNamespace(**{**vars(problem(5, "F", "Số khẩu bằng 0.")), "column": "Số khẩu"})
        ],
    )
    assert found.sheetnames == [SUMMARY_SHEET, "Danh sách"]
    page = found["Danh sách"]
    assert [page.cell(2, column).value for column in range(1, 7)] == [ERROR_COLUMN, *HEADING]
    assert [page.cell(row, 1).value for row in range(3, 6)] == [
        None,
        None,
        "Số khẩu: Số khẩu bằng 0.",
    ]
    assert {c.coordinate for row in page for c in row if c.comment} == {"D3", "F5"}
    assert page["C4"].fill.fill_type is None
    assert page["F5"].fill.fgColor.rgb == "FFFFC7CE"
    again = _rows(tmp_path, content)["Danh sách"]
    assert again[4][1:] == [2, "Thôn 1", "=Y Blơ", "001234567899", 3]


def test_fresh_copy_can_be_annotated_again(tmp_path):
    path = _written(tmp_path, Kind.XLS)
    _, content = _annotated(path, Kind.XLS)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(content)
    found, content = _annotated(copy, problems=[])
    assert found.sheetnames == [SUMMARY_SHEET, "Danh sách"]
    assert found["Danh sách"]["A2"].value == ERROR_COLUMN


def test_long_list_is_written_anew_with_all_its_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(annotating, "_OWN_FORMATS_UP_TO", 1)
    book, content = _annotated(_saved(tmp_path, _book()))
    page = book["Danh sách"]
    assert page["A4"].value.startswith("Thôn: Xã không có")
    assert page["C4"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["D4"].data_type == "s"
    assert page["D4"].value == "=Y Blơ"
    links = {cell.hyperlink.location for cell in book[SUMMARY_SHEET]["B"] if cell.hyperlink}
    assert links == {"'Danh sách'!C4", "'Danh sách'!E4", "'Danh sách'!F5"}
    assert page["E3"].number_format == "@"


def test_workbook_that_only_the_fast_reader_opens_is_written_anew(tmp_path):
    path = tmp_path / "upload.xlsx"
    styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x/>'
    types = builders.parts()["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.styles+xml"/></Types>',
    )
    extra = {"xl/styles.xml": styles + "</styleSheet>", "[Content_Types].xml": types}
    path.write_bytes(builders.xlsx(extra=extra))
    found, _ = _annotated(path, problems=[problem(1, "A", "Sai.")])
    assert found["Danh sách"]["B1"].value == "Thôn Hòa Sơn"


def test_comments_are_few_but_every_row_speaks(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Danh sách")
    page.append(HEADING)
    for number in range(3000):
        page.append([number, "Thôn 1", "A", "1", 1])
    problems = [problem(row, "D", "Số CCCD phải có 12 chữ số.") for row in range(2, 3002)]
    found, _ = _annotated(_saved(tmp_path, book), problems=problems)
    cells = [found["Danh sách"].cell(row, 5) for row in range(2, 3002)]
    assert sum(bool(cell.comment) for cell in cells) == 2000
    assert {cell.fill.fgColor.rgb for cell in cells} == {"FFFFC7CE"}
    assert found["Danh sách"]["A3001"].value == "Số CCCD: Số CCCD phải có 12 chữ số."


def test_problem_without_letter_marks_its_row(tmp_path):
    plain = SimpleNamespace(
        sheet="Danh sách", row=4, column="Thôn", value=9, severity="error", message="Sai."
    )
    by_letter = SimpleNamespace(**{**vars(plain), "column": "B", "row": 3})
    found, _ = _annotated(_saved(tmp_path, _book()), problems=[plain, by_letter])
    page = found["Danh sách"]
    assert page["A4"].value == "Thôn: Sai."
    assert page["C4"].fill.fill_type is None
    assert page["C3"].fill.fill_type == "solid"


def test_file_without_problems_gets_a_summary_only(tmp_path):
    found, content = _annotated(_saved(tmp_path, _book()), problems=[])
    assert found.sheetnames == [SUMMARY_SHEET, "Danh sách"]
    assert found["Danh sách"]["A2"].value == "STT"

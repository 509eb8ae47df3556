"""D01 to D18, D52 to D56, D62, D63: the shape of the sheet and of the file."""

import openpyxl
import xlwt

from tests.households.dirt.pattern import FIX, REFUSE, REJECT, WARN, Pattern, cell, rows
from tests.households.imports.conftest import L3, line, sheet_of, workbook

MOTTO = (
    ["ỦY BAN NHÂN DÂN", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["XÃ AN HÒA", None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
)
TITLE = (
    ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO"],
    ["Kết quả rà soát năm 2025"],
    ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 20/12/2025 của UBND xã)"],
)
SIGNED = (
    [],
    [None, None, None, None, None, None, "An Hòa, ngày 20 tháng 12 năm 2025"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    [None, None, None, None, None, None, "KT. CHỦ TỊCH"],
    [None, None, None, None, None, None, "PHÓ CHỦ TỊCH"],
    [None, "Trần Thị B", None, None, None, None, "Lê Văn C"],
    ["Nơi nhận:"],
    ["- Như trên;"],
)
LETTERS = ["A", "B", "C", "D", "E", "F", "G", *map(str, range(1, len(L3) - 6))]
SHORT = ("STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD", "Thôn")
NEAR = {"Điểm B2": 10} | {f"Thiếu hụt {number}": None for number in (4, 7, 10)}
BY_CLASS = (*(heading for heading in L3 if heading != "Phân loại"), "Nghèo", "Cận nghèo")
WITHOUT_VILLAGE = tuple(heading for heading in L3 if heading != "Thôn")


def _xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for number, row in enumerate(rows({}, {})):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(number, place, value)
    book.save(str(path))


def _html(path):
    path.write_text("<html><body><table><tr><td>Họ và tên</td></tr></table></body></html>")


def _delimited(separator, encoding):
    def write(path):
        lines = (
            separator.join("" if value is None else str(value) for value in row)
            for row in rows({}, {})
        )
        path.write_text("\r\n".join(lines), encoding=encoding)

    return write


def _word(path):
    import zipfile  # noqa: PLC0415 - of this pattern only

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")


def _hidden_rows(path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows({}, {}, {}):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = "A1:E4"
    book.save(path)


def _merged(first, last, *changes, headings=L3, down=0):
    """A list with a cell of its first row merged from one column to another, and `down` rows."""

    def write(path):
        book = openpyxl.Workbook()
        for row in rows(*changes, headings=headings):
            book.active.append(row)
        start, end = headings.index(first) + 1, headings.index(last) + 1
        book.active.merge_cells(start_row=2, end_row=2 + down, start_column=start, end_column=end)
        book.save(path)

    return write


def _merged_down(path):
    book = openpyxl.Workbook()
    for row in rows({}, {}, {}):
        book.active.append(row)
    for heading in ("Thôn", "Phân loại"):
        column = L3.index(heading) + 1
        book.active.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)
    book.save(path)


def _all_in_thon_1(status):
    return set(status.values_list("village__name", flat=True)) == {"Thôn 1"}


def _sheets_of_villages(path):
    sheets = {
        "Thôn_1": sheet_of([line(1) | {"Thôn": None}], WITHOUT_VILLAGE),
        "Thôn_Hòa_Sơn": sheet_of([line(2) | {"Thôn": None}], WITHOUT_VILLAGE),
        "Ẩn": rows({}, {}),
        "TH": [["Thôn", "Số hộ nghèo"], ["Thôn 1", 1], ["Thôn Hòa Sơn", 1]],
    }
    workbook(path, **sheets)
    book = openpyxl.load_workbook(path)
    book["Ẩn"].sheet_state = "hidden"
    book.save(path)


def _broken_formulas(path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows({}, {"Số khẩu": "#REF!"}, {"Số khẩu": "#DIV/0!"}):
        sheet.append(row)
    for place in ("H3", "H4"):
        sheet[place].data_type = "e"
    book.save(path)


def _near(poor, near):
    """Two tick columns in place of the class."""
    headings = (*[h for h in L3 if h != "Phân loại"], "Nghèo", "Cận nghèo")
    return rows({"Nghèo": poor, "Cận nghèo": near}, {"Nghèo": "x"}, headings=headings)


SHAPES = (
    Pattern("D01", "national motto and agency above the table", FIX, rows({}, {}, above=MOTTO)),
    Pattern(
        "D02", "title of several lines with the decision", FIX, rows({}, {}, above=MOTTO + TITLE)
    ),
    Pattern(
        "D03",
        "heading of two merged rows",
        FIX,
        [
            [*SHORT, "Số khẩu", "Điểm", None, "Kết quả", None, "Thiếu hụt", *[None] * 11]
            + ["Nguyên nhân nghèo"],
            [*[None] * 8, "B1", "B2", "Nghèo", "Cận nghèo", *range(1, 13)],
            [1, "Nguyễn Văn A", 1960, "Nam", "Kinh", None, "Thôn 1", 4, 120, 30, "x", None]
            + ["x", None, None, "x", None, None, "x", *[None] * 5, "2"],
            [2, "Nguyễn Văn B", 1961, "Nam", "Kinh", None, "Thôn 1", 4, 120, 10, None, "x", "x"],
        ],
        columns={"class": ["poor", "near_poor"], "deprivations": [0b1001001, 1]},
    ),
    Pattern("D04", "row of column letters and numbers", FIX, rows(LETTERS, {}, {})),
    Pattern(
        "D05",
        "formula text below the heading",
        FIX,
        rows(["A", "B", "1", "2", "3", "4", "5", "6=7+8", "7", "8=9/10*100"], {}, {}),
    ),
    Pattern(
        "D06b",
        "keys of another system over labels",
        FIX,
        [["stt", "ho_va_ten_chu_ho", "nam_sinh", "gioi_tinh", *L3[4:]], *rows({}, {})],
    ),
    Pattern(
        "D06c",
        "a column of a part of the household, of its former head, of another person",
        WARN,
        rows(
            {"Số nhân khẩu DTTS": 1, "Họ và tên chủ hộ cũ": "Lê Văn A", "Năm sinh vợ": 1990},
            {},
            headings=(*L3, "Số nhân khẩu DTTS", "Họ và tên chủ hộ cũ", "Năm sinh vợ"),
        ),
        codes={"column_unused": 1},
        columns={"members": [2, 3], "birth": [1951, 1952]},
    ),
    Pattern(
        "D07",
        "heading repeated inside the data",
        FIX,
        rows({}, list(L3), {}, list(L3)),
        columns={"head_name": ["Nguyễn Văn B", "Nguyễn Văn D"]},
    ),
    Pattern(
        "D08",
        "village as a row of its own",
        FIX,
        sheet_of(
            [["Thôn 1"], line(1), ["THÔN HÒA SƠN"], line(2) | {"Thôn": None}],
            WITHOUT_VILLAGE,
        ),
        stored=lambda status: (
            sorted(status.values_list("village__name", flat=True)) == ["Thôn 1", "Thôn Hòa Sơn"]
        ),
    ),
    Pattern(
        "D09",
        "Roman groups for urban and rural",
        FIX,
        rows(["I", "Khu vực thành thị"], {}, ["II", "Khu vực nông thôn"], {}),
    ),
    Pattern(
        "D10",
        "numbering that restarts",
        FIX,
        rows({"STT": 1}, {"STT": 1}),
    ),
    Pattern("D11", "numbers like 1.1, 3.10", FIX, rows({"STT": "3.10"}, {"STT": 3.1})),
    Pattern(
        "D13",
        "totals rows",
        FIX,
        rows({}, ["", "Cộng thôn 1"], {}, ["", "TỔNG SỐ", None, None, None, None, None, 9]),
    ),
    Pattern(
        "D14",
        "totals row at the top",
        FIX,
        rows(["", "Toàn xã", None, None, None, None, None, 2], {}, {}),
    ),
    Pattern(
        "D52",
        "class implied by the sheet's name",
        WARN,
        {"Hộ_cận_nghèo": rows(NEAR, NEAR, headings=tuple(h for h in L3 if h != "Phân loại"))},
        codes={"class_implied": 1},
        columns={"class": ["near_poor", "near_poor"]},
    ),
    Pattern(
        "D53",
        "a sheet a village, a hidden sheet, a summary",
        WARN,
        _sheets_of_villages,
        codes={"village_from_sheet": 2, "sheet_hidden": 1, "sheet_skipped": 1},
    ),
    Pattern(
        "D54",
        "hidden rows and columns, a filter",
        WARN,
        _hidden_rows,
        read=3,
        codes={"sheet_conceals": 1},
    ),
    Pattern(
        "D55",
        "formulas in error",
        REJECT,
        _broken_formulas,
        read=3,
        codes={"formula_error": 2},
    ),
    Pattern("D56a", ".xls of old Excel", FIX, _xls, name="danh sach.xls"),
    Pattern("D56b", "web page named .xls", REFUSE, _html, name="danh sach.xls", refusal="html"),
    Pattern("D56c", "CSV with a byte order mark", FIX, _delimited(";", "utf-8-sig"), name="a.csv"),
    Pattern("D56d", "UTF-16 with tabs", FIX, _delimited("\t", "utf-16"), name="a.csv"),
    Pattern("D57", "Word document", REFUSE, _word, name="danh sach.docx", refusal="word"),
    Pattern("D62", "signature block", FIX, rows({}, {}, below=SIGNED)),
    Pattern(
        "D63",
        "notes below the table",
        FIX,
        rows({}, {}, below=[["Ghi chú: B1 là điểm tài sản"], ["* Hộ mới tách khẩu"]]),
    ),
    Pattern(
        "D49a",
        "two class columns ticked at once",
        REJECT,
        _near("x", "x"),
        codes={"class_both": 1},
    ),
    Pattern(
        "D49b",
        "a tick merged over two columns",
        WARN,
        _merged("Thiếu hụt 2", "Thiếu hụt 3", {"Thiếu hụt 2": "x", "Điểm B2": 50}, {}),
        codes={"merged_columns": 1},
        columns={"deprivations": [0b1001001011, 0b1001001001]},
    ),
    Pattern(
        "D49c",
        "a tick merged over the two columns of the class",
        REJECT,
        _merged("Nghèo", "Cận nghèo", {"Nghèo": "x"}, {"Nghèo": "x"}, headings=BY_CLASS),
        codes={"class_both": 1},
    ),
    Pattern(
        "D49d",
        "village and class merged over the rows of several households",
        FIX,
        _merged_down,
        read=3,
        columns={"class": ["poor"] * 3},
        stored=_all_in_thon_1,
    ),
    Pattern(
        "D49e",
        "a number merged over the rows of two households",
        WARN,
        _merged("Điểm B1", "Điểm B1", {}, {"Điểm B1": None}, down=1),
        codes={"merged_rows": 1},
        columns={"b1": [120, None]},
    ),
    Pattern(
        "D49f",
        "a village written once for the rows below, not merged",
        REJECT,
        cell("Thôn", "Thôn 1", None, None),
        read=3,
        codes={"value_missing_below": 2},
    ),
)

"""Every format gives the same rows, typed; whatever goes wrong in the child is one refusal."""

import datetime
import io
import random
import re
import resource
import time
import tracemalloc

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from campaign.lib.workbook import guard, reading
from campaign.lib.workbook.kinds import MAX_MERGED, Kind
from campaign.lib.workbook.reading import CellError, Row, Sheet
from campaign.lib.workbook.refusals import UploadRefused
from tests.campaign.workbook import builders

TABLE = [("Thôn", "Họ và tên", "Số khẩu"), ("Thôn Hòa Sơn", "Nguyễn Thị Bưởi", 4)]
HEAD, FIRST = Row(1, list(TABLE[0])), Row(2, list(TABLE[1]))


def _events(tmp_path, data, name="danh sach.xlsx", **options):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return list(reading.read(path, guard.inspect(path, name), **options))


def _saved(tmp_path, book):
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path.read_bytes()


def _inline(rows):
    """Rows of text as markup of a sheet."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{"ABCDEFGH"[i]}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for i, text in enumerate(row)
        )
        + "</row>"
        for number, row in rows
    )


def test_xlsx_xls_and_ods_give_the_same_rows(tmp_path):
    book = Workbook()
    book.active.title = "Danh sách"
    for row in TABLE:
        book.active.append(row)
    expected = [Sheet("Danh sách", False), HEAD, FIRST]
    assert _events(tmp_path, _saved(tmp_path, book)) == expected
    assert _events(tmp_path, builders.xls(TABLE)) == expected
    assert _events(tmp_path, builders.ods(builders.ods_rows(*TABLE))) == expected


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_csv_of_every_kind_gives_texts(tmp_path, delimiter, encoding):
    text = "\r\n".join(delimiter.join(map(str, row)) for row in TABLE)
    if encoding == "cp1258":  # tones stand after their letters there
        for whole, split in {
            "ễ": "ê\u0303",
            "ị": "i\u0323",
            "ọ": "o\u0323",
            "ố": "ô\u0301",
        }.items():
            text = text.replace(whole, split)
        text = text.replace("ẩ", "â\u0309").replace("ò", "o\u0300").replace("ưở", "ươ\u0309")
    events = _events(tmp_path, text.encode(encoding), "danh sach.csv")
    assert events == [
        Sheet("CSV", False),
        HEAD,
        Row(2, ["Thôn Hòa Sơn", "Nguyễn Thị Bưởi", "4"]),
    ]


def test_csv_keeps_leading_zeros_quotes_and_line_breaks(tmp_path):
    text = 'sep=;\n"Số; CCCD";Ghi chú\n001234567890;"dòng 1\ndòng ""2"""\n'
    assert _events(tmp_path, text.encode(), "a.csv")[1:] == [
        Row(2, ["Số; CCCD", "Ghi chú"]),
        Row(3, ["001234567890", 'dòng 1\ndòng "2"']),
    ]


def test_csv_with_an_open_quote_says_so(tmp_path):
    data = b'a;b\n1;"' + b"x;y\n" * 20_000
    with pytest.raises(UploadRefused) as refused:
        _events(tmp_path, data, "a.csv")
    assert refused.value.code == "csv_damaged"


def test_cells_keep_their_types(tmp_path):
    book = Workbook()
    born, seen = datetime.date(1975, 1, 2), datetime.datetime(2025, 11, 30, 16, 59, 1)
    book.active.append([5, 5.5, -3, 0, True, False, "0012", born, seen, 1e300, 79123456789])
    assert _events(tmp_path, _saved(tmp_path, book))[1:] == [
        Row(1, [5, 5.5, -3, 0, True, False, "0012", born, seen, 1e300, 79123456789])
    ]
    cells = _events(tmp_path, _saved(tmp_path, book))[1].cells
    assert [type(cell) for cell in cells[:6]] == [int, float, int, int, bool, bool]
    assert type(cells[7]) is datetime.date


def test_dates_of_the_1904_calendar_are_the_dates_seen(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([datetime.date(1975, 1, 2)])
    assert _events(tmp_path, _saved(tmp_path, book))[1] == Row(1, [datetime.date(1975, 1, 2)])


def test_formula_errors_are_not_empty_cells(tmp_path):
    book = Workbook()
    book.active.append(["Thôn", "#REF!", None, 3])
    book.active["B1"].data_type = "e"
    book.active["E4"] = "#N/A"
    book.active["E4"].data_type = "e"
    other = book.create_sheet("Khác")
    other.append(["#N/A"])
    assert _events(tmp_path, _saved(tmp_path, book)) == [
        Sheet("Sheet", False),
        Row(1, ["Thôn", CellError("#REF!"), None, 3]),
        Row(4, [None, None, None, None, CellError("#N/A")]),
        Sheet("Khác", False),
        Row(1, [CellError("#N/A")]),
    ]
    assert str(CellError("#REF!")) == "#REF!"


def test_formula_errors_of_an_old_file_are_told(tmp_path):
    book = xlwt.Workbook()
    for name in ("Danh sách", "List"):
        page = book.add_sheet(name)
        page.write(0, 0, "Thôn")
        page.row(0).set_cell_error(2, "#REF!")
        page.row(4).set_cell_error(1, 42)
        page.write(6, 1, xlwt.Formula("1/0"))
    file = io.BytesIO()
    book.save(file)
    # The result of a formula in row 7, column B, as Excel stores "#DIV/0!".
    place = re.compile(rb"(\x06\x00..\x06\x00\x01\x00..).{8}", re.DOTALL)
    error = b"\x02\x00\x07\x00\x00\x00\xff\xff"
    data, count = place.subn(lambda match: match[1] + error, file.getvalue())
    assert count == 2
    rows = [
        Row(1, ["Thôn", None, CellError("#REF!")]),
        Row(5, [None, CellError("#N/A")]),
        Row(7, [None, CellError("#DIV/0!")]),
    ]
    events = _events(tmp_path, data)
    assert events == [Sheet("Danh sách", False), *rows, Sheet("List", False), *rows]


def test_formula_errors_of_an_ods_are_told(tmp_path):
    broken = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    rows = (
        builders.ods_rows(["Thôn", 1])
        + '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        + '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        + f"{broken}{builders.ods_cell(4)}</table:table-row>"
    )
    assert _events(tmp_path, builders.ods(rows))[1:] == [
        Row(1, ["Thôn", 1]),
        Row(5, [None, None, CellError("#N/A"), 4]),
    ]


def test_numbers_that_are_none_are_errors(tmp_path):
    cells = "".join(
        f'<c r="{c}1"><v>{v}</v></c>' for c, v in zip("ABC", ("NaN", "1e999", "2"), strict=True)
    )
    assert _events(tmp_path, builders.xlsx(f'<row r="1">{cells}</row>'))[1:] == [
        Row(1, [CellError("#NUM!"), CellError("#NUM!"), 2])
    ]


def test_text_is_composed_and_free_of_control_characters(tmp_path):
    rows = [(1, ["Tho\u0302n Ho\u0300a", "_x0000_An_x0007_", "a\u202ecba", "“Bản” – 1"])]
    assert _events(tmp_path, builders.xlsx(_inline(rows)))[1:] == [
        Row(1, ["Thôn Hòa", "An", "acba", "“Bản” – 1"])
    ]


def test_cell_of_control_characters_alone_is_empty(tmp_path):
    rows = [(1, ["An", "_x0000_"]), (2, ["_x0001_"])]
    assert _events(tmp_path, builders.xlsx(_inline(rows)))[1:] == [Row(1, ["An"])]


def test_blank_rows_are_skipped_and_numbers_stay(tmp_path):
    rows = [(3, ["Thôn"]), (4, ["1"]), (2000, ["Người lập biểu"])]
    assert [e.number for e in _events(tmp_path, builders.xlsx(_inline(rows)))[1:]] == [3, 4, 2000]


def test_first_column_may_be_empty(tmp_path):
    rows = '<row r="2"><c r="C2"><v>7</v></c></row>'
    assert _events(tmp_path, builders.xlsx(rows))[1:] == [Row(2, [None, None, 7])]


def test_hidden_sheets_are_told(tmp_path):
    book = Workbook()
    book.active.append(["a"])
    book.create_sheet("ẩn").sheet_state = "hidden"
    book.create_sheet("rất ẩn").sheet_state = "veryHidden"
    events = _events(tmp_path, _saved(tmp_path, book))
    assert [e for e in events if isinstance(e, Sheet)] == [
        Sheet("Sheet", False),
        Sheet("ẩn", True),
        Sheet("rất ẩn", True),
    ]


def test_declared_dimension_hides_no_rows(tmp_path):
    text = builders.sheet(_inline([(1, ["a"]), (2, ["b"])]))
    text = text.replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    events = _events(tmp_path, builders.xlsx(extra={"xl/worksheets/sheet1.xml": text}))
    assert events[1:] == [Row(1, ["a"]), Row(2, ["b"])]


def test_rows_beyond_the_limit_are_refused_with_the_limit(tmp_path):
    limit = 1000
    enough = "a;b\n" * (limit + reading.ROWS_AROUND)
    assert len(_events(tmp_path, enough.encode(), "a.csv", max_rows=limit)) == 1101
    with pytest.raises(UploadRefused) as refused:
        _events(tmp_path, (enough + "a;b\n").encode(), "a.csv", max_rows=limit)
    assert refused.value.code == "too_many_rows"
    assert "hơn 1.000 dòng" in str(refused.value)


def test_blank_rows_do_not_count(tmp_path):
    assert len(_events(tmp_path, b"a;b\n" + b";\n" * 200_000 + b"c;d\n", "a.csv")) == 3


def test_a_million_formatted_blank_rows_take_no_time(tmp_path):
    blank = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(2, 1_048_577, 4))
    began = time.monotonic()
    events = _events(tmp_path, builders.xlsx(builders.ONE_ROW + blank))
    assert events[1:] == [Row(1, ["Thôn Hòa Sơn"])]
    assert time.monotonic() - began < 10


def test_old_file_that_makes_the_reader_abort_is_a_refusal(tmp_path):
    """One byte of the container's table, and the reader asks for more memory than there is."""
    data = builders.xls()
    path = tmp_path / "a.xls"
    path.write_bytes(data[:76] + bytes([data[76] - 1]) + data[77:])
    with pytest.raises(UploadRefused) as refused:
        list(reading.read(path, Kind.XLS))
    assert refused.value.code in {"reader_memory", "reader_crashed", "damaged"}
    with pytest.raises(UploadRefused):
        guard.inspect(path, "a.xls")


def test_real_child_is_limited(monkeypatch, tmp_path):
    """A grid of a million blank cells needs more than these few megabytes."""
    monkeypatch.setattr(reading, "MEMORY", 40 * 1024 * 1024)
    rows = "".join(f'<row r="{r}"><c r="J{r}"><v>1</v></c></row>' for r in range(1, 300_000, 3))
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + rows
    with pytest.raises(UploadRefused) as refused:
        _events(tmp_path, builders.xlsx(rows))
    assert refused.value.code in {"reader_memory", "reader_crashed"}


def _wide_list(tmp_path, rows):
    """A list of 30 columns, as an office would have it."""
    random.seed(7)
    book = Workbook(write_only=True)
    page = book.create_sheet("Danh sách")
    page.append([f"Cột {i}" for i in range(30)])
    for i in range(rows):
        row = [
            i + 1,
            f"Nguyễn Văn {i}",
            1940 + i % 60,
            "Nam",
            "Kinh",
            f"{i:012d}",
            f"Thôn {i % 40}",
        ]
        row += ["x" if random.random() < 0.4 else None for _ in range(22)]
        page.append([*row, "Hộ nghèo"])
    path = tmp_path / "wide.xlsx"
    book.save(path)
    return path


def test_reading_holds_a_few_lines_only(tmp_path):
    path = _wide_list(tmp_path, 5000)
    tracemalloc.start()
    count = sum(isinstance(event, Row) for event in reading.read(path, Kind.XLSX))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5001
    assert peak < 6 * 1024 * 1024


@pytest.mark.slow
def test_a_hundred_thousand_rows_of_thirty_columns(tmp_path):
    path = _wide_list(tmp_path, 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert guard.inspect(path, "a.xlsx") == Kind.XLSX
    count = 0
    for last in reading.read(path, Kind.XLSX):
        count += isinstance(last, Row)
    assert count == 100_001
    assert last.cells[1] == "Nguyễn Văn 99999"
    assert len(last.cells) == 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def _merging(*references):
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    page = builders.sheet(_inline([(2, ("Thôn", "a")), (4, ("", "b"))]))
    page = page.replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
    return builders.xlsx(extra={"xl/worksheets/sheet1.xml": page})


def test_merged_cells_are_told_as_far_as_the_rows_reach(tmp_path):
    sheet, *rows = _events(tmp_path, _merging("A2:A4", "B4:C1048576", "D9:E12", "C3:C2", "B2"))
    assert sheet.merged == [(2, 0, 4, 0), (4, 1, 4, 2)]
    assert [row.number for row in rows] == [2, 4]


def test_merged_cells_of_xls_and_ods_are_told_alike(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("Danh sách")
    page.write_merge(1, 3, 0, 0, "Thôn 1")
    page.write_merge(0, 0, 1, 2, "Họ và tên")
    page.write(3, 2, 5)
    file = io.BytesIO()
    book.save(file)
    (sheet, *_rows) = _events(tmp_path, file.getvalue())
    assert sorted(sheet.merged) == [(1, 1, 1, 2), (2, 0, 4, 0)]
    span = ' table:number-columns-spanned="{}" table:number-rows-spanned="{}"'.format
    covered = "<table:covered-table-cell/>"
    rows = (
        f"<table:table-row><table:table-cell/>{builders.ods_cell('Họ và tên', span(2, 1))}{covered}"
        f"</table:table-row><table:table-row>{builders.ods_cell('Thôn 1', span(1, 3))}"
        '</table:table-row><table:table-row table:number-rows-repeated="2">'
        f'{covered}<table:table-cell table:number-columns-repeated="1"/>{builders.ods_cell(5)}'
        "</table:table-row>"
    )
    (sheet, *_rows) = _events(tmp_path, builders.ods(rows))
    assert sheet.merged == [(1, 1, 1, 2), (2, 0, 4, 0)]


def test_more_merged_cells_than_a_list_has_are_refused(tmp_path):
    shuffled = random.Random(1)
    references = [f"A{shuffled.randrange(1, 9999)}:B{n}" for n in range(1, MAX_MERGED + 2)]
    with pytest.raises(UploadRefused) as refused:
        _events(tmp_path, _merging(*references))
    assert refused.value.code == "too_many_merged"
    assert "hơn 250.000" in str(refused.value)

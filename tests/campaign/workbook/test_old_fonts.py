"""Each cell comes out in Unicode, by its font where the file tells it, else by characters."""

import io
import random

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from campaign import unit_files
from campaign.lib.workbook import annotating, guard, reading
from campaign.lib.workbook.decoding import Decoder
from tests.campaign.test_legacy_encodings import LETTERS, in_mojibake, in_tcvn3, in_vni
from tests.campaign.workbook import builders

TIME, CAPITALS, VNI = ".VnTime", ".VnTimeH", "VNI-Times"
MODERN = "Times New Roman"
# Each cell with its font: what a commune's list looks like after ten years and three officers.
MIXED = [
    [("STT", MODERN), ("Họ và tên", MODERN), ("Thôn", MODERN), ("Ghi chú", MODERN)],
    [(1, TIME), ("NguyÔn V¨n Tó", TIME), ("Thôn Hòa Sơn", MODERN), ("Lª", TIME)],
    [(2, TIME), ("Tó", TIME), ("Thôn Lê", MODERN), ("30 m²", TIME)],
    [(3, TIME), ("nguyÔn v¨n an", CAPITALS), ("Thôn 2", MODERN), ("an", CAPITALS)],
    [(4, TIME), ("Trần Văn Hà", TIME), ("Thoân Ñaù", VNI), ("Hélène", MODERN)],
]
EXPECTED = [
    ["STT", "Họ và tên", "Thôn", "Ghi chú"],
    [1, "Nguyễn Văn Tú", "Thôn Hòa Sơn", "Lê"],
    [2, "Tú", "Thôn Lê", "30 m²"],
    [3, "NGUYỄN VĂN AN", "Thôn 2", "AN"],
    [4, "Trần Văn Hà", "Thôn Đá", "Hélène"],
]
CONVERTED = {"tcvn3": 4, "vni": 1}


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, (value, font) in enumerate(row, 1):
            cell = book.active.cell(number, column, value)
            cell.font = Font(name=font)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_xls(rows):
    book, styles = xlwt.Workbook(), {}
    page = book.add_sheet("Sheet")
    for number, row in enumerate(rows):
        for column, (value, name) in enumerate(row):
            if name not in styles:
                styles[name] = xlwt.XFStyle()
                styles[name].font = xlwt.Font()
                styles[name].font.name = name
            page.write(number, column, value, styles[name])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_ods(rows):
    """As LibreOffice writes it: faces, styles, one of them only by way of its parent."""
    names = list(dict.fromkeys(font for row in rows for _, font in row))
    faces = "".join(
        f'<style:font-face style:name="F{n}" svg:font-family="&apos;{name}&apos;"/>'
        for n, name in enumerate(names)
    )
    styles = "".join(
        f'<style:style style:name="p{n}" style:family="table-cell"><style:text-properties '
        f'style:font-name="F{n}"/></style:style><style:style style:name="c{n}" '
        f'style:family="table-cell" style:parent-style-name="p{n}"/>'
        for n, _ in enumerate(names)
    )
    space = (
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            builders.ods_cell(value, f' table:style-name="c{names.index(font)}"')
            for value, font in row
        )
        + "</table:table-row>"
        for row in rows
    )
    before = (
        f"<office:font-face-decls {space}>{faces}</office:font-face-decls>"
        f"<office:automatic-styles {space}>{styles}</office:automatic-styles>"
    )
    return builders.ods(body, before=before)


def read(tmp_path, data, name="danh sach.xlsx"):
    """(rows of cells, what was converted) of the only sheet."""
    path = tmp_path / "upload"
    path.write_bytes(data)
    sheet, *rows = reading.read(path, guard.inspect(path, name))
    return [row.cells for row in rows], sheet.converted


def by_characters(*texts):
    """The texts of a column in a file that tells no fonts, and what was converted."""
    rows, decoder = [[text] for text in texts], Decoder()
    if decoder.concerns("\n".join(texts)):
        decoder.convert(1, rows)
    return [cell for (cell,) in rows], dict(decoder.counts)


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])
def test_cells_in_one_sheet_are_converted_each_by_its_font(tmp_path, write):
    assert read(tmp_path, write(MIXED)) == (EXPECTED, CONVERTED)


def test_parts_of_a_text_have_fonts_of_their_own(tmp_path):
    book = openpyxl.Workbook()
    old = InlineFont(rFont=TIME)
    book.active.append(
        [CellRichText(TextBlock(InlineFont(rFont=MODERN), "Xã "), TextBlock(old, "H­ng Yªn"))]
    )
    # A letter of VNI cut in two by a change of size is one letter all the same.
    book.active.append(
        [
            CellRichText(
                *(TextBlock(InlineFont(rFont=VNI, sz=s), t) for s, t in [(9, "Ta"), (8, "ù")])
            )
        ]
    )
    book.active["A3"], book.active["B1"].font = "Xã", Font(name=TIME)
    book.active["B1"] = "Th«n"
    file = io.BytesIO()
    book.save(file)
    assert read(tmp_path, file.getvalue()) == (
        [["Xã Hưng Yên", "Thôn"], ["Tá"], ["Xã"]],
        {"tcvn3": 2, "vni": 1},
    )


def test_cells_without_a_place_and_parts_with_prefixes_are_followed(tmp_path):
    styles = (
        '<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:fonts><x:font><x:name val="Arial"/></x:font><x:font><x:name val=".VnTime"/></x:font>'
        '</x:fonts><x:cellXfs><x:xf fontId="0"/><x:xf fontId="1"/></x:cellXfs></x:styleSheet>'
    )
    cell = '<c s="{}" t="inlineStr"><is><t>{}</t></is></c>'
    row = "<row>" + cell.format(0, "Lª") + "<c/>" + cell.format(1, "Tó") + "</row>"
    assert read(tmp_path, builders.xlsx(row, {"xl/styles.xml": styles})) == (
        [["Lª", None, "Tú"]],
        {"tcvn3": 1},
    )


def test_unicode_in_an_old_font_stays_with_all_its_column(tmp_path):
    """A workbook set in .VnTime long ago and typed in Unicode ever since."""
    names = ["Trần Văn Hà", "Lê Tú", "Nguyễn Văn Lý", "Hoà"]
    rows = [[(name, TIME)] for name in names]
    assert read(tmp_path, as_xlsx(rows)) == ([[name] for name in names], {})


def test_a_font_that_is_not_what_the_bytes_are_does_not_decide(tmp_path):
    rows = [[("Nguyeãn Vaên Ñöùc", TIME)], [("TrÇn H­ng §¹o", VNI)]]
    assert read(tmp_path, as_xlsx(rows)) == (
        [["Nguyễn Văn Đức"], ["Trần Hưng Đạo"]],
        {"vni": 1, "tcvn3": 1},
    )


@pytest.mark.parametrize("rows", [
    ["STT;Hä vµ tªn", "1;NguyÔn V¨n Tó", "2;Tó", "3;§Æng ThÞ H­êng"],
    ["STT;Hoï vaø teân", "1;Nguyeãn Vaên Tuù", "2;Tuù", "3;Ñaëng Thò Höôøng"],
])  # fmt: skip
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_a_csv_is_told_by_its_characters(tmp_path, rows, encoding):
    cells, converted = read(tmp_path, "\r\n".join(rows).encode(encoding), "danh sach.csv")
    assert [row[1] for row in cells] == ["Họ và tên", "Nguyễn Văn Tú", "Tú", "Đặng Thị Hường"]
    assert list(converted.values()) == [4]


def test_utf_8_that_was_read_as_a_code_page_is_mended(tmp_path):
    text = "STT;Họ và tên\r\n1;Nguyễn Thị Hà\r\n2;Đặng Ngọc Ánh"
    twice = text.encode().decode("latin-1").encode().decode("latin-1").encode()
    cells, converted = read(tmp_path, twice, "danh sach.csv")
    assert (cells[1:], converted) == (
        [["1", "Nguyễn Thị Hà"], ["2", "Đặng Ngọc Ánh"]],
        {"mojibake": 3},
    )


def test_without_fonts_a_doubtful_text_goes_with_its_neighbours():
    assert by_characters("Họ và tên", "NguyÔn V¨n An", "Tó", "Lª ThÞ Hoµ", "Bµ") == (
        ["Họ và tên", "Nguyễn Văn An", "Tú", "Lê Thị Hoà", "Bà"],
        {"tcvn3": 4},
    )
    assert by_characters("Ñaëng Thò Höông", "Soá", "Traàn Vaên Lô", "Lyù") == (
        ["Đặng Thị Hương", "Số", "Trần Văn Lơ", "Lý"],
        {"vni": 4},
    )
    assert by_characters("Trần Văn An", "Tó", "NguyÔn V¨n B×nh")[0] == [
        "Trần Văn An", "Tó", "Nguyễn Văn Bình",
    ]  # fmt: skip


@pytest.mark.parametrize("texts", [
    ("Trần Thị Hoà", "Hélène", "×", "½", "º", "Lý", "30 m²", "5°C", "Bµ", "µm"),
    ("Hà", "Müller", "Señor", "Noël", "François", "André", "Bär", "Lê Văn Tó", "Köln", "Åse"),
    ("Hòa", "«Xã»", "·Thôn 1", "5 × 3", "± 2", "© 2025", "§ 3", "Ø10", "¥", "¿Qué?"),
    ("THÔN TÂN AN", "TÔ VĂN Ý", "XÃ HÒA", "Ê-ĐÊ", "Ơ Đu"),
])  # fmt: skip
def test_what_is_no_old_encoding_stays_as_it_is(texts):
    assert by_characters(*texts) == (list(texts), {})


def test_whatever_is_vietnamese_in_unicode_stays_beside_anything():
    """Fixed seed: names of Unicode letters, alone and beside texts that are converted."""
    chance = random.Random(60)
    marked = [letter for letter in LETTERS if ord(letter) > 0x101]
    for _ in range(300):
        names = ["".join(chance.choices(LETTERS, k=4)) + chance.choice(marked) for _ in range(12)]
        assert by_characters(*names) == (names, {})
        beside = by_characters("NguyÔn V¨n An", *names, "§Æng ThÞ H­êng")[0]
        assert beside[1:-1] == names


def test_no_rows_are_too_strange():
    chance = random.Random(61)
    pool = "".join(map(chr, range(1, 0x180))) + "ạễơ\u0301\u200b\ufeff\ud800…»"
    for _ in range(300):
        texts = ["".join(chance.choices(pool, k=chance.randrange(9))) for _ in range(30)]
        once, _ = by_characters(*texts)
        assert all(isinstance(text, str) for text in once)


def test_marks_on_their_own_and_signs_of_no_width_are_unicode_or_nothing():
    split = ["Nguyê\u0303n Va\u0306n A\u0301nh", "Hoa\u0300 Tâ\u0301n", "Lê\u0323"]
    old = ["TrÇn V¨n An", "Lª ThÞ Hoµ", "§Æng V¨n B×nh", "Lª V¨n H¶i", "Vò V¨n Tó"]
    assert by_characters(*old, *split)[0][-3:] == split
    assert by_characters("NguyÔn\u200b V¨n \ufeffHoµ") == (
        ["Nguyễn\u200b Văn \ufeffHoà"],
        {"tcvn3": 1},
    )


def test_conversion_is_done_once():
    texts = ["Họ và tên", "NguyÔn V¨n An", "Lª ThÞ Hoµ", "B×nh", "§Æng ThÞ H­êng", "Tó"]
    once, _ = by_characters(*texts)
    assert by_characters(*once) == (once, {})


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])
def test_the_annotated_copy_reads_as_its_original_and_is_marked_in_a_font_of_today(tmp_path, write):
    path = tmp_path / "upload"
    path.write_bytes(write(MIXED))
    kind = guard.inspect(path, "danh sach")
    name = next(event.name for event in reading.read(path, kind))
    problem = type("Problem", (), {
        "sheet": name, "row": 2, "column": "Họ và tên", "letter": "B", "value": "Nguyễn Văn Tú",
        "severity": "error", "message": "Hãy sửa họ tên.",
    })  # fmt: skip
    copy = annotating.annotate(path, kind, "danh sach", [problem], [], headings={name: 1})
    again = tmp_path / "again"
    again.write_bytes(copy)
    rows = {}
    for event in reading.read(again, guard.inspect(again, "again.xlsx")):
        if isinstance(event, reading.Sheet):
            rows[event.name] = []
            continue
        rows[list(rows)[-1]].append(event.cells)
    assert [row[1:] for row in rows[name]] == EXPECTED
    assert rows[name][1][0] == "Họ và tên: Hãy sửa họ tên."
    sheet = openpyxl.load_workbook(io.BytesIO(copy))[name]
    assert {sheet["A1"].font.name, sheet["A2"].font.name} == {MODERN}
    if write is as_xlsx:
        assert (sheet["C2"].value, sheet["C2"].font.name) == ("NguyÔn V¨n Tó", TIME)


@pytest.fixture(scope="module")
def places():
    """The names of all units before and after 2025 that are not plain ASCII, in no order."""
    units = unit_files.read()
    rows = [row for part in (units.before, units.after) for level in part.values() for row in level]
    names = sorted({row[-3] for row in rows if not row[-3].isascii()})
    random.Random(62).shuffle(names)
    assert len(names) > 5_000
    return [names[start : start + 400] for start in range(0, len(names), 400)]


def test_every_place_name_of_the_country_stays_as_it_is(places):
    for names in places:
        assert by_characters(*names) == (names, {})


def test_every_place_name_stays_between_others_in_an_old_encoding(places):
    """What can be told by no font is left, never guessed."""
    for write in (in_tcvn3, in_vni):
        for names in places:
            turns = [write(name) if n % 2 else name for n, name in enumerate(names)]
            assert by_characters(*turns)[0][::2] == names[::2]


@pytest.mark.parametrize("write", [
    in_mojibake, lambda name: in_vni(name.upper()), lambda name: in_tcvn3(name.lower()),
])  # fmt: skip
def test_every_place_name_comes_back_by_its_characters_alone(places, write):
    for names in places:
        found, _ = by_characters(*map(write, names))
        assert [name.lower() for name in found] == [name.lower() for name in names]

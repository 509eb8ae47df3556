"""Whatever is wrong with a file as a file ends in one refusal, soon, with a sentence."""

import resource
import time

import pytest

from campaign.lib.workbook import guard
from campaign.lib.workbook.kinds import Kind
from campaign.lib.workbook.refusals import SENTENCES, UploadRefused
from tests.campaign.workbook import builders
from tests.campaign.workbook.hostile import KINDS


def _stored(tmp_path, data, name="danh sach.xlsx"):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return guard.inspect(path, name)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_file_is_refused_with_its_sentence(tmp_path, kind):
    data, code = KINDS[kind]
    began = time.monotonic()
    with pytest.raises(UploadRefused) as refused:
        _stored(tmp_path, data)
    assert refused.value.code == code
    sentence = str(refused.value)
    assert sentence == str(SENTENCES[code]) % refused.value.values
    assert "%(" not in sentence
    assert len(sentence) <= 500
    assert time.monotonic() - began < 5


def test_every_sentence_says_what_to_do():
    silent = [code for code, text in SENTENCES.items() if "Hãy " not in str(text)]
    assert silent == []


def test_file_over_the_limit_is_refused_unread(tmp_path, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(UploadRefused) as refused:
        _stored(tmp_path, b"a;b\n" * 300_000)
    assert refused.value.code == "too_large"
    assert "1 MB" in str(refused.value)


def test_stray_cell_is_named(tmp_path):
    data, _ = KINDS["letter in the last cell"]
    with pytest.raises(UploadRefused) as refused:
        _stored(tmp_path, data)
    assert "Ô XFD1048576" in str(refused.value)
    assert "trang “Danh sách”" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (builders.xlsx(), "a.xlsx", Kind.XLSX),
        (builders.xlsx(), "a.xls", Kind.XLSX),
        (builders.xls(), "a.xls", Kind.XLS),
        (builders.xls(), "a.xlsx", Kind.XLS),
        (builders.ods(builders.ods_rows(["a", 1])), "a.ods", Kind.ODS),
        ("Thôn;Số khẩu\nThôn 1;4\n".encode(), "a.csv", Kind.CSV),
        ("Thôn\tSố khẩu\nThôn 1\t4\n".encode("utf-16"), "a.txt", Kind.CSV),
        ("Thôn\tSố khẩu\nThôn 1\t4\n".encode("utf-16"), "a.xls", Kind.CSV),
        (b"mot cot\n", "a.csv", Kind.CSV),
    ],
)
def test_kind_is_told_by_content(tmp_path, data, name, kind):
    assert _stored(tmp_path, data, name) == kind


def test_hyperlink_out_of_the_workbook_is_no_danger(tmp_path):
    link = builders.relation("hyperlink", "https://example.org/", external=True)
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": builders.relations(link)}
    assert _stored(tmp_path, builders.xlsx(extra=extra)) == Kind.XLSX


def test_formatted_blank_rows_to_the_end_are_no_danger(tmp_path):
    blank = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(2, 3000))
    blank += '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    assert _stored(tmp_path, builders.xlsx(builders.ONE_ROW + blank)) == Kind.XLSX


def test_declared_dimension_is_not_believed(tmp_path):
    data = builders.sheet().replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert _stored(tmp_path, builders.xlsx(extra={"xl/worksheets/sheet1.xml": data})) == Kind.XLSX


def test_large_part_is_inspected_in_pieces(tmp_path):
    """80 MB of rows are looked at without holding them."""
    row = "".join(f'<c r="{c}1" s="3"><v>{i}1234567</v></c>' for i, c in enumerate("ABCDEFGHIJ"))
    rows = "".join(f'<row r="{r}">{row}</row>' for r in range(1, 250_000))
    data = builders.xlsx(rows)
    del rows
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = tmp_path / "large"
    path.write_bytes(data)
    assert guard.inspect(path, "a.xlsx") == Kind.XLSX
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024

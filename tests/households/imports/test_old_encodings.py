"""Lists in TCVN3, in VNI, mixed or broken, found again in last year's list in Unicode."""

import csv

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font

from households import reviews
from households.imports import annotated, check, commit
from households.models import Household, Status
from tests.campaign.test_legacy_encodings import in_mojibake, in_tcvn3, in_vni
from tests.households.imports.conftest import L3, line, sheet_of

NAMES = ("Đặng Thị Hường", "Nguyễn Văn Tú", "Tú", "Y Bhăm Niê", "Lê Thuỳ Dương", "Trần Hoà")
NAME = L3.index("Họ và tên chủ hộ")
TIME, CAPITALS, VNI, MODERN = ".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman"


def rows_of(names=NAMES):
    return [
        line(number, Họ_và_tên_chủ_hộ=name, Số_CCCD=None, Thôn="Thôn Hòa Sơn", Ghi_chú="Bị ốm đau")
        for number, name in enumerate(names, 1)
    ]


def all_cells(write, font):
    """Every text in one encoding, headings too."""
    return lambda row, column, text: (write(text), font)


def names_only(write, font, of_others=MODERN):
    """Headings and the rest in Unicode, names in an old encoding."""
    return lambda row, column, text: (
        (write(text), font) if row and column == NAME else (text, of_others)
    )


def by_turns(row, column, text):
    """Three officers, three machines, one sheet."""
    if not row or column != NAME:
        return text, TIME
    turns = (
        (in_tcvn3, TIME), (in_vni, VNI), (in_tcvn3, TIME), (in_vni, MODERN), (in_mojibake, MODERN)
    )  # fmt: skip
    write, font = turns[(row - 1) % len(turns)]
    return write(text), font


def as_xlsx(path, dress):
    book = openpyxl.Workbook()
    book.active.title = "Danh sách"
    for number, row in enumerate(sheet_of(rows_of())):
        for column, value in enumerate(row):
            cell = book.active.cell(number + 1, column + 1)
            if isinstance(value, str):
                cell.value, name = dress(number, column, value)
                cell.font = Font(name=name)
            else:
                cell.value = value
    book.save(path)


def as_xls(path, dress):
    book, styles = xlwt.Workbook(), {}
    page = book.add_sheet("Danh sách")
    for number, row in enumerate(sheet_of(rows_of())):
        for column, value in enumerate(row):
            if not isinstance(value, str):
                page.write(number, column, value)
                continue
            written, name = dress(number, column, value)
            style = styles.setdefault(name, xlwt.XFStyle())
            style.font.name = name
            page.write(number, column, written, style)
    book.save(str(path))


def as_csv(path, dress):
    with path.open("w", encoding="latin-1", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [dress(number, column, v)[0] if isinstance(v, str) else v for column, v in enumerate(r)]
            for number, r in enumerate(sheet_of(rows_of()))
        )


FILES = [
    ("a.xlsx", as_xlsx, names_only(in_tcvn3, TIME), {"TCVN3"}),
    ("a.xlsx", as_xlsx, names_only(lambda text: in_tcvn3(text.lower()), CAPITALS), {"TCVN3"}),
    ("a.xlsx", as_xlsx, names_only(in_tcvn3, MODERN), {"TCVN3"}),
    ("a.xlsx", as_xlsx, all_cells(in_vni, VNI), {"VNI"}),
    ("a.xlsx", as_xlsx, all_cells(in_mojibake, MODERN), {"mã"}),
    ("a.xlsx", as_xlsx, by_turns, {"TCVN3", "VNI", "mã"}),
    ("a.xls", as_xls, names_only(in_tcvn3, TIME), {"TCVN3"}),
    ("a.xls", as_xls, all_cells(in_vni, VNI), {"VNI"}),
    ("a.csv", as_csv, all_cells(in_tcvn3, None), {"TCVN3"}),
    ("a.csv", as_csv, all_cells(in_vni, None), {"VNI"}),
]


@pytest.fixture
def known(desk, ground):
    """The households of NAMES in Unicode, in the list of 2025; the review of 2026."""
    desk.commit(sheet_of(rows_of()))
    return reviews.find_or_open(ground.province, 2026, by=desk.person)


@pytest.mark.parametrize("file", FILES)
def test_the_households_are_those_of_last_year(desk, known, tmp_path, file):
    name, write, dress, told = file
    before = dict(Household.objects.values_list("pk", "head_name"))
    assert sorted(before.values()) == sorted(NAMES)
    path = tmp_path / name
    write(path, dress)

    batch = check.run(desk.receive(None, path=path, review=known))
    warned = [p for p in batch.problems.all() if p.code in ("legacy_encoding", "mojibake_repaired")]
    assert [problem.row for problem in warned] == [None] * len(told)
    assert {word for word in ("TCVN3", "VNI", "mã") for p in warned if word in p.message} == told
    assert (batch.rows_read, batch.rejected) == (len(NAMES), 0)

    commit.apply(batch, by=batch.uploaded_by)
    assert set(Status.objects.filter(batch=batch).values_list("household", flat=True)) == set(
        before
    )
    after = dict(Household.objects.values_list("pk", "head_name"))
    folded = {pk: text.casefold() for pk, text in after.items()}
    assert folded == {pk: text.casefold() for pk, text in before.items()}


def test_the_annotated_copy_of_an_old_list_comes_back_as_the_same_rows(desk, known, tmp_path):
    path = tmp_path / "a.xlsx"
    as_xlsx(path, by_turns)
    batch = check.run(desk.receive(None, path=path, review=known))
    again = tmp_path / "again.xlsx"
    again.write_bytes(annotated.workbook(batch))
    returned = check.run(desk.receive(None, path=again, review=known))
    seen = [(b.rows_read, b.created, b.updated, b.rejected) for b in (batch, returned)]
    assert seen[0] == seen[1] and seen[0][0] == len(NAMES)
    assert returned.problem_counts["legacy_encoding"] == 2


def test_a_list_in_unicode_is_told_nothing(desk, known, tmp_path):
    path = tmp_path / "a.xlsx"
    as_xlsx(path, all_cells(str, TIME))
    batch = check.run(desk.receive(None, path=path, review=known))
    assert not {"legacy_encoding", "mojibake_repaired"} & set(batch.problem_counts)
    assert (batch.rows_read, batch.rejected) == (len(NAMES), 0)

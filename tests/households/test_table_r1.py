"""Table R1: its rows, its formulas, and what it leaves empty."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaign.lib import pdf
from households import exports, rollup, tables
from tests import factories
from tests.households import population, workbooks


@pytest.fixture
def review(ground):
    review = population.review(ground.old_province, 2024, version="official")
    for key, poor, near in (("a1", 3, 5), ("a2", 10, 4), ("b", 2, 0)):
        village = ground.old_villages[key][0]
        for poverty_class in ["poor"] * poor + ["near_poor"] * near:
            home = population.household(village)
            population.status(review, home, village, poverty_class=poverty_class, members=3)
    population.totals(review, ground.old_a1, 300, 1200)
    population.totals(review, ground.old_a2, 200, 800)
    population.totals(review, ground.old_b, 400, 1500)
    rollup.rebuild(review)
    return review


def column(table, number):
    return {row.name: row.values[number - 1].display for row in table.rows}


def test_districts_stand_in_bold_over_their_communes(ground, review):
    table = tables.build("r1", ground.old_province, review)
    assert [(row.label, row.name, row.is_group) for row in table.rows] == [
        ("1", "Huyện Suối Bạc", True),
        ("1.1", "Thị trấn An Hòa", False),
        ("1.2", "Xã An Phú", False),
        ("1.3", "Xã Đắk Bình", False),
        ("", "Tổng cộng", True),
    ]
    assert column(table, 3)["Tổng cộng"] == "15"
    assert column(table, 4) == {
        "Huyện Suối Bạc": "1,67",
        "Thị trấn An Hòa": "1,00",
        "Xã An Phú": "5,00",
        "Xã Đắk Bình": "0,50",
        "Tổng cộng": "1,67",
    }
    assert column(table, 10)["Thị trấn An Hòa"] == "0,75"


def test_a_commune_is_told_by_villages_and_those_without_a_row_have_none_poor(ground, review):
    table = tables.build("r1", ground.old_a2, review)
    assert [row.label for row in table.rows] == ["1", "2", "3", ""]
    assert column(table, 3) == {
        "Thôn 1": "10",
        "Thôn 2": "0",
        "Thôn Hòa Sơn": "0",
        "Tổng cộng": "10",
    }
    assert column(table, 4) == {"Thôn 1": "", "Thôn 2": "", "Thôn Hòa Sơn": "", "Tổng cộng": "5,00"}


def test_average_households_stay_empty_until_they_are_entered_and_say_so(ground, review):
    table = tables.build("r1", ground.old_province, review)
    for number in (7, 8, 13, 14):
        assert set(column(table, number).values()) == {""}
    assert any("cột không bắt buộc" in note for note in table.notes)
    for unit, average in ((ground.old_a1, 30), (ground.old_a2, 10), (ground.old_b, 20)):
        review.totals.filter(unit=unit).update(
            average_households=average, average_people=4 * average
        )
    rollup.rebuild(review)
    table = tables.build("r1", ground.old_province, review)
    assert column(table, 7)["Tổng cộng"] == "60"
    assert column(table, 8)["Thị trấn An Hòa"] == "10,00"
    assert column(table, 13)["Tổng cộng"] == "240"
    assert not any("cột không bắt buộc" in note for note in table.notes)


def sheet(table):
    return load_workbook(io.BytesIO(exports.workbook(table))).active


def computed(page):
    """Every cell of the sheet, the formulas of the table worked out."""
    return workbooks.computed(page.parent)[page.title]


@pytest.mark.parametrize("level", ["old_province", "district", "old_a2"])
def test_the_workbook_computes_what_the_table_says(ground, review, level):
    table = tables.build("r1", getattr(ground, level), review)
    page = sheet(table)
    cells = computed(page)
    names = {cells[f"B{row}"]: row for row in range(1, page.max_row + 1)}
    for row in table.rows:
        for official, value in zip(table.columns, row.values, strict=True):
            letter = chr(ord("B") + int(official.number))
            found = cells[f"{letter}{names[row.name]}"]
            if value is None or value.value is None:
                assert found in {None, ""}
            else:
                assert found == pytest.approx(float(value.value))
    total = names["Tổng cộng"]
    assert str(page[f"E{total}"].value).startswith("=")
    assert str(page[f"F{total}"].value).startswith("=IF(")


def test_a_rate_appears_once_the_total_is_typed_in(ground, review):
    page = sheet(tables.build("r1", ground.old_a2, review))
    places = {page[f"B{row}"].value: row for row in range(1, page.max_row + 1)}
    row = places["Thôn Hòa Sơn"]
    poor = page[f"E{row}"].value
    assert (page[f"C{row}"].value, computed(page)[f"F{row}"]) == (None, "")
    assert poor is not None
    page[f"C{row}"] = 50
    assert computed(page)[f"F{row}"] == pytest.approx(poor * 2)
    page[f"E{row}"] = None
    assert computed(page)[f"F{row}"] == ""


def test_the_workbook_shows_its_numbers_to_whoever_does_not_compute(ground, review):
    content = io.BytesIO(exports.workbook(tables.build("r1", ground.old_a2, review)))
    page = load_workbook(content, data_only=True).active
    row = next(r for r in range(1, page.max_row + 1) if page[f"B{r}"].value == "Tổng cộng")
    assert (page[f"E{row}"].value, page[f"F{row}"].value) == (10, 5)


def test_the_sheet_has_the_forms_two_headings_and_its_row_of_formulas(ground, review):
    page = sheet(tables.build("r1", ground.old_province, review))
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    flat = [value for row in rows for value in row if value]
    assert "ỦY BAN NHÂN DÂN" in flat
    assert "TỈNH BÌNH MINH" in flat
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in flat
    assert "TM. ỦY BAN NHÂN DÂN" in flat
    assert (
        "TỔNG HỢP KẾT QUẢ CHÍNH THỨC RÀ SOÁT HỘ NGHÈO; HỘ CẬN NGHÈO; "
        "HỘ LÀM NÔNG, LÂM, NGƯ NGHIỆP CÓ MỨC SỐNG TRUNG BÌNH"
    ) in flat
    numbers = next(row for row in rows if row[:2] == ["A", "B"])
    assert numbers[2:6] == ["1", "2", "3", "4=3/1*100"]
    assert numbers[-1] == "14=13/2*100"
    labels = [row[0] for row in rows if row[1] in {"Huyện Suối Bạc", "Xã An Phú"}]
    assert labels == ["1", "1.2"]
    merged = {str(span) for span in page.merged_cells.ranges}
    assert any(span.startswith("C") and ":D" in span for span in merged)


def test_a_missing_total_leaves_the_groups_cell_empty_and_not_a_part_of_the_sum(ground, review):
    review.totals.filter(unit=ground.old_a2).delete()
    rollup.rebuild(review)
    table = tables.build("r1", ground.old_province, review)
    assert column(table, 1)["Tổng cộng"] == ""
    assert column(table, 3)["Tổng cộng"] == "15"
    page = sheet(table)
    row = next(r for r in range(1, page.max_row + 1) if page[f"B{r}"].value == "Tổng cộng")
    assert (page[f"C{row}"].value, computed(page)[f"F{row}"]) == (None, "")
    assert any("Ô để trống" in note for note in table.notes)


def test_preliminary_results_are_not_called_official(ground, review):
    review.version = "preliminary"
    assert tables.build("r1", ground.old_a2, review).title.startswith(
        "Tổng hợp kết quả sơ bộ rà soát"
    )


def test_an_unconfirmed_form_number_is_not_printed(ground, review):
    table = tables.build("r1", ground.old_a2, review)
    assert not table.form.confirmed
    assert "Mẫu số" not in exports.paper(table)


def test_two_queries_whatever_lies_below(ground, review, django_assert_num_queries):
    with django_assert_num_queries(2):
        tables.build("r1", ground.old_province, review)


def download(client, user, unit, name, review=None, **query):
    client.force_login(user)
    query |= {"review": review.pk} if review else {}
    return client.get(reverse(name, args=[unit.pk]), query)


def test_the_workbook_is_downloaded_under_a_plain_name(client, cast, ground, review):
    answer = download(client, cast.minh, ground.old_a2, "table_r1_xlsx", review)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="r1-21811-2024.xlsx"'
    assert answer.content[:2] == b"PK"


def test_the_paper_is_a_pdf(client, cast, ground, review):
    answer = download(client, cast.minh, ground.old_a2, "table_r1_pdf", review)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("more", [4, 8, 12])
def test_the_totals_of_the_paper_never_stand_alone_on_a_page(ground, review, more):
    for number in range(more):
        factories.village(f"Thôn Thử {number}", ground.old_a2)
    paper = PdfReader(
        io.BytesIO(pdf.render(exports.paper(tables.build("r1", ground.old_a2, review))))
    )
    last = paper.pages[-1].extract_text()
    assert len(paper.pages) == 2
    assert "Tổng cộng" in last
    assert len(re.findall(r"Thôn (?:Thử|\d|Hòa)", last)) >= 3


def test_a_short_table_stays_on_the_page_of_its_title(ground, review):
    paper = PdfReader(
        io.BytesIO(pdf.render(exports.paper(tables.build("r1", ground.old_a2, review))))
    )
    first = paper.pages[0].extract_text()
    assert "Tổng cộng" in first and "Thôn Hòa Sơn" in first


def test_r1_opens_only_inside_ones_units_and_on_the_map_of_the_review(client, cast, ground, review):
    assert download(client, cast.hoa, ground.old_a2, "table_r1_xlsx", review).status_code == 404
    assert download(client, cast.lan, ground.old_a2, "table_r1_xlsx", review).status_code == 200
    wanted = {"review": review, "map": "as-was"}
    assert download(client, cast.lan, ground.a, "table_r1_xlsx", **wanted).status_code == 404
    village = ground.old_villages["a2"][0]
    assert download(client, cast.lan, village, "table_r1_xlsx", review).status_code == 404

"""Every cell of every official table is what a slow loop over the households says."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from households import exports, rollup, snapshots, tables
from households.measures import PERCENT
from households.models import Summary
from tests.households import population
from tests.households.counted import (
    NEAR,
    POOR,
    TRUTH,
    groups_in,
    of_ethnicities,
    worlds,
)
from tests.households.workbooks import computed

SINGLE = [""]
BOTH = ["", "_people"]


@pytest.fixture
def people(ground):
    return summed(population.populate(ground, 1))


@pytest.fixture
def late(ground):
    return summed(population.populate(ground, population.LATE_TOTALS))


def summed(found):
    for review in found.years:
        rollup.rebuild(review)
    return found


@pytest.mark.parametrize("year", [1, pytest.param(2, marks=pytest.mark.slow), 3])
def test_each_cell_is_what_a_loop_counts(people, ground, year):
    for code in (*TRUTH, "r9"):
        _holds_against_a_loop(people, ground, code, year)


def _holds_against_a_loop(people, ground, code, year):
    review, is_flow = people.years[year], code in {"r2", "r3"}
    at_all = [ground.old_province, ground.district, ground.old_a1, ground.old_a2, ground.old_b]
    checked = 0
    for unit in [ground.province, ground.a, ground.b] if year == 3 else at_all:
        table = tables.build(code, unit, review)
        world_of = worlds(people, review, unit)
        groups = groups_in(population.inside(people.rows, review, unit))
        columns = TRUTH.get(code) or [of_ethnicities(c, groups) for c in (POOR, NEAR)]
        columns = columns if code in TRUTH else [*columns[0], *columns[1]]
        width = len(columns)
        for place, row in enumerate(table.rows):
            weight = "_people" if row.line == "Nhân khẩu" else ""
            found = [value.value if value is not None else None for value in row.values]
            truth = world_of(row.unit).row(columns, weight, is_flow=is_flow)
            assert found[:width] == truth, (code, unit.name, row.name, place)
            checked += sum(n is not None for n in truth)
    assert checked


def test_the_rows_of_a_group_and_of_a_unit_with_two_lines_add_up(people, ground):
    for code in tables.KINDS:
        table = tables.build(code, ground.old_province, people.years[1])
        for row in table.rows:
            parts = [table.rows[place] for place in row.parts]
            assert {part.line for part in parts} <= {row.line}
            for position, value in enumerate(row.values):
                if not parts or value is None or value.value is None or value.unit == PERCENT:
                    continue
                below = [part.values[position].value for part in parts]
                if None not in below and not (value.code or "").startswith("mv_"):
                    assert sum(below) == value.value, (code, row.name, position)


def _cells(table):
    """(row in the sheet, row of the table) once the heading and what stands above it are passed."""
    book = load_workbook(io.BytesIO(exports.workbook(table)))
    sheet = book[table.form.code]
    first = next(r for r in range(1, 30) if sheet.cell(r, 1).value == "A") + 1
    return book, [(first + place, row) for place, row in enumerate(table.rows)]


@pytest.mark.parametrize("unit", ["old_province", "old_a1"])
def test_the_workbook_computes_what_the_table_says(people, ground, unit):
    for code in tables.KINDS:
        _computes(tables.build(code, getattr(ground, unit), people.years[1]), code)


def test_the_rates_of_a_publication_are_formulas_though_it_has_no_column_of_households(
    people, ground
):
    table = tables.build("cb", ground.old_province, people.years[1])
    book, rows = _cells(table)
    rates = [
        book["CB"].cell(number, 3 + place).value
        for number, row in rows
        for place, value in enumerate(row.values)
        if value is not None and value.value is not None and value.unit == PERCENT
    ]
    assert rates
    assert all(str(rate).startswith("=IF(") for rate in rates)
    _computes(table, "cb")


def test_rates_leave_out_communes_with_totals_and_no_list_in_print_and_in_the_workbook(
    late, ground
):
    for code in ("r1", "r12", "cb"):
        table = tables.build(code, ground.old_province, late.years[1])
        assert any("Tỷ lệ tính trên" in note for note in table.notes), code
        _computes(table, code)
    _holds_against_a_loop(late, ground, "r1", 1)


def _computes(table, code):
    book, rows = _cells(table)
    cells = computed(book)[table.form.code]
    before, formulas = len(table.before), 0
    for number_of_row, row in rows:
        for place, value in enumerate(row.values, start=before + 1):
            where = f"{get_column_letter(place)}{number_of_row}"
            formulas += str(book[table.form.code][where].value).startswith("=")
            if value is None or value.value is None:
                # A rate over what the table leaves out computes as soon as it is typed in.
                assert cells[where] in {None, ""} or table.columns[place - before - 1].is_rate
            else:
                assert cells[where] == pytest.approx(float(value.value)), (code, row.name, where)
    assert formulas


def test_headings_cover_every_column_once_at_each_depth(people, ground):
    for code in tables.KINDS:
        table = tables.build(code, ground.old_province, people.years[1])
        width = len(table.before) + len(table.columns)
        covered = sum(wide * high for row in table.heading_rows for _text, wide, high in row)
        assert covered == width * len(table.heading_rows), code
        assert len(table.formula_row) == width


# --- rows, groups, gaps ------------------------------------------------------------------------
def texts(table):
    return [(row.label, row.name) for row in table.rows]


def test_the_2016_form_tells_a_district_in_both_groups_and_numbers_on(people, ground):
    table = tables.build("hn-2016", ground.old_province, people.years[1])
    assert texts(table) == [
        ("I", "Khu vực thành thị"),
        ("1", "Huyện Suối Bạc"),
        ("II", "Khu vực nông thôn"),
        ("2", "Huyện Suối Bạc"),
        ("", "Tổng cộng"),
    ]
    counted = {"urban": [0, 0], "rural": [0, 0]}
    for row in people.rows:
        area = "urban" if row.commune == ground.old_a1 else "rural"
        if row.poverty_class == "poor" and row.review in people.years[:2]:
            counted[area][people.years.index(row.review)] += 1
    for place, area in ((1, "urban"), (3, "rural")):
        values = table.rows[place].values
        assert [values[2].value, values[12].value] == counted[area]
    by_commune = tables.build("hn-2016", ground.district, people.years[1])
    assert texts(by_commune) == [
        ("I", "Khu vực thành thị"),
        ("1", "Thị trấn An Hòa"),
        ("II", "Khu vực nông thôn"),
        ("2", "Xã An Phú"),
        ("3", "Xã Đắk Bình"),
        ("", "Tổng cộng"),
    ]


def test_who_left_poverty_in_the_2016_form_went_to_either_side_of_the_line(people, ground):
    review = people.years[1]
    flows = tables.build("r2", ground.district, review).rows[-2]
    form = tables.build("hn-2016", ground.district, review).rows[-1]
    assert form.values[6].value == flows.values[1].value + flows.values[2].value


def test_the_publication_gives_rates_and_numbers_of_both_classes_together(people, ground):
    table = tables.build("cb", ground.district, people.years[1])
    values = table.rows[-1].values
    assert values[1].value == values[3].value + values[5].value
    assert [value.unit for value in values[::2]] == [PERCENT] * 3


def test_a_gap_is_a_column_of_its_own_and_a_sentence_and_never_mended(people, ground):
    review = people.years[1]
    table = tables.build("r2", ground.old_province, review)
    for row in table.rows:
        *own, closing, gap = (value.value for value in row.values)
        assert own[0] - sum(own[1:4]) + sum(own[4:]) == closing + gap
    gap = table.rows[-2].values[-1].value
    assert gap > 0
    assert table.columns[-1].headings[0] == "Ngoài mẫu"
    assert any(note.startswith(f"{gap} hộ có trong danh sách kỳ trước") for note in table.notes)


def test_without_a_gap_the_form_has_its_nine_columns_and_closes_by_itself(ground):
    earlier = population.review(ground.old_province, 2022)
    later = population.review(ground.old_province, 2023)
    village = ground.old_villages["a2"][0]
    for then, now in (("poor", "none"), ("poor", "near_poor"), ("near_poor", "poor")):
        home = population.household(village)
        population.status(earlier, home, village, poverty_class=then)
        population.status(later, home, village, poverty_class=now)
    for review in (earlier, later):
        rollup.rebuild(review)
    table = tables.build("r2", ground.old_a2, later)
    assert [column.number for column in table.columns] == [str(n) for n in range(1, 10)]
    assert table.disagreements == []
    book, rows = _cells(table)
    number_of_row, row = rows[-2]
    assert row.values[-1].value == 1
    formula = book["R2"][f"L{number_of_row}"].value
    assert formula == "=" + "".join(
        f"{sign}{letter}{number_of_row}"
        for sign, letter in zip(["", *"---++++"], "DEFGHIJK", strict=True)
    )


def test_what_the_tables_say_of_each_other_is_checked_and_both_numbers_are_shown(people, ground):
    review = people.years[1]
    summary = review.summaries.get(unit=ground.old_a2)
    summary.counts["mv_near_from_poor"] = summary.counts.get("mv_near_from_poor", 0) + 3
    summary.save()
    table = tables.build("r2", ground.district, review)
    said = [(one.rule, one.unit, one.difference) for one in table.disagreements]
    assert ("R2 cột 2 = R3 cột 5", "Xã An Phú", -3) in said


def test_across_two_standards_the_table_says_why_it_is_empty(ground):
    earlier = population.review(ground.old_province, 2021, standard="national-2016")
    later = population.review(ground.old_province, 2022)
    village = ground.old_villages["a2"][0]
    for review in (earlier, later):
        population.status(review, population.household(village), village)
        rollup.rebuild(review)
    table = tables.build("r3", ground.old_a2, later)
    assert {text for row in table.rows for text in row.texts} == {""}
    assert table.notes[0].startswith("Không so sánh được với kỳ trước (thời điểm 31/12/2021)")
    assert "2016-2020" in table.notes[0]


def test_a_standard_of_ten_indicators_has_ten_columns(ground):
    review = population.review(ground.old_province, 2019, standard="national-2016")
    rollup.rebuild(review)
    table = tables.build("r4", ground.old_province, review)
    assert [column.number for column in table.columns] == ["C", "D", *map(str, range(1, 11))]
    assert tables.KINDS["hn-2016"] in tables.offered(review)


# --- today's map -------------------------------------------------------------------------------
def test_todays_units_are_sums_and_what_was_divided_gives_its_certain_part(people, ground):
    review = people.years[1]
    table = tables.build("r10", ground.province, review, today=True)
    certain = {}
    for row in people.rows:
        if row.review_id != review.pk or row.poverty_class != "poor":
            continue
        place = population.placed(row.village, ground.a.valid_from)
        for unit in population.line(place) if place is not None else []:
            certain[unit.name] = certain.get(unit.name, 0) + 1
    shown = {row.name: row.texts[0] for row in table.rows}
    everything = sum(
        row.review_id == review.pk and row.poverty_class == "poor" for row in people.rows
    )
    assert shown == {
        "Phường Đắk Bình": f"không quy được (chắc chắn {certain['Phường Đắk Bình']})",
        "Xã An Hòa": f"không quy được (chắc chắn {certain['Xã An Hòa']})",
        "Tổng cộng": str(everything),
    }
    assert any(note.startswith("“Không quy được”") for note in table.notes)
    html = exports.paper(table)
    assert f"KQĐ ({certain['Xã An Hòa']})" in html
    sheet = load_workbook(io.BytesIO(exports.workbook(table))).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert shown["Xã An Hòa"] in values
    assert table.is_today


def test_on_an_unchanged_map_both_are_the_same(people, ground):
    for code in ("r1", "r2", "r9"):
        own = tables.build(code, ground.province, people.years[3])
        today = tables.build(code, ground.province, people.years[3], today=True)
        assert [row.texts for row in own.rows] == [row.texts for row in today.rows]


def test_a_table_costs_a_handful_of_queries_whatever_lies_below(
    people, ground, django_assert_max_num_queries
):
    for code in tables.KINDS:
        with django_assert_max_num_queries(8):
            tables.build(code, ground.old_province, people.years[1])
        with django_assert_max_num_queries(15):
            tables.build(code, ground.province, people.years[1], today=True)


def test_tables_of_deprivations_and_causes_stay_empty_where_the_list_says_neither(ground):
    review = population.review(ground.old_province, 2024)
    for number, village in enumerate((ground.old_villages["b"][0], ground.old_villages["a2"][0])):
        bits = {"deprivations": 0b111 * number, "causes": 0b1 * number}
        population.status(review, population.household(village), village, **bits)
    rollup.rebuild(review)
    for code, count, what in (("r4", 3, "chỉ số thiếu hụt"), ("r10", 2, "nguyên nhân nghèo")):
        table = tables.build(code, ground.old_province, review)
        row = {row.name: row.texts for row in table.rows}
        assert row["Xã Đắk Bình"][1:4] == ["", "", ""] or code == "r10"
        assert row["Xã Đắk Bình"][count] == ""
        assert row["Xã An Phú"][1 if code == "r10" else 2] == "1"
        assert any(f"1/2 hộ nghèo không ghi {what}" in note for note in table.notes)
    assert tables.build("r5", ground.old_b, review).rows[-1].texts[1] == ""


@pytest.fixture
def reported(ground):
    """A review of which one of three communes has its list, approved."""
    review = population.review(ground.old_province, 2024)
    village = ground.old_villages["b"][0]
    population.status(review, population.household(village), village)
    rollup.rebuild(review)
    return review


COVERAGE = "1/3 xã có danh sách hộ, 0 xã có tổng số hộ."


def test_a_table_of_which_lists_are_lacking_says_so_under_its_title_and_in_every_file(
    ground, reported
):
    for code in tables.KINDS:
        table = tables.build(code, ground.old_province, reported)
        assert table.remarks == (COVERAGE,), code
        assert COVERAGE in exports.paper(table)
    page = load_workbook(io.BytesIO(exports.workbook(table))).active
    assert COVERAGE in {cell.value for row in page.iter_rows() for cell in row}
    assert tables.build("r1", ground.old_b, reported).remarks == ()


def test_a_table_says_which_figures_have_changed_since_they_were_approved(ground, reported):
    reported.approved_at = timezone.now()
    reported.save()
    snapshots.take(reported, "official")
    assert tables.build("r1", ground.old_b, reported).remarks == ()
    village = ground.old_villages["b"][0]
    population.status(reported, population.household(village), village)
    rollup.refresh(reported, [ground.old_b.pk])
    said = f"Số liệu đã thay đổi sau phê duyệt: {ground.old_b.name}."
    for unit in (ground.old_b, ground.old_province):
        table = tables.build("r1", unit, reported)
        assert said in table.remarks
        assert said in exports.paper(table)
    assert said not in tables.build("r1", ground.old_a1, reported).remarks
    assert said in tables.build("r1", ground.province, reported, today=True).remarks


def test_a_paper_on_todays_map_is_dated_today_and_says_from_when_the_map_is(ground, reported):
    table = tables.build("r1", ground.b, reported, today=True)
    said = f"Cộng lại theo địa giới từ {ground.b.valid_from:%d/%m/%Y}."
    paper = exports.paper(table)
    assert said in table.remarks
    assert said in paper
    assert f"tháng … năm {timezone.localdate().year}" in paper or "năm 2024</td>" not in paper


def test_the_heading_names_towns_where_there_are_any(ground, reported):
    assert tables.build("r1", ground.district, reported).names == "Xã, phường, thị trấn"
    assert tables.build("r1", ground.province, reported, today=True).names == "Xã, phường"


def test_where_nothing_was_compared_no_cross_check_is_said_to_hold(ground, reported):
    table = tables.build("r2", ground.old_province, reported)
    assert (table.disagreements, table.incomparable) == ([], table.notes[0])
    assert table.incomparable.startswith("Không so sánh được")


def test_people_are_checked_too_and_said_when_they_are_counted(people, ground):
    table = tables.build("r2", ground.old_province, people.years[1])
    assert table.incomparable == ""
    assert any("người thêm vào hộ đã có trong danh sách" in note for note in table.notes)
    counts = ground_counts(people.years[1], ground.old_b)
    counts["poor_people"] += 1
    Summary.objects.filter(review=people.years[1], unit=ground.old_b).update(counts=counts)
    table = tables.build("r2", ground.old_province, people.years[1])
    found = {one.rule for one in table.disagreements if one.unit == ground.old_b.name}
    assert "R2 cột 9 = R1 cột 9 (nhân khẩu)" in found


def ground_counts(review, unit):
    return Summary.objects.get(review=review, unit=unit).counts

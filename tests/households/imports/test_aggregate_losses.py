"""Whatever of an aggregate table does not go in is told: columns, encodings, rows, larger units."""

import openpyxl
import pytest
from django.urls import reverse
from openpyxl.styles import Font

from households import rollup, tables
from households.imports import commit, undo
from households.models import EnteredCounts, ImportBatch, Summary
from tests import factories
from tests.campaign.test_legacy_encodings import in_tcvn3, in_vni
from tests.households import population
from tests.households.imports.conftest import media
from tests.households.imports.test_aggregates import (
    HEAD,
    commune_rows,
    desk,
    entered,
    numbers,
    old_review,
    told,
)

__all__ = ["desk", "media", "old_review"]

OPENING, CLOSING = "Tổng số hộ nghèo đầu kỳ", "Tổng số hộ nghèo cuối kỳ"
FLOW_CODES = ("mv_poor_to_near", "mv_poor_above", "mv_poor_relapsed", "mv_poor_gap")


def sentences(batch):
    return {problem.code: problem.message for problem in batch.problems.all()}


@pytest.mark.parametrize(
    "movements",
    [
        ("Thoát nghèo: trở thành hộ cận nghèo", "Thoát nghèo: vượt chuẩn cận nghèo", "Bổ sung: {}"),
        ("Thoát nghèo - Trở thành cận nghèo", "Thoát nghèo – Vượt chuẩn", "Tăng trong kỳ - {}"),
        ("Thoát nghèo\nTrở thành hộ cận nghèo", "Thoát nghèo\nVượt chuẩn", "Bổ sung\n{}"),
        ("Thoát nghèo (trở thành hộ cận nghèo)", "Thoát nghèo (vượt chuẩn)", "Bổ sung ({})"),
        (
            "Hộ giảm trong năm: Thoát nghèo: Trở thành hộ cận nghèo",
            "Hộ giảm trong năm: Thoát nghèo: Vượt chuẩn cận nghèo",
            "Hộ tăng trong năm: {}",
        ),
    ],
)
def test_parent_and_child_may_stand_in_one_cell(desk, ground, old_review, movements):
    *left, more = movements
    head = ["TT", "Đơn vị", OPENING, *left, more.format("Tái nghèo"), CLOSING]
    batch = desk(head, [1, "Xã An Phú", 40, 6, 10, 2, 26])
    assert told(batch) == set()
    commit.apply(batch, by=batch.uploaded_by)
    assert numbers(ground.old_a2, old_review, *FLOW_CODES) == ["6", "10", "2", "0"]


def test_the_page_and_r2_say_of_a_gap_that_it_is_one_of_the_table(
    client, desk, ground, cast, old_review
):
    head = ["TT", "Đơn vị", OPENING, "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", CLOSING]
    batch = desk(head, [1, "Huyện Suối Bạc", 40, 6, 10, 20])
    assert told(batch) == {(2, "flow_gap")}
    commit.apply(batch, by=cast.admin)
    table = tables.build("r2", ground.old_province, old_review)
    assert [note for note in table.notes if "không khớp" in note] == [
        "Theo biểu tổng hợp đã nhập, đầu kỳ, tăng, giảm và cuối kỳ không khớp: Huyện Suối Bạc (4). "
        "Cột 9 là số ghi trong biểu đã nhập, không bằng phép tính của mẫu; đề nghị nơi lập biểu "
        "kiểm tra lại."
    ]
    assert not any("không nhắc đến" in note for note in table.notes)
    # R3 has not come in: nothing of it can differ.
    assert table.disagreements == []
    client.force_login(cast.admin)
    page = client.get(reverse("figures", args=[ground.old_province.pk])).content.decode()
    assert "chênh 4 hộ, kể cả phần chênh trong biểu tổng hợp đã nhập" in page


def test_what_stands_behind_a_known_parent_is_not_taken_for_it(desk, ground, cast, old_review):
    batch = desk(
        ["TT", "Đơn vị", "Tổng số hộ", "Hộ nghèo", None, "Hộ cận nghèo", "Giảm hộ nghèo", None],
        [None, None, None, "Già yếu", "Số hộ", None, None, None],
        [1, "Xã An Phú", 200, 3, 25, 5, 7, 9],
    )
    assert told(batch) == {(None, "column_unused")}
    assert sentences(batch) == {
        "column_unused": "Các cột không dùng đến: Hộ nghèo Già yếu (D); Giảm hộ nghèo (G); "
        "cột không tên (H)."
    }
    commit.apply(batch, by=cast.admin)
    assert numbers(ground.old_a2, old_review, "poor", "near_poor") == ["25", "5"]


def test_a_column_without_numbers_is_not_told(desk):
    batch = desk([*HEAD, "Ghi chú", "Lý do"], [1, "Xã An Phú", 9, 40, 5, None, 1, None, "bão"])
    assert told(batch) == set()


def test_a_column_that_is_there_twice_is_told(desk, ground, cast, old_review):
    batch = desk([*HEAD, "Số hộ nghèo"], [1, "Xã An Phú", 100, 400, 5, None, 1, 8])
    assert told(batch) == {(None, "column_twice")}
    commit.apply(batch, by=cast.admin)
    assert numbers(ground.old_a2, old_review, "poor") == ["5"]


def test_leaving_poverty_without_where_to_is_told_and_not_stored(desk, ground, cast, old_review):
    head = ["TT", "Đơn vị", OPENING, "Thoát nghèo", "Tái nghèo", CLOSING]
    batch = desk(head, [1, "Xã An Phú", 40, 16, 2, 26])
    (problem,) = batch.problems.all()
    assert (problem.code, problem.letter) == ("exits_unparted", "D")
    assert "không ghi cột này" in problem.message
    commit.apply(batch, by=cast.admin)
    assert numbers(ground.old_a2, old_review, "mv_poor_opening", "mv_poor_closing") == ["40", "26"]
    unsaid = "Biểu tổng hợp đã nhập không có số liệu này."
    assert numbers(ground.old_a2, old_review, *FLOW_CODES) == [unsaid, unsaid, "2", unsaid]


def test_a_sum_of_those_who_left_poverty_is_held_against_its_parts(desk):
    head = ["TT", "Đơn vị", OPENING, "Số hộ thoát nghèo", "Trở thành hộ cận nghèo"]
    head += ["Vượt chuẩn cận nghèo", CLOSING]
    assert told(desk(head, [1, "Xã An Phú", 40, 16, 6, 10, 24])) == set()
    assert told(desk(head, [1, "Xã An Phú", 40, 61, 6, 10, 24])) == {(2, "sum_differs")}


@pytest.mark.parametrize(
    ("write", "font", "name"), [(in_tcvn3, ".VnTime", "TCVN3"), (in_vni, "VNI-Times", "VNI")]
)
def test_an_old_encoding_is_told(desk, tmp_path, write, font, name):
    book = openpyxl.Workbook()
    for number, row in enumerate(commune_rows(), 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(number, column)
            cell.value = write(value) if isinstance(value, str) else value
            cell.font = Font(name=font)
    path = tmp_path / "cu.xlsx"
    book.save(path)
    batch = desk(path=path)
    assert told(batch) == {(None, "legacy_encoding")}
    assert name in sentences(batch)["legacy_encoding"]
    commit.apply(batch, by=batch.uploaded_by)
    assert set(entered()) == {"Thị trấn An Hòa", "Xã An Phú", "Xã Đắk Bình"}


def test_villages_under_their_commune_are_told_and_the_commune_goes_in(
    desk, ground, cast, old_review
):
    batch = desk(
        ["TT", "Đơn vị", "Phân tổ", "Tổng số hộ", "Tổng số hộ nghèo"],
        [1, "Xã An Phú", "Hộ", 200, 25],
        [None, None, "Nhân khẩu", 800, 100],
        [None, "Thôn 1", "Hộ", 90, 10],
        [None, None, "Nhân khẩu", 300, 40],
        [None, "Thôn Đắk Bình", "Hộ", 110, 15],
        [2, "Xã Đắk Bình", "Hộ", 300, 30],
    )
    assert told(batch) == {(4, "table_village_row"), (6, "table_village_row")}
    commit.apply(batch, by=cast.admin)
    assert set(entered()) == {"Xã An Phú", "Xã Đắk Bình"}
    assert numbers(ground.old_a2, old_review, "poor", "poor_people") == ["25", "100"]
    assert numbers(ground.old_b, old_review, "poor") == ["30"]


def test_a_commune_whose_table_has_villages_alone_is_told_what_is_missing(desk, ground):
    batch = desk(
        ["TT", "Thôn, tổ dân phố", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"],
        [1, "Thôn 1", 90, 10, 4],
        unit=ground.old_a2,
    )
    assert (batch.state, batch.refusal_code) == ("refused", "no_commune_row")


# --- a province or a district alone ---------------------------------------------------------------
def province_row(poor=60):
    return [HEAD, [None, "Tổng cộng", 600, 2400, poor, None, 30]]


def poor_of(review, *units):
    return [numbers(unit, review, "poor")[0] for unit in units]


def test_a_table_of_the_province_alone_goes_in_at_the_province(desk, ground, cast, old_review):
    batch = desk(*province_row())
    assert (batch.state, told(batch), batch.created) == ("checked", set(), 1)
    commit.apply(batch, by=cast.admin)
    assert set(entered()) == {"Tỉnh Bình Minh"}
    codes = ("poor", "poor_rate", "multidim_poor_rate", "people", "poor_people")
    unsaid = "Biểu tổng hợp đã nhập không có số liệu này."
    shown = ["60", "10,00", "15,00", "2.400", unsaid]
    assert numbers(ground.old_province, old_review, *codes) == shown
    before = dict(Summary.objects.values_list("unit", "counts"))
    rollup.rebuild(old_review)
    assert dict(Summary.objects.values_list("unit", "counts")) == before
    assert desk(*province_row()).state == "unchanged"
    undo.apply(batch, by=cast.admin, reason="nhầm kỳ")
    assert poor_of(old_review, ground.old_province) == ["Chưa có danh sách hộ của kỳ rà soát này."]


def test_the_number_of_the_province_is_never_added_to_what_is_below(desk, ground, cast, old_review):
    commit.apply(desk(*province_row()), by=cast.admin)
    village = ground.old_villages["b"][0]
    population.status(old_review, population.household(village), village)
    rollup.refresh(old_review, [ground.old_b.pk])
    # One commune's list is not yet the province, nor is it added to it.
    assert poor_of(old_review, ground.old_b, ground.district, ground.old_province) == [
        "1", "1", "60",
    ]  # fmt: skip
    # The district's own table speaks of every commune of this province: what is finer holds.
    commit.apply(desk(HEAD, [1, "Huyện Suối Bạc", 600, 2400, 59, None, 30]), by=cast.admin)
    assert poor_of(old_review, ground.old_b, ground.district, ground.old_province) == [
        "1", "59", "59",
    ]  # fmt: skip
    rollup.rebuild(old_review)
    assert poor_of(old_review, ground.district, ground.old_province) == ["59", "59"]
    undo.apply(ImportBatch.objects.filter(state="committed").first(), by=cast.admin, reason="thử")
    assert poor_of(old_review, ground.district, ground.old_province) == ["1", "60"]


def test_a_sum_of_which_every_part_is_known_is_told_not_to_count(desk, cast, ground, old_review):
    commit.apply(desk(*commune_rows()), by=cast.admin)
    batch = desk(*province_row(61))
    assert told(batch) == {(2, "unit_covered")}
    commit.apply(batch, by=cast.admin)
    assert poor_of(old_review, ground.old_province) == ["60"]
    assert told(desk(*province_row(62))) == {(2, "unit_covered")}


def test_both_areas_of_a_province_alone_are_its_areas(desk, ground, cast, old_review):
    batch = desk(
        ["TT", "Đơn vị", "Tổng số hộ", "Số hộ nghèo", "Số hộ cận nghèo"],
        ["I", "Khu vực thành thị", 100, 5, 10],
        ["II", "Khu vực nông thôn", 500, 55, 20],
        [None, "Tổng cộng (I+II)", 600, 60, 30],
    )
    assert told(batch) == set()
    commit.apply(batch, by=cast.admin)
    codes = ("poor", "poor_urban_rate", "poor_rural_rate")
    assert numbers(ground.old_province, old_review, *codes) == ["60", "5,00", "11,00"]


def test_numbers_wholly_from_lists_stay_links_beside_a_table(
    client, desk, ground, cast, old_review
):
    for commune in (ground.old_b, ground.old_a1):
        village = commune.children.first()
        population.status(old_review, population.household(village), village)
    rollup.rebuild(old_review)
    commit.apply(desk(HEAD, [1, "Xã An Phú", 200, 800, 25, None, 5]), by=cast.admin)
    client.force_login(cast.admin)

    def linked(unit):
        """Of which units the page of `unit` opens the poor households."""
        page = client.get(reverse("figures", args=[unit.pk])).content.decode()
        query = f"&amp;review={old_review.pk}&amp;measure=poor&quot;".replace("&quot;", '"')
        units = (ground.old_province, ground.district, ground.old_a1, ground.old_a2, ground.old_b)
        return {one.name for one in units if f"unit={one.pk}{query}" in page}

    assert linked(ground.district) == {"Thị trấn An Hòa", "Xã Đắk Bình"}
    assert linked(ground.old_province) == set()
    assert linked(ground.old_b) == {"Xã Đắk Bình"}
    table = client.get(
        reverse("table_detail", args=[ground.district.pk, "r1"]), {"review": old_review.pk}
    ).content.decode()
    assert f"unit={ground.old_b.pk}&amp;" in table
    assert f"unit={ground.old_a2.pk}&amp;" not in table
    assert f"unit={ground.district.pk}&amp;" not in table


def test_a_bare_name_below_another_district_is_the_next_district_and_not_its_town(
    desk, ground, cast
):
    above = factories.unit("Huyện Bình Lâm", "561", "district", ground.old_province, ended=True)
    factories.unit("Thị trấn Bình Lâm", "21990", "commune", above, ended=True)
    batch = desk(
        HEAD,
        [1, "H. Suối Bạc", 600, 2400, 60, None, 30],
        [2, "Bình Lâm", 300, 1200, 20, None, 10],
        [None, "Tổng cộng", 900, 3600, 80, None, 40],
    )
    commit.apply(batch, by=cast.admin)
    assert set(EnteredCounts.objects.values_list("unit", flat=True)) == {
        ground.district.pk,
        above.pk,
    }

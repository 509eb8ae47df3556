"""Our own tables and blanks come back as aggregate tables and say what they said."""

import openpyxl
import pytest
from django.urls import reverse

from campaign.models import User
from households import exports, rollup, tables
from households.imports import commit
from tests.households import population
from tests.households.imports.conftest import media
from tests.households.imports.test_aggregates import desk, numbers, old_review, told

__all__ = ["desk", "media", "old_review"]


def test_our_own_r1_comes_back_and_goes_in(desk, ground, cast, old_review, tmp_path):
    for old, poor in ((ground.old_a1, 2), (ground.old_a2, 3), (ground.old_b, 1)):
        village = old.children.first()
        for _n in range(poor):
            population.status(old_review, population.household(village), village)
        population.totals(old_review, old, 100, 400)
    rollup.rebuild(old_review)
    content = exports.workbook(tables.build("r1", ground.old_province, old_review))
    path = tmp_path / "r1.xlsx"
    path.write_bytes(content)
    another = population.review(ground.old_province, 2024)
    batch = desk(path=path, review=another)
    assert told(batch) == set()
    commit.apply(batch, by=cast.admin)
    codes = ("households", "people", "poor", "poor_people", "poor_rate", "multidim_poor_rate")
    for unit in (ground.old_a1, ground.old_b, ground.district, ground.old_province):
        assert numbers(unit, another, *codes) == numbers(unit, old_review, *codes)


def flowing(ground, standard, first, second):
    """Two reviews of the old province: some leave, fall back, come new, go from class to class."""
    before = population.review(ground.old_province, first, standard=standard)
    after = population.review(ground.old_province, second, standard=standard)
    for old in (ground.old_a1, ground.old_a2, ground.old_b):
        village = old.children.first()
        for was, now in (("poor", "poor"), ("poor", "near_poor"), ("near_poor", "poor"),
                         ("poor", "none"), ("near_poor", "none"), (None, "poor"),
                         (None, "near_poor"), ("poor", None)):  # fmt: skip
            home = population.household(village)
            for review, poverty_class in ((before, was), (after, now)):
                if poverty_class:
                    population.status(review, home, village, poverty_class=poverty_class)
        for review in (before, after):
            population.totals(review, old, 100, 400)
    rollup.rebuild(before)
    rollup.rebuild(after)
    return after


@pytest.mark.parametrize(("table", "prefix"), [("r2", "mv_poor"), ("r3", "mv_near")])
def test_our_own_movements_come_back_and_go_in(desk, ground, tmp_path, table, prefix):
    after = flowing(ground, "national-2022", 2021, 2022)
    path = tmp_path / f"{table}.xlsx"
    path.write_bytes(exports.workbook(tables.build(table, ground.old_province, after)))
    another = population.review(ground.old_province, 2024, "midyear")
    batch = desk(path=path, review=another)
    assert {code for _row, code in told(batch)} <= {"flow_gap", "opening_differs"}
    commit.apply(batch, by=batch.uploaded_by)
    names = ("opening", "above", "other_out", "relapsed", "new", "other_in", "closing", "gap")
    codes = [f"{prefix}_{name}{ending}" for name in names for ending in ("", "_people")]
    codes += ["mv_poor_to_near", "mv_poor_from_near"] if table == "r2" else ["mv_near_to_poor"]
    for unit in (ground.old_a1, ground.district, ground.old_province):
        assert numbers(unit, another, *codes) == numbers(unit, after, *codes)


def test_the_summary_of_2016_comes_back_and_goes_in(desk, ground, tmp_path):
    after = flowing(ground, "national-2016", 2017, 2018)
    path = tmp_path / "hn-2016.xlsx"
    path.write_bytes(exports.workbook(tables.build("hn-2016", ground.old_province, after)))
    another = population.review(ground.old_province, 2019, standard="national-2016")
    batch = desk(path=path, review=another)
    left_out = {"column_unused", "exits_unparted"}
    assert {code for _row, code in told(batch)} <= {"opening_differs", *left_out}
    (unused,) = batch.problems.filter(code="column_unused")
    assert [text in unused.message for text in ("Số hộ DTTS (G)", "Cuối năm Tỷ lệ (%) (P)")] == [
        True,
        True,
    ]
    commit.apply(batch, by=batch.uploaded_by)
    codes = ("households", "poor", "poor_rate", "mv_poor_relapsed", "mv_poor_new")
    for unit in (ground.district, ground.old_province):  # the form has districts alone
        assert numbers(unit, another, *codes) == numbers(unit, after, *codes)


def test_our_own_blank_is_filled_in_and_goes_in(client, desk, ground, old_review, tmp_path):
    client.force_login(User.objects.get(username="admin"))
    query = {"unit": ground.old_province.pk, "year": 2023}
    answer = client.get(reverse("aggregates_template_download"), query)
    path = tmp_path / "mau.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    book = openpyxl.load_workbook(path)
    page = book.active
    head = next(r for r in page.iter_rows() if r[1].value == "Đơn vị")
    place = {cell.value: cell.column for cell in head}
    for row in page.iter_rows(min_row=head[0].row + 1):
        if row[1].value in {"Thị trấn An Hòa", "Xã An Phú", "Xã Đắk Bình"}:
            page.cell(row[0].row, place["Tổng số hộ"]).value = 100
            page.cell(row[0].row, place["Số hộ nghèo"]).value = 7
            page.cell(row[0].row, place["Hộ nghèo DTTS"]).value = 6
    book.save(path)
    batch = desk(path=path)
    assert told(batch) == set()
    commit.apply(batch, by=batch.uploaded_by)
    codes = ("poor", "poor_rate", "poor_minority_share")
    assert numbers(ground.old_province, old_review, *codes) == ["21", "7,00", "85,71"]

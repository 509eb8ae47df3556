"""Aggregate tables for reviews of which no list survives: as offices have them on their disks."""

import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from campaign.choices import Level
from households import measures, rollup
from households.imports import batches, check, commit, undo
from households.models import EnteredCounts, ImportBatch, Summary
from households.standings import reviews_of, standings
from tests import factories
from tests.households import population
from tests.households.imports.conftest import media

__all__ = ["media"]

HEAD = ["TT", "Đơn vị", "Tổng số hộ", "Tổng số nhân khẩu", "Hộ nghèo", "Tỷ lệ hộ nghèo"]
HEAD += ["Hộ cận nghèo"]


@pytest.fixture
def old_review(ground):
    return population.review(ground.old_province, 2023)


@pytest.fixture
def desk(ground, cast, old_review, tmp_path, media):
    """Send a table of `unit` (the old province) into the review of 2023 and check it."""

    def send(*rows, unit=None, review=None, path=None, title="Biểu"):
        if path is None:
            path = tmp_path / "bieu.xlsx"
            book = openpyxl.Workbook()
            book.active.title = title
            for row in rows:
                book.active.append(row)
            book.save(path)
        batch = batches.receive(
            path, path.name, kind="aggregates", unit=unit or ground.old_province,
            review=review or old_review, by=cast.admin,
        )  # fmt: skip
        return check.run(batch)

    return send


def told(batch):
    return {(p.row, p.code) for p in batch.problems.all()}


def entered():
    return {row.unit.name: row.counts for row in EnteredCounts.objects.select_related("unit")}


def numbers(unit, review, *codes):
    found = {v.code: v for v in measures.figures(unit, review, codes)}
    return [found[code].display or found[code].reason for code in codes]


def commune_rows():
    return [
        HEAD,
        ["A", "B", 1, 2, 3, "4=3/1*100", 5],
        ["1", "Huyện Suối Bạc", 600, "2.400", 60, "10,00", 30],
        ["1.1", "TT An Hòa", 100, 400, 5, "5", 10],
        ["1.2", "Xã An Phú", "200 hộ", 800, 25, "12,5%", 5],
        [1.3, "Đắk Bình", 300, "1.200", 30, 0.1, 15],
        [None, "Tổng cộng", 600, 2400, 60, 10, 30],
        [None, None, None, None, None, None, None],
        [None, "NGƯỜI LẬP BIỂU", None, None, "TM. ỦY BAN NHÂN DÂN"],
    ]


def test_communes_go_in_and_add_up_for_district_and_province(desk, ground, cast, old_review):
    batch = desk(*commune_rows())
    assert (batch.state, told(batch), batch.rows_read) == ("checked", set(), 5)
    assert (batch.created, batch.updated) == (3, 0)
    assert not EnteredCounts.objects.exists()
    commit.apply(batch, by=cast.admin)
    assert entered()["Thị trấn An Hòa"] == {
        "households": 100, "people": 400, "poor": 5, "near_poor": 10,
        "poor_urban": 5, "poor_rural": 0, "near_poor_urban": 10, "near_poor_rural": 0,
        "urban_households": 100, "rural_households": 0,
    }  # fmt: skip
    for unit in (ground.district, ground.old_province):
        assert numbers(unit, old_review, "poor", "poor_rate", "multidim_poor_rate", "people") == [
            "60", "10,00", "15,00", "2.400",
        ]  # fmt: skip
        assert numbers(unit, old_review, "poor_urban_rate", "poor_rural_rate") == ["5,00", "11,00"]
    # What the table does not say is not nothing.
    (reason,) = numbers(ground.district, old_review, "poor_female_head")
    assert reason == "Biểu tổng hợp đã nhập không có số liệu này."
    summary = Summary.objects.get(review=old_review, unit=ground.old_province).counts
    assert (summary["entered"], summary["communes_entered"], summary["communes"]) == (3, 3, 3)
    (standing,) = standings(ground.old_province, [old_review])
    assert standing.is_complete and "3 xã có số liệu theo biểu tổng hợp" in standing.coverage
    again = desk(*commune_rows())
    assert (again.state, again.unchanged) == ("unchanged", 3)


def test_rebuilding_gives_what_the_commit_gave(desk, ground, cast, old_review):
    commit.apply(desk(*commune_rows()), by=cast.admin)
    before = dict(Summary.objects.values_list("unit", "counts"))
    rollup.rebuild(old_review)
    assert dict(Summary.objects.values_list("unit", "counts")) == before


def test_an_upload_is_taken_back(desk, ground, cast, old_review):
    commit.apply(desk(*commune_rows()), by=cast.admin)
    changed = commune_rows()
    changed[3][4] = 7
    changed[2][4] = changed[6][4] = 62
    batch = commit.apply(desk(*changed), by=cast.admin)
    assert numbers(ground.old_province, old_review, "poor") == ["62"]
    undo.apply(batch, by=cast.admin, reason="nhầm tệp")
    assert numbers(ground.old_province, old_review, "poor") == ["60"]
    first = ImportBatch.objects.get(state="committed")
    undo.apply(first, by=cast.admin, reason="nhầm kỳ")
    assert not EnteredCounts.objects.exists()
    assert Summary.objects.filter(review=old_review, unit=ground.old_a2).count() == 0
    (reason,) = numbers(ground.old_province, old_review, "poor")
    assert reason == "Chưa có danh sách hộ của kỳ rà soát này."


def test_a_district_alone_goes_in_as_a_district_and_counts_once(desk, ground, cast, old_review):
    batch = desk(HEAD, [1, "Huyện Suối Bạc", 600, 2400, 60, None, 30])
    commit.apply(batch, by=cast.admin)
    assert set(entered()) == {"Huyện Suối Bạc"}
    for unit in (ground.district, ground.old_province):
        assert numbers(unit, old_review, "poor", "poor_rate") == ["60", "10,00"]
    # One commune's list does not take the district's number away, nor is it added to it.
    village = ground.old_villages["b"][0]
    population.status(old_review, population.household(village), village)
    rollup.refresh(old_review, [ground.old_b.pk])
    assert numbers(ground.old_b, old_review, "poor") == ["1"]
    assert numbers(ground.old_province, old_review, "poor") == ["60"]
    # When every commune has numbers of its own these hold.
    commit.apply(desk(*commune_rows()[:1], *commune_rows()[3:5]), by=cast.admin)
    assert numbers(ground.district, old_review, "poor") == ["31"]
    assert numbers(ground.old_province, old_review, "poor") == ["31"]
    undo.apply(ImportBatch.objects.filter(state="committed").first(), by=cast.admin, reason="thử")
    assert numbers(ground.old_province, old_review, "poor") == ["60"]
    undo.apply(ImportBatch.objects.get(state="committed"), by=cast.admin, reason="thử")
    assert numbers(ground.old_province, old_review, "poor") == ["1"]


def test_a_commune_with_a_list_keeps_it(desk, ground, cast, old_review):
    village = ground.old_villages["b"][0]
    population.status(old_review, population.household(village), village)
    rollup.rebuild(old_review)
    batch = desk(*commune_rows())
    assert told(batch) == {(6, "unit_listed"), (6, "list_differs")}
    commit.apply(batch, by=cast.admin)
    assert "Xã Đắk Bình" not in entered()
    assert numbers(ground.district, old_review, "poor") == ["31"]


def test_one_unit_in_both_areas_is_one_unit(desk, ground, cast, old_review):
    """As Bình Định publishes: the same district under urban and under rural (domain notes 2.5)."""
    batch = desk(
        ["TT", "HUYỆN/THỊ XÃ/THÀNH PHỐ", "Tổng số hộ", "Số hộ nghèo", "Số hộ cận nghèo"],
        ["I", "Khu vực thành thị", 100, 5, 10],
        [1, "Suối Bạc", 100, 5, 10],
        ["II", "Khu vực nông thôn", 500, 55, 20],
        [2, "Suối Bạc", 500, 55, 20],
        [None, "Tổng cộng (I+II)", 600, 60, 30],
    )
    assert told(batch) == set()
    commit.apply(batch, by=cast.admin)
    assert numbers(
        ground.district, old_review, "poor", "poor_urban_rate", "poor_rural_rate", "poor_rate"
    ) == ["60", "5,00", "11,00", "10,00"]


def test_two_lines_a_unit_are_households_and_people(desk, ground, cast, old_review):
    batch = desk(
        ["TT", "Phường/Xã", "Phân tổ", "Tổng số hộ nghèo đầu kỳ", "Giảm trong kỳ", None, None]
        + ["Tăng trong kỳ", None, None, None, "Tổng số hộ nghèo cuối kỳ"],
        [None, None, None, None, "Thoát nghèo", None, "Số hộ khác giảm"]
        + ["Cận nghèo trở thành nghèo", "Bổ sung", None, "Số hộ khác tăng", None],
        [None, None, None, None, "Trở thành hộ cận nghèo", "Vượt chuẩn cận nghèo", None]
        + [None, "Tái nghèo", "Phát sinh mới", None, None],
        ["A", "B", "C", 1, 2, 3, 4, 5, 6, 7, 8, "9=1-2-3-4+5+6+7+8"],
        [1, "Xã An Phú", "Hộ", 40, 6, 10, None, 1, 2, 3, None, 30],
        [None, None, "Nhân khẩu", 160, 24, 40, None, 4, 8, 12, None, 118],
    )
    assert told(batch) == {(6, "flow_gap")}  # 160-24-40+4+8+12 = 120 people, the table has 118
    (gap,) = batch.problems.all()
    assert "chênh 2" in gap.message and gap.letter == "L"
    commit.apply(batch, by=cast.admin)
    codes = ("mv_poor_opening", "mv_poor_to_near", "mv_poor_above", "mv_poor_relapsed")
    codes += ("mv_poor_closing", "poor", "poor_people", "mv_poor_gap_people")
    assert numbers(ground.old_a2, old_review, *codes) == [
        "40", "6", "10", "2", "30", "30", "118", "2",
    ]  # fmt: skip


def test_what_does_not_add_up_is_told_and_the_rows_go_in(desk, ground, cast, old_review):
    batch = desk(
        ["TỔNG HỢP KẾT QUẢ: 61 hộ nghèo, 30 hộ cận nghèo"],
        HEAD,
        [None, "Tổng số", 600, 2400, 69, None, 30],
        [1, "An Hòa", 100, 400, 5, "5,60", 10],
        [2, "Xã An Phú", 200, 800, 25, "0,125", 5],
        [3, "Xã Đắk Bình", "Như cột số 4", 1200, 30, 6.33, "10.98"],
    )
    assert told(batch) == {
        (None, "title_differs"),
        (3, "sum_differs"),
        (4, "rate_differs"),
        (6, "table_words"),
        (6, "table_fraction"),
    }
    messages = {p.code: p.message for p in batch.problems.all()}
    assert "có thể là 10.980" in messages["table_fraction"]
    assert "tính lại là 5,00 (5/100)" in messages["rate_differs"]
    commit.apply(batch, by=cast.admin)
    assert numbers(ground.district, old_review, "poor") == ["60"]
    assert numbers(ground.old_b, old_review, "near_poor") == [
        "Biểu tổng hợp đã nhập không có số liệu này."
    ]
    assert "Chưa có số liệu" in numbers(ground.old_b, old_review, "poor_rate")[0]


def test_swapped_digits_are_hinted_at(desk):
    rows = [
        HEAD,
        [1, "Xã An Phú", 6932, None, 25, None, 5],
        [None, "Cộng", 6923, None, 25, None, 5],
    ]
    (problem,) = desk(*rows).problems.all()
    assert problem.code == "sum_differs" and "đổi chỗ" in problem.message


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Xã An Phú", -5, 10, 2, None, 1], "total_impossible"),
        (["Xã An Phú", 10, 50, 200, None, 4], "classes_above_total"),
        (["Xã An Phú", 99_000_000, 50, 2, None, 4], "total_impossible"),
        (["Xã Không Có", 100, 50, 2, None, 4], "commune_unknown"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_cell(desk, row, code):
    batch = desk(HEAD, [1, *row], [2, "Xã Đắk Bình", 100, 400, 5, None, 5])
    assert told(batch) == {(2, code)}
    assert "dòng" in str(commit.obstacle(batch))


def test_a_unit_named_twice_is_an_error(desk):
    row = [1, "Xã An Phú", 100, 400, 5, None, 5]
    assert told(desk(HEAD, row, row)) == {(3, "unit_twice")}


def test_a_file_without_a_table_is_refused_with_what_it_needs(desk):
    batch = desk(["Họ và tên", "Năm sinh"], ["Hồ Văn Bình", 1970])
    assert (batch.state, batch.refusal_code) == ("refused", "no_table")
    assert "cột tên đơn vị" in batch.refusal


def test_a_commune_sends_the_table_of_its_villages_with_its_sum(desk, ground, cast, old_review):
    batch = desk(
        ["TT", "Thôn, tổ dân phố", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"],
        [1, "Thôn 1", 90, 10, 4],
        [2, "Thôn 2", 110, 15, 1],
        [None, "Tổng cộng", 200, 25, 5],
        unit=ground.old_a2,
    )
    assert {code for _row, code in told(batch)} == {"table_village_row"}
    commit.apply(batch, by=cast.admin)
    assert numbers(ground.old_a2, old_review, "poor", "poor_rate") == ["25", "12,50"]


def test_the_number_of_queries_does_not_depend_on_the_rows(
    desk, ground, cast, old_review, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(*rows):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            commit.apply(desk(*rows), by=cast.admin)
        return len(seen)

    few = cost(HEAD, [1, "Xã An Phú", 100, 400, 5, None, 5])
    for number in range(20):
        factories.unit(f"Xã Thêm {number}", f"99{number:03}", Level.COMMUNE, ground.district,
                       ended=True)  # fmt: skip
    rows = [[n, f"Xã Thêm {n}", 100, 400, 5, None, 5] for n in range(20)]
    assert cost(HEAD, *rows) <= few + 1


def test_the_page_shows_the_counts_and_marks_them_afterwards(
    client, desk, ground, cast, old_review
):
    batch = desk(*commune_rows())
    client.force_login(cast.admin)
    page = client.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "Thị trấn An Hòa" in page and "1.200" in page
    commit.apply(batch, by=cast.admin)
    shown = client.get(reverse("figures", args=[ground.old_province.pk])).content.decode()
    assert "Theo biểu tổng hợp" in shown
    assert "measure=poor&amp;" not in shown


def test_on_todays_map_the_tables_are_added_up_with_their_coverage(desk, ground, cast, old_review):
    commit.apply(desk(*commune_rows()), by=cast.admin)
    (standing,) = standings(ground.province, reviews_of(ground.province))
    assert [v.display for v in standing.values(["poor", "poor_rate"])] == ["60", "10,00"]
    assert "3 xã có số liệu theo biểu tổng hợp" in standing.coverage
    (divided,) = standings(ground.b, reviews_of(ground.b))
    assert "Không quy được" in divided.values(["poor"])[0].reason


def test_the_command_answers_like_the_page(ground, cast, tmp_path, media):
    path = tmp_path / "bieu.csv"
    path.write_text(
        "Đơn vị,Tổng số hộ,Hộ nghèo\nXã An Phú,200,25\nXã Đắk Bình,300,30\n", encoding="utf-8"
    )
    out = StringIO()
    call_command(
        "import_aggregates", str(path), "--unit", "547", "--year", "2016", "--by", "admin",
        "--confirm", "--json", stdout=out,
    )  # fmt: skip
    answer = json.loads(out.getvalue())
    assert (answer["state"], answer["created"], answer["problems"]) == ("committed", 2, [])
    out = StringIO()
    call_command("figures", "--unit", "547", "--year", "2016", "--json", stdout=out)
    found = {m["code"]: m["display"] for m in json.loads(out.getvalue())["measures"]}
    assert (found["poor"], found["poor_rate"]) == ("55", "11,00")

"""Columns that some provinces and some years have: support, children, kinds of poor, standard."""

from campaign.models import AdminUnit
from households import reviews
from households.choices import BatchState, Support, bits
from households.imports import staged
from households.models import ImportChange, Status
from tests.households.imports.conftest import L3, line, problems, sheet_of

CHILDREN = ["Tổng số trẻ em", "Không có BHYT", "Suy dinh dưỡng", "Không đi học"]
TOP = [*L3, "Trẻ em", None, None, None, "Chính sách hỗ trợ đã hưởng", *[None] * 5]
NAMES = ["Y tế", "Giáo dục", "Sản xuất", "Vay vốn", "Nhà ở", "Khác"]
BOTTOM = [None] * len(L3) + CHILDREN + NAMES


def more(number, *values):
    return [line(number).get(heading) for heading in L3] + list(values)


def test_children_and_support_go_all_the_way_and_stay_where_a_list_lacks_them(desk):
    rows = [more(1, 2, 1, 0, 2, "x", None, "x"), more(2, None, None, None, None)]
    batch = desk.commit([TOP, BOTTOM, *rows])
    assert set(batch.problem_counts) == set()
    fields = ("children", "children_uninsured", "children_malnourished", "children_out_of_school")
    first, second = Status.objects.order_by("pk").values_list(*fields, "supports")
    assert first == (2, 1, 0, 2, bits(Support.HEALTH, Support.PRODUCTION))
    assert second == (None, None, None, None, 0)
    assert desk.check(sheet_of([line(1), line(2)])).state == BatchState.UNCHANGED
    batch = desk.commit(sheet_of([line(1) | {"Số khẩu": 9}, line(2)]))
    assert Status.objects.order_by("pk").values_list(*fields, "supports").first() == first
    assert ImportChange.objects.get(batch=batch).before == {"status": {"members": 2}}
    batch = desk.check([TOP, BOTTOM, more(1, 1, 1, 0, 1, "x"), more(2)])
    (changed,) = [c for c in staged.load(batch).changed if c.line.row == 3]
    assert {(f.label, f.before, f.after) for f in changed.fields} == {
        ("Số khẩu", "9", "2"),
        ("Số trẻ em", "2", "1"),
        ("Số trẻ em không đi học", "2", "1"),
        ("Chính sách hỗ trợ", "Hỗ trợ y tế, Hỗ trợ sản xuất", "Hỗ trợ y tế"),
    }


def test_more_children_than_there_are_is_told(desk):
    batch = desk.check([TOP, BOTTOM, more(1, 1, 2)])
    assert problems(batch) == {(3, "Trẻ em Tổng số trẻ em"): "children_differ"}


def old_review(ground, cast):
    return reviews.find_or_open(ground.old_province, 2019, by=cast.admin)


def test_the_two_kinds_of_poor_of_2016_are_read_from_the_words(desk, ground, cast):
    review = old_review(ground, cast)
    words = ["Hộ nghèo N1", "Nghèo thiếu hụt (N2)", "Nghèo thu nhập", "Hộ cận nghèo", "Hộ nghèo"]
    headings = [h for h in L3 if h not in {"Thiếu hụt 11", "Thiếu hụt 12", "Thôn"}]
    rows = [line(n) | {"Phân loại": word} for n, word in enumerate(words, start=1)]
    commune = ground.old_a2
    values = {"unit": commune, "review": review, "by": cast.admin}
    batch = desk.check(sheet_of([["Thôn 1"], *rows], headings), **values)
    columns = staged.parts(batch)["columns"]
    assert AdminUnit.objects.get(pk=columns["commune_id"][0]) == commune
    assert columns["poor_kind"] == ["income", "services", "income", "", ""]
    assert columns["class"] == ["poor", "poor", "poor", "near_poor", "poor"]


def test_or_from_two_ticked_columns(desk, ground, cast):
    review = old_review(ground, cast)
    headings = [h for h in L3 if h not in {"Thiếu hụt 11", "Thiếu hụt 12", "Phân loại"}]
    headings += ["Hộ nghèo thu nhập", "Nghèo N2", "Hộ cận nghèo"]
    ticked = [{"Hộ nghèo thu nhập": "x"}, {"Nghèo N2": "x"}, {"Hộ cận nghèo": "x"}]
    rows = [line(n, Thôn="Thôn 1") | ticks for n, ticks in enumerate(ticked, start=1)]
    batch = desk.check(sheet_of(rows, headings), unit=ground.old_a2, review=review, by=cast.admin)
    columns = staged.parts(batch)["columns"]
    assert columns["class"] == ["poor", "poor", "near_poor"]
    assert columns["poor_kind"] == ["income", "services", ""]


def test_households_of_another_standard_are_left_for_its_own_review(desk):
    words = ["Chuẩn quốc gia", "Chuẩn tỉnh", "", "chuẩn của tỉnh"]
    rows = [line(n) | {"Chuẩn nghèo": word} for n, word in enumerate(words, start=1)]
    batch = desk.check(sheet_of(rows, [*L3, "Chuẩn nghèo"]))
    assert (batch.problem_counts, batch.created) == ({"other_standard": 1}, 2)
    assert batch.problems.get().message.startswith("2 hộ theo chuẩn khác")
    batch = desk.check(sheet_of([rows[1]], [*L3, "Chuẩn nghèo"]))
    assert (batch.problem_counts, batch.rejected) == ({"only_other_standard": 1}, 1)

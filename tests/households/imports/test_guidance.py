"""What an officer says of a file is used at once and remembered: sheets, headings, villages."""

import pytest
from django.core.exceptions import PermissionDenied

from campaign.models import AdminUnit, UnitAlias
from campaign.villages import remove_alias
from households.choices import BatchState
from households.imports import check, commit, guidance, meanings, staged
from households.models import HeadingRuling, Status
from tests.households.imports.conftest import L3, line, problems, sheet_of


def guided(batch, by, **said):
    return check.run(guidance.guide(batch, by=by, **said))


def test_a_heading_nobody_knows_is_explained_once(desk, cast):
    headings = ["Đứng tên" if h == "Họ và tên chủ hộ" else h for h in L3] + ["Số sổ"]
    rows = [[line(n).get(h) for h in L3] + ["S-1"] for n in (1, 2)]
    batch = desk.check([headings, *rows])
    assert set(batch.problem_counts) == {"columns_missing", "column_unused"}
    assert [(h["key"], h["letter"]) for h in batch.outline["headings"]] == [
        ("dung ten", "B"),
        ("so so", "AH"),
    ]
    samples = staged.parts(batch)["samples"]
    assert samples == {"dung ten": ["Nguyễn Văn B", "Nguyễn Văn C"], "so so": ["S-1"]}
    batch = guided(batch, cast.lan, headings={"dung ten": "head_name", "so so": ""})
    assert (batch.problem_counts, batch.created) == ({}, 2)
    again = desk.check([headings, *rows])
    assert (again.problem_counts, again.created) == ({}, 2)
    assert set(HeadingRuling.objects.values_list("unit__name", "heading", "column")) == {
        ("Xã An Hòa", "dung ten", "head_name"),
        ("Xã An Hòa", "so so", ""),
    }
    meanings.forget(HeadingRuling.objects.get(heading="dung ten"), by=cast.lan)
    assert "columns_missing" in desk.check([headings, *rows]).problem_counts


def test_what_the_province_explained_holds_below_and_what_a_commune_did_stays_there(
    desk, ground, cast
):
    row = line(1) | {"Số sổ": "ghi"}
    meanings.remember(ground.province, "households", {"so so": "note"}, by=cast.dung)
    batch = desk.commit(sheet_of([row], [*L3[:-1], "Số sổ"]))
    assert Status.objects.get(batch=batch).note == "ghi"
    meanings.remember(ground.b, "households", {"so so": ""}, by=cast.hoa)
    batch = desk.check(sheet_of([row], [*L3[:-1], "Số sổ"]))
    assert batch.state == BatchState.UNCHANGED
    with pytest.raises(PermissionDenied):
        meanings.remember(ground.a, "households", {"so so": ""}, by=cast.hoa)


def test_examples_of_a_column_hide_citizen_ids(desk):
    row = line(1) | {"Số gì đó": "067090000123"}
    batch = desk.check(sheet_of([row], [*L3, "Số gì đó"]))
    (values,) = staged.parts(batch)["samples"].values()
    assert "067090000123" not in str(values) and "0123" in values[0]


def test_sheets_are_chosen_by_ticking(desk, cast):
    sheets = {
        "Đợt 1": sheet_of([line(1)]),
        "Đợt 2": sheet_of([line(2)]),
        "Tổng hợp": sheet_of([line(1), line(2)]),
        "Ghi": [["Không có gì"]],
    }
    batch = desk.check(sheets)
    seen = {s["name"]: (s["fits"], s["chosen"], s["why"]) for s in batch.outline["sheets"]}
    assert seen == {
        "Đợt 1": ("list", True, ""),
        "Đợt 2": ("list", True, ""),
        "Tổng hợp": ("list", False, "summary"),
        "Ghi": ("", False, "no_heading"),
    }
    assert (batch.created, set(batch.problem_counts)) == (2, {"sheet_summary", "sheet_skipped"})
    batch = guided(batch, cast.lan, sheets=["Đợt 2"])
    assert (batch.created, set(batch.problem_counts)) == (1, {"sheet_skipped"})


def test_a_file_with_nothing_but_a_summary_asks_for_a_sheet(desk, cast):
    batch = desk.check({"TH": sheet_of([line(1)])})
    assert batch.problem_counts == {"sheets_none": 1, "sheet_summary": 1}
    assert guided(batch, cast.lan, sheets=["TH"]).created == 1


def test_the_class_of_a_sheet_that_does_not_say_it(desk, cast):
    batch = desk.check(sheet_of([line(1)], [h for h in L3 if h != "Phân loại"]))
    assert batch.outline["classless"] == ["Danh sách"]
    batch = guided(batch, cast.lan, classes={"Danh sách": "poor"})
    assert staged.parts(batch)["columns"]["class"] == ["poor"]


def misspelt(*names):
    return sheet_of([line(n, Thôn=name) for n, name in enumerate(["Thôn 1", *names], start=1)])


def test_a_misspelt_village_is_confirmed_once_and_can_be_taken_back(desk, ground, cast):
    rows = misspelt("Thôn Hòa Sơ", "Hòa Sơ", "Xóm Chùa Mới")
    batch = desk.check(rows)
    asked = [(v["name"], v["rows"], v["likely"]) for v in batch.outline["villages"]]
    son = AdminUnit.objects.get(commune=ground.a, name="Thôn Hòa Sơn")
    assert asked == [
        ("Hòa Sơ", 1, [son.pk]),
        ("Thôn Hòa Sơ", 1, [son.pk]),
        ("Xóm Chùa Mới", 1, []),
    ]
    keys = {v["name"]: v["key"] for v in batch.outline["villages"]}
    named = {keys["Thôn Hòa Sơ"]: son.pk, keys["Xóm Chùa Mới"]: "new"}
    batch = guided(batch, cast.lan, named=named)
    assert (batch.rejected, batch.problem_counts) == (0, {"village_new": 1})
    commit.apply(batch, by=cast.lan)
    found = Status.objects.values_list("village__name", flat=True).order_by("pk")
    assert list(found) == ["Thôn 1", "Thôn Hòa Sơn", "Thôn Hòa Sơn", "Xóm Chùa Mới"]
    assert desk.check(rows).state == BatchState.UNCHANGED
    remove_alias(UnitAlias.objects.get(unit=son), by=cast.lan)
    assert problems(desk.check(rows))[3, "Thôn"] == "village_unknown"


def test_a_name_that_is_another_villages_is_not_taken(desk, ground, cast):
    batch = desk.check(misspelt("Thôn Hòa Sơ"))
    key = batch.outline["villages"][0]["key"]
    outside = ground.b_villages[0].pk
    with pytest.raises(guidance.NotUnderstood):
        guidance.guide(batch, by=cast.lan, named={key: outside})
    with pytest.raises(PermissionDenied):
        guidance.guide(batch, by=cast.hoa, named={key: "new"})
    assert not UnitAlias.objects.exists()


def test_a_batch_that_has_ended_is_not_guided(desk, cast):
    batch = desk.commit(sheet_of([line(1)]))
    with pytest.raises(PermissionDenied):
        guidance.guide(batch, by=cast.lan, sheets=["Danh sách"])


@pytest.mark.parametrize("name", ["Đắk Rông", "Đăk Rông", "ĐĂK RÔNG", "thôn Đắk  Rông"])
def test_two_ways_of_writing_one_name_need_no_asking(desk, ground, cast, name):
    batch = desk.check(sheet_of([line(1, Thôn=name)]), unit=ground.b, by=cast.hoa)
    assert problems(batch) == {}

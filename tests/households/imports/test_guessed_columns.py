"""Headings that say more than the words we know: asked about, or guessed and told."""

import pytest

from households import ethnicities
from households.choices import Flag, bits
from households.imports import check, gathering, guidance, legends, staged
from households.imports.headings import EXACT, GUESSED, LOOSE
from households.models import Status
from tests.households.imports.conftest import L3, line, sheet_of
from tests.households.imports.test_system_exports import KEYS, LABELS, row


def column_of(*path):
    return gathering.layout("national-2022").column_of(path, None)


OTHERS = (
    ("Số nhân khẩu DTTS", "Số nhân khẩu nữ", "Số khẩu năm 2024", "Số khẩu có BHYT", "Năm sinh con")
    + (
        "Số người trong độ tuổi lao động",
        "Họ tên vợ/chồng",
        "Họ tên người giám hộ",
        "Xã, phường cũ",
    )
    + ("Họ tên cán bộ rà soát", "Chủ hộ là nữ", "Số CCCD vợ", "Tên thôn trước sáp nhập")
    + ("Số điện thoại chủ hộ", "Ngày cấp căn cước công dân", "Dân tộc của vợ", "Dân tộc Kinh")
    + ("Họ và tên chủ hộ cũ",)
)


@pytest.mark.parametrize("heading", OTHERS)
def test_another_person_another_time_or_a_part_is_never_guessed(heading):
    assert column_of(heading) == (None, EXACT)


@pytest.mark.parametrize("path", [("Vợ (chồng)", "Họ và tên"), ("Trước sáp nhập", "Thôn")])
def test_nor_is_what_stands_below_such_a_parent(path):
    assert column_of(*path) == (None, EXACT)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("Số CCCD của chủ hộ (nếu có)",), ("citizen_id", LOOSE)),
        (("Ngày sinh/năm sinh",), ("birth", LOOSE)),
        (("Họ tên, bí danh chủ hộ",), ("head_name", GUESSED)),
        (("Nơi cư trú", "Thôn"), ("village", EXACT)),
        (("N/S",), ("birth", EXACT)),
        (("Tổng NK",), ("members", EXACT)),
        (("Thành phần DT",), ("ethnicity", EXACT)),
    ],
)
def test_what_says_no_more_is_read_and_the_rest_guessed(path, found):
    assert column_of(*path) == found


def test_a_part_of_the_household_is_not_taken_for_the_whole(desk):
    headings = [*(h for h in L3 if h != "Số khẩu"), "Số nhân khẩu DTTS", "Tổng số"]
    batch = desk.check(sheet_of([line(1) | {"Số nhân khẩu DTTS": 1, "Tổng số": 5}], headings))
    assert staged.parts(batch)["columns"]["members"] == [None]
    assert batch.problem_counts == {"column_absent": 1, "column_unused": 1}
    said = {h["text"]: h["key"] for h in batch.outline["headings"]}
    batch = check.run(guidance.guide(batch, by=batch.uploaded_by,
                                     headings={said["Tổng số"]: "members"}))  # fmt: skip
    assert staged.parts(batch)["columns"]["members"] == [5]


def test_a_guess_is_told_and_can_be_changed_or_confirmed(desk, cast):
    headings = ["Họ tên, bí danh chủ hộ" if h == L3[1] else h for h in L3] + ["Tên chính thức"]
    rows = [[line(n).get(h) for h in L3] + [f"Trần Văn {n}"] for n in (1, 2)]
    batch = desk.check([headings, *rows])
    assert batch.problem_counts == {"column_guessed": 1, "column_unused": 1}
    told = batch.problems.get(code="column_guessed")
    assert (told.severity, told.letter) == ("warning", "B")
    assert told.message == (
        "Hiểu cột “Họ tên, bí danh chủ hộ” là “Họ và tên chủ hộ”. Nếu không đúng, hãy chọn lại ở "
        "mục “Đọc tệp này thế nào”."
    )
    guessed, other = batch.outline["headings"]
    assert (guessed["guess"], "guess" in other) == ("Họ và tên chủ hộ", False)
    said = {guessed["key"]: "", other["key"]: "head_name"}
    changed = check.run(guidance.guide(batch, by=cast.lan, headings=said))
    assert changed.problem_counts == {}
    assert staged.parts(changed)["columns"]["head_name"] == ["Trần Văn 1", "Trần Văn 2"]
    said = {guessed["key"]: "head_name", other["key"]: ""}
    confirmed = check.run(guidance.guide(changed, by=cast.lan, headings=said))
    assert confirmed.problem_counts == {}
    assert staged.parts(confirmed)["columns"]["head_name"] == ["Nguyễn Văn B", "Nguyễn Văn C"]


# --- minorities ---------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["Có", "CÓ", "có ", "Không", "x", "✓"])
def test_an_answer_is_no_group(text):
    assert ethnicities.find(text) is None


@pytest.mark.parametrize("text", ["Co", "co", "CO", "Cor", "DT Co"])
def test_the_group_co_is_written_without_a_tone(text):
    assert ethnicities.find(text) == "Co"


def test_yes_in_a_column_about_minorities_names_no_group(desk, ground):
    keys = ["family.ethnicLocal" if k == "family.coDanTocTaiCho" else k for k in KEYS]
    labels = ["Là dân tộc tại chỗ" if text == "Dân tộc tại chỗ" else text for text in LABELS]
    batch = desk.receive([keys, labels, row("Người Mới", "H1"), row("Người Khác", "H2")])
    batch.choices = {"villages": {"": ground.a_villages[0].pk}}
    batch.save()
    columns = staged.parts(check.run(batch))["columns"]
    assert (columns["ethnicity"], columns["is_minority"]) == (["", ""], [False, False])
    assert columns["flags"] == [bits(Flag.LOCAL_MINORITY)] * 2


def marked(desk, headings, *values):
    rows = [line(n) | value for n, value in enumerate(values, start=1)]
    return desk.check(sheet_of(rows, headings))


def test_a_ticked_minority_without_a_group_is_one_all_the_same(desk):
    headings = ["Hộ dân tộc thiểu số" if h == "Dân tộc" else h for h in L3]
    ticks = [{headings[4]: mark} for mark in ("x", "Có", "Không", None)]
    batch = marked(desk, headings, *ticks)
    assert batch.problem_counts == {"column_absent": 1}
    batch = desk.commit(sheet_of([line(n) | t for n, t in enumerate(ticks, start=1)], headings))
    found = Status.objects.filter(batch=batch).order_by("head_name")
    assert list(found.values_list("ethnicity", "is_minority")) == [
        ("", True), ("", True), ("", False), ("", False),
    ]  # fmt: skip


def test_a_group_in_place_of_the_tick_is_the_group(desk):
    headings = ["Dân tộc thiểu số" if h == "Dân tộc" else h for h in L3]
    batch = marked(desk, headings, {headings[4]: "Bana"}, {headings[4]: None})
    columns = staged.parts(batch)["columns"]
    assert (columns["ethnicity"], columns["is_minority"]) == (["Ba-na", ""], [True, False])


def test_the_group_wins_over_the_tick_and_a_tick_against_it_is_told(desk):
    batch = marked(desk, [*L3, "DTTS"], {"Dân tộc": "Kinh", "DTTS": "x"}, {"Dân tộc": "Tày"})
    columns = staged.parts(batch)["columns"]
    assert (columns["ethnicity"], columns["is_minority"]) == (["Kinh", "Tày"], [False, True])
    assert batch.problem_counts == {"minority_differs": 1}


# --- codes ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("Giới tính (1: Nam; 2: Nữ)", {"1": "Nam", "2": "Nữ"}),
        ("Giới tính 1-Nam, 2-Nữ", {"1": "Nam", "2": "Nữ"}),
        ("Giới tính\n1. Nam 2. Nữ", {"1": "Nam", "2": "Nữ"}),
        ("Giới tính (0 = Nữ / 1 = Nam)", {"0": "Nữ", "1": "Nam"}),
        ("Giới tính", {}),
        ("Cột (10=7+8)", {}),
        ("Hộ (1: nghèo)", {}),
        ("Loại (1: nghèo; 1: cận nghèo)", {}),
    ],
)
def test_codes_are_read_from_the_heading(heading, codes):
    assert legends.of(heading) == codes


@pytest.mark.parametrize("heading", ["Giới tính (1: Nam; 2: Nữ)", "Giới tính 1-Nam, 2-Nữ"])
def test_codes_that_the_heading_explains_are_understood(desk, heading):
    headings = [heading if h == "Giới tính" else h for h in L3]
    batch = marked(desk, headings, {heading: 1}, {heading: "2"}, {heading: "Nữ"}, {heading: 3})
    assert staged.parts(batch).get("columns") is None
    assert batch.problem_counts == {"sex_unknown": 1}
    batch = marked(desk, headings, {heading: 1}, {heading: "2"}, {heading: "Nữ"})
    assert staged.parts(batch)["columns"]["sex"] == ["male", "female", "female"]


def test_codes_without_an_explanation_stay_an_error(desk):
    assert marked(desk, L3, {"Giới tính": 1}).problem_counts == {"sex_unknown": 1}


def test_a_class_may_be_a_code_too_but_a_list_of_numbers_is_none(desk):
    kind = "Phân loại hộ (1: Hộ nghèo; 2: Hộ cận nghèo)"
    lacking = "Các chỉ số thiếu hụt (1: Việc làm; 4: Dinh dưỡng)"
    headings = [h for h in L3 if h != "Phân loại" and not h.startswith("Thiếu hụt")]
    batch = marked(desk, [*headings, kind, lacking], {kind: 1, lacking: "1, 4, 7, 10"})
    columns = staged.parts(batch)["columns"]
    assert (columns["class"], columns["deprivations"]) == (["poor"], [0b1001001001])


# --- rows of labels, and whole groups that are not there -----------------------------------------
def test_labels_below_keys_nobody_declared_are_no_row(desk):
    keys = [
        "stt",
        "ho_va_ten_chu_ho",
        "nam_sinh",
        "gioi_tinh",
        "dan_toc",
        "so_cccd",
        "thon",
        "so_khau",
    ]
    headings = [*keys, *L3[8:]]
    cells = [line(1).get(h) for h in L3]
    batch = desk.check([headings, list(L3), cells])
    assert (batch.rows_read, batch.problem_counts) == (1, {})


def test_lists_without_deprivations_or_causes_are_told_once_each(desk):
    headings = [h for h in L3 if not h.startswith(("Thiếu hụt", "Nguyên nhân"))]
    batch = desk.check(sheet_of([line(1) | {"Điểm B2": None}], headings))
    told = [p.message.partition(".")[0] for p in batch.problems.order_by("pk")]
    assert told == [
        "Không có cột “Các chỉ số thiếu hụt”",
        "Không có cột “Nguyên nhân nghèo”",
    ]

"""Lists that have the members under their heads, and villages and communes as rows."""

from households.choices import BatchState, Flag, Support, bits
from households.imports import staged
from households.models import Member, Status
from tests.households.imports.conftest import problems

TOP = (
    ["STT chủ hộ", "STT thành viên"]
    + ["HỌ, TÊN CHỦ HỘ VÀ THÀNH VIÊN TRONG HỘ; THÔN, BON, BUÔN, TỔ DÂN PHỐ"]
    + ["NĂM SINH", None, "Dân tộc", "Quan hệ với chủ hộ", "CHIA THEO", None, None]
    + ["Hộ chính sách có công", "Hộ DT tại chỗ", "Hộ không có khả năng lao động"]
    + ["Chính sách hỗ trợ", None, None, None, None, None]
)
BOTTOM = (
    [None, None, None, "Nam", "Nữ", None, None, "nghèo mới", "tái nghèo", "nghèo cũ"]
    + [None, None, None]
    + ["y tế", "giáo dục", "sản xuất", "vay vốn tín dụng", "nhà ở", "khác"]
)
LETTERS = ["A", "B", "C", *map(str, range(1, 17))]
TITLE = (
    ["UBND HUYỆN SUỐI BẠC", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["DANH SÁCH CHI TIẾT HỘ NGHÈO NĂM 2025"],
)
HEADING = (*TITLE, list(TOP), list(BOTTOM), LETTERS)


def person(number, own, name, birth, relation, *, male=True, ticks=(), ethnicity="Kinh"):
    """A row: `ticks` are positions from "nghèo mới" on, from 0."""
    born = [birth, None] if male else [None, birth]
    marks = ["x" if place in ticks else None for place in range(12)]
    return [number, own, name, *born, ethnicity, relation, *marks]


def family(number, head="Điểu Rông"):
    return [
        person(number, 1, head, 1970, "Chủ hộ", ticks=(2, 4, 6, 9), ethnicity="M’Nông"),
        person(None, 2, "Thị Vơ", 1972, "Vợ", male=False, ethnicity="M’Nông"),
        person(None, 3, "Điểu Con", "05/06/2010", "Con", ethnicity="M’Nông"),
    ]


def found(batch):
    return set(
        Status.objects.filter(batch=batch).values_list("head_name", "village__name", "members")
    )


def test_members_stand_under_their_head_and_villages_in_the_column_of_names(desk):
    rows = [
        ["I", None, "Thôn 1"], *family(1), person(2, 1, "Trần A", 1950, "Chủ hộ"),
        ["II", None, "Thôn Hòa Sơn (1 hộ)"], *family(3, "Điểu Pang"),
        ["", None, "Tổng cộng", 4, 3],
    ]  # fmt: skip
    batch = desk.commit([*HEADING, *rows, [None, None, "NGƯỜI LẬP BIỂU"]])
    assert batch.state == BatchState.COMMITTED
    assert found(batch) == {
        ("Điểu Rông", "Thôn 1", 3),
        ("Trần A", "Thôn 1", 1),
        ("Điểu Pang", "Thôn Hòa Sơn", 3),
    }
    head = Status.objects.get(head_name="Điểu Rông")
    assert (head.head_birth_year, head.head_sex, head.poverty_class) == (1970, "male", "poor")
    assert (head.change, head.ethnicity) == ("old", "Mnông")
    assert head.flags == bits(Flag.LOCAL_MINORITY)
    assert head.supports == bits(Support.HEALTH, Support.CREDIT)
    people = Member.objects.filter(household=head.household_id)
    assert set(people.values_list("name", "birth_year", "sex", "relation")) == {
        ("Thị Vơ", 1972, "female", "Vợ"),
        ("Điểu Con", 2010, "male", "Con"),
    }
    assert set(batch.problems.values_list("code", "row")) == {
        ("class_implied", None),
        ("column_absent", None),
        ("head_alone", 10),
    }


def test_a_list_of_a_province_carries_communes_and_areas_down(desk, ground, cast):
    rows = [
        ["I", None, "Khu vực thành thị"], [None, None, "Phường Đắk Bình", 12, 30],
        [None, None, "Thôn 2"], *family(1),
        ["II", None, "Khu vực nông thôn"], ["1", None, "XÃ AN HÒA", 40, 41],
        [None, None, "Thôn 2", 3, 4], *family(1, "Điểu Pang"), *family(2, "Điểu Mới"),
        [None, None, "Thôn 1"], *family(1, "Điểu Lôi"),
    ]  # fmt: skip
    batch = desk.commit([*HEADING, *rows], unit=ground.province, by=cast.dung)
    statuses = Status.objects.filter(batch=batch)
    assert set(
        statuses.values_list("head_name", "commune__name", "village__name", "area", "members")
    ) == {
        ("Điểu Rông", "Phường Đắk Bình", "Thôn 2", "urban", 3),
        ("Điểu Pang", "Xã An Hòa", "Thôn 2", "rural", 3),
        ("Điểu Mới", "Xã An Hòa", "Thôn 2", "rural", 3),
        ("Điểu Lôi", "Xã An Hòa", "Thôn 1", "rural", 3),
    }


def test_the_head_may_come_twice_and_numbers_in_every_row(desk):
    rows = [
        ["", None, "Thôn 1"],
        [1, None, "Điểu Rông", None, None, "M’Nông", None, None, None, "x"],
        person(1, 1, "ĐIỂU RÔNG", 1970, "Chủ hộ"),
        person(1, 2, "Thị Vơ", 1972, "Vợ", male=False),
        [2, None, "Lê B", 1960, None, "Kinh", None, "x"],
        person(2, 1, "Lê C", 1990, "Con"),
    ]
    batch = desk.commit([*HEADING, *rows])
    assert found(batch) == {("Điểu Rông", "Thôn 1", 2), ("Lê B", "Thôn 1", 2)}
    assert set(Status.objects.values_list("head_birth_year", "change")) == {
        (1970, "old"),
        (1960, "new"),
    }
    assert set(Member.objects.values_list("name", flat=True)) == {"Thị Vơ", "Lê C"}


PLAIN = ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Dân tộc", "Quan hệ với chủ hộ",
         "Thôn", "Số khẩu"]  # fmt: skip


def test_numbers_may_count_people_and_household_cells_be_blank_below_the_head(desk):
    rows = [
        [1, "Lê A", 1960, "Nam", "Kinh", "Chủ hộ", "Thôn 1", 3],
        [2, "Trần B", 1962, "Nữ", "Kinh", "Vợ", None, None],
        [3, "Lê C", 1990, "Nam", "Kinh", "Con", None, None],
        [4, "Phạm D", 1955, "Nữ", "Kinh", "Chủ hộ", "Thôn 2", 4],
        [5, "Phạm E", 1985, "Nữ", "Kinh", "Con", None, None],
    ]
    batch = desk.commit({"Hộ nghèo": [PLAIN, *rows]})
    assert found(batch) == {("Lê A", "Thôn 1", 3), ("Phạm D", "Thôn 2", 4)}
    assert problems(batch)[5, "Số khẩu"] == "members_differ"


def test_a_household_without_a_head_is_told_with_its_row(desk):
    rows = [
        [1, "Trần B", 1962, "Nữ", "Kinh", "Vợ", "Thôn 1", 2],
        [None, "Lê C", 1990, "Nam", "Kinh", "Con", None, None],
        [2, "Phạm D", 1955, "Nữ", "Kinh", "Chủ hộ", "Thôn 2", 2],
        [None, "Phạm E", 1985, "Nữ", "Kinh", "Con", None, None],
    ]
    batch = desk.check({"Hộ nghèo": [PLAIN, *rows]})
    assert problems(batch)[2, "Quan hệ với chủ hộ"] == "head_missing"
    assert (batch.rejected, batch.rows_read) == (1, 4)


def test_a_list_that_only_says_whose_head_it_is_has_no_members_to_count(desk):
    rows = [
        [1, "Lê A", 1960, "Nam", "Kinh", "Chủ hộ", "Thôn 1", 3],
        [2, "Trần B", 1962, "Nữ", "Kinh", "Chủ hộ", "Thôn 1", 4],
    ]
    batch = desk.check({"Hộ nghèo": [PLAIN, *rows]})
    assert staged.parts(batch)["columns"]["members"] == [3, 4]
    assert set(batch.problem_counts) == {"class_implied", "column_absent"}


def test_the_same_file_again_changes_nothing(desk):
    rows = [["I", None, "Thôn 1"], *family(1), *family(2, "Điểu Pang")]
    desk.commit([*HEADING, *rows])
    assert desk.check([*HEADING, *rows]).state == BatchState.UNCHANGED


def test_a_village_row_that_nobody_knows_is_asked_about_and_never_a_member(desk):
    rows = [
        ["I", None, "Thôn 1"], *family(1),
        ["II", None, "Khói 1"], *family(2, "Điểu Pang"),
        [None, None, "Hoà Sơ", 3], *family(3, "Điểu Lôi"),
    ]  # fmt: skip
    batch = desk.check([*HEADING, *rows])
    assert problems(batch) | {} and batch.rejected
    unknown = batch.problems.filter(code="village_unknown").values_list("value", flat=True)
    assert set(unknown) == {"Khói 1", "Hoà Sơ"}
    names = {
        person[0] for people in staged.parts(batch).get("people", {}).values() for person in people
    }
    assert not names & {"Khói 1", "Hoà Sơ"}

"""D29 to D35, D38 to D41, D46 to D51, D64, D66, D67, D70, D72: what stands in the cells."""

import datetime
import unicodedata

from tests.households.dirt.pattern import FIX, REJECT, WARN, Pattern, cell, rows
from tests.households.imports.conftest import L3, line

ONE = line(1)
UNSCORED = {"Điểm B2": None}
# Neither the class nor any deprivation.
UNTICKED = tuple(h for h in L3 if h != "Phân loại" and not h.startswith("Thiếu hụt"))
CODED = "Giới tính (1: Nam; 2: Nữ)"
TICKS = ("X", "×", 1, "v", "✓", "có", "Có", "+", "0", "không", "-", None)


def _villages(*expected):
    def holds(status):
        return sorted(status.values_list("village__name", flat=True)) == sorted(expected)

    return holds


CELLS = (
    Pattern(
        "D29",
        "exact duplicate rows",
        WARN,
        rows(ONE, ONE, {}),
        read=3,
        codes={"duplicate_collapsed": 1},
        columns={"head_name": ["Nguyễn Văn B", "Nguyễn Văn D"]},
    ),
    Pattern(
        "D30",
        "one household code for several households",
        FIX,
        rows({"Mã hộ": "HN1"}, {"Mã hộ": "HN1"}, headings=(*L3, "Mã hộ")),
        columns={"code": ["HN1", "HN1"]},
    ),
    Pattern(
        "D31",
        "codes with a trailing dot, as decimals, with no-break spaces",
        FIX,
        rows(
            {"Mã hộ": "12345.0"},
            {"Mã hộ": "\u00a0678."},
            {"Mã hộ": 91.0},
            headings=(*L3, "Mã hộ"),
        ),
        read=3,
        columns={"code": ["12345", "678", "91"]},
    ),
    Pattern(
        "D32a",
        "citizen id in scientific notation",
        WARN,
        cell("Số CCCD", "6,70E+10", None),
        codes={"citizen_id_lost": 1},
        columns={"citizen_id": ["", ""]},
    ),
    Pattern(
        "D32b",
        "old card of nine digits, spaces, apostrophe, lost zero",
        WARN,
        cell("Số CCCD", "123456789", "067 000 000 021", "'067000000022", 67000000023),
        read=4,
        codes={"citizen_id_old": 1, "citizen_id_padded": 1},
        columns={
            "citizen_id": ["123456789", "067000000021", "067000000022", "067000000023"],
        },
    ),
    Pattern(
        "D33",
        "days of birth as texts of several kinds",
        FIX,
        cell("Năm sinh", "15/08/1962", "1962-08-15", "15-08-1962", "15.8.1962", "8/1962"),
        read=5,
        columns={"birth": [1962] * 5},
    ),
    Pattern(
        "D34",
        "Excel serial, real date, 01/01 for an unknown day",
        FIX,
        cell("Năm sinh", 22873, datetime.date(1962, 8, 15), "01/01/1962"),
        read=3,
        columns={"birth": [1962] * 3},
    ),
    Pattern(
        "D35a",
        "year of two digits",
        WARN,
        cell("Năm sinh", "62", 1962),
        codes={"two_digit_year": 1},
        columns={"birth": [1962, 1962]},
    ),
    Pattern(
        "D35b",
        "years that cannot be",
        REJECT,
        cell("Năm sinh", 1062, 2058),
        codes={"birth_impossible": 2},
    ),
    Pattern(
        "D38",
        "names in capitals, in small letters, with double spaces",
        FIX,
        cell("Họ và tên chủ hộ", "NGUYỄN  VĂN HÒA ", "nguyễn thị mai"),
        columns={"head_key": ["nguyen van hoa", "nguyen thi mai"]},
    ),
    Pattern(
        "D39",
        "decomposed letters and zero-width characters",
        FIX,
        cell("Họ và tên chủ hộ", unicodedata.normalize("NFD", "Đặng Thị Hường"), "Lê\u200b Văn Ba"),
        columns={"head_name": ["Đặng Thị Hường", "Lê Văn Ba"]},
    ),
    Pattern(
        "D40",
        "old and new place of the tone",
        FIX,
        cell("Thôn", "Thôn Hoà Sơn", "thôn hòa sơn"),
        stored=_villages("Thôn Hòa Sơn", "Thôn Hòa Sơn"),
    ),
    Pattern(
        "D46",
        "numbered villages in other spellings",
        FIX,
        cell("Thôn", "Thôn I", "T1", "Thôn số 01", "thôn 1"),
        read=4,
        stored=_villages(*["Thôn 1"] * 4),
    ),
    Pattern(
        "D48a",
        "ticks of every kind",
        FIX,
        rows(*({"Thiếu hụt 2": tick} | UNSCORED for tick in TICKS)),
        read=12,
    ),
    Pattern(
        "D48b",
        "a tick that is none",
        WARN,
        cell("Thiếu hụt 2", "??", None),
        codes={"flag_unknown": 1},
    ),
    Pattern(
        "D50",
        "ethnic groups in other spellings",
        FIX,
        cell(
            "Dân tộc", "kinh", "K", "M'Nông", "M’Nông", "Êđê", "Ê Đê", "Bana", "Xê Đăng", "H'Mông"
        ),
        read=9,
        columns={
            "ethnicity": ["Kinh", "Kinh", "Mnông", "Mnông", "Ê-đê", "Ê-đê", "Ba-na"]
            + ["Xơ-đăng", "Hmông"]
        },
    ),
    Pattern(
        "D50b",
        "a minority ticked in place of the ethnic group",
        WARN,
        rows(
            {"Hộ dân tộc thiểu số": "Có"},
            {"Hộ dân tộc thiểu số": "Không"},
            headings=tuple("Hộ dân tộc thiểu số" if h == "Dân tộc" else h for h in L3),
        ),
        codes={"column_absent": 1},
        columns={"ethnicity": ["", ""], "is_minority": [True, False]},
    ),
    Pattern(
        "D50c",
        "codes that the heading explains",
        FIX,
        rows(
            {CODED: 1},
            {CODED: "2"},
            headings=tuple(CODED if h == "Giới tính" else h for h in L3),
        ),
        columns={"sex": ["male", "female"]},
    ),
    Pattern(
        "D51",
        "classes in other words",
        FIX,
        rows(
            {"Phân loại": "HN"},
            {"Phân loại": "nghèo"},
            {"Phân loại": "Cận", "Điểm B2": 10, "Thiếu hụt 4": None, "Thiếu hụt 7": None}
            | {"Thiếu hụt 10": None},
            {"Phân loại": "HCN", "Điểm B2": 10, "Thiếu hụt 4": None, "Thiếu hụt 7": None}
            | {"Thiếu hụt 10": None},
        ),
        read=4,
        columns={"class": ["poor", "poor", "near_poor", "near_poor"]},
    ),
    Pattern(
        "D64",
        "number of members empty or 0",
        WARN,
        cell("Số khẩu", None, 0, 4),
        read=3,
        codes={"members_missing": 2},
        columns={"members": [None, None, 4]},
    ),
    Pattern(
        "D66",
        "one household poor and near-poor",
        REJECT,
        {
            "Hộ_nghèo": rows(UNSCORED, headings=UNTICKED),
            "Hộ_cận_nghèo": rows(UNSCORED, headings=UNTICKED),
        },
        codes={"class_implied": 2, "class_twice": 2, "column_absent": 2},
    ),
    Pattern(
        "D67",
        "poor with fewer than three deprivations",
        WARN,
        rows({"Thiếu hụt 7": None, "Thiếu hụt 10": None, "Điểm B2": 20}),
        read=1,
        codes={"poor_few_deprivations": 1, "points_differ": 1},
        columns={"class": ["poor"]},
    ),
    Pattern(
        "D70",
        "negative, fractional and huge counts",
        REJECT,
        cell("Số khẩu", -3, 2.5, 4000),
        read=3,
        codes={"members_impossible": 3},
    ),
    Pattern(
        "D72",
        "numbers with their unit",
        FIX,
        cell("Số khẩu", "4 khẩu", "5 người"),
        columns={"members": [4, 5]},
    ),
)

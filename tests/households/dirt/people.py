"""D06, D16, D17, D36, D65, D68, D69, D74: members, exports, and people through time."""

import datetime

from households import reviews
from households.choices import ReviewState
from households.models import Household
from tests.households.dirt.pattern import ASK, FIX, REFUSE, WARN, Pattern, rows
from tests.households.imports.conftest import L3, line, sheet_of
from tests.households.imports.test_detailed_lists import HEADING, family
from tests.households.imports.test_system_exports import KEYS, LABELS, known
from tests.households.imports.test_system_exports import row as exported

IN_TWO_COLUMNS = ("STT", "Họ và tên chủ hộ", "Năm sinh nam", "Năm sinh nữ", *L3[4:])
MEMBERS = ["STT hộ", "Họ và tên thành viên", "Năm sinh", "Quan hệ với chủ hộ", "Số CCCD"]


def _known(_ground, desk):
    known(desk)


def _born(number, male, female):
    row = line(number)
    return [number, row["Họ và tên chủ hộ"], male, female, *(row.get(h) for h in L3[4:])]


def _listed_in_b(ground, desk):
    """The person with the citizen id of the first row is in the list of commune B already."""
    listed = rows({"Thôn": "Thôn Đắk Rông"})
    desk.commit(listed, unit=ground.b, by=desk.person)


def _last_year(ground, desk):
    """Last year the couple stood in one list: he as the head, she as a member with her own id."""
    review = reviews.find_or_open(ground.province, 2024, by=desk.person)
    review.as_of = datetime.date(2025, 7, 15)
    review.save()
    household = line(1) | {"Số khẩu": 2}
    desk.commit(
        {
            "Danh_sách": sheet_of([household]),
            "Thành_viên": [MEMBERS, [1, "Trần Thị Vợ", 1955, "Vợ", "067155000099"]],
        },
        review=review,
    )


def _one_household(status):
    return status.get().household == Household.objects.get()


def _locked(_ground, desk):
    desk.review.state = ReviewState.LOCKED
    desk.review.save()


PEOPLE = (
    Pattern(
        "D06",
        "machine keys over labels",
        WARN,
        [
            KEYS,
            LABELS,
            exported("Nguyễn Văn B", "2001", members=5),
            exported("Nguyễn Văn C", "2002"),
        ],
        before=_known,
        codes={"column_absent": 5},
        columns={"members": [5, 4]},
    ),
    Pattern(
        "D16",
        "members under their heads, household cells blank",
        WARN,
        {"Hộ_nghèo": [*HEADING, ["I", None, "Thôn 1"], *family(1), *family(2, "Điểu Pang")]},
        read=6,
        codes={"class_implied": 1, "column_absent": 3},
        columns={"members": [3, 3]},
    ),
    Pattern(
        "D17a",
        "birth year in the column of men or of women",
        FIX,
        [list(IN_TWO_COLUMNS), _born(1, 1960, None), _born(2, None, 1962)],
        columns={"sex": ["male", "female"], "birth": [1960, 1962]},
    ),
    Pattern(
        "D17b",
        "birth year in both columns",
        WARN,
        [list(IN_TWO_COLUMNS), _born(1, 1960, 1961), _born(2, None, 1962)],
        codes={"two_birth_columns": 1},
    ),
    Pattern(
        "D36",
        "day of review outside the review",
        WARN,
        [KEYS, LABELS, exported("Nguyễn Văn B", "2001", date=datetime.date(2024, 10, 3))],
        read=1,
        before=_known,
        codes={"reviewed_outside": 1, "column_absent": 5, "removes": 1},
    ),
    Pattern(
        "D65",
        "a person in the lists of two communes",
        WARN,
        rows({}, {}),
        before=_listed_in_b,
        codes={"listed_elsewhere": 1},
    ),
    Pattern(
        "D68",
        "another head of the same household, found by a member's citizen id",
        WARN,
        rows({"Họ và tên chủ hộ": "Trần Thị Vợ", "Năm sinh": 1955, "Số CCCD": "067155000099"}),
        read=1,
        before=_last_year,
        codes={"head_changed": 1},
        stored=_one_household,
    ),
    Pattern(
        "D69",
        "a household that split off",
        ASK,
        rows(
            {"Số khẩu": 1},
            {"Họ và tên chủ hộ": "Trần Thị Vợ", "Năm sinh": 1955, "Số CCCD": "067155000099"},
        ),
        before=_last_year,
    ),
    Pattern(
        "D74",
        "a corrected file for a closed review",
        REFUSE,
        rows({}),
        before=_locked,
        refusal="review_closed",
    ),
)

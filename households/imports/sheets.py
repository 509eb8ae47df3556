"""The three sheets people upload, and the columns of each in the order of our templates."""

from dataclasses import replace
from functools import cache

from django.utils import timezone, translation

from campaign.choices import Area
from households import standards
from households.imports import cleaning, words
from households.imports.columns import (
    COMMUNE,
    MEMBER_SEQUENCE,
    RELATION,
    SEQUENCE,
    VILLAGE,
    Column,
    Merged,
    children,
    closing,
    export,
    labels,
    person,
    review,
)
from households.imports.ticks import ticks


@cache
def _household(standard_code, this_year):
    standard = standards.get(standard_code)
    with translation.override("vi"):
        return (
            SEQUENCE,
            COMMUNE,
            VILLAGE,
            *person(this_year),
            *review(standard),
            *ticks(standard),
            *children(),
            *closing(),
            MEMBER_SEQUENCE,
            RELATION,
            *export(),
        )


def household(standard_code):
    """The columns of a list of households under a standard, in the order of the template."""
    return _household(standards.list_code(standard_code), timezone.localdate().year)


@cache
def _members(this_year):
    with translation.override("vi"):
        by_key = {column.key: column for column in person(this_year)}
        return (
            Column(
                "household_ref",
                "STT hộ",
                cleaning.short_text,
                ("số thứ tự hộ", "stt của hộ", "mã hộ", "stt chủ hộ"),
                help="Số thứ tự (STT) của hộ ở trang danh sách hộ.",
                example="1",
                width=9,
                blank="value_missing",
                required=True,
                merged=Merged.DOWN,
            ),
            replace(
                by_key["head_name"],
                key="name",
                heading="Họ và tên thành viên",
                example="Nguyễn Thị B",
                synonyms=("họ và tên", "họ tên", "tên thành viên", "họ tên thành viên"),
                help="Các thành viên khác, không ghi lại chủ hộ.",
            ),
            replace(by_key["birth"], blank="", required=False, help=""),
            replace(by_key["sex"], blank="", asked=False),
            Column(
                "relation",
                "Quan hệ với chủ hộ",
                cleaning.short_text,
                ("quan hệ", "quan hệ chủ hộ", "qh với chủ hộ"),
                example="Vợ",
                width=18,
                required=True,
            ),
            replace(by_key["citizen_id"], asked=False),
        )


def members():
    """The columns of the second sheet: the other members of the households."""
    return _members(timezone.localdate().year)


_AVERAGE = "Hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình; bỏ trống nếu không có số."


@cache
def totals():
    """The columns of the totals: all households and people of a unit."""

    def whole(key, heading, *synonyms, **more):
        return Column(key, heading, cleaning.total, synonyms, width=16, example="", **more)

    with translation.override("vi"):
        return (
            COMMUNE,
            replace(VILLAGE, required=False, blank=""),
            whole("households", "Tổng số hộ", "số hộ", "tổng số hộ dân cư", "tổng hộ",
                  "tổng số hộ dân cư số hộ", required=True, blank="value_missing"),
            whole("people", "Tổng số nhân khẩu", "số nhân khẩu", "nhân khẩu", "tổng số khẩu",
                  "tổng nhân khẩu", "số khẩu", asked=True),
            whole("minority_households", "Số hộ DTTS", "hộ dtts", "số hộ dân tộc thiểu số",
                  "tổng số hộ dtts", "tổng số hộ dân tộc thiểu số", asked=True),
            whole("minority_people", "Số nhân khẩu DTTS", "nhân khẩu dtts", "khẩu dtts",
                  "số nhân khẩu dân tộc thiểu số", "số khẩu dtts",
                  "tổng số nhân khẩu dtts", asked=True),
            whole("average_households", "Số hộ mức sống trung bình",
                  "số hộ có mức sống trung bình", "hộ mức sống trung bình",
                  "hộ có mức sống trung bình", "hộ nông lâm ngư nghiệp có mức sống trung bình",
                  help=_AVERAGE),
            whole("average_people", "Số nhân khẩu mức sống trung bình",
                  "số nhân khẩu có mức sống trung bình", "khẩu mức sống trung bình",
                  "khẩu có mức sống trung bình", "số khẩu mức sống trung bình", help=_AVERAGE),
            Column(
                "area", "Khu vực (thành thị/nông thôn)", words.area,
                ("khu vực", "thành thị nông thôn", "khu vực thành thị nông thôn"),
                help="Thành thị hoặc Nông thôn; bỏ trống thì theo loại đơn vị.", example="",
                width=18, choices=labels(Area), merged=Merged.DOWN,
            ),
        )  # fmt: skip

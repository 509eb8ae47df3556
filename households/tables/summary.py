"""R1: the official summary of a review. Columns 1 to 14, every second one from the third a rate."""

from households.official_forms import FORMS
from households.tables.building import Kind
from households.tables.shapes import Quotient, TableColumn

_HOUSEHOLDS = "Tổng số hộ dân cư tại thời điểm rà soát"
_GROUPS = (
    ("Hộ nghèo", "Số hộ", "poor", "poor_rate", "1"),
    ("Hộ cận nghèo", "Số hộ", "near_poor", "near_poor_rate", "1"),
    (
        "Hộ nông, lâm, ngư nghiệp có mức sống trung bình",
        "Số hộ",
        "average_households",
        "average_households_rate",
        "1",
    ),
    ("Khẩu nghèo", "Số khẩu", "poor_people", "poor_people_rate", "2"),
    ("Khẩu cận nghèo", "Số khẩu", "near_poor_people", "near_poor_people_rate", "2"),
    ("Khẩu có mức sống trung bình", "Số khẩu", "average_people", "average_people_rate", "2"),
)


def _columns(_ground):
    yield TableColumn("1", (_HOUSEHOLDS, "Số hộ"), "households")
    yield TableColumn("2", (_HOUSEHOLDS, "Nhân khẩu"), "people")
    for number, (group, heading, count, rate, denominator) in zip(
        range(3, 15, 2), _GROUPS, strict=True
    ):
        yield TableColumn(str(number), (group, heading), count)
        quotient = Quotient(str(number), denominator)
        yield TableColumn(str(number + 1), (group, "Tỷ lệ (%)"), rate, quotient)


def _notes(_ground, rows):
    average = rows[-1].values[6]
    if average.value is None:
        yield (
            "Cột 7, 8, 13, 14 để trống ở đơn vị chưa nhập số hộ làm nông, lâm, ngư nghiệp có mức "
            "sống trung bình (cột không bắt buộc của tệp tổng số hộ)."
        )


R1 = Kind(FORMS["R1"], _columns, notes=_notes)

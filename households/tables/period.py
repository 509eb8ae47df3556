"""The summary of 2016-2020 (Thông tư 17/2016/TT-BLĐTBXH), one a class, and the publication of a
province's result: urban units first, then rural ones, numbered on from one group to the other."""

from households import standards
from households.official_forms import FORMS
from households.tables.building import Kind
from households.tables.shapes import Quotient, TableColumn

_TOTAL = "Tổng số hộ dân cư"
_OPENING = "Đầu năm (theo quyết định đã phê duyệt)"
_MOVES = "Diễn biến trong năm"
_CLOSING = "Cuối năm"


def _columns(name, prefix, words, back, left):
    rate = "Tỷ lệ (%)"

    def columns(_ground):
        yield TableColumn("1", (_TOTAL, "Số hộ"), "households")
        yield TableColumn("2", (_TOTAL, "Trong đó: hộ DTTS"), "minority_households")
        yield TableColumn("3", (_OPENING, f"Số {words}"), f"before_{name}")
        yield TableColumn("4", (_OPENING, rate), f"before_{name}_rate")
        yield TableColumn("5", (_OPENING, "Số hộ DTTS"), f"before_{name}_minority")
        yield TableColumn("6", (_OPENING, "Tỷ lệ hộ DTTS (%)"), f"before_{name}_minority_rate")
        yield TableColumn("7", (_MOVES, f"Số hộ thoát {back}", "Số hộ"), left)
        yield TableColumn("8", (_MOVES, f"Số hộ thoát {back}", rate), "", Quotient("7", "3"))
        yield TableColumn("9", (_MOVES, f"Số hộ tái {back}", "Số hộ"), f"{prefix}_relapsed")
        yield TableColumn("10", (_MOVES, f"Số hộ tái {back}", rate), "", Quotient("9", "3"))
        yield TableColumn("11", (_MOVES, "Số hộ phát sinh", "Số hộ"), f"{prefix}_new")
        yield TableColumn("12", (_MOVES, "Số hộ phát sinh", rate), "", Quotient("11", "3"))
        yield TableColumn("13", (_CLOSING, f"Số {words}"), name)
        yield TableColumn("14", (_CLOSING, rate), f"{name}_rate", Quotient("13", "1"))
        yield TableColumn("15", (_CLOSING, "Số hộ DTTS"), f"{name}_minority")
        yield TableColumn(
            "16",
            (_CLOSING, "Tỷ lệ hộ DTTS (%)"),
            f"{name}_minority_rate",
            Quotient("15", "2"),
        )

    return columns


def _notes(_ground, _rows):
    yield (
        "Tỷ lệ ở cột 4, 14 tính trên tổng số hộ dân cư; cột 6, 16 trên tổng số hộ dân tộc thiểu "
        "số; cột 8, 10, 12 trên số hộ đầu năm. Cách tính cột 6, 8, 10, 12, 16 chưa đối chiếu với "
        "văn bản."
    )


def _published(_ground):
    yield TableColumn("1", ("Nghèo đa chiều", "Tỷ lệ (%)"), "multidim_poor_rate")
    yield TableColumn("2", ("Nghèo đa chiều", "Tổng số hộ"), "multidim_poor")
    yield TableColumn("3", ("Hộ nghèo", "Tỷ lệ (%)"), "poor_rate")
    yield TableColumn("4", ("Hộ nghèo", "Số hộ"), "poor")
    yield TableColumn("5", ("Hộ cận nghèo", "Tỷ lệ (%)"), "near_poor_rate")
    yield TableColumn("6", ("Hộ cận nghèo", "Số hộ"), "near_poor")


_OF_2016 = (standards.NATIONAL_2016.code,)
POOR_2016 = Kind(
    FORMS["HN-2016"],
    _columns("poor", "mv_poor", "hộ nghèo", "nghèo", "mv_poor_to_near+mv_poor_above"),
    by_area=True,
    notes=_notes,
    standards=_OF_2016,
)
NEAR_POOR_2016 = Kind(
    FORMS["HCN-2016"],
    _columns("near_poor", "mv_near", "hộ cận nghèo", "cận nghèo", "mv_near_above"),
    by_area=True,
    notes=_notes,
    standards=_OF_2016,
)
PUBLISHED = Kind(FORMS["CB"], _published, by_area=True)

"""R8: poor and near-poor households by the groups they belong to, in households and in people.

The form prints 5=1-2-3-4. The groups overlap, so that difference can be negative: who belongs to
none of them is counted.
"""

from households.official_forms import FORMS
from households.tables.building import BOTH_LINES, Kind
from households.tables.shapes import TableColumn

_GROUPS = (
    ("Tổng số", ""),
    ("Dân tộc thiểu số", "_minority"),
    ("Không có khả năng lao động", "_no_labour"),
    ("Có thành viên là người có công với cách mạng", "_merit"),
    ("Khác", "_no_group"),
)


def _columns(_ground):
    number = 0
    for name, words in (("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo")):
        for heading, trait in _GROUPS:
            number += 1
            yield TableColumn(str(number), (words, heading), f"{name}{trait}")


def _notes(_ground, _rows):
    yield (
        "Một hộ có thể thuộc nhiều nhóm, nên cột “Khác” (cột 5, 10) được đếm trực tiếp các hộ "
        "không thuộc nhóm nào, không tính bằng hiệu 1-2-3-4."
    )


R8 = Kind(FORMS["R8"], _columns, lines=BOTH_LINES, notes=_notes)

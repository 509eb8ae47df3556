"""R11: the children of poor and near-poor households and what they are deprived of.

Many lists say nothing of children. Where no household of a class has the number there is none, and
where some have it the table says how many do not.
"""

from campaign.lib.numbers import integer
from households import counts
from households.official_forms import FORMS
from households.tables.building import Kind
from households.tables.shapes import TableColumn

_CLASSES = (("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo"))
_HEADINGS = {
    "children": ("Số trẻ em",),
    "children_uninsured": ("Y tế", "Không có bảo hiểm y tế"),
    "children_malnourished": ("Y tế", "Suy dinh dưỡng"),
    "children_out_of_school": ("Giáo dục", "Không đi học đúng cấp"),
}


def _columns(_ground):
    number = 0
    for name, words in _CLASSES:
        for field, headings in _HEADINGS.items():
            number += 1
            yield TableColumn(str(number), (words, *headings), f"{name}_{field}")


def _notes(ground, _rows):
    numbers = ground.numbers(ground.lines[-1]) or {}
    for name, words in _CLASSES:
        for field, label in counts.CHILDREN.items():
            unsaid = numbers.get(name, 0) - numbers.get(f"{name}_{field}_said", 0)
            if unsaid:
                yield f"{integer(unsaid)} {words.lower()} không ghi {label}, không tính vào bảng."


R11 = Kind(FORMS["R11"], _columns, notes=_notes)

"""R9: households of each class by ethnic group; R12 and R13: one class by Kinh and minorities."""

from households import counts
from households.ethnicities import OTHER
from households.official_forms import FORMS
from households.tables.building import Kind
from households.tables.shapes import Quotient, TableColumn, Terms

_CLASSES = (("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo"))
_LOCAL = "Trong đó: DTTS tại chỗ"


def _present(ground):
    """The groups that the lists of the unit name, in their official order, and the rest last."""
    numbers = [ground.numbers(line) or {} for line in ground.lines]
    for group, (ending, _q) in counts.minorities().items():
        codes = [f"{name}_{ending}" for name, _words in _CLASSES]
        if group == OTHER or any(found.get(code) for found in numbers for code in codes):
            yield group, ending


def _by_group(ground):
    groups, number = list(_present(ground)), 0
    for name, words in _CLASSES:
        first = number + 1
        of_groups = [str(first + 3 + place) for place in range(len(groups))]
        yield TableColumn(str(first), (words, "Tổng số"), name, Terms(f"{first + 1}+{first + 2}"))
        yield TableColumn(str(first + 1), (words, "Kinh"), f"{name}_kinh")
        yield TableColumn(
            str(first + 2),
            (words, "Dân tộc thiểu số", "Tổng số"),
            f"{name}_minority",
            Terms("+".join(of_groups)),
            f"{first + 2}={of_groups[0]}+…+{of_groups[-1]}" if len(groups) > 1 else "",
        )
        for place, (group, ending) in zip(of_groups, groups, strict=True):
            yield TableColumn(place, (words, "Dân tộc thiểu số", group), f"{name}_{ending}")
        number = first + 2 + len(groups)


def _group_notes(_ground, _rows):
    yield (
        "Cột dân tộc là các dân tộc có trong danh sách của địa bàn; “Khác” là hộ dân tộc thiểu số "
        "mà danh sách không ghi rõ tên dân tộc."
    )


def _columns(name, words, people):
    def columns(_ground):
        everyone, persons = "Tổng số hộ dân cư", "Tổng số nhân khẩu"
        yield TableColumn("1", (everyone, "Tổng số"), "households", None, "1=2+3")
        yield TableColumn("2", (everyone, "Kinh"), "", Terms("1-3"), "2")
        yield TableColumn("3", (everyone, "DTTS"), "minority_households")
        yield TableColumn("4", (everyone, _LOCAL))
        yield TableColumn("5", (persons, "Tổng số"), "people", None, "5=6+7")
        yield TableColumn("6", (persons, "Kinh"), "", Terms("5-7"), "6")
        yield TableColumn("7", (persons, "DTTS"), "minority_people")
        yield TableColumn("8", (persons, _LOCAL))
        yield TableColumn("9", (words, "Tổng số"), name, Terms("10+11"))
        yield TableColumn("10", (words, "Kinh"), f"{name}_kinh")
        yield TableColumn("11", (words, "DTTS"), f"{name}_minority")
        yield TableColumn("12", (words, _LOCAL), f"{name}_local_minority")
        traits = f"Trong tổng số {words.lower()}"
        yield TableColumn("13", (traits, "Chính sách có công"), f"{name}_merit")
        yield TableColumn("14", (traits, "Không có khả năng lao động"), f"{name}_no_labour")
        yield TableColumn("15", (traits, "Chủ hộ là nữ"), f"{name}_female_head")
        yield TableColumn("16", (people, "Tổng số"), f"{name}_people", Terms("17+18"))
        yield TableColumn("17", (people, "Kinh"), f"{name}_kinh_people")
        yield TableColumn("18", (people, "DTTS"), f"{name}_minority_people")
        yield TableColumn("19", (people, _LOCAL), f"{name}_local_minority_people")
        rate = f"Tỷ lệ {words.lower()} (%)"
        yield TableColumn("20", (rate, "Chung"), f"{name}_rate", Quotient("9", "1"))
        yield TableColumn("21", (rate, "DTTS"), f"{name}_minority_rate", Quotient("11", "3"))
        yield TableColumn("22", (rate, "DTTS tại chỗ"), "", Quotient("12", "4"))

    return columns


def _notes(_ground, _rows):
    yield (
        "Cột 4, 8 và 22 để trống: tệp tổng số hộ không có số hộ, số khẩu dân tộc thiểu số tại chỗ. "
        "Cột 2, 6 là hiệu của tổng số và số dân tộc thiểu số."
    )


R9 = Kind(FORMS["R9"], _by_group, notes=_group_notes)
R12 = Kind(FORMS["R12"], _columns("poor", "Hộ nghèo", "Khẩu nghèo"), notes=_notes)
R13 = Kind(FORMS["R13"], _columns("near_poor", "Hộ cận nghèo", "Khẩu cận nghèo"), notes=_notes)

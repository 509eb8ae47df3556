"""R4 and R6: households deprived of each service; R5 and R7: the same in per cent of their class.

As many indicators as the standard of the review has, under their dimensions.
"""

from itertools import groupby

from households import standards
from households.official_forms import FORMS
from households.tables.building import Kind, unsaid
from households.tables.shapes import Quotient, TableColumn, Terms

_WORDS = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}


def _indicators(ground):
    """(number, (dimension, name)) of each indicator of the standard."""
    found = standards.get(ground.review.standard).indicators
    for dimension, group in groupby(found, key=lambda indicator: str(indicator.dimension)):
        for indicator in group:
            yield indicator.number, (dimension, str(indicator.name))


def _counts(name):
    def columns(ground):
        indicators = list(_indicators(ground))
        numbers = [str(number) for number, _headings in indicators]
        yield TableColumn("C", (f"Tổng số {_WORDS[name]}",), name)
        total = Terms("+".join(numbers))
        printed = f"D={numbers[0]}+…+{numbers[-1]}"
        yield TableColumn("D", ("Tổng số thiếu hụt",), "", total, printed)
        for number, headings in indicators:
            yield TableColumn(str(number), headings, f"{name}_indicator_{number}")

    return columns


def _rates(name):
    def columns(ground):
        yield TableColumn("C", (f"Tổng số {_WORDS[name]}",), name)
        for number, headings in _indicators(ground):
            share = Quotient(str(number), "C", on_basis=True)
            yield TableColumn(str(number), headings, f"{name}_indicator_{number}_share", share)

    return columns


def _unsaid(name):
    def notes(ground, _rows):
        yield from unsaid(ground, name, "indicator", _WORDS[name])

    return notes


def _notes(name):
    def notes(ground, rows):
        yield from _unsaid(name)(ground, rows)
        yield (
            f"Tỷ lệ tính trên tổng số {_WORDS[name]} của đơn vị (không phải trên tổng số hộ dân "
            f"cư); để trống nơi không có {_WORDS[name]}."
        )

    return notes


R4 = Kind(FORMS["R4"], _counts("poor"), notes=_unsaid("poor"))
R5 = Kind(FORMS["R5"], _rates("poor"), notes=_notes("poor"), basis=R4)
R6 = Kind(FORMS["R6"], _counts("near_poor"), notes=_unsaid("near_poor"))
R7 = Kind(FORMS["R7"], _rates("near_poor"), notes=_notes("near_poor"), basis=R6)

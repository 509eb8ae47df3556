"""R10: households of each class by cause. One household may have several."""

from households.choices import Cause
from households.official_forms import FORMS
from households.tables.building import Kind, unsaid
from households.tables.shapes import TableColumn

_CLASSES = (("poor", "Hộ nghèo", "C", 0), ("near_poor", "Hộ cận nghèo", "D", len(Cause)))


def _columns(_ground):
    for name, words, letter, before in _CLASSES:
        yield TableColumn(letter, (words, "Tổng số hộ"), name)
        for cause in Cause:
            headings = (words, "Nguyên nhân nghèo", str(cause.label))
            yield TableColumn(str(before + cause.value), headings, f"{name}_cause_{cause.value}")


def _notes(ground, _rows):
    for name, words, _letter, _before in _CLASSES:
        yield from unsaid(ground, name, "cause", words.lower())
    yield "Một hộ có thể có nhiều nguyên nhân, nên các cột nguyên nhân không cộng thành tổng số hộ."


R10 = Kind(FORMS["R10"], _columns, notes=_notes)

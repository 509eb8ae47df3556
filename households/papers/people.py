"""The households of a commune at a review, in the order in which papers name them."""

from dataclasses import dataclass

from campaign.lib.numbers import integer
from campaign.lib.vietnamese import sort_key
from campaign.papers import committee_of, in_sentence, place_of
from households.choices import PovertyClass, ReviewKind
from households.models import ReviewProgress, Status

# class -> (its heading on papers, in small letters inside a sentence)
CLASSES = {
    PovertyClass.POOR: ("Danh sách hộ nghèo", "hộ nghèo"),
    PovertyClass.NEAR_POOR: ("Danh sách hộ cận nghèo", "hộ cận nghèo"),
    # Those that the list itself names: who left is posted like who stays.
    PovertyClass.NONE: (
        "Danh sách hộ thoát nghèo, thoát cận nghèo",
        "hộ thoát nghèo, thoát cận nghèo",
    ),
}
_TWO_DIGITS = 10
_RELATED = ("review", "unit__province", "unit__district")


@dataclass(frozen=True)
class Group:
    """One class: its heading, its words in a sentence, and its rows."""

    heading: str
    words: str
    rows: list

    @property
    def people(self):
        return sum(row.members or 0 for row in self.rows)

    @property
    def summed(self):
        """ "1.003 hộ, 4.012 nhân khẩu", a number under ten with its zero."""
        count = len(self.rows)
        households = f"{count:02d}" if count < _TWO_DIGITS else integer(count)
        return f"{households} hộ, {integer(self.people)} nhân khẩu"


def progress(pk):
    """The ReviewProgress of a commune. Raises ReviewProgress.DoesNotExist."""
    return ReviewProgress.objects.select_related(*_RELATED).get(pk=pk)


def candidates():
    """(primary key, description) of every commune that has handed in a list."""
    listed = ReviewProgress.objects.exclude(listed_at=None).select_related("review", "unit")
    for found in listed.order_by("-review__as_of", "unit__sort_key", "pk"):
        yield found.pk, str(found)


def groups(review, **place):
    """The Groups of the households at `place` ({"commune": unit} or {"village": unit}), by class,
    then village, then name; a class without any is left out. One query."""
    found = {poverty_class: [] for poverty_class in CLASSES}
    statuses = Status.objects.filter(review=review, **place).select_related("village")
    for status in statuses:
        found[PovertyClass(status.poverty_class)].append(status)
    return [
        Group(*CLASSES[poverty_class], sorted(rows, key=_order))
        for poverty_class, rows in found.items()
        if rows
    ]


def _order(status):
    return status.village.sort_key, sort_key(status.head_name), status.pk


def counted(found):
    """ "3 hộ nghèo, 12 nhân khẩu; 2 hộ cận nghèo, 7 nhân khẩu" of Groups."""
    return "; ".join(
        f"{integer(len(g.rows))} {g.words}, {integer(g.people)} nhân khẩu" for g in found
    )


def nobody(review):
    """What a paper says of a commune without a list."""
    if review.kind in {ReviewKind.ADHOC, ReviewKind.MIDYEAR}:
        return "không có hộ nào thay đổi"
    return "không có hộ nghèo, hộ cận nghèo"


def occasion(review):
    """The review as a sentence names it, in Vietnamese."""
    words = {
        ReviewKind.OPENING: "tổng rà soát đầu kỳ năm {year}",
        ReviewKind.ANNUAL: "rà soát định kỳ năm {year}",
        ReviewKind.ADHOC: "rà soát thường xuyên tháng {month} năm {year}",
        ReviewKind.MIDYEAR: "rà soát giữa năm {year}",
    }
    return words[review.kind].format(year=review.year, month=review.month)


def head(unit):
    """What every paper of a commune has above its title and in its sentences."""
    return {
        "agency": f"Ủy ban nhân dân\n{unit.name}",
        "place": place_of(unit.name),
        "committee": committee_of(unit.name),
        "commune": in_sentence(unit.name),
    }

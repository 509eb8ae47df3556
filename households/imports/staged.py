"""The checked rows between check and confirmation: encrypted JSON beside the batch.

`save` and `parts` are for check and commit; `load` gives pages the same rows with the words of the
interface.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from campaign.models import AdminUnit
from households import citizen_ids
from households.choices import Change, Flag, PoorKind, PovertyClass, Sex, Support, numbers
from households.imports import frames
from households.imports import questions as asking
from households.imports.difference import SOURCES
from households.imports.problems import Problem
from households.models import Household

# Lines of households that are not in the file: a page shows so many, the counts are exact.
_SHOWN = 1000
FIELD_NAMES = {
    "village_id": _("Thôn"),
    "commune_id": _("Xã/phường"),
    "area": _("Khu vực"),
    "poverty_class": _("Phân loại"),
    "code": _("Mã hộ"),
    "head_name": _("Chủ hộ"),
    "head_birth_year": _("Năm sinh"),
    "head_sex": _("Giới tính"),
    "citizen_id_tail": _("Số định danh"),
    "ethnicity": _("Dân tộc"),
    "members": _("Số khẩu"),
    "b1": _("Điểm B1"),
    "b2": _("Điểm B2"),
    "deprivations": _("Chỉ số thiếu hụt"),
    "causes": _("Nguyên nhân"),
    "poor_kind": _("Loại hộ nghèo"),
    "flags": _("Đối tượng"),
    "supports": _("Chính sách hỗ trợ"),
    "children": _("Số trẻ em"),
    "children_uninsured": _("Số trẻ em không có bảo hiểm y tế"),
    "children_malnourished": _("Số trẻ em suy dinh dưỡng"),
    "children_out_of_school": _("Số trẻ em không đi học"),
    "change": _("Diễn biến"),
    "note": _("Ghi chú"),
}
_WORDS = {
    "poverty_class": PovertyClass,
    "poor_kind": PoorKind,
    "head_sex": Sex,
    "change": Change,
    "area": Area,
}
_TICKED = {"flags": Flag, "supports": Support}
_MASKS = {"flags": Flag, "supports": Support}
_FROM_ROSTER = SOURCES | {"citizen_id_tail": "citizen_id"}


def shown(name, value, places):
    """The value of a field in words; `places` are the names of units by id."""
    if value is None or value == "":
        return ""
    if name in _WORDS:
        return str(_WORDS[name](value).label)
    if name.endswith("_id"):
        return places.get(value, "")
    if name in _MASKS:
        return ", ".join(str(_MASKS[name](number).label) for number in numbers(value))
    if name in {"deprivations", "causes"}:
        return ", ".join(map(str, numbers(value)))
    return citizen_ids.masked(value[-4:]) if name == "citizen_id_tail" else str(value)


def save(content):
    """A JSON-able dict as ciphertext for `ImportBatch.staged`."""
    return frames.pack(content)


def parts(batch):
    """The dict that was saved, without the problems; empty when there is none."""
    return frames.Frames(batch.staged).whole()


def front(batch):
    """What the dict says of the list as a whole: questions, samples, counts; no rows."""
    return frames.Frames(batch.staged).front


@dataclass(frozen=True)
class Line:
    """A household as a page shows it; without `sheet` and `row` when the file has it not."""

    head_name: str
    birth_year: int | None
    village: str
    poverty_class: str
    citizen_id: str = ""
    members: int | None = None
    sheet: str = ""
    row: int | None = None
    household_id: int | None = None


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    line: Line
    fields: list


@dataclass(frozen=True)
class Option:
    """One answer: `value` is sent, `kind` is merge, same, split or new, `line` the household."""

    value: object
    kind: str
    line: Line | None


@dataclass(frozen=True)
class Question:
    """Is the row one of `candidates`? Answer with `answer(key: one of values)`.

    `reason` is a sentence, `cause` its code; `answer` what has been answered so far, or None;
    `remembered` says that it was answered for an earlier list.
    """

    key: str
    line: Line
    reason: str
    candidates: list
    answer: object = None
    cause: str = ""
    remembered: bool = False

    @property
    def values(self):
        known = [line.household_id for line in self.candidates]
        return asking.choices(self.cause, known)

    @property
    def options(self):
        lines = {line.household_id: line for line in self.candidates}
        return [
            Option(value, asking.kind(value), lines.get(asking.subject(value)))
            for value in self.values
        ]


class Lines(Sequence):
    """Lines that are made when they are looked at: a page shows fifty of a hundred thousand."""

    def __init__(self, rows, make):
        self.rows, self.make = rows, make

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        found = self.rows[place]
        return [self.make(row) for row in found] if isinstance(place, slice) else self.make(found)


class Problems:
    """All problems of a file, by sheet and row; some thousands of them in memory at a time."""

    def __init__(self, packed):
        self._packed = packed

    def __iter__(self):
        for piece in self._packed.problems():
            for line in piece:
                yield Problem(*line)

    def __bool__(self):
        return any(True for _problem in self)

    def of_sheet(self, sheet):
        """Those of a sheet that have a row."""
        if sheet not in self._begins:
            return
        for piece in self._packed.problems(self._begins[sheet]):
            for line in piece:
                if line[_ROW] and line[_SHEET] == sheet:
                    yield Problem(*line)
            if piece[-1][_ROW] and piece[-1][_SHEET] > sheet:
                return

    @cached_property
    def _begins(self):
        """{sheet: number of the first piece with a row of it}; what has no row comes before."""
        found = {}
        for number, piece in enumerate(self._packed.problems()):
            for line in piece:
                if line[_ROW]:
                    found.setdefault(line[_SHEET], number)
        return found


_SHEET, _ROW = (list(Problem.__dataclass_fields__).index(name) for name in ("sheet", "row"))


class StagedList:
    """What a check found, for the page: counts at once, lines when they are asked for."""

    def __init__(self, batch):
        self.batch = batch
        self._frames = frames.Frames(batch.staged)

    @property
    def content(self):
        """What is said of the list as a whole, as `front`."""
        return self._frames.front

    @property
    def problems(self):
        """Every problem of the file, in the order of its rows; opened anew each time."""
        return Problems(self._frames)

    @property
    def new_count(self):
        return len(self.content.get("new", ()))

    @property
    def known_count(self):
        """Of the new rows of this review, those whose household another review knows."""
        return self.content.get("known", 0)

    @property
    def changed_count(self):
        return len(self.content.get("changed", ()))

    @property
    def unchanged_count(self):
        return self.content.get("unchanged", 0)

    @property
    def removed_count(self):
        return len(self.content.get("removed", ()))

    @property
    def missing_count(self):
        return len(self.content.get("missing", ()))

    @property
    def new(self):
        return Lines(self.content.get("new", ()), self._line)

    @property
    def changed(self):
        return Lines(self.content.get("changed", ()), self._changed)

    @cached_property
    def removed(self):
        """Households that this review has and the file has not."""
        return self._stored([household for _, household in self.content.get("removed", ())])

    @cached_property
    def missing(self):
        """Households of the review before of which the file says nothing."""
        return self._stored(self.content.get("missing", ()))

    @cached_property
    def questions(self):
        asked = self.content.get("questions", ())
        ids = {pk for question in asked for pk in question["candidates"]}
        lines = {line.household_id: line for line in self._stored(ids)}
        return [
            Question(
                question["key"],
                self._line(question["index"]),
                str(asking.REASONS[question["reason"]]),
                [lines[pk] for pk in question["candidates"] if pk in lines],
                question["answer"],
                question["reason"],
                question.get("remembered", False),
            )
            for question in asked
        ]

    @property
    def alike(self):
        """{question key: household id} where a name without its marks can only be one household.

        Open questions about a name typed in plain letters, without an id, and like one household.
        """
        found = {}
        for question in self.content.get("questions", ()):
            is_open = question["reason"] == "spelling" and question["answer"] is None
            if is_open and len(question["candidates"]) == 1:
                values = self._frames.row(question["index"])[0]
                if values["head_name"].isascii() and not values["citizen_id"]:
                    found[question["key"]] = question["candidates"][0]
        return found

    @cached_property
    def _names(self):
        newcomers = {number: name for number, _, name in self.content.get("newcomers", ())}
        known = AdminUnit.objects.filter(pk__in=self.content.get("units", ()))
        return dict(known.values_list("pk", "name")) | newcomers

    def _line(self, index):
        values, sheet, row, household, _before = self._frames.row(index)
        return Line(
            head_name=values["head_name"],
            birth_year=values["birth"],
            village=self._names.get(values["village_id"], ""),
            poverty_class=str(PovertyClass(values["class"]).label),
            citizen_id=citizen_ids.masked(values["citizen_id"][-4:]),
            members=values["members"],
            sheet=sheet,
            row=row,
            household_id=household,
        )

    def _stored(self, ids):
        households = Household.objects.filter(pk__in=list(ids)[:_SHOWN]).select_related("village")
        return [
            Line(
                head_name=household.head_name,
                birth_year=household.head_birth_year,
                village=household.village.name,
                poverty_class="",
                citizen_id=citizen_ids.masked(household.citizen_id_tail),
                household_id=household.pk,
            )
            for household in households.order_by("village__sort_key", "head_name", "pk")
        ]

    def _changed(self, index):
        values, *_rest, before = self._frames.row(index)
        changes = {}
        for part in ("household", "status"):
            for name, old in before.get(part, {}).items():
                if name in FIELD_NAMES:
                    new = values[_FROM_ROSTER[name]]
                    changes[name] = FieldChange(
                        str(FIELD_NAMES[name]), self._shown(name, old), self._shown(name, new)
                    )
        if before.get("members"):
            changes["members"] = FieldChange(str(_("Thành viên")), "", str(_("theo tệp")))
        return Changed(self._line(index), list(changes.values()))

    def _shown(self, name, value):
        return shown(name, value, self._names)


def load(batch):
    """The StagedList of a batch; empty when nothing is staged (refused, ended)."""
    return StagedList(batch)

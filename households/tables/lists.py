"""R14 and R15: the households of a class with their members, as the detailed list (layout L1) has
them. Names of people: for those who may see lists. No citizen ids.

Sex is told by the birth-year column that is filled; communes and villages are rows in the column
of names. What the list of the review does not say (new, relapsed, old) follows from the reviews
before.
"""

from dataclasses import dataclass

from campaign.choices import Level
from households import reviews
from households.choices import Change, Flag, PovertyClass, Sex, Support, numbers
from households.models import Member, Status
from households.official_forms import FORMS, OfficialForm
from households.tables.shapes import TableColumn

# Households and members together: a district has some 25,000.
MOST_LINES = 30_000
# So many households are asked for by their keys, more by the list that they are.
_A_PAGE = 100
_HEAD = "Chủ hộ"
_PERSON = ("Họ, tên chủ hộ và thành viên trong hộ; thôn, bon, buôn, tổ dân phố",)


@dataclass(frozen=True)
class Roll:
    """One kind of list: of the poor or of the near-poor; `words` as its columns call them."""

    form: OfficialForm
    poverty_class: str
    words: str

    @property
    def code(self):
        return self.form.code


R14 = Roll(FORMS["R14"], PovertyClass.POOR, "nghèo")
R15 = Roll(FORMS["R15"], PovertyClass.NEAR_POOR, "cận nghèo")
ROLLS = {roll.code.lower(): roll for roll in (R14, R15)}


@dataclass(frozen=True)
class RollLine:
    """A row: a unit ("unit"), a head of household ("head") or a member ("member"). `marks` are one
    a ticked column; `household` the key of the household, for the way to its page."""

    kind: str
    number: str
    member_number: str
    name: str
    born_male: int | None = None
    born_female: int | None = None
    ethnicity: str = ""
    relation: str = ""
    marks: tuple = ()
    household: int | None = None

    @property
    def values(self):
        """The cells of the row, in the order of `columns`."""
        own = (self.number, self.member_number, self.name, self.born_male, self.born_female)
        return [value or None for value in (*own, self.ethnicity, self.relation, *self.marks)]


_FLAGS = (
    (Flag.MERIT, "Hộ chính sách có công"),
    (Flag.LOCAL_MINORITY, "Hộ dân tộc tại chỗ"),
    (Flag.NO_LABOUR, "Hộ không có khả năng lao động"),
)
_SUPPORTS = {
    Support.HEALTH: "Y tế",
    Support.EDUCATION: "Giáo dục",
    Support.PRODUCTION: "Sản xuất",
    Support.CREDIT: "Vay vốn tín dụng",
    Support.HOUSING: "Nhà ở",
    Support.OTHER: "Khác",
}


def columns(roll):
    """The TableColumns of a list; what is ticked begins with the eighth."""
    headings = [
        ("STT chủ hộ",),
        ("STT thành viên",),
        _PERSON,
        ("Năm sinh", "Nam"),
        ("Năm sinh", "Nữ"),
        ("Dân tộc",),
        ("Quan hệ với chủ hộ",),
        *(("Chia theo", f"Hộ {roll.words} mới"), ("Chia theo", f"Hộ tái {roll.words}")),
        ("Chia theo", f"Hộ {roll.words} cũ"),
        *((words,) for _flag, words in _FLAGS),
        *(("Chính sách hỗ trợ", words) for words in _SUPPORTS.values()),
    ]
    return [TableColumn(str(number), heading) for number, heading in enumerate(headings, start=1)]


def statuses(roll, unit, review):
    """The statuses of a list, by commune, village and name."""
    found = Status.objects.filter(review=review, poverty_class=roll.poverty_class).within(unit)
    return found.select_related("commune", "village", "household").order_by(
        "commune__sort_key",
        "commune",
        "village__sort_key",
        "village",
        "household__head_key",
        "pk",
    )


def length(found):
    """How many lines of people the statuses make; two queries."""
    members = Member.objects.filter(household__in=found.order_by().values("household"))
    return found.count() + members.count()


def lines(roll, unit, review, found, first=1):
    """The RollLines of statuses `found`, in their order, numbered from `first`. A few queries."""
    found = list(found)
    members = {}
    keys = [status.household_id for status in found]
    for member in _members(unit, roll, review, keys):
        members.setdefault(member.household_id, []).append(member)
    earlier = _earlier(roll, review, keys)
    place = (None, None)
    for number, status in enumerate(found, start=first):
        if (status.commune_id, status.village_id) != place:
            if unit.level != Level.COMMUNE and status.commune_id != place[0]:
                yield RollLine("unit", "", "", status.commune.name)
            place = (status.commune_id, status.village_id)
            yield RollLine("unit", "", "", status.village.name)
        yield _head(roll, status, number, earlier.get(status.household_id))
        for member_number, member in enumerate(members.get(status.household_id, ()), start=2):
            yield RollLine(
                "member",
                "",
                str(member_number),
                member.name,
                *_born(member.birth_year, member.sex),
                relation=member.relation,
                household=status.household_id,
            )


def _members(unit, roll, review, keys):
    wanted = Member.objects.order_by("household", "pk")
    if len(keys) <= _A_PAGE:
        return wanted.filter(household__in=keys)
    inside = Status.objects.filter(review=review, poverty_class=roll.poverty_class).within(unit)
    return wanted.filter(household__in=inside.values("household"))


def _born(year, sex):
    """(under men, under women) of a birth year; under neither where the sex is not known."""
    return (year if sex == Sex.MALE else None, year if sex == Sex.FEMALE else None)


def _head(roll, status, number, earlier):
    kinds = (Change.NEW, Change.RELAPSED, Change.OLD)
    change = status.change if status.change in kinds else earlier
    flags, supports = numbers(status.flags), numbers(status.supports)
    marks = [
        *(change == kind for kind in kinds),
        *(flag in flags for flag, _words in _FLAGS),
        *(support in supports for support in _SUPPORTS),
    ]
    return RollLine(
        "head",
        str(number),
        "1",
        status.head_name,
        *_born(status.head_birth_year, status.head_sex),
        ethnicity=status.ethnicity,
        relation=_HEAD,
        marks=tuple("x" if mark else "" for mark in marks),
        household=status.household_id,
    )


def _earlier(roll, review, keys):
    """{household: what the reviews before make of it}: old when it was of the class at the last
    one, relapsed when it was listed earlier and not then, new when never. A household that came
    from the other class is none of these, and without a review before nothing is said."""
    before = reviews.earlier(review)
    if not before:
        return {}
    last = [one.pk for one in before if one.as_of == before[0].as_of]
    listed = Status.objects.listed().filter(review__in=before)
    if len(keys) <= _A_PAGE:
        listed = listed.filter(household__in=keys)
    else:
        here = Status.objects.filter(review=review, poverty_class=roll.poverty_class)
        listed = listed.filter(household__in=here.values("household"))
    then, ever = {}, set()
    for household, one, poverty_class in listed.order_by().values_list(
        "household", "review", "poverty_class"
    ):
        ever.add(household)
        if one in last:
            then[household] = poverty_class
    found = {}
    for key in keys:
        if key not in then:
            found[key] = Change.RELAPSED if key in ever else Change.NEW
        elif then[key] == roll.poverty_class:
            found[key] = Change.OLD
    return found

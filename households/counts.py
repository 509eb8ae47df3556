"""What is counted of the households of a unit at a review: one condition (Q) a code.

The same condition fills the summary, finds the rows behind a printed number and is what the slow
test loop is held against. Codes: `poor`, `near_poor` and `multidim_poor` (both), each alone or with
a trait (`poor_female_head`, `near_poor_indicator_3`, `poor_cause_2`), and with `_people` for the
members instead of the households. What only a table of its own asks for is `apart`: children
(`poor_children_uninsured`) and single ethnic groups (`near_poor_ethnicity_hmong`).
"""

import re
from dataclasses import dataclass
from functools import cache

from django.db.models import Count as CountRows
from django.db.models import F, Q, Sum
from django.db.models.lookups import GreaterThan
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from households import ethnicities, standards
from households.choices import Cause, Flag, PoorKind, PovertyClass, Sex, Support, bits

HOUSEHOLDS, PEOPLE = "households", "people"
# Key in a summary: how many of the units added up come from aggregate tables, not from lists.
ENTERED = "entered"
_UNLISTED = "unlisted"
_POOR, _NEAR_POOR = Q(poverty_class=PovertyClass.POOR), Q(poverty_class=PovertyClass.NEAR_POOR)
# code -> (condition, words for households, words for people)
CLASSES = {
    "poor": (_POOR, _("Hộ nghèo"), _("Khẩu nghèo")),
    "near_poor": (_NEAR_POOR, _("Hộ cận nghèo"), _("Khẩu cận nghèo")),
    "multidim_poor": (
        _POOR | _NEAR_POOR,
        _("Hộ nghèo và hộ cận nghèo"),
        _("Khẩu nghèo và cận nghèo"),
    ),
}
# Both classes together are never stored: they are the sum of the two.
STORED_CLASSES = ("poor", "near_poor")


@dataclass(frozen=True)
class Count:
    """A number of households or of people: `q` selects the statuses of which it is made.

    `weight` is HOUSEHOLDS, PEOPLE, or the field of a status that is summed.
    """

    code: str
    label: str
    q: Q
    weight: str

    @property
    def aggregate(self):
        if self.weight == HOUSEHOLDS:
            return CountRows("pk", filter=self.q)
        field = "members" if self.weight == PEOPLE else self.weight
        return Sum(field, filter=self.q, default=0)


def unlisted(total, numerator=""):
    """Key in a summary: what `total` holds of units whose poor nobody has told (no list, no
    aggregate table); with a `numerator` that is a total itself, of units that do not give that."""
    return "_".join(filter(None, (total, _UNLISTED, numerator)))


def has_bit(field, number):
    """Statuses whose mask `field` holds `number`."""
    return Q(GreaterThan(F(field).bitand(bits(number)), 0))


def traits(standard):
    """code -> (label, condition): what else is said of a household under `standard`."""
    named = {
        "urban": (Area.URBAN.label, Q(area=Area.URBAN)),
        "rural": (Area.RURAL.label, Q(area=Area.RURAL)),
        "male_head": (_("chủ hộ là nam"), Q(head_sex=Sex.MALE)),
        "female_head": (_("chủ hộ là nữ"), Q(head_sex=Sex.FEMALE)),
        "minority": (_("dân tộc thiểu số"), Q(is_minority=True)),
        "kinh": (_("dân tộc Kinh"), Q(is_minority=False)),
    }
    for flag in Flag:
        named[flag.name.lower()] = (flag.label, has_bit("flags", flag))
    # Report R8 prints "khác" as a difference, which overlapping groups make negative: count it.
    named["no_group"] = (
        _("không thuộc nhóm đối tượng nào"),
        Q(is_minority=False) & ~has_bit("flags", Flag.NO_LABOUR) & ~has_bit("flags", Flag.MERIT),
    )
    for indicator in standard.indicators:
        named[f"indicator_{indicator.number}"] = (
            format_lazy(_("thiếu hụt {name}"), name=indicator.name),
            has_bit("deprivations", indicator.number),
        )
    for cause in Cause:
        named[f"cause_{cause.value}"] = (cause.label, has_bit("causes", cause))
    for support in Support:
        named[f"support_{support.value}"] = (support.label, has_bit("supports", support))
    if standard.b1_poor_alone:
        # N1 and N2, the two kinds of poor of 2016-2020 (Quyết định 59/2015/QĐ-TTg).
        for kind in PoorKind:
            named[f"by_{kind.value}"] = (kind.label, Q(poor_kind=kind))
    return named


# What a list may leave out of all its households: end of the codes -> (field, words).
SAID = {
    "indicator": ("deprivations", _("chỉ số thiếu hụt")),
    "cause": ("causes", _("nguyên nhân nghèo")),
}
_OF_MASK = re.compile(rf"(poor|near_poor|multidim_poor)_({'|'.join(SAID)})_\d+(?:_people)?")


def unsaying(standard):
    """{end of SAID: condition} of the households whose empty mask is no answer: the poor always
    have causes and, but for those poor by income alone (2016-2020), deprivations; whoever has
    points of B2 has both."""
    scored = Q(b2__gt=0)
    deprived = scored if standard.b1_poor_alone else scored | _POOR
    return {"indicator": Q(deprivations=0) & deprived, "cause": Q(causes=0) & (scored | _POOR)}


def mask_of(code):
    """(class, end of SAID) of a code that counts a bit of a mask, None of any other."""
    match = _OF_MASK.fullmatch(code)
    return match.groups() if match else None


def unsaid(numbers, name, kind):
    """How many households of class `name` do not say the `kind` of SAID; of near-poor ones also
    those that `settle_silent` found."""
    return numbers.get(f"{name}_no_{kind}", 0) + numbers.get(f"{name}_silent_{kind}", 0)


def settle_silent(whole, parts):
    """Of a commune (`whole` and its villages' `parts`) where no poor household says a kind of SAID
    and no near-poor one has any: the near-poor do not say it either."""
    for kind in SAID:
        poor, near = whole["poor"], whole["near_poor"]
        blank, known = f"near_poor_blank_{kind}", f"near_poor_no_{kind}"
        is_silent = poor and whole[f"poor_no_{kind}"] == poor and whole[blank] == near
        for numbers in (whole, *parts):
            more = numbers.pop(blank, 0) - numbers[known]
            if is_silent and more:
                numbers[f"near_poor_silent_{kind}"] = more


def _of_class(name, condition, households, people, standard):
    yield Count(name, households, condition, HOUSEHOLDS)
    yield Count(f"{name}_people", people, condition, PEOPLE)
    for trait, (label, q) in traits(standard).items():
        both = condition & q
        joined = {"households": households, "people": people, "trait": label}
        yield Count(
            f"{name}_{trait}", format_lazy("{households}: {trait}", **joined), both, HOUSEHOLDS
        )
        yield Count(
            f"{name}_{trait}_people", format_lazy("{people}: {trait}", **joined), both, PEOPLE
        )
    yield Count(
        f"{name}_unsized",
        format_lazy(_("{households}: không ghi số khẩu"), households=households),
        condition & Q(members=None),
        HOUSEHOLDS,
    )
    for kind, q in unsaying(standard).items():
        joined = {"households": households, "what": SAID[kind][1]}
        yield Count(
            f"{name}_no_{kind}",
            format_lazy(_("{households}: không ghi {what}"), **joined),
            condition & q,
            HOUSEHOLDS,
        )


@standards.by_list
def counts(standard_code):
    """code -> Count of everything that is counted under a standard."""
    standard = standards.get(standard_code)
    return {
        count.code: count
        for name, (condition, households, people) in CLASSES.items()
        for count in _of_class(name, condition, households, people, standard)
    }


# The numbers of children that a list may give of a household, by their fields: report R11.
CHILDREN = {
    "children": _("số trẻ em"),
    "children_uninsured": _("số trẻ em không có bảo hiểm y tế"),
    "children_malnourished": _("số trẻ em suy dinh dưỡng"),
    "children_out_of_school": _("số trẻ em không đi học"),
}


def _children(name, condition, words):
    for field, label in CHILDREN.items():
        yield Count(
            f"{name}_{field}",
            format_lazy("{words}: {label}", words=words, label=label),
            condition & Q(**{f"{field}__gt": 0}),
            field,
        )
        yield Count(
            f"{name}_{field}_said",
            format_lazy(_("{words}: có ghi {label}"), words=words, label=label),
            condition & Q(**{f"{field}__isnull": False}),
            HOUSEHOLDS,
        )


def minorities():
    """ethnic group -> (end of its codes, condition): the minorities, and those of no known name."""
    named = [group for group in ethnicities.GROUPS if ethnicities.is_minority(group)]
    found = {
        group: (f"ethnicity_{ethnicities.slug(group)}", Q(is_minority=True, ethnicity=group))
        for group in named
    }
    slug = ethnicities.slug(ethnicities.OTHER)
    found[ethnicities.OTHER] = f"ethnicity_{slug}", Q(is_minority=True) & ~Q(ethnicity__in=named)
    return found


def _groups(name, condition, households, people):
    for group, (ending, q) in minorities().items():
        joined = {"households": households, "people": people, "group": group}
        yield Count(
            f"{name}_{ending}",
            format_lazy(_("{households}: dân tộc {group}"), **joined),
            condition & q,
            HOUSEHOLDS,
        )
        yield Count(
            f"{name}_{ending}_people",
            format_lazy(_("{people}: dân tộc {group}"), **joined),
            condition & q,
            PEOPLE,
        )


@cache
def apart():
    """code -> Count of what single tables ask for and no figures page shows."""
    return {
        count.code: count
        for name, (condition, households, people) in CLASSES.items()
        for count in (
            *_children(name, condition, households),
            *_groups(name, condition, households, people),
        )
    }


@standards.by_list
def known(standard_code):
    """code -> Count of all that has rows behind it: `counts` and what stands `apart`."""
    return counts(standard_code) | apart()


def grouped(statuses, standard_code, by):
    """{value of the field `by`: {code: number}} of both classes, in one query; zeros left out.

    The class is grouped by and not asked again in each of some eighty conditions.
    """
    standard = standards.get(standard_code)
    conditions = {f"_{trait}": q for trait, (_l, q) in traits(standard).items()}
    sums = {"n_unsized": CountRows("pk", filter=Q(members=None))}
    for kind, q in unsaying(standard).items():
        sums[f"n_no_{kind}"] = CountRows("pk", filter=q)
        near_poor = _NEAR_POOR & Q(**{SAID[kind][0]: 0})
        sums[f"n_blank_{kind}"] = CountRows("pk", filter=near_poor)
    for ending, q in {"": None, **conditions}.items():
        sums[f"n{ending}"] = CountRows("pk", filter=q)
        sums[f"n{ending}_people"] = Sum("members", filter=q, default=0)
    found = {}
    for row in statuses.order_by().values(by, "poverty_class").annotate(**sums):
        numbers, name = found.setdefault(row.pop(by), {}), row.pop("poverty_class")
        if name in STORED_CLASSES:
            numbers.update({name + code[1:]: n for code, n in row.items() if n})
    return found


def grouped_apart(statuses, by):
    """{value of the field `by`: {code: number}} of what stands `apart`, in two queries.

    Beside `grouped`: a column for each of 54 groups would be paid for by every household.
    """
    rows = statuses.listed().order_by().values(by, "poverty_class")
    found = {}
    sums = {field: Sum(field) for field in CHILDREN}
    said = {f"{field}_said": CountRows(field) for field in CHILDREN}
    # Named apart from the fields: an annotation of a field's own name is refused.
    named = {f"n_{code}": aggregate for code, aggregate in (sums | said).items()}
    # Most lists say nothing of children; their households need not be added up.
    saying = rows.exclude(**dict.fromkeys(CHILDREN))
    for row in saying.annotate(**named):
        place, name = row.pop(by), row.pop("poverty_class")
        for code, number in row.items():
            _add(found, place, f"{name}_{code.removeprefix('n_')}", number)
    ends = {group: ending for group, (ending, _q) in minorities().items()}
    rows = rows.filter(is_minority=True).values_list(by, "poverty_class", "ethnicity")
    for place, name, group, households, people in rows.annotate(
        n=CountRows("pk"), people=Sum("members")
    ):
        code = f"{name}_{ends.get(group, ends[ethnicities.OTHER])}"
        _add(found, place, code, households)
        _add(found, place, f"{code}_people", people)
    return found


def _add(found, place, code, number):
    if number:
        numbers = found.setdefault(place, {})
        numbers[code] = numbers.get(code, 0) + number


def with_both(numbers):
    """A summary's counts with those of poor and near-poor together added."""
    complete = dict(numbers)
    for code, number in numbers.items():
        for name in STORED_CLASSES:
            if code == name or code.startswith(f"{name}_"):
                both = "multidim_poor" + code.removeprefix(name)
                complete[both] = complete.get(both, 0) + number
                break
    return complete

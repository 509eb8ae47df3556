"""From the tables of a workbook to one Roster of households, with their other members.

What a list says in several ways is brought to one here: a birth year in the Nam or Nữ column, a
class by two ticked columns, by a group row, by the sheet's name or the title.
"""

from functools import cache
from itertools import groupby

from django.utils.translation import gettext_noop

from campaign.lib.workbook.names import ERROR_COLUMN
from households import standards
from households.choices import Cause, PovertyClass, Sex
from households.imports import cleaning, sheets, tables
from households.imports.headings import Layout
from households.imports.problems import ListRefused
from households.imports.roster import Roster, changes, clean_table, flags, mask
from households.sayings import Saying

# The columns of a Roster of households, in the order in which they are staged.
KEYS = (
    "sequence",
    "commune",
    "village",
    "head_name",
    "birth",
    "sex",
    "ethnicity",
    "citizen_id",
) + ("code", "members", "b1", "b2", "class", "deprivations", "causes", "flags", "change", "note")
# Of columns not understood so many are named, each with so many characters at most.
_NAMED, _LONGEST_NAME = 6, 60


@cache
def layout(standard_code):
    return Layout(sheets.household(standard_code), frozenset(("head_name",)))


@cache
def member_layout():
    return Layout(sheets.members(), frozenset(("household_ref", "name", "relation")))


def gather(content, standard_code, file_name, tally):
    """The Roster of all tables in `content`. Raises ListRefused when a needed column is missing."""
    roster = Roster()
    for table in content.tables:
        if not table.rows:
            continue
        columns = layout(standard_code).columns
        if not content.others:  # only a sheet of members refers to it
            columns = [column for column in columns if column.key != "sequence"]
        values = {"sequence": [""] * len(table.rows)} | clean_table(table, columns, tally)
        _bring_together(values, table, standard_code)
        _births(values, table, tally)
        _classes(values, table, file_name, tally)
        _contexts(values, table)
        _tell_columns(table, standard_code, tally)
        roster.extend(table, {key: values[key] for key in KEYS})
    for sheet in content.skipped:
        tally.add("sheet_skipped", place=(sheet, None))
    for sheet in content.hidden:
        tally.add("sheet_hidden", place=(sheet, None))
    return roster


def gather_members(content, roster, tally):
    """{row index of the household: [(name, birth year, sex, relation, citizen id)]}."""
    by_reference = {}
    for key in ("code", "sequence"):  # the sequence number wins over the code
        for index, value in enumerate(roster[key]):
            if value:
                by_reference[value] = index
    found, owners = {}, {}
    for table in content.others:
        values = clean_table(table, sheets.members(), tally)
        lines = zip(*(values[column.key] for column in sheets.members()), strict=True)
        for number, (reference, *person) in zip(table.numbers, lines, strict=True):
            index = by_reference.get(reference)
            place = (table.sheet, number)
            if index is None and reference:
                label = table.heading.labels["household_ref"]
                tally.add("member_without_household", place=place, column=label, value=reference)
            if index is None or not person[0]:
                continue
            name, birth, sex, relation, citizen_id = person
            if citizen_id and citizen_id == roster["citizen_id"][index]:
                continue  # the head, listed among the members
            if citizen_id and owners.setdefault(citizen_id, (index, number))[0] != index:
                label = table.heading.labels.get("citizen_id")
                rows = f"{owners[citizen_id][1]}, {number}"
                tally.add("member_twice", place=place, column=label, rows=rows)
            found.setdefault(index, []).append(
                [name, birth, sex or "", relation or "", citizen_id or ""]
            )
    for index, people in found.items():
        said, count = roster["members"][index], len(people) + 1
        if said and said != count:
            label = roster.label(index, "members")
            place = roster.place(index)
            tally.add("members_differ", place=place, column=label, value=str(said), count=count)
    return found


def _bring_together(values, table, standard_code):
    count = len(table.numbers)
    numbers = [indicator.number for indicator in standards.get(standard_code).indicators]
    for name, prefix, bits in (
        ("deprivations", "dep", numbers),
        ("causes", "cause", [cause.value for cause in Cause]),
    ):
        listed = values.pop(f"{name[:-1]}_list")
        ticked = mask(values, prefix, bits, count)
        values[name] = [t | (n or 0) for t, n in zip(ticked, listed, strict=True)]
    values["flags"] = flags(values, count)
    values["change"] = changes(values, count)
    for key in ("sequence", "code", "note", "ethnicity", "sex", "citizen_id", "commune", "village"):
        if key not in table.heading.positions:
            values[key] = [""] * count
    _note_presence(table.heading.positions)


# A field of a status is "in the file" when any of the columns it is read from is.
_SOURCES = {
    "deprivations": ("deprivation_list", "dep_"),
    "causes": ("cause_list", "cause_"),
    "flags": ("targets", "flag_"),
    "change": ("change", "change_"),
    "sex": ("sex", "sex_male", "birth_male"),
    "birth": ("birth", "birth_male", "birth_female"),
}


def _note_presence(positions):
    for field, sources in _SOURCES.items():
        if field not in positions:
            for key in list(positions):
                if key.startswith(sources):
                    positions.setdefault(field, positions[key])


def _births(values, table, tally):
    """One birth year and one sex, from the Nam and Nữ columns where those are used."""
    positions, labels = table.heading.positions, table.heading.labels
    men, women = values.pop("birth_male"), values.pop("birth_female")
    male, female = values.pop("sex_male"), values.pop("sex_female")
    if "birth_male" in positions or "birth_female" in positions:
        label = labels.get("birth_male") or labels["birth_female"]
        if "birth" not in labels:
            labels["birth"] = label
        values["birth"] = [b or m or w for b, m, w in zip(values["birth"], men, women, strict=True)]
        male = [bool(m) or bool(t) for m, t in zip(men, male, strict=True)]
        female = [bool(w) or bool(t) for w, t in zip(women, female, strict=True)]
        for index, (m, w, birth) in enumerate(zip(men, women, values["birth"], strict=True)):
            place = (table.sheet, table.numbers[index])
            if m and w:
                tally.add("two_birth_columns", place=place, column=label)
            elif birth is None and place not in tally.error_rows:
                tally.add("value_missing", place=place, column=label)
    elif "birth" not in positions:
        raise ListRefused("columns_missing", names=_named(table, "Năm sinh"))
    if any(male) or any(female):
        values["sex"] = [
            s or (Sex.MALE.value if m else Sex.FEMALE.value if f else "")
            for s, m, f in zip(values["sex"], male, female, strict=True)
        ]


def _classes(values, table, file_name, tally):
    """The class of each row: its own column, two ticked columns, a group row, sheet or title."""
    positions, labels = table.heading.positions, table.heading.labels
    poor, near = values.pop("class_poor"), values.pop("class_near")
    if "class" in positions:
        values["class"] = [
            own or context[0] or ""
            for own, context in zip(values["class"], table.contexts, strict=True)
        ]
        return
    if "class_poor" in positions and "class_near" in positions:
        labels["class"] = labels["class_poor"]
        for index, (p, n) in enumerate(zip(poor, near, strict=True)):
            if bool(p) == bool(n):
                code = "class_both" if p else "class_missing"
                place = (table.sheet, table.numbers[index])
                tally.add(code, place=place, column=labels["class_poor"])
        values["class"] = [
            PovertyClass.POOR.value if p else PovertyClass.NEAR_POOR.value if n else ""
            for p, n in zip(poor, near, strict=True)
        ]
        return
    implied = tables.implied_class(table, file_name)
    values["class"] = [context[0] or implied for context in table.contexts]
    if "" in values["class"]:
        raise ListRefused("columns_missing", names=_named(table, "Phân loại"))
    if implied:
        written = PovertyClass(implied)
        tally.add("class_implied", place=(table.sheet, None), written=written)


def _contexts(values, table):
    """Village and commune of rows of their own, for the rows below that have none."""
    for key, part in (("village", 1), ("commune", 2)):
        if table.has_context:
            values[key] = [
                own or context[part] or ""
                for own, context in zip(values[key], table.contexts, strict=True)
            ]


def _tell_columns(table, standard_code, tally):
    """Columns that are missed, not understood, or there twice: one line each for the sheet."""
    place = (table.sheet, None)
    for column in layout(standard_code).columns:
        if column.asked and column.key not in table.heading.positions:
            tally.add("column_absent", place=place, name=column.heading)
    unused = [one for one in table.heading.unused if one[0] != [ERROR_COLUMN]]
    if unused:
        tally.add("column_unused", place=place, names=_in_short(unused))
    headings = layout(standard_code).by_key()
    for key, letter in table.heading.repeated:
        first = table.heading.labels.get(key, ("", ""))[1]
        tally.add(
            "column_twice", place=place, column=("", letter), name=headings[key].heading,
            letter=first,
        )  # fmt: skip


def _in_short(unused):
    """Columns not understood, in one line: those under one parent as one, and a few in all."""
    shown, told = [], 0
    for parent, group in groupby(unused, key=lambda one: one[0][:-1] or one):
        columns = list(group)
        if len(shown) == _NAMED:
            break
        told += len(columns)
        first, last = columns[0], columns[-1]
        text = cleaning.shown(" ".join(first[0] if first is last else parent))
        text = text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME].rstrip() + "…"
        shown.append(f"{text} ({first[1] if first is last else f'{first[1]}–{last[1]}'})")
    names = "; ".join(shown)
    if told == len(unused):
        return names
    text = gettext_noop("%(names)s và %(count)s cột khác")
    return Saying(text, {"names": names, "count": len(unused) - told})


def _named(table, heading):
    sheet = Saying(gettext_noop("trang “%(name)s”"), {"name": table.sheet})
    return [f"{heading} (", sheet, ")"]

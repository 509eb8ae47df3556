"""From the tables of a workbook to one Roster of households, with their other members.

What a list says in several ways is brought to one here: a birth year in the Nam or Nữ column, a
class by two ticked columns, by a group row, by the sheet's name or the title.
"""

from dataclasses import replace
from functools import cache

from households import standards
from households.choices import Cause, PoorKind, PovertyClass, Sex, Support
from households.imports import (
    choosing,
    detailed,
    legends,
    merged,
    minorities,
    remarks,
    sheets,
    tables,
    terms,
    words,
)
from households.imports.headings import Layout
from households.imports.roster import Roster, changes, clean_table, flags, mask

# The columns of a Roster of households, in the order in which they are staged.
KEYS = (
    ("sequence", "commune", "village", "area", "head_name", "birth", "sex", "ethnicity")
    + ("is_minority", "citizen_id", "code", "members", "b1", "b2", "class", "poor_kind")
    + ("deprivations", "causes")
    + ("flags", "supports", "children", "children_uninsured", "children_malnourished")
    + ("children_out_of_school", "change", "note")
)


@standards.by_list
def layout(standard_code):
    return Layout(sheets.household(standard_code), frozenset(("head_name",)))


@cache
def member_layout():
    return Layout(sheets.members(), frozenset(("household_ref", "name", "relation")))


def gather(content, review, file_name, tally, *, classes=None):
    """The Roster of all tables in `content`, told of what is wrong with them.

    `classes` are the poverty classes that a person gave to whole sheets, by sheet name.
    """
    roster, standard_code = Roster(), review.standard
    for table in content.tables:
        if table.heading.missing:
            _miss(table, "head_name", tally)
            remarks.tell(table, layout(standard_code), tally)
            continue
        if not table.rows:
            continue
        heads, others, owners = table, None, []
        if table.detailed:
            heads, others, owners = detailed.part(table, tally)
            heads = table if not owners else heads
        merged.tell(heads, tally)
        columns = layout(standard_code).columns
        if not content.others:  # only a sheet of members refers to it
            columns = [column for column in columns if column.key != "sequence"]
        columns = legends.read_by(columns, heads.heading)
        values = {"sequence": [""] * len(heads.rows)} | clean_table(heads, columns, tally)
        if owners:
            people = _people(others, owners, columns, tally)
            _count_members(values, heads, people, tally)
            for index, listed in people.items():
                roster.people[heads.sheet, heads.numbers[index]] = listed
        _bring_together(values, heads, review, tally)
        _births(values, heads, tally)
        implied = (classes or {}).get(table.sheet) or tables.implied_class(table, file_name)
        _classes(values, heads, standard_code, implied, tally)
        _contexts(values, heads)
        remarks.tell(heads, layout(standard_code), tally)
        heads, values = terms.of_this_standard(heads, values, standard_code, tally)
        roster.extend(heads, {key: values[key] for key in KEYS})
    _tell_sheets(content, tally)
    return roster


def _tell_sheets(content, tally):
    codes = {
        choosing.NO_HEADING: "sheet_skipped",
        choosing.HIDDEN: "sheet_hidden",
        choosing.SUMMARY: "sheet_summary",
    }
    for sheet in content.sheets:
        if sheet.why:
            tally.add(codes[sheet.why], place=(sheet.name, None))
        if sheet.chosen and sheet.conceals:
            tally.add("sheet_conceals", place=(sheet.name, None))
    if not content.tables:
        first = next(sheet.name for sheet in content.sheets if sheet.fits)
        tally.add("sheets_none", place=(first, None))


_OF_PEOPLE = ("head_name", "birth", "birth_male", "birth_female", "sex", "sex_male", "sex_female")


def _people(table, owners, columns, tally):
    """{index of the head: [[name, birth year, sex, relation, citizen id]]} of the others."""
    wanted = (*_OF_PEOPLE, "relation", "citizen_id")
    kept = [
        replace(column, blank=column.blank if column.key == "head_name" else "")
        for column in columns
        if column.key in wanted
    ]
    values = clean_table(table, kept, tally)
    _one_birth_and_sex(values, table, tally)
    people = {}
    rows = zip(*(values[k] for k in ("head_name", "birth", "sex", "relation", "citizen_id")),
               strict=True)  # fmt: skip
    for owner, (name, birth, sex, relation, citizen_id) in zip(owners, rows, strict=True):
        if name:
            person = [name, birth, sex or "", relation or "", citizen_id or ""]
            people.setdefault(owner, []).append(person)
    return people


def _count_members(values, heads, people, tally):
    """How many people a household has, from its rows where no column says it."""
    if "members" in heads.heading.positions:
        return
    label = heads.heading.labels["relation"]
    heads.heading.positions["members"] = heads.heading.positions["relation"]
    heads.heading.labels["members"] = label
    values["members"] = [len(people.get(i, ())) + 1 for i in range(len(heads.rows))]
    for index in range(len(heads.rows)):
        if index not in people:
            tally.add("head_alone", place=(heads.sheet, heads.numbers[index]), column=label)


def gather_members(content, roster, tally):
    """{row index of the household: [[name, birth year, sex, relation, citizen id]]}."""
    by_reference = {}
    for key in ("code", "sequence"):  # the sequence number wins over the code
        for index, value in enumerate(roster[key]):
            if value:
                by_reference[value] = index
    found, owners = {}, {}

    def add(index, person, place, label):
        citizen_id = person[-1]
        if citizen_id and citizen_id == roster["citizen_id"][index]:
            return  # the head, listed among the members
        if citizen_id and owners.setdefault(citizen_id, (index, place[1]))[0] != index:
            rows = f"{owners[citizen_id][1]}, {place[1]}"
            tally.add("member_twice", place=place, column=label, rows=rows)
        found.setdefault(index, []).append(person)

    for table in content.others:
        merged.tell(table, tally)
        columns = legends.read_by(sheets.members(), table.heading)
        values = clean_table(table, columns, tally)
        lines = zip(*(values[column.key] for column in sheets.members()), strict=True)
        label = table.heading.labels.get("citizen_id")
        for number, (reference, *person) in zip(table.numbers, lines, strict=True):
            index = by_reference.get(reference)
            place = (table.sheet, number)
            if index is None and reference:
                said = table.heading.labels["household_ref"]
                tally.add("member_without_household", place=place, column=said, value=reference)
            if index is None or not person[0]:
                continue
            name, birth, sex, relation, citizen_id = person
            add(index, [name, birth, sex or "", relation or "", citizen_id or ""], place, label)
    if roster.people:
        for index, place in enumerate(zip(roster.sheets, roster.numbers, strict=True)):
            for person in roster.people.get(place, ()):
                add(index, person, place, roster.label(index, "citizen_id"))
    for index, people in found.items():
        said, count = roster["members"][index], len(people) + 1
        if said and said != count:
            label = roster.label(index, "members")
            place = roster.place(index)
            tally.add("members_differ", place=place, column=label, value=str(said), count=count)
    return found


def _bring_together(values, table, review, tally):
    count = len(table.numbers)
    numbers = [indicator.number for indicator in standards.get(review.standard).indicators]
    for name, prefix, bits in (
        ("deprivations", "dep", numbers),
        ("causes", "cause", [cause.value for cause in Cause]),
    ):
        listed = values.pop(f"{name[:-1]}_list")
        ticked = mask(values, prefix, bits, count)
        values[name] = [t | (n or 0) for t, n in zip(ticked, listed, strict=True)]
    values["flags"] = flags(values, count)
    values["supports"] = mask(values, "support", [support.value for support in Support], count)
    values["change"] = changes(values, count)
    for key in _TEXTS:
        if key not in table.heading.positions:
            values[key] = [""] * count
    terms.check_days(values.pop("reviewed_on"), table, review, tally)
    minorities.settle(values, table, tally)
    _note_presence(table.heading.positions)


_TEXTS = ("sequence", "code", "note", "ethnicity", "sex", "citizen_id", "commune", "village")
# A field of a status is "in the file" when any of the columns it is read from is.
_SOURCES = {
    "deprivations": ("deprivation_list", "dep_"),
    "causes": ("cause_list", "cause_"),
    "flags": ("targets", "flag_"),
    "supports": ("support_",),
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
    positions = table.heading.positions
    _one_birth_and_sex(values, table, tally)
    if "birth_male" in positions or "birth_female" in positions:
        for index, birth in enumerate(values["birth"]):
            place = (table.sheet, table.numbers[index])
            if birth is None and place not in tally.error_rows:
                tally.add("value_missing", place=place, column=table.heading.labels["birth"])
    elif "birth" not in positions:
        if _OF_EXPORTS.isdisjoint(positions):
            _miss(table, "birth", tally)
        else:
            tally.add("column_absent", place=(table.sheet, None), name="Năm sinh")


_OF_EXPORTS = frozenset(("reviewed_on", "quick_result", "reviewer"))


def _one_birth_and_sex(values, table, tally):
    positions, labels = table.heading.positions, table.heading.labels
    men, women = values.pop("birth_male"), values.pop("birth_female")
    male, female = values.pop("sex_male"), values.pop("sex_female")
    if "birth_male" in positions or "birth_female" in positions:
        label = labels.get("birth_male") or labels["birth_female"]
        labels.setdefault("birth", label)
        values["birth"] = [b or m or w for b, m, w in zip(values["birth"], men, women, strict=True)]
        male = [bool(m) or bool(t) for m, t in zip(men, male, strict=True)]
        female = [bool(w) or bool(t) for w, t in zip(women, female, strict=True)]
        for index, (m, w) in enumerate(zip(men, women, strict=True)):
            if m and w:
                place = (table.sheet, table.numbers[index])
                tally.add("two_birth_columns", place=place, column=label)
    if any(male) or any(female):
        values["sex"] = [
            s or (Sex.MALE.value if m else Sex.FEMALE.value if f else "")
            for s, m, f in zip(values["sex"], male, female, strict=True)
        ]


def _classes(values, table, standard_code, implied, tally):
    """The class of each row: its own column, ticked columns, a group row, sheet or title."""
    positions, labels = table.heading.positions, table.heading.labels
    poor, near = values.pop("class_poor"), values.pop("class_near")
    income, services = values.pop("class_income"), values.pop("class_services")
    values["poor_kind"] = [""] * len(table.rows)
    if "class" in positions:
        _read_kinds(values, table, standard_code)
        values["class"] = [
            own or context[0] or ""
            for own, context in zip(values["class"], table.contexts, strict=True)
        ]
        return
    if positions.keys() & {"class_income", "class_services"}:
        labels.setdefault("class_poor", labels.get("class_income") or labels["class_services"])
        positions["poor_kind"] = positions.get("class_income", positions.get("class_services"))
        values["poor_kind"] = [
            PoorKind.INCOME.value if i else PoorKind.SERVICES.value if s else ""
            for i, s in zip(income, services, strict=True)
        ]
        poor = [p or i or s for p, i, s in zip(poor, income, services, strict=True)]
        positions["class_poor"] = positions["poor_kind"]
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
    values["class"] = [context[0] or implied for context in table.contexts]
    if "" in values["class"]:
        _miss(table, "class", tally)
    elif implied:
        written = PovertyClass(implied)
        tally.add("class_implied", place=(table.sheet, None), written=written)


def _read_kinds(values, table, standard_code):
    """The kind of poor that the words of the class column say, under a standard that has two."""
    if not standards.get(standard_code).b1_poor_alone:
        return
    position = table.heading.positions["class"]
    raw = [row[position] if position < len(row) else None for row in table.rows]
    kinds = {word: words.poor_kind(word) for word in set(raw) if type(word) is str}
    if any(kinds.values()):
        table.heading.positions["poor_kind"] = position
        values["poor_kind"] = [
            kinds.get(word, "") if said == PovertyClass.POOR else ""
            for word, said in zip(raw, values["class"], strict=True)
        ]


def _miss(table, key, tally):
    """Tell that a sheet has no column `key`: a person may say which one it is."""
    table.heading.labels.setdefault(key, ("", ""))
    names = {"head_name": "Họ và tên chủ hộ", "birth": "Năm sinh", "class": "Phân loại"}
    tally.add("columns_missing", place=(table.sheet, None), names=names[key])


def _contexts(values, table):
    """Village and commune of rows of their own, for the rows below that have none."""
    values["area"] = [""] * len(table.rows)
    if table.has_context:
        for key, part in (("village", 1), ("commune", 2), ("area", 3)):
            values[key] = [
                own or context[part] or ""
                for own, context in zip(values[key], table.contexts, strict=True)
            ]

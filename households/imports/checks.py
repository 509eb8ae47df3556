"""What the rows of a list say together: points against class, and the same household twice.

Two rows are one household when their names are spelled alike: a name without its marks finds, it
does not decide.

The person in the file wins, the arithmetic warns: a class that the points contradict is the
commune's legal act (Quyết định 24/2021/QĐ-TTg), so it is kept and both values are shown.
"""

from campaign.choices import Area
from households import standards
from households.choices import PoorKind, PovertyClass
from households.imports.cleaning import person_key, person_spelling

_EVERYTHING = (
    "spelling",
    "birth",
    "village_id",
    "sex",
    "ethnicity",
    "citizen_id",
    "code",
    "members",
    "b1",
) + ("b2", "class", "deprivations", "causes", "flags", "change", "note")

# So many namesakes are not compared two by two.
_CROWD = 100


def run(roster, communes, standard_code, tally):
    """Add `head_key` and `area` to the roster, tell every problem, drop exact repetitions."""
    areas = {pk: str(commune.area) for pk, commune in communes.items()}
    areas[None] = Area.RURAL.value
    names = roster["head_name"]
    for key, fold in (("head_key", person_key), ("spelling", person_spelling)):
        folded = {name: fold(name) for name in set(names)}
        roster.values[key] = list(map(folded.__getitem__, names))
    # A group of its own in the list ("II. Khu vực nông thôn") says more than the commune's kind.
    roster.values["area"] = [
        group or areas[commune]
        for group, commune in zip(roster["area"], roster["commune_id"], strict=True)
    ]
    standard = standards.get(standard_code)
    if not all(indicator.confirmed for indicator in standard.indicators):
        tally.add("standard_unsure", name=standard.name)
    _check_points(roster, standard, tally)
    _check_deprivations(roster, standard, tally)
    _check_children(roster, tally)
    _check_repetitions(roster, tally)
    del roster.values["spelling"]


def _check_points(roster, standard, tally):
    """Points against the class, and of 2016-2020 against the kind of poor."""
    computed = {}
    for index, row in enumerate(roster.rows("area", "b1", "b2", "class")):
        if row not in computed:
            computed[row] = _contradiction(standard, *row)
        found = computed[row]
        if found:
            code, points = found
            written = PovertyClass(row[3])
            tally.add(
                code,
                place=roster.place(index),
                column=roster.label(index, "class"),
                value=str(written.label),
                b1=row[1],
                b2=row[2],
                computed=points,
                written=written,
                area=Area(row[0]),
            )
    if standard.b1_poor_alone and any(roster.values.get("poor_kind", ())):
        _check_poor_kind(roster, standard, tally)


def _contradiction(standard, area, b1, b2, written):
    """(code of the problem, class by points) where points and class differ; else None."""
    points = standard.classify(area, b1, b2)
    if points is None or not written or points == written:
        return None
    # Thông tư 14/2018 let a province score wards with items of the country: of 2016-2020 alone.
    if standard.b1_poor_alone:
        others = [other for other in Area if other != area]
        if any(standard.classify(other, b1, b2) == written for other in others):
            return "points_of_other_area", points
    return "points_differ", points


def _check_poor_kind(roster, standard, tally):
    for index, row in enumerate(roster.rows("area", "b1", "class", "poor_kind")):
        area, b1, written, kind = row
        computed = standard.poor_kind(area, b1)
        if written == PovertyClass.POOR and kind and computed and kind != computed:
            tally.add(
                "poor_kind_differs",
                place=roster.place(index),
                column=roster.label(index, "poor_kind") or roster.label(index, "class"),
                value=str(PoorKind(kind).label),
                b1=b1,
                computed=computed,
                written=PoorKind(kind),
            )


def _check_deprivations(roster, standard, tally):
    """Poor needs three deprivations (of 2016-2020 the poor by services alone), near-poor has
    fewer, and ten points of B2 are one of them."""
    if "deprivations" not in roster.present:
        return
    limit = standard.poor_deprivations
    kinds = roster.values.get("poor_kind") or [""] * len(roster)
    rows = zip(roster.rows("deprivations", "class", "b2"), kinds, strict=True)
    for index, ((mask, written, b2), kind) in enumerate(rows):
        count = mask.bit_count()
        place, label = roster.place(index), roster.label(index, "class")
        must_lack = not standard.b1_poor_alone or kind == PoorKind.SERVICES
        if written == PovertyClass.POOR and must_lack and count < limit:
            tally.add("poor_few_deprivations", place=place, column=label, count=count, limit=limit)
        elif written == PovertyClass.NEAR_POOR and count >= limit:
            code = "near_poor_many_deprivations"
            tally.add(code, place=place, column=label, count=count, limit=limit)
        if standard.has_scoring and b2 is not None and b2 != 10 * count:
            tally.add(
                "b2_other_deprivations",
                place=place,
                column=roster.label(index, "b2"),
                value=str(b2),
                by_points=b2 // 10,
                count=count,
            )


def _check_children(roster, tally):
    """No more children lack something than there are, nor more than the household has people."""
    if "children" not in roster.present:
        return
    parts = ("children_uninsured", "children_malnourished", "children_out_of_school")
    rows = roster.rows("members", "children", *parts)
    for index, (members, children, *lacking) in enumerate(rows):
        if children is None:
            continue
        if max(n or 0 for n in lacking) > children or (members and children > members):
            label = roster.label(index, "children")
            tally.add(
                "children_differ", place=roster.place(index), column=label, value=str(children)
            )


def _check_repetitions(roster, tally):
    """The same citizen id, or the same name, birth year and village, in several rows."""
    gone, told = set(), set()
    by_id = _groups(enumerate(roster["citizen_id"]))
    # The export of the ministry's system has codes in the place of births.
    born = "birth" if "birth" in roster.present else "code"
    people = enumerate(roster.rows("spelling", born, "village_id"))
    by_name = _groups((index, key if all(key) else None) for index, key in people)
    for code, groups in (("citizen_id_twice", by_id), ("household_twice", by_name)):
        for group in groups:
            open_ones = [index for index in group if index not in told and index not in gone]
            indexes = _collapse(roster, open_ones, gone, tally)
            if code == "household_twice":
                indexes = _not_told_apart(roster, indexes, tally)
            if len(indexes) < 2:
                continue
            told.update(indexes)
            _tell(roster, indexes, code, tally)
    roster.without(gone)


def _groups(pairs):
    """Row indexes that share a key, for the keys that several rows share."""
    first_of, found = {}, {}
    for index, key in pairs:
        if key:
            first = first_of.setdefault(key, index)
            if first != index:
                found.setdefault(first, [first]).append(index)
    return list(found.values())


def _collapse(roster, indexes, gone, tally):
    """Leave out rows that repeat an earlier one in everything; return those that differ."""
    first_of, kept = {}, []
    for index in indexes:
        content = tuple(roster[key][index] for key in _EVERYTHING)
        first = first_of.setdefault(content, index)
        if first == index:
            kept.append(index)
        else:
            gone.add(index)
            tally.add("duplicate_collapsed", place=roster.place(index), rows=roster.where([first]))
    return kept


def _not_told_apart(roster, indexes, tally):
    """The rows of namesakes of one village and year that nothing tells from another of them.

    Citizen ids do, and household codes with a warning, as offices give codes out anew.
    """
    ids, codes = ([roster[key][index] for index in indexes] for key in ("citizen_id", "code"))
    if len(indexes) < 2 or _all_differ(ids):
        return []
    alike = []
    if not _all_differ(codes):
        people = list(zip(ids, codes, strict=True))
        crowd = len(people) > _CROWD
        alike = [
            index
            for index, one in zip(indexes, people, strict=True)
            if crowd or sum(not _differ(one, other) for other in people) > 1
        ]
    if not alike:
        for index in indexes:
            tally.add(
                "namesakes",
                place=roster.place(index),
                column=roster.label(index, "head_name"),
                rows=roster.where(indexes),
            )
    return alike


def _all_differ(texts):
    return all(texts) and len(set(texts)) == len(texts)


def _differ(one, other):
    """Whether two (citizen id, code) say two things; what is blank says nothing."""
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


def _tell(roster, indexes, code, tally):
    if len({roster["class"][index] for index in indexes}) > 1:
        code = "class_twice"
    column = {"citizen_id_twice": "citizen_id", "class_twice": "class"}.get(code, "head_name")
    for index in indexes:
        tally.add(
            code,
            place=roster.place(index),
            column=roster.label(index, column),
            rows=roster.where(indexes),
        )

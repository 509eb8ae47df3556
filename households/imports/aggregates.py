"""Aggregate tables of a review of which no list survives: counts of communes, or of districts.

The counts go in at the level at which they are given; sums, rates and movements in the file are
held against them and what differs is told, never mended. A commune that has a list keeps it.
"""

from collections import defaultdict

from campaign.choices import Area, Level
from campaign.lib.numbers import integer
from households.flows import MOVES, listed
from households.imports import aggregate_columns as columns
from households.imports import aggregate_rows, aggregate_sums, storage
from households.imports.problems import ListRefused
from households.models import EnteredCounts

# Counts that are split by the area of the unit when the table, or the commune's kind, says it.
_SPLIT = ("poor", "near_poor", "poor_people", "near_poor_people", "households")


def check(batch, tally):
    """The fields of a batch to set, with `content["aggregates"]`: [[unit id, counts]] to write."""
    places = aggregate_rows.Places.load(batch.unit, batch.review.as_of)
    with storage.opened(batch.stored_name) as path:
        content = aggregate_rows.read(
            path, batch.file_kind, places, tally, file_name=batch.file_name
        )
    seen = {"rows_read": content.count, "tally": tally, "headings": content.headings}
    table = Table(batch, content, tally)
    aggregate_sums.check(table, tally)
    if tally.has_errors:
        return seen
    counts = table.counts()
    if not counts:
        raise ListRefused("no_rows")
    rows = EnteredCounts.objects.filter(review=batch.review_id, unit__in=counts)
    stored = dict(rows.values_list("unit", "counts"))
    aggregate_sums.check_movements(table, counts, stored, tally)
    communes = {pk for pk in counts if table.units[pk].level == Level.COMMUNE}
    having_list = listed([batch.review_id], communes)
    aggregate_sums.check_lists(table, counts, having_list, tally)
    aggregate_sums.check_covered(table, counts, tally)
    counts = {pk: numbers for pk, numbers in counts.items() if pk not in having_list}
    new = [pk for pk in counts if pk not in stored]
    changed = [pk for pk in counts if pk in stored and stored[pk] | counts[pk] != stored[pk]]
    return seen | {
        "created": len(new),
        "updated": len(changed),
        "unchanged": len(counts) - len(new) - len(changed),
        "is_empty": not (new or changed),
        "content": {"aggregates": [[pk, counts[pk]] for pk in (*new, *changed)]},
    }


class Table:
    """The lines of a file as numbers: {(unit id, area): {code: number}}, sums apart."""

    def __init__(self, batch, content, tally):
        self.batch, self.content = batch, content
        # The unit that the sums are of: a commune of its villages, or where nothing smaller is
        # named the district or province whose table it is.
        names_any = any(line.unit for line in content.lines)
        self.own = None if names_any and not self.is_of_commune else batch.unit
        self.units, self.numbers = {}, defaultdict(dict)
        self.origin, self._lines_of = {}, {}
        for line in content.lines:
            self._add(line, tally)
        # A district with communes of its own in the file is a sum of them.
        self.districts = {pk for pk in self.units if self.inside(pk)}
        if not self.units and not tally.has_errors:
            raise ListRefused("no_commune_row" if self.is_of_commune else "no_rows")

    @property
    def is_of_commune(self):
        return self.batch.unit.level == Level.COMMUNE

    def unit_of(self, line):
        """The unit of a line, None for a sum over units of the file."""
        if line.unit is None and not (self.is_of_commune and line.area):
            return self.own
        return line.unit

    def _add(self, line, tally):
        unit = self.unit_of(line)
        if unit is None:
            return
        self.units[unit.pk] = unit
        key = (unit.pk, line.area)
        first = self._lines_of.setdefault((*key, line.table, line.people), line)
        if first is not line:
            rows = f"{first.place[1]}, {line.place[1]}"
            tally.add("unit_twice", place=line.place, name=unit.name, rows=rows)
            return
        for name, number in line.values.items():
            code = columns.code_of(name, line.of_class, people=line.people)
            if code is None:
                continue
            known = self.numbers[key].setdefault(code, number)
            self.origin.setdefault((*key, code), (line, name))
            if known != number:
                tally.add(
                    "table_conflict", place=line.place, column=line.labels[name],
                    value=integer(number), known=integer(known), unit=unit.name,
                )  # fmt: skip

    def inside(self, district):
        """The communes of a district that the file names."""
        return [
            pk
            for pk, unit in self.units.items()
            if unit.level == Level.COMMUNE and unit.district_id == district
        ]

    @property
    def tops(self):
        """The units that the sum of the whole table is made of."""
        below = {pk for district in self.districts for pk in self.inside(district)}
        return [pk for pk in self.units if pk not in below]

    def areas(self, pk):
        """{area or "": numbers} of a unit."""
        return {area: n for (unit, area), n in self.numbers.items() if unit == pk}

    def whole(self, pk):
        """The numbers of a unit over its areas: its own row, else the sum of what each has."""
        areas = self.areas(pk)
        if "" in areas:
            return areas[""]
        shared = set.intersection(*(set(n) for n in areas.values())) if areas else set()
        return {code: sum(n[code] for n in areas.values()) for code in shared}

    def counts(self):
        """{unit id: counts to enter} of the lowest units that the file names, or of its own unit
        when it names none."""
        found = {}
        for pk, unit in self.units.items():
            if pk not in self.districts:
                numbers = self._completed(unit)
                if numbers:
                    found[pk] = numbers
        return found

    def _completed(self, unit):
        numbers = _with_closings(self.whole(unit.pk))
        for prefix in columns.PREFIX.values():
            for ending in ("", "_people"):
                if (gap := gap_of(numbers, prefix, ending)) is not None:
                    numbers[f"{prefix}_gap{ending}"] = gap
        areas = {area: _with_closings(n) for area, n in self.areas(unit.pk).items() if area}
        if not areas and unit.level == Level.COMMUNE:
            areas = {unit.area: numbers}
        for code in _SPLIT if areas else ():
            if all(code in n for n in areas.values()) and code in numbers:
                for area in Area:
                    numbers[split(code, area)] = areas.get(area, {}).get(code, 0)
        return numbers


def _with_closings(numbers):
    """What movements close with is how many there are, where the table does not say it itself."""
    found = dict(numbers)
    for of_class, prefix in columns.PREFIX.items():
        for ending in ("", "_people"):
            closing = numbers.get(f"{prefix}_closing{ending}")
            if closing is not None:
                found.setdefault(f"{of_class}{ending}", closing)
    return found


def split(code, area):
    """The code of a count in one area: "poor_urban_people", "rural_households"."""
    if code == "households":
        return f"{area.value}_households"
    name = code.removesuffix("_people")
    return f"{name}_{area.value}{code[len(name) :]}"


def gap_of(numbers, prefix, ending=""):
    """What the movements leave unexplained: opening and all between against closing. A blank
    column counts as nothing; None without both ends or with nothing between."""
    ends = [numbers.get(f"{prefix}_{end}{ending}") for end in ("opening", "closing")]
    moves = {
        code: move.sign
        for code, move in MOVES.items()
        if code.startswith(f"{prefix}_") and code.endswith("_people") == bool(ending)
    }
    between = {code: sign for code, sign in moves.items() if sign and "_gap" not in code}
    given = [code for code in between if code in numbers]
    # A table that gives no way out of poverty (that of 2016-2020 does not part it) has no identity.
    if None in ends or not any(between[code] < 0 for code in given):
        return None
    return ends[0] + sum(between[code] * numbers[code] for code in given) - ends[1]

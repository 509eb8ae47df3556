"""The rows of an aggregate table: which unit and area each speaks of, and which are sums.

Districts stand over their communes, urban units over rural ones, totals on top or below; a unit
may stand once in each area, and on two lines (households, people).
"""

import re
from dataclasses import dataclass, field

from campaign.choices import Area, Level
from campaign.lib.vietnamese import VILLAGE_WORDS, clean, name_key, prefixes
from campaign.lib.workbook import reading
from campaign.models import AdminUnit
from campaign.unit_names import CommuneIndex
from households.imports import aggregate_columns as columns
from households.imports import aggregate_headings, encodings
from households.imports.cleaning import shown
from households.imports.headings import find
from households.imports.places import hinted
from households.imports.problems import Finding, ListRefused
from households.imports.tables import implied_class

_AREA_GROUP = re.compile(r"(?:[ivx]{1,4} )?(?:khu vuc )?(thanh thi|do thi|nong thon)$")
_TOTALS = ("tong", "cong", "toan ")
_ORDINAL = re.compile(r"^\s*(?:[IVX]+\s*[.)]|\d+(?:\.\d+)*\s*[.)])\s*")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-zĐđ])\)?$|\(?\d{1,2}\)?\s*=.*$")
_ABOVE_COMMUNES = frozenset(("tỉnh", "thành phố", "huyện", "quận", "thị xã"))
_TEXTS = frozenset(("unit", "line", "area", "sequence"))
PEOPLE_LINE = ("nhan khau", "khau", "so khau", "so nhan khau", "nguoi")


@dataclass
class Line:
    """One row. `unit` None is a sum: over the whole table, or over those of its `area`."""

    place: tuple
    unit: AdminUnit | None
    area: str
    people: bool
    values: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    of_class: str = columns.POOR
    table: int = 0


@dataclass
class Content:
    """What a file holds: its lines, how many rows that is, the titles, where headings stand."""

    lines: list = field(default_factory=list)
    count: int = 0
    titles: dict = field(default_factory=dict)
    headings: dict = field(default_factory=dict)


@dataclass
class Places:
    """The units that rows may name on the review's day, by name, and those inside districts."""

    unit: AdminUnit
    found: dict
    index: CommuneIndex

    @classmethod
    def load(cls, unit, day):
        """A constant number of queries."""
        levels = [Level.DISTRICT, Level.COMMUNE]
        units = AdminUnit.objects.within(unit).on(day).filter(level__in=levels)
        units = units | AdminUnit.objects.filter(pk=unit.pk)
        index = CommuneIndex.load(units)
        return cls(unit, units.select_related("district", "province").in_bulk(), index)

    def named(self, text, district, seen):
        """The units that `text` may mean below the row of `district`; `seen` have had their row."""
        units = [self.found[pk] for pk in self.index.find(text) if pk in self.found]
        inside = [u for u in units if district and u.district_id == district.pk]
        units = inside or units
        if len(units) > 1:
            # "Đăk Hà" is a district and its township: the district stands first, and the township
            # below it. Below another district it is the next district.
            words = _ABOVE_COMMUNES.intersection(prefixes(text)[0])
            larger = [u for u in units if u.level != Level.COMMUNE and u.pk not in seen]
            smaller = [u for u in units if u.level == Level.COMMUNE]
            units = (smaller if inside and not words else larger) or smaller or units
        return units


def read(path, kind, places, tally, *, file_name):
    """The Content of every table of a file. Raises UploadRefused, and ListRefused without one."""
    content = Content()
    for number, (sheet, converted, rows) in enumerate(_sheets(path, kind)):
        heading = find(rows, columns.layout())
        keys = set(heading.positions) - _TEXTS - columns.RATES.keys() if heading else set()
        if heading is None or heading.missing or not keys:
            tally.add("table_skipped", place=(sheet, None))
            continue
        title = " ".join(
            clean(cell)
            for _, cells in rows[: heading.first]
            for cell in cells
            if isinstance(cell, str)
        )
        content.headings[sheet], content.titles[sheet] = rows[heading.first][0], title
        walk = _Walk(sheet, heading, places, tally, number)
        walk.of_class = _class_of(heading, _Titled(sheet, title), file_name)
        walk.run(rows[heading.last + 1 :])
        encodings.tell_sheet(sheet, converted, tally)
        aggregate_headings.tell(sheet, heading, walk, tally)
        content.lines += walk.lines
        content.count += walk.count
    if not content.headings:
        raise ListRefused("no_table")
    if not content.lines and not tally.has_errors:
        raise ListRefused("no_commune_row" if "table_village_row" in tally.counts else "no_rows")
    return content


def _sheets(path, kind):
    """(name, {encoding: cells that were in it}, [(row number, cells)]) of every sheet that is not
    hidden and holds anything."""
    found = []
    for event in reading.read(path, kind):
        if type(event) is reading.Row:
            found[-1][1].append(event)
        else:
            found.append((event, []))
    return [
        (sheet.name, sheet.converted, rows) for sheet, rows in found if rows and not sheet.hidden
    ]


@dataclass(frozen=True)
class _Titled:
    """What `implied_class` looks at."""

    sheet: str
    title: str


def _class_of(heading, titled, file_name):
    """Whether movements are those of the poor (R2) or of the near-poor (R3)."""
    keys = heading.positions.keys()
    if keys & {f"{columns.NEAR}_opening", f"{columns.NEAR}_closing", "near_exits"}:
        return columns.NEAR
    if keys & {f"{columns.POOR}_opening", f"{columns.POOR}_closing", "poor_exits"}:
        return columns.POOR
    found = implied_class(titled, file_name)
    return columns.NEAR if found == columns.NEAR else columns.POOR


class _Walk:
    """Down the rows of one sheet, remembering area, district and the unit of a merged name."""

    def __init__(self, sheet, heading, places, tally, number):
        self.sheet, self.heading, self.places, self.tally = sheet, heading, places, tally
        self.number = number
        self.lines, self.count, self.of_class = [], 0, columns.POOR
        self.area, self.district, self.commune = "", None, None
        self.seen, self.last = set(), None
        self.known = columns.layout().by_key()
        # Columns with numbers that nobody reads, by their position.
        self.unread, self.filled = set(), set()
        self._apart = set(heading.positions.values())

    def run(self, rows):
        for number, cells in rows:
            if not self._is_numbering(cells):
                self._row(number, cells)

    def _cell(self, cells, key):
        position = self.heading.positions.get(key)
        return cells[position] if position is not None and position < len(cells) else None

    def _text(self, cells, key):
        value = self._cell(cells, key)
        return clean(value) if isinstance(value, str) else ""

    def _is_numbering(self, cells):
        """The row of letters and numbers, or a formula row, under a heading."""
        texts = [str(cell).strip() for cell in cells if cell is not None and cell != ""]
        lead = self._text(cells, "unit") or self._text(cells, "sequence")
        return len(lead) <= 1 and bool(texts) and all(map(_NUMBERING.match, texts))

    def _row(self, number, cells):
        place = (self.sheet, number)
        line = Line(place, None, self.area, people=False, labels=self.heading.labels,
                    of_class=self.of_class, table=self.number)  # fmt: skip
        kind = name_key(self._text(cells, "line"))
        line.people = kind in PEOPLE_LINE
        name = self._text(cells, "unit") or self._lead(cells)
        if not self._is_named(line, name, cells):
            return
        self._read(line, cells)
        if line.values or line.rates:
            self.count += 1
            self.lines.append(line)

    def _lead(self, cells):
        """A name in a cell merged from the number's column: "Tổng cộng"."""
        text = self._text(cells, "sequence")
        return text if len(text) > 1 and name_key(text).startswith(_TOTALS) else ""

    def _is_named(self, line, name, cells):
        """Settle unit and area of the line; False for a row that is none of the table."""
        key = name_key(_ORDINAL.sub("", name))
        if group := _AREA_GROUP.match(key):
            self.area = Area.RURAL if group[1] == "nong thon" else Area.URBAN
            line.area, self.last = self.area, line
            return True
        if key.startswith(_TOTALS):
            line.area, self.last = "", line
            self.area = ""
            return True
        if not name:
            if self.last is None or not line.people:
                return False
            line.unit, line.area = self.last.unit, self.last.area
            return True
        if self._holds_numbers(cells) or self.places.index.find(name):  # else note or signature
            line.unit = self._unit(name, line.place)
        if line.unit is None:
            self.last = None  # its line of people is nobody's either
            return False
        self._settle(line, cells)
        return True

    def _settle(self, line, cells):
        own = name_key(self._text(cells, "area")).removeprefix("khu vuc ")
        if own:
            line.area = Area.RURAL if own == "nong thon" else Area.URBAN
        if line.unit.pk == self.places.unit.pk and line.unit.level != Level.COMMUNE:
            line.unit = None  # the row of the file's own unit is the sum of all
        elif line.unit.level == Level.DISTRICT:
            self.district = line.unit
        self.commune = line.unit if line.unit and line.unit.level == Level.COMMUNE else None
        if line.unit:
            self.seen.add(line.unit.pk)
        self.last = line

    def _holds_numbers(self, cells):
        for key in self.heading.positions.keys() - _TEXTS:
            raw = self._cell(cells, key)
            text = isinstance(raw, str) and not any(map(str.isdigit, raw))
            if raw is not None and raw != "" and not text:
                return True
        return False

    def _unit(self, name, place):
        bare = _ORDINAL.sub("", name)
        found = self.places.named(bare, self.district, self.seen)
        where = {"place": place, "column": self.heading.labels["unit"], "value": shown(name)}
        if self._is_village(bare):
            self.tally.add("table_village_row", **where)
            return None
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(f"{u.name}, {u.district or u.province}" for u in found)
            self.tally.add("commune_ambiguous", names=names, **where)
        elif self.places.unit.level == Level.COMMUNE:
            self.tally.add("table_village_row", **where)
        else:
            hint = hinted(self.places.index.suggest(bare))
            self.tally.add("commune_unknown", unit=self.places.unit.name, hint=hint, **where)
        return None

    def _is_village(self, name):
        """Whether a row says by its words that it is of a village of the commune above it."""
        words = set(prefixes(name)[0])
        return self.commune is not None and bool(words) and words <= VILLAGE_WORDS

    def _read(self, line, cells):
        for position, raw in enumerate(cells):
            if position not in self._apart and columns.is_number(raw):
                self.unread.add(position)
        for key in self.heading.positions:
            if key in _TEXTS:
                continue
            raw = self._cell(cells, key)
            if raw is None or raw == "":
                continue
            value = columns.clean(self.known[key], raw)
            if type(value) is Finding:
                label = self.heading.labels[key]
                self.tally.add(value.code, place=line.place, column=label, value=shown(raw),
                               **value.params)  # fmt: skip
            elif value is not None:
                self.filled.add(key)
                (line.rates if key in columns.RATES else line.values)[key] = value

    @property
    def has_exits(self):
        """Whether the sheet counts those who left poverty, to wherever."""
        return "poor_exits" in self.filled

    @property
    def placeless(self):
        """Keys of columns with numbers that are understood, but that no summary has a place for."""
        checked = columns.RATES.keys() | {"multidim_poor", "poor_exits"}
        return [
            key
            for key in self.heading.positions
            if key in self.filled - checked
            and columns.code_of(key, self.of_class, people=False) is None
        ]

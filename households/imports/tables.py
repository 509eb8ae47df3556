"""The tables of a workbook: in each sheet the heading, and of the rows below those that count.

Left out: rows of column letters or numbers, repeated headings, totals, the signature block, notes,
rows that hold nothing but a number. Kept as context for the rows below: the name of a village or
commune, or a class ("I. Hộ nghèo"), on a row of its own.
"""

import re
from dataclasses import dataclass, field

from campaign.choices import Area
from campaign.lib.numbers import integer
from campaign.lib.vietnamese import VILLAGE_WORDS, clean, name_key, prefixes
from campaign.lib.workbook import reading
from campaign.lib.workbook.names import ERROR_COLUMN, LIST_SHEET, SUMMARY_SHEET
from households.imports import choosing, merged, words
from households.imports.headings import find, fold, letter
from households.imports.problems import Finding, ListRefused

MAX_ROWS = 100_000
# Sheets that we write ourselves into an annotated copy or a template.
GUIDE_SHEET = "Hướng dẫn"
_OWN_SHEETS = frozenset(map(name_key, (SUMMARY_SHEET, LIST_SHEET, GUIDE_SHEET)))
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-zĐđ])\)?$|\(?\d{1,2}\)?\s*=[\d\s()/*+\-x=]+$")
_ROMAN = re.compile(r"[IVX]+\.?$")
_ORDINAL = re.compile(r"^\s*(?:(?:[IVX]+|[A-Z]|\d+(?:\.\d+)*)\s*[.)/]|[IVX]+\s)\s*")
_TOTALS = ("tổng", "cộng", "toàn xã", "toàn phường", "toàn huyện", "toàn tỉnh")
_CLOSING = re.compile(
    r"(?:nguoi lap|nguoi tong hop|nguoi dieu tra|tm|kt|tl|tuq|chu tich|pho chu tich|noi nhan|"
    r"xac nhan|thu truong|can bo|cong chuc|ghi chu|luu y|uy ban nhan dan|dai dien|truong thon|"
    r"truong ban|ky ten|ky ghi ro|danh sach nay|bao cao|ban chi dao|giam doc|truong phong)\b"
    r"|(?:.{0,40}\b)?ngay\b.{0,12}\bthang\b.{0,12}\bnam\b"
)
_AREA_GROUP = re.compile(r"khu vuc (thanh thi|nong thon|do thi)")
_COMMUNE_WORDS = frozenset(("xã", "phường", "thị trấn", "đặc khu"))
_ABOVE_WORDS = frozenset(("huyện", "quận", "thị xã", "thành phố", "tỉnh"))
# "Thôn 1 (12 hộ, 40 khẩu)", "Thôn 1: 12 hộ" name the village all the same.
_COUNTED = re.compile(r"\s*(?:\([^)]*\)?|[:;-]\s*\d+\s*(?:hộ|khẩu|người)\b.*)$", re.IGNORECASE)
_FEW = 3
_SHOWN = 20
# (class, village, commune, area, where the village stands, where the commune stands)
NO_CONTEXT = (None, None, None, None, None, None)
# What only a row of a person has; numbers below a year may be the counts of a group.
_OF_PERSONS = ("birth", "birth_male", "birth_female", "relation", "ethnicity", "citizen_id", "sex")
_FIRST_YEAR = 1900


@dataclass
class Table:
    """One sheet: `rows` are lists of cells, `numbers` their row numbers.

    `contexts` holds for each row what rows of their own above it said, as NO_CONTEXT; where a name
    stands is (row, letter). `detailed`: the members of each household stand under its head.
    """

    sheet: str
    heading: object
    title: str
    numbers: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    contexts: list = field(default_factory=list)
    # The row in which the heading begins, as the spreadsheet numbers it.
    heading_row: int = 1
    detailed: bool = False
    # The first rows, which show what a column holds that nobody knows.
    sample: list = field(default_factory=list)
    # Merged cells of which nobody can tell what they mean, see `merged`.
    doubts: list = field(default_factory=list)

    @property
    def has_context(self):
        return any(context != NO_CONTEXT for context in self.contexts)


@dataclass
class Content:
    """What a workbook holds: tables by the layout that fitted, and every sheet with its fate."""

    tables: list = field(default_factory=list)
    others: list = field(default_factory=list)
    # Sheet of `choosing` by name, in the order of the file.
    sheets: list = field(default_factory=list)
    # {sheet: {encoding: cells that were in it}}, see `reading.Sheet`.
    converted: dict = field(default_factory=dict)


def read(path, kind, layout, other=None, *, chosen=None, rulings=None, place_of=None, beat=None):
    """The Content of a file: tables of `layout`, and of `other` (members) where that fits better.

    `chosen` are the names of the sheets to be read (None: those that `choosing` takes), `rulings`
    what headings were said to mean, `place_of(text)` says whether a text is a "commune" or a
    "village". `beat(done)` is called as rows arrive. Raises UploadRefused, and ListRefused when
    no sheet has a heading.
    """
    content, found = Content(), []
    for sheet, rows in _sheets(path, kind, beat):
        if not rows or name_key(sheet.name) in _OWN_SHEETS:
            continue
        second = find(rows, other, rulings) if other else None
        heading = find(rows, layout, rulings)
        seen = choosing.seen(sheet, rows, heading, second)
        content.sheets.append(seen)
        content.converted[sheet.name] = sheet.converted
        if seen.fits:
            found.append((seen, rows, heading, second, sheet.merged))
    choosing.settle(content.sheets, chosen)
    if not any(seen.fits != choosing.MEMBERS for seen, *_rest in found):
        names = ", ".join(c.heading for c in layout.columns if c.required)
        raise ListRefused("no_heading", names=names)
    for seen, rows, heading, second, areas in found:
        if not seen.chosen:
            continue
        if seen.fits == choosing.MEMBERS:
            table = _table(seen, rows, second, "name", place_of)
            merged.fill(table, areas, other.columns)
            content.others.append(table)
        else:
            mark = "head_name" if layout.of_people else "households"
            table = _table(seen, rows, heading, mark, place_of)
            merged.fill(table, areas, layout.columns)
            content.tables.append(table)
    if sum(len(table.rows) for table in content.tables) > MAX_ROWS:
        raise ListRefused("too_many_rows", limit=integer(MAX_ROWS))
    whole = [table for table in content.tables if not table.heading.missing]
    if whole and not any(table.rows for table in whole):
        raise ListRefused("no_rows")
    return content


def _sheets(path, kind, beat):
    """(Sheet, [(row number, cells)]) of every sheet."""
    sheet, rows, done = None, [], 0
    for event in reading.read(path, kind, max_rows=MAX_ROWS):
        if type(event) is reading.Row:
            rows.append(event)
            done += 1
            if beat and done % 5000 == 0:
                beat(done)
        else:
            if sheet:
                yield sheet, rows
            sheet, rows = event, []
    if sheet:
        yield sheet, rows


def _table(seen, rows, heading, mark, place_of):
    title = " ".join(
        clean(cell) for _, cells in rows[: heading.first] for cell in cells if isinstance(cell, str)
    )
    number = rows[heading.first][0]
    detailed = seen.fits == choosing.DETAILED
    table = Table(seen.name, heading, title, heading_row=number, detailed=detailed)
    if mark not in heading.positions:
        # Until somebody says which column it is.
        table.sample = [cells for _, cells in rows[heading.last + 1 :][:_SHOWN]]
        return table
    sorter = _Sorter(heading, mark, place_of, detailed=detailed)
    who, anchor = heading.positions[mark], sorter.anchor
    own = _own_column(heading)
    numbers, rows_kept, context = table.numbers, table.rows, sorter.context
    changes = [(0, context)]
    for number, cells in rows[heading.last + 1 :]:
        width = len(cells)
        if own is not None and own < width:
            cells[own] = None
        if (
            who < width
            and anchor < width
            and type(cells[who]) is str
            and cells[anchor] is not None
            and cells[who] not in sorter.heading_texts
            and len(cells[who]) > _FEW
        ) or sorter.counts(cells, number):
            numbers.append(number)
            rows_kept.append(cells)
            if sorter.context is not context:
                changes.append((len(numbers) - 1, sorter.context))
                context = sorter.context
    table.contexts = _spread(changes, len(numbers))
    table.sample = rows_kept[:_SHOWN]
    return table


def _spread(changes, count):
    """The context of each row, from [(first row, context)]."""
    contexts = []
    for (start, context), (end, _) in zip(changes, [*changes[1:], (count, None)], strict=True):
        contexts += [context] * (end - start)
    return contexts


def _own_column(heading):
    """Where an annotated copy of ours has its sentences; they are no data."""
    for row in heading.cells:
        if ERROR_COLUMN in row:
            return row.index(ERROR_COLUMN)
    return None


class _Sorter:
    """Tells the rows that count from those around them, and remembers the context."""

    def __init__(self, heading, mark, place_of=None, *, detailed=False):
        self.positions = heading.positions
        self.who = heading.positions[mark]
        self.of_people = mark != "households"
        self.place_of = place_of
        self.detailed = detailed
        wanted = ("birth", "village", "class", "household_ref", "commune", "citizen_id")
        wanted = ("relation", *wanted, "birth_male", "ethnicity") if detailed else wanted
        others = [self.positions[key] for key in wanted if key in self.positions]
        self.anchor = next((position for position in others if position != self.who), self.who)
        self.of_persons = [p for key in _OF_PERSONS if (p := self.positions.get(key)) is not None]
        self.blocks = [[fold(text) for text in row] for row in heading.cells]
        self.heading_texts = {text for row in heading.cells for text in row if text}
        self.context = NO_CONTEXT
        self.closed = False
        self.number = 0

    def counts(self, cells, number):
        """Whether a row that is not plainly a row of the list is one all the same."""
        self.number = number
        filled = {p: clean(str(c)) for p, c in enumerate(cells) if c is not None and c != ""}
        filled = {position: text for position, text in filled.items() if text}
        return not self._is_blank(filled) and not self._is_around(filled)

    def _is_blank(self, filled):
        """Nothing, the number of an empty line, the heading again, or its row of numbers."""
        if not filled:
            return True
        if set(filled) == {self.positions.get("sequence")}:
            # A row merged over the whole width has its text here: "Thôn 1".
            return not any(len(text) > _FEW and " " in text for text in filled.values())
        return self._is_heading(filled) or all(map(_NUMBERING.match, filled.values()))

    def _is_around(self, filled):
        """A total, a signature, a note, or a context; the latter is remembered."""
        named = [text for text in filled.values() if any(map(str.isalpha, text))]
        lead = max(named[:2], key=len) if named else ""
        person = self.of_people and self.who in filled and self._is_person(filled)
        if lead.lower().startswith(_TOTALS) and not person:
            return True
        if _CLOSING.match(name_key(lead)) and not person:
            self.closed = True
            return True
        if self.closed and len(filled) <= _FEW:
            return True
        alone = len(filled) < _FEW or (not person and len(_spoken(named)) == 1)
        if self.of_people and alone:
            place = next((p for p, text in filled.items() if text == lead), 0)
            if self._is_context(lead, (self.number, letter(place))):
                return True
            if self.detailed and not person and self._is_bare_name(filled, place):
                # Of a member more is written: this is a village that nobody knows by this name,
                # asked about rather than taken for a member of the household above.
                self._enter("village", _plain(lead), (self.number, letter(place)))
                return True
        self.closed = False
        return False

    def _is_bare_name(self, filled, place):
        """A name and nothing else but numbering by letters, and counts."""
        number = filled.get(self.positions.get("sequence"), "")
        return place == self.who and not number[:1].isdigit()

    def _is_person(self, filled):
        if self.anchor != self.who and self.anchor in filled:
            return True
        texts = [filled[position] for position in self.of_persons if position in filled]
        return any(not text.isdigit() or int(text[:9]) >= _FIRST_YEAR for text in texts)

    def _is_heading(self, filled):
        for row in self.blocks:
            same = sum(
                p < len(row) and row[p] != "" and fold(text) == row[p] for p, text in filled.items()
            )
            if same and same >= min(_FEW, len(filled)) and same * 2 >= len(filled):
                return True
        return False

    def _is_context(self, lead, place):
        text = _plain(lead)
        area = _AREA_GROUP.match(name_key(text))
        if area:
            kind = Area.RURAL if area[1] == "nong thon" else Area.URBAN
            self.context = (self.context[0], None, None, kind.value, None, None)
            return True
        found = words.poverty_class(text)
        if found and type(found) is not Finding:
            self.context = (found, *self.context[1:])
            return True
        kinds = prefixes(text)[0]
        if kinds and kinds[0] in _COMMUNE_WORDS:
            self._enter("commune", text, place)
        elif VILLAGE_WORDS.intersection(kinds):
            self._enter("village", text, place)
        elif _ABOVE_WORDS.intersection(kinds):
            self._enter("commune", None, None)
        else:
            kind = self.place_of(text) if self.place_of and text else None
            if kind:
                self._enter(kind, text, place)
            return bool(kind)
        return True

    def _enter(self, level, name, place):
        said, _village, commune, area, _place, commune_place = self.context
        if level == "commune":
            self.context = (said, None, name, area, None, place)
        else:
            self.context = (said, name, commune, area, place, commune_place)


def _plain(lead):
    """The name on a row of its own, without the number before it and the count behind."""
    return _COUNTED.sub("", _ORDINAL.sub("", lead)).strip(" :.-")


def _spoken(named):
    """Texts that say something: no numbering in letters."""
    return [text for text in named if not _NUMBERING.match(text) and not _ROMAN.match(text)]


def implied_class(table, file_name):
    """The class that sheet name, title or file name give to every row, or ""."""
    named = words.poverty_class(table.sheet)
    if named and type(named) is not Finding:
        return named
    for text in (table.sheet, table.title, file_name):
        key = f" {name_key(text)} "
        near = " can ngheo " in key
        poor = " ngheo " in key.replace(" can ngheo ", " ").replace(" giam ngheo ", " ")
        if near != poor:
            return "near_poor" if near else "poor"
    return ""

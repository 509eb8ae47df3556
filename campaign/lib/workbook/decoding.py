"""Cells in an old encoding become Unicode, each by its font and its characters.

A text that holds a letter only Unicode has stays as it is, whatever its font. Of the others some
make Vietnamese syllables only in one encoding; those count as seen. A text that is possible both
ways ("Tó" is Tó, or Tú in TCVN3) goes with the nearest seen above and below it in its column, among
cells of the same kind of font; without a font that says so, nothing is converted on the word of a
single doubtful cell. Rows come in pieces of some hundred, and what was seen is remembered.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from campaign.lib.legacy_encodings import (
    MOJIBAKE,
    TCVN3,
    TCVN3_CAPITALS,
    VNI,
    decode,
    decode_word,
    repair,
)
from campaign.lib.syllables import NOT_ONE, SYLLABLE, rank

_UNICODE = "unicode"
_ENCODINGS = (TCVN3, VNI)
_ENOUGH_SYLLABLES = 3
_OF_ITS_OWN = 2
_TO_ONE_IN_UNICODE = 4
# The letters of Vietnamese that no old font has, and marks on their own, as Windows-1258 has them;
# mojibake by way of that code page has some.
_ONLY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]")
_MAYBE_BROKEN = re.compile("[a-z][ÃĂ]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_SYMBOLS = frozenset("×÷½¼¾·º°²³»®©µ¡¿")
# ASCII and the letters that Vietnamese in Unicode has among the first 256 characters, and the
# no-break space, which is anywhere: a piece of rows without any others needs no look.
_ORDINARY = bytes(range(128)) + "\u00a0ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý".encode("latin-1")


def looks_old(text):
    """Whether `text` has any Latin-1 character that Vietnamese in Unicode does without; fast."""
    return bool(text.encode("latin-1", "ignore").translate(None, _ORDINARY))


class Reading(NamedTuple):
    """A text in one encoding: `gain` over the text as it stands, `syllables` that only now are."""

    encoding: str
    text: str
    gain: int
    syllables: int


class Verdict(NamedTuple):
    """`seen`: the encoding that the text is in beyond doubt; `readings`: those it could be in."""

    seen: str | None
    readings: tuple = ()
    strong: bool = False


@lru_cache(maxsize=8192)
def judge(text, font=None):
    """The Verdict on a text that is not all ASCII; `font` is the encoding that its font draws."""
    mended = repair(text) if looks_old(text) or _MAYBE_BROKEN.search(text) else text
    if mended != text:
        return Verdict(MOJIBAKE, (Reading(MOJIBAKE, mended, 1, 1),), True)
    if _ONLY_UNICODE.search(text):
        return Verdict(_UNICODE)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    readings = [_read(text, words, encoding, font) for encoding in _candidates(font)]
    readings = sorted(filter(None, readings), key=lambda r: (-r.gain, -r.syllables))
    if not readings or readings[0].gain < 0:
        known = any(len(word) > 1 and rank(word) == SYLLABLE for word in words)
        return Verdict(_UNICODE if known else None)
    best = readings[0]
    if best.gain == 0:
        return Verdict(None, tuple(r for r in readings if r.gain == 0))
    rivals = [r for r in readings if r.gain == best.gain]
    if len(rivals) > 1 and not (font and best.encoding == font):
        return Verdict(None, tuple(rivals))
    return Verdict(best.encoding, (best,), best.syllables >= _OF_ITS_OWN)


def _candidates(font):
    """The encodings to try, that of the font first: of equals the first wins."""
    return sorted(_ENCODINGS if font != TCVN3_CAPITALS else (font, VNI), key=lambda e: e != font)


def _read(text, words, encoding, font):
    """The Reading of `text`, or None where that changes nothing or spoils a syllable."""
    gain = syllables = 0
    for word in words:
        found = decode_word(word, encoding)
        if len(word) > 1 and found != word:
            before, after = rank(word), rank(found)
            if before != NOT_ONE and after == NOT_ONE:
                return None
            gain += after - before
            syllables += before != SYLLABLE and after == SYLLABLE
    found = convert(text, encoding, by_font=font == encoding)
    return Reading(encoding, found, gain, syllables) if found != text else None


def convert(text, encoding, *, by_font=True):
    """`text` from `encoding`; without a font that draws them as letters, lone signs stay signs."""
    whole = decode(text, encoding)
    if by_font or whole == text:
        return whole
    found = _WORD.sub(
        lambda word: word[0] if word[0] in _SYMBOLS else decode_word(word[0], encoding), text
    )
    return found.upper() if whole.isupper() else found


@dataclass(slots=True)
class _Cell:
    """`seen`: _UNICODE, or the encoding that the text is in for sure, here."""

    row: list
    number: int
    text: str
    verdict: Verdict
    seen: str | None = None


class Decoder:
    """Converts the rows of one sheet, piece by piece; `counts`: {encoding: cells converted}."""

    def __init__(self, fonts=None):
        """`fonts`: a `fonts.SheetFonts`, or None where no font of the workbook is an old one."""
        self.fonts = fonts
        self.counts = Counter()
        self.syllables = Counter()
        self.known = set()
        self.above = {}
        self.totals = {}

    def concerns(self, text):
        """Whether the rows whose cells are written one after the other in `text` need a look."""
        return bool(self.fonts or self.known) or looks_old(text)

    def convert(self, first, rows):
        """Convert cells of `rows` in place; the first of them is the row `first` of the sheet."""
        columns = {}
        capitals = self.fonts is not None and self.fonts.capitals
        for number, row in enumerate(rows, first):
            for column, text in enumerate(row):
                if text.__class__ is not str or (not capitals and text.isascii()):
                    continue
                font = self.fonts.of(number, column) if self.fonts else None
                if not text.isascii() or font == TCVN3_CAPITALS:
                    cell = _Cell(row, number, text, self._judge(text, font, number, column))
                    columns.setdefault((column, font), []).append(cell)
        self._count_evidence(columns)
        beside = {}
        for (_, font), cells in columns.items():
            for cell in cells:
                cell.seen = self._accepted(cell.verdict, font)
                if cell.seen:
                    beside.setdefault((cell.number, font), set()).add(cell.seen)
        for key, cells in columns.items():
            self._convert_column(key, cells, beside)

    def _judge(self, text, font, number, column):
        if text.isascii():
            return Verdict(None)
        runs = self.fonts.runs(number, column) if self.fonts else None
        if runs and "".join(part for part, _ in runs) == text:
            return _judge_runs(text, runs)
        return judge(text, font)

    def _count_evidence(self, columns):
        """What the texts of this piece say for each encoding, each text once."""
        distinct = {
            (cell.text, cell.verdict)
            for cells in columns.values()
            for cell in cells
            if cell.verdict.seen in _READ_BY
        }
        for _, verdict in distinct:
            self.syllables[_READ_BY[verdict.seen]] += verdict.readings[0].syllables
        self.known |= {e for e, count in self.syllables.items() if count >= _ENOUGH_SYLLABLES}

    def _convert_column(self, key, cells, beside):
        column, font = key
        totals = self.totals.setdefault(key, Counter())
        for cell in cells:
            # Headings and titles stand above the first row in an old encoding and say nothing.
            if cell.seen and (totals or cell.seen != _UNICODE):
                totals[cell.seen] += 1
        above = self.above.get(key)
        for cell, under in zip(cells, _nearest_below(cells), strict=True):
            above = cell.seen or above
            row = beside.get((cell.number, font), set())
            what = cell.seen or self._doubtful(cell.verdict, font, (above, under), row, totals)
            found = next(
                (r.text for r in cell.verdict.readings if _READ_BY[r.encoding] == what), None
            )
            if found is not None:
                cell.row[column] = found
                self.counts[what] += 1
            elif font == TCVN3_CAPITALS and cell.text.isascii():
                cell.row[column] = cell.text.upper()
        self.above[key] = above

    def _accepted(self, verdict, font):
        """_UNICODE, or the encoding that a text is in for sure, in this sheet."""
        if verdict.seen in (None, _UNICODE, MOJIBAKE):
            return verdict.seen
        encoding = _READ_BY[verdict.seen]
        sure = verdict.strong or encoding in self.known or _READ_BY.get(font) == encoding
        return encoding if sure else None

    def _doubtful(self, verdict, font, around, beside, totals):
        """What a text that is possible in several ways is taken for: an encoding or None.

        `around`: what is seen above and below it; `beside`: in its row; `totals`: in its column.
        """
        drawn = _READ_BY.get(font)
        near = set(around) - {None, MOJIBAKE}
        row = next(iter(beside)) if len(beside) == 1 else None
        if len(near) == 1 and (around[0] == around[1] or row in (None, *near)):
            (choice,) = near
        elif near:
            choice = row or (totals.most_common(1)[0][0] if font and totals else None)
        else:
            choice = row or drawn
        if choice not in [_READ_BY[reading.encoding] for reading in verdict.readings]:
            return None
        # No font says so: then the column has to be nearly all of it.
        nearly = totals[choice] >= _TO_ONE_IN_UNICODE * totals[_UNICODE]
        return choice if choice == drawn or (choice in self.known and nearly) else None


_READ_BY = {TCVN3: TCVN3, TCVN3_CAPITALS: TCVN3, VNI: VNI, MOJIBAKE: MOJIBAKE}


def _judge_runs(text, runs):
    """The Verdict on a text of which parts have fonts of their own: [(part, encoding or None)]."""
    found = "".join(
        convert(part, font) if font and not _ONLY_UNICODE.search(part) else part
        for part, font in runs
    )
    encodings = [font for part, font in runs if font and convert(part, font) != part]
    if found == text or not encodings:
        return Verdict(None)
    return Verdict(encodings[0], (Reading(encodings[0], found, 1, 1),), True)


def _nearest_below(cells):
    """For each of the cells what the first after it that is sure is in."""
    below, nearest = [], None
    for cell in reversed(cells):
        below.append(nearest)
        nearest = cell.seen or nearest
    return below[::-1]

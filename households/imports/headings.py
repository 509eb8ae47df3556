"""Where the heading of a table is, and which column is which.

A heading that nobody here knows may have been explained by an officer: `rulings` say which column
each such heading is, by its path ("ho va ten / chu ho").

Official forms put four to eight title rows above a heading of one to four merged rows. Every block
of rows near the top is flattened (a merged parent stands before each of its children) and scored
by how many columns of the layout it names; the best block is the heading.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from campaign.lib.vietnamese import clean, name_key
from households.imports import groups, guesses, legends

_LOOKED_AT = 60
_DEEPEST = 4
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LEADING_NUMBER = re.compile(r"^(\d{1,2}) (?=\D)")
_ONLY_UNDER_A_PARENT = re.compile(r"\d+$|khac$")
# A table whose name column is not recognised is one all the same when so much else is.
_LEAST_OF_PART = 4
_OF_A_PERSON = frozenset(
    ("head_name", "birth", "birth_male", "sex", "ethnicity", "citizen_id", "relation", "code")
)
# Under a merged parent: the number of the column, the unit counted, the year.
_SAYS_NOTHING = re.compile(r"(?:(?:\d+|[a-z]|so|luong|ho|nam)\b ?)+$")
_LONGEST_PATH = 300
# How a heading is recognised, see `Layout.recognise`.
EXACT, LOOSE, GUESSED = "exact", "loose", "guessed"
_A_YEAR = 4


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of sheet; `marks` are keys without which a row is not its heading."""

    columns: tuple
    marks: frozenset
    least: int = 3
    # Whether a child that nobody knows is not its parent: "Hộ nghèo" over "Già yếu" is no count of
    # the poor.
    strict: bool = False
    spellings: dict = field(init=False, default_factory=dict)
    loose: tuple = field(init=False, default=())
    machine: dict = field(init=False, default_factory=dict)

    def __post_init__(self):
        for column in self.columns:
            if column.machine:
                self.machine[name_key(column.machine)] = column.key
            for spelling in column.spellings():
                if not _ONLY_UNDER_A_PARENT.match(spelling):
                    self.spellings.setdefault(spelling, column.key)
        object.__setattr__(self, "loose", guesses.spellings(self.spellings))

    @property
    def of_people(self):
        return "head_name" in self.marks

    def by_key(self):
        return {column.key: column for column in self.columns}

    def knows(self, key):
        """Whether a cell so folded is a heading as it stands."""
        return key in self.spellings or key in self.machine

    def recognise(self, keys, rulings):
        """(column key, how) that the folded texts from parent to child name.

        The key is "" for a heading that was ruled to be left out, None for one nobody knows. `how`
        is EXACT, or LOOSE for one that says more than we know, or GUESSED where that may matter.
        """
        for key in keys:
            if key in self.machine:
                return self.machine[key], EXACT
        ruled = rulings.get(path_key(keys)) if rulings else None
        if ruled is not None:
            return ruled, EXACT
        of_others = guesses.of_others(keys[:-1])
        for words in _readings(keys, strict=self.strict):
            found = self.spellings.get(words)
            # Below "Vợ (chồng)" the child alone says nothing of the head.
            if found and not (of_others and found in guesses.GUESSED and words == keys[-1]):
                return found, EXACT
        guess = guesses.guess(keys, self.loose)
        if guess:
            return guess[0], GUESSED if guess[1] else LOOSE
        return None, EXACT

    def column_of(self, path, rulings):
        """What the texts of a heading from parent to child name, as `recognise` answers."""
        return self.recognise(tuple(fold(text) for text in path), rulings)


def _readings(keys, *, strict=False):
    """The ways to read a flattened heading, the most telling first."""
    joined = " ".join(keys)
    yield joined
    yield from groups.readings(keys)
    for start in range(1, len(keys)):
        yield " ".join(keys[start:])
    child = keys[-1]
    bare = _LEADING_NUMBER.sub("", child)
    if bare != child:
        yield " ".join((*keys[:-1], bare))
        yield bare
        yield " ".join((*keys[:-1], child.split(" ", 1)[0]))
    for end in range(len(keys) - 1, 0, -1):
        if strict and not all(map(_SAYS_NOTHING.match, keys[end:])):
            return
        yield " ".join(keys[:end])


def path_key(keys):
    """The name of a heading in the memory of rulings, from its folded texts."""
    return " / ".join(keys)[:_LONGEST_PATH]


@dataclass
class Heading:
    """`positions`: column key -> index from 0; `labels`: key -> (text as written, letter).

    `unused` are [(texts, letter, position)] of columns nobody knows, `missing` the marks of the
    layout that no column is.
    """

    first: int
    last: int
    positions: dict
    labels: dict
    unused: list
    repeated: list
    cells: list
    missing: frozenset = frozenset()
    # [(texts, letter, position, column key)] of columns that are taken for one by a guess.
    guessed: list = field(default_factory=list)


def letter(position):
    """0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=20_000)
def fold(text):
    """The key of a heading cell; what stands in brackets, and codes explained, are left out when
    there is more."""
    bare = legends.without(_IN_BRACKETS.sub(" ", text))
    return name_key(bare) or name_key(text)


def _texts(row):
    """The cells of a row as texts: numbers too, for the 1 to 12 under a merged parent."""
    whole = (int(c) if isinstance(c, float) and c.is_integer() else c for c in row)
    return ["" if cell is None else clean(str(cell)) for cell in whole]


def find(rows, layout, rulings=None):
    """The Heading in `rows`, a list of (row number, cells), or None. Row indexes are kept.

    One that lacks a mark of the layout is given when there is no whole one.
    """
    top, part = [], None
    for index, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        top.append(_texts(cells))
        if _is_telling(top[-1], layout):
            below = rows[index + 1 : index + _DEEPEST]
            lines = top + [_texts(row) for _, row in below]
            # What stands below the heading of a part is data, and no heading together with it.
            found = _best(lines, index, layout, rulings, part.last + 1 if part else 0)
            if found and not found.missing:
                return found
            part = part or found
    return part


def _best(top, telling, layout, rulings, floor):
    """The block around the row `telling` that names most columns; of equals the flattest.

    It begins at row `floor` or later.
    """
    best, best_score = None, (False, 0, 0)
    for start in range(max(floor, telling - _DEEPEST + 1), telling + 1):
        for end in range(telling, min(start + _DEEPEST, len(top))):
            if end > telling and _is_data(top[end], layout):
                break
            block = top[start : end + 1]
            positions, *rest = _recognise(block, layout, rulings)
            whole = layout.marks <= set(positions)
            if len(positions) < layout.least or not (whole or _is_part(positions)):
                continue
            score = (whole, len(positions), start - end)
            if score > best_score:
                best_score = score
                best = (start, end, positions, *rest)
    if best is None:
        return None
    start, end, positions, *rest = best
    if layout.strict and (last := _past_children(top, end, positions, layout)) > end:
        end = last
        positions, *rest = _recognise(top[start : end + 1], layout, rulings)
    end = _past_labels(top, end, layout)
    block = top[start : end + 1]
    labels = {
        key: (" ".join(_path(block, position))[:100], letter(position))
        for key, position in positions.items()
    }
    missing = layout.marks - set(positions)
    unused, repeated, guessed = rest
    return Heading(start, end, positions, labels, unused, repeated, block, missing, guessed)


def _is_data(row, layout):
    """Whether a row has a year or an id beside words that are no heading."""
    numbers = any(text.isdigit() and len(text) >= _A_YEAR for text in row)
    return numbers and any(
        text and not text.isdigit() and not layout.knows(fold(text)) for text in row
    )


def _is_part(positions):
    return len(positions) >= _LEAST_OF_PART and not _OF_A_PERSON.isdisjoint(positions)


def _past_children(top, end, positions, layout):
    """The last row of texts alone under the heading, none of them where rows have their names:
    they say which part of "Hộ nghèo" a column is, also when nobody knows them."""
    front = [positions[key] for key in ("sequence", *layout.marks) if key in positions]
    for row in top[end + 1 :]:
        texts = list(filter(None, row))
        named = any(position < len(row) and row[position] for position in front)
        if named or not texts or not all(any(map(str.isalpha, text)) for text in texts):
            break
        end += 1
    return end


def _past_labels(top, end, layout):
    """The last row of the heading: an export puts labels for people under its keys."""
    texts = [text for text in top[end + 1] if text] if end + 1 < len(top) else []
    # Of a row of data no more than the class and the sex are headings somewhere else.
    known = sum(layout.knows(fold(text)) for text in texts)
    if known >= layout.least and known * 2 > len(texts):
        end += all(len(text) < _A_YEAR or any(map(str.isalpha, text)) for text in texts)
    return end


def _is_telling(row, layout):
    """Whether two cells of the row are headings as they stand: cheap, and rows of data never."""
    return sum(layout.knows(fold(text)) for text in row if text) > 1


def _path(block, position):
    """The texts above a column from parent to child, a merged parent carried to the right."""
    path = []
    for depth, row in enumerate(block):
        text = row[position] if position < len(row) else ""
        if not text and _named_below(block, depth, position):
            left = position
            while left >= 0 and not (left < len(row) and row[left]):
                left -= 1
            if left >= 0 and _named_below(block, depth, left):
                text = row[left]
        if text and text not in path:
            path.append(text)
    return path


def _named_below(block, depth, position):
    return any(position < len(row) and row[position] for row in block[depth + 1 :])


def _recognise(block, layout, rulings):
    """({key: position}, unused, repeated, guessed), the lists as a Heading has them."""
    exact, loose, unused, repeated = {}, {}, [], []
    for position in range(max(map(len, block))):
        path = _path(block, position)
        if not path:
            continue
        key, how = layout.column_of(path, rulings)
        if key is None:
            unused.append((path, letter(position), position))
        elif not key:
            continue
        elif how != EXACT:
            loose.setdefault(key, []).append((how, (path, letter(position), position)))
        elif key in exact:
            repeated.append((key, letter(position)))
        else:
            exact[key] = position
    if ("sex_male" in exact) != ("sex_female" in exact):
        exact.pop("sex_male", None)
        exact.pop("sex_female", None)
    guessed, found = [], {}
    for key, places in loose.items():
        # Of several the one that says least besides.
        places.sort(key=lambda place: place[0] != LOOSE)
        if key not in exact:
            how, first = places.pop(0)
            found[key] = first[2]
            guessed += [(*first, key)] if how == GUESSED else []
        unused += [place for _how, place in places]
    unused.sort(key=lambda one: one[2])
    return found | exact, unused, repeated, guessed

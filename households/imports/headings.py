"""Where the heading of a table is, and which column is which.

Official forms put four to eight title rows above a heading of one to four merged rows. Every block
of rows near the top is flattened (a merged parent stands before each of its children) and scored
by how many columns of the layout it names; the best block is the heading.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from campaign.lib.vietnamese import clean, name_key
from households.imports import groups

_LOOKED_AT = 60
_DEEPEST = 4
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LEADING_NUMBER = re.compile(r"^(\d{1,2}) (?=\D)")
_ONLY_UNDER_A_PARENT = re.compile(r"\d+$|khac$")
# Headings of these may say more than the words we know ("Số CCCD của chủ hộ (nếu có)").
_LOOSE = frozenset(
    ("head_name", "birth", "citizen_id", "village", "commune", "members", "ethnicity", "note")
)
_SHORTEST_LOOSE = 6


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of sheet; `marks` are keys without which a row is not its heading."""

    columns: tuple
    marks: frozenset
    least: int = 3
    spellings: dict = field(init=False, default_factory=dict)
    loose: tuple = field(init=False, default=())

    def __post_init__(self):
        for column in self.columns:
            for spelling in column.spellings():
                if not _ONLY_UNDER_A_PARENT.match(spelling):
                    self.spellings.setdefault(spelling, column.key)
        loose = [
            (spelling, key)
            for spelling, key in self.spellings.items()
            if key in _LOOSE and len(spelling) >= _SHORTEST_LOOSE
        ]
        object.__setattr__(self, "loose", tuple(sorted(loose, key=lambda pair: -len(pair[0]))))

    def by_key(self):
        return {column.key: column for column in self.columns}

    def recognise(self, keys):
        """(column key, whether exactly) that the folded texts from parent to child name."""
        for words in _readings(keys):
            found = self.spellings.get(words)
            if found:
                return found, True
        whole = f" {' '.join(keys)} "
        for spelling, key in self.loose:
            if f" {spelling} " in whole:
                return key, False
        return None, False


def _readings(keys):
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
        yield " ".join(keys[:end])


@dataclass
class Heading:
    """`positions`: column key -> index from 0; `labels`: key -> (text as written, letter)."""

    first: int
    last: int
    positions: dict
    labels: dict
    unused: list
    repeated: list
    cells: list


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
    """The key of a heading cell, what stands in brackets left out when there is more."""
    return name_key(_IN_BRACKETS.sub(" ", text)) or name_key(text)


def _texts(row):
    """The cells of a row as texts: numbers too, for the 1 to 12 under a merged parent."""
    whole = (int(c) if isinstance(c, float) and c.is_integer() else c for c in row)
    return ["" if cell is None else clean(str(cell)) for cell in whole]


def find(rows, layout):
    """The Heading in `rows`, a list of (row number, cells), or None. Row indexes are kept."""
    top = []
    for index, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        top.append(_texts(cells))
        if _is_telling(top[-1], layout):
            below = rows[index + 1 : index + _DEEPEST]
            found = _best(top + [_texts(row) for _, row in below], index, layout)
            if found:
                return found
    return None


def _best(top, telling, layout):
    """The block around the row `telling` that names most columns; of equals the flattest."""
    best, best_score = None, (0, 0)
    for start in range(max(0, telling - _DEEPEST + 1), telling + 1):
        for end in range(telling, min(start + _DEEPEST, len(top))):
            block = top[start : end + 1]
            positions, unused, repeated = _recognise(block, layout)
            if len(positions) < layout.least or not layout.marks <= set(positions):
                continue
            score = (len(positions), start - end)
            if score > best_score:
                best_score = score
                best = (start, end, positions, unused, repeated)
    if best is None:
        return None
    start, end, positions, unused, repeated = best
    block = top[start : end + 1]
    labels = {
        key: (" ".join(_path(block, position))[:100], letter(position))
        for key, position in positions.items()
    }
    return Heading(start, end, positions, labels, unused, repeated, block)


def _is_telling(row, layout):
    """Whether two cells of the row are headings as they stand: cheap, and rows of data never."""
    return sum(fold(text) in layout.spellings for text in row if text) > 1


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


def _recognise(block, layout):
    """({key: position}, [(texts, letter) not known], [(key, letter) named twice])."""
    exact, loose, unused, repeated = {}, {}, [], []
    for position in range(max(map(len, block))):
        path = _path(block, position)
        if not path:
            continue
        key, sure = layout.recognise(tuple(fold(text) for text in path))
        if key is None:
            unused.append((path, letter(position)))
        elif not sure:
            loose.setdefault(key, position)
        elif key in exact:
            repeated.append((key, letter(position)))
        else:
            exact[key] = position
    if ("sex_male" in exact) != ("sex_female" in exact):
        exact.pop("sex_male", None)
        exact.pop("sex_female", None)
    return loose | exact, unused, repeated

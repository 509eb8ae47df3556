"""How headings of aggregate tables are read that hold parent and child in one cell.

"Giảm trong kỳ: Thoát nghèo - Vượt chuẩn cận nghèo", "Bổ sung" and a line break, "Thoát nghèo (trở
thành hộ cận nghèo)". Only movements stand under such parents: "Giảm hộ nghèo" is no count of poor.
"""

import re

from campaign.lib.vietnamese import name_key
from households.imports.headings import EXACT, Layout, fold, letter
from households.imports.problems import UNNAMED
from households.imports.remarks import in_short

_PARENT = re.compile(
    r"(?:(?:bien dong |so ho |ho )?(?:giam|tang)|bien dong|bo sung|trong (?:do|ky|nam)|chia ra|gom"
    r"|so voi (?:dau|cuoi) (?:ky|nam)|(?:so ho |ho )?thoat (?:can )?ngheo|so ho|\d{1,2}) (?=\S)"
)
_MOVEMENTS = frozenset(
    ("becomes_near", "becomes_poor", "above", "near_exits", "poor_exits", "other_out", "relapsed")
    + ("new", "other_in")
)


_RATE = re.compile(r"\bt[yi] le\b")


class TableLayout(Layout):
    """The layout of an aggregate table."""

    def column_of(self, path, rulings):
        """As `Layout.column_of`; what stands in brackets is read as well, before it is left out."""
        for keys in dict.fromkeys((tuple(map(name_key, path)), tuple(map(fold, path)))):
            key, _how = self.recognise(keys, rulings)
            if key := key or self._movement(" ".join(keys)):
                return key, EXACT  # the layout has no loose columns
        return None, EXACT

    def _movement(self, words):
        """The movement that stands behind parents in one cell, or None."""
        while parent := _PARENT.match(words):
            words = words[parent.end() :]
            key = self.spellings.get(words)
            if key in _MOVEMENTS:
                return key
        return None


def tell(sheet, heading, walk, tally):
    """Columns of a sheet that hold numbers and of which nothing goes in: not understood, there
    twice, or known but without a place. `walk` has been down the rows."""
    place, unread = (sheet, None), {letter(position): position for position in walk.unread}
    for key, said in heading.repeated:
        if unread.pop(said, None) is not None:
            first = heading.labels[key][1]
            name = walk.known[key].heading
            tally.add("column_twice", place=place, column=("", said), name=name, letter=first)
    texts = {said: " ".join(path) for path, said, _position in heading.unused}
    texts |= {said: text for text, said in map(heading.labels.get, walk.placeless)}
    unread |= {heading.labels[key][1]: heading.positions[key] for key in walk.placeless}
    unused = [
        ([texts.get(said) or str(UNNAMED)], said, position) for said, position in unread.items()
    ]
    # Of many only the first are named: counts before rates, which are never stored.
    unused.sort(key=lambda one: (bool(_RATE.search(fold(one[0][0]))), one[2]))
    if unused:
        tally.add("column_unused", place=place, names=in_short(unused))
    if walk.has_exits and not {"becomes_near", "above"} <= heading.positions.keys():
        tally.add("exits_unparted", place=place, column=heading.labels["poor_exits"])

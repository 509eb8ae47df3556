"""Vietnamese text: keys for search and order that are alike on every database.

Neither SQLite (ASCII folding only) nor PostgreSQL (its locale decides) can be asked to compare
Vietnamese, so both sort and search by keys computed here and stored beside the name.
"""

import re
import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
# Digits only, two a letter: every database and every collation orders such keys alike.
_END, _GAP = "00", "01"
_RANK = {char: f"{rank:02}" for rank, char in enumerate("0123456789" + _LETTERS, start=2)}
_NUMBER = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def clean(text):
    """`text` in NFC with single spaces and no invisible characters."""
    text = unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH))
    return _SPACES.sub(" ", text).strip()


def name_key(text):
    """Lower case, no marks, đ as d: for finding, never for deciding (Sa Pa and Sa Pả are two)."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def sort_key(text):
    """A key of digits: order by letter (ă after a, đ after d), then by tone, as dictionaries do.

    Numbers order by value: Thôn 2 stands before Thôn 10.
    """
    letters, tones = [], []
    for char in _NUMBER.sub(lambda match: match[0].zfill(4), clean(text).lower()):
        decomposed = unicodedata.normalize("NFD", char)
        tones.append(next((_TONES[c] for c in decomposed if c in _TONES), "1"))
        base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
        letters.append(_RANK.get(base, _GAP))
    return "".join(letters) + _END + "".join(tones)

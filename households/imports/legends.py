"""Codes that a heading explains: "Giới tính (1: Nam; 2: Nữ)", "Giới tính 1-Nam, 2-Nữ"."""

import re
from dataclasses import replace

from households.imports.cleaning import as_text
from households.imports.problems import Finding

# Columns of words, of which a code may stand for one.
_OF_WORDS = frozenset(
    ("sex", "class", "change", "ethnicity", "minority", "relation", "targets", "standard", "area")
)
_PAIR = r"(\d{1,2})\s*[:=.\-–]\s*([^\W\d][^;,/|\n()\d]*)"
_ONE = re.compile(_PAIR)
_SEVERAL = re.compile(rf"{_PAIR}(?:[;,/|\s]+{_PAIR})+")


def of(text):
    """{code: meaning} that a heading explains, at least two of them; else empty."""
    found = _SEVERAL.search(text)
    pairs = _ONE.findall(found[0]) if found else []
    codes = {code: meaning.strip(" .") for code, meaning in pairs}
    return codes if len(codes) == len(pairs) else {}


def without(text):
    """A heading without the codes that it explains."""
    return _SEVERAL.sub(" ", text) if of(text) else text


def read_by(columns, heading):
    """`columns` as they are to be read in a table with `heading`: codes as it explains them."""
    return [_read_by(column, heading.labels.get(column.key, ("",))[0]) for column in columns]


def _read_by(column, text):
    codes = of(text) if column.key in _OF_WORDS else {}
    meanings = {code: column.clean(meaning) for code, meaning in codes.items()}
    if not meanings or any(type(meaning) is Finding for meaning in meanings.values()):
        return column

    def clean(raw):
        found = meanings.get(as_text(raw))
        return column.clean(raw) if found is None else found

    return replace(column, clean=clean)

"""Vietnamese text: keys for search, order and recognition, alike on every database.

Neither SQLite (ASCII folding only) nor PostgreSQL (its locale decides) can be asked to compare
Vietnamese, so both sort and search by keys computed here and stored beside the name.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
# Digits only, two a letter: every database and every collation orders such keys alike.
_END, _GAP = "00", "01"
_RANK = {char: f"{rank:02}" for rank, char in enumerate("0123456789" + _LETTERS, start=2)}
SORT_KEY_LENGTH = 400
_SPACES = re.compile(r"\s+")
# Controls, soft hyphen, zero-width and direction marks, variation selectors, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
# Icelandic eth and African d look like Đ and are typed for it.
_LOOKALIKES = str.maketrans("ÐðƉ", "ĐđĐ")
_APOSTROPHES = re.compile("['’‘ʼ`´′]")
_PUNCTUATION = re.compile(r"[^\w]+|_+")
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_DIGITS_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def clean(text):
    """`text` in NFC with single spaces, no invisible characters and a real Đ."""
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text)).translate(_LOOKALIKES)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _bare(text):
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    kept = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", kept)


def name_key(text):
    """Lower case, no marks, đ as d, no apostrophes, other punctuation as a space.

    For finding, never for deciding: Sa Pa and Sa Pả are two. At most as long as `clean(text)`.
    """
    folded = _bare(_APOSTROPHES.sub("", clean(text).lower()))
    return _PUNCTUATION.sub(" ", folded).strip()


def _syllable(word):
    """A word as (its letters without the tone, the tone's digit): hoà and hòa are one."""
    decomposed = unicodedata.normalize("NFD", word)
    tone = next((_TONES[c] for c in decomposed if c in _TONES), "1")
    letters = "".join(c for c in decomposed if c not in _TONES)
    return unicodedata.normalize("NFC", letters), tone


def _number(digits):
    """Digits in the shape of a syllable: their count first, so that 2 stands before 10."""
    digits = digits.lstrip("0")
    return f"{min(len(digits), 9)}{digits}", "1"


def spelling_key(text):
    """How a name is spelled, whatever its case, the place of its tone marks and its punctuation.

    Tones and letters stay (Sa Pa and Sa Pả differ), so two names with one key are one name.
    """
    text = _PUNCTUATION.sub(" ", _APOSTROPHES.sub("", clean(text).lower()))
    parts = []
    for word in text.split():
        letters, tone = _syllable(word)
        parts.append(letters if tone == "1" else letters + tone)
    return " ".join(parts)


def sort_key(text):
    """A key of digits: order by letter (ă after a, đ after d), then by tone, as dictionaries do.

    Tones go ngang, huyền, hỏi, ngã, sắc, nặng. Numbers order by value: Thôn 2 before Thôn 10.
    """
    words, tones = [], []
    for word in _WORD.findall(_APOSTROPHES.sub("", clean(text).lower())):
        letters, tone = _number(word) if word.isdigit() else _syllable(word)
        words.append("".join(_RANK.get(char, _GAP) for char in letters))
        tones.append(tone)
    return (_GAP.join(words) + _END + "".join(tones))[:SORT_KEY_LENGTH]


# --- the word in front of a name ----------------------------------------------------------------
# Each as it is written in full, with its abbreviations. An abbreviation of several words
# ("T1" is thôn or tổ) stands under each; the first of the table is the likelier.
_PREFIXES = {
    "thành phố": ("tp",),
    "tỉnh": ("t",),
    "thị xã": ("tx",),
    "quận": ("q",),
    "huyện": ("h",),
    "đặc khu": ("đk",),
    "phường": ("p", "ph"),
    "thị trấn": ("tt",),
    "xã": ("x",),
    "thôn": ("t", "th"),
    "tổ dân phố": ("tdp", "tổ dp", "tổ", "t"),
    "khu phố": ("kp",),
    "khối phố": ("kp",),
    "khu dân cư": ("kdc",),
    "cụm dân cư": ("cdc",),
    "khu vực": ("kv",),
    "tiểu khu": ("tk",),
    "khối": ("k",),
    "khóm": ("k",),
    "khu": ("k",),
    "làng": (),
    "bản": ("b",),
    "buôn": ("b",),
    "bon": (),
    "plei": (),
    "ấp": (),
    "xóm": ("x",),
    "sóc": (),
    "phum": (),
    "đội": (),
}
VILLAGE_WORDS = frozenset(list(_PREFIXES)[list(_PREFIXES).index("thôn") :])
_LONGEST_PREFIX = 3


def _prefix_table():
    table = {}
    for word, short in _PREFIXES.items():
        for form in (word, *short):
            table.setdefault(spelling_key(form), []).append(word)
    return {form: tuple(dict.fromkeys(words)) for form, words in table.items()}


_BY_FORM = _prefix_table()
_BY_BARE_FORM = {name_key(word): _BY_FORM[spelling_key(word)] for word in _PREFIXES}
_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})$")


@lru_cache(maxsize=20_000)
def prefixes(name):
    """The words that may stand in front of `name`, likeliest first, and the rest of it.

    No word, and the whole name, when there is none or when nothing would be left. Single letters
    count only before a point or a number ("X. Quảng Khê", "T1"), words without their marks only
    in a text without any ("Thon 1", but not Lang Chánh).
    """
    name = _DIGITS_BESIDE_LETTERS.sub(" ", clean(name)) if _is_short(name) else clean(name)
    words = name.split(" ")
    for length in range(min(_LONGEST_PREFIX, len(words) - 1), 0, -1):
        head, rest = " ".join(words[:length]), " ".join(words[length:])
        found = _BY_FORM.get(spelling_key(head), ())
        if not found and name.isascii():
            found = _BY_BARE_FORM.get(name_key(head), ())
        single = len(spelling_key(head)) == 1 and not head.endswith(".")
        if found and not (single and not _is_number(_without_so(rest))):
            return found, _without_so(rest)
    dotted = re.match(r"([^\W\d_]{1,3})\.\s*(\S.*)$", name)
    if dotted and spelling_key(dotted[1]) in _BY_FORM:
        return _BY_FORM[spelling_key(dotted[1])], _without_so(dotted[2])
    return (), name


def _is_short(name):
    """Letters run into a number, and they are a prefix: T1, TDP3, Thôn1."""
    match = re.match(r"\s*([^\W\d_]+)\d", name)
    return bool(match) and spelling_key(match[1]) in _BY_FORM


def _without_so(rest):
    """ "số 01" as "01"."""
    match = re.match(r"(?:số|so)\.?\s+(?=\d)", rest, re.IGNORECASE)
    return rest[match.end() :] if match else rest


def _is_number(text):
    return text[:1].isdigit() or bool(_ROMAN.match(text))


def strip_prefix(name):
    """`name` as (the word in front of it in full and lower case, or None; the rest).

    "X. Quảng Khê" is ("xã", "Quảng Khê"), "TDP 3" ("tổ dân phố", "3"), "Thôn số 01" ("thôn", "01"),
    "T1" (None, "1") because it may be a thôn or a tổ.
    """
    words, rest = prefixes(name)
    return (words[0] if len(words) == 1 or words == ("xã", "xóm") else None), rest


def plain_numbers(name):
    """`name` with its numbers plain: "01" is "1", "3a" is "3 a", a Roman "II" at the end is "2".

    A Roman number counts in capitals, or as i, ii, iii.
    """
    words = _DIGITS_BESIDE_LETTERS.sub(" ", clean(name)).split(" ")
    words = [word.lstrip("0") or "0" if word.isdigit() else word for word in words]
    last = words[-1]
    if last.lower() in {"i", "ii", "iii"} or _ROMAN.match(last):
        words[-1] = str(_roman(last.upper()))
    return " ".join(words)


def number_forms(name):
    """The spellings under which `name` is one, whatever its numbers: as it is, and plain."""
    spaced = _DIGITS_BESIDE_LETTERS.sub(" ", clean(name))
    return {spelling_key(spaced), spelling_key(plain_numbers(name))}


def _roman(text):
    values = {"I": 1, "V": 5, "X": 10}
    numbers = [values[char] for char in text]
    later = [*numbers[1:], 0]
    return sum(-n if n < following else n for n, following in zip(numbers, later, strict=True))

"""What one cell means, value by value: pure functions from a raw value to a clean one.

Each takes what the reader gave (str, int, float, bool, date, datetime, CellError or None) and
returns the clean value, or a Finding that carries it. They are called once for each distinct value
of a column (`clean_all`), so they may be thorough.
"""

import datetime
import re
from functools import lru_cache

from campaign.lib.vietnamese import clean, name_key, spelling_key
from campaign.lib.workbook.reading import CellError
from households import citizen_ids, ethnicities
from households.choices import bits
from households.imports.problems import Finding

_UNITS = re.compile(r"(?<=\d)\s*(?:khẩu|nhân khẩu|người|hộ|điểm|đ)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[.\s\u00a0]\d{3})+$")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?$")
# What `clean` would change in a text that the reader has brought to NFC: found once in a column.
_UNTIDY = re.compile(
    "(?:^|\0) | (?:$|\0)|  |[^\\S ]|[ÐðƉ\x01-\x1f\x7f-\xa0\u00ad\u034f\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
_MONTH_YEAR = re.compile(r"\d{1,2}\s*[/.\-]\s*(\d{4})$")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
FIRST_BIRTH_YEAR = 1900
_MADE_A_NUMBER = re.compile(r"(?<=\d)\.0+$")
_WHOLE_ID = re.compile(r"[0-9]{12}\Z")
_PROVINCES = citizen_ids.PROVINCE_DIGITS
_EXCEL_DAY_ZERO = datetime.date(FIRST_BIRTH_YEAR - 1, 12, 30)
_LAST_SERIAL = 73_050  # as a day; below it and above every year it cannot be a year
MAX_MEMBERS = 40
MAX_SCORE = 999


def clean_all(clean_one, values, distinct):
    """Clean a column: (clean values, {raw value: Finding}); each distinct value is cleaned once.

    `values` and `distinct` are what `without_booleans` gave.
    """
    # One search through the joined texts instead of one through each.
    texts = [value for value in distinct if type(value) is str]
    untidy = _UNTIDY.search("\0".join(texts)) is not None
    table, findings = {}, {}
    for raw in distinct:
        value = clean(raw) or None if untidy and type(raw) is str else raw
        result = _broken(value) if type(value) is CellError else clean_one(value)
        if type(result) is Finding:
            findings[raw] = result
            result = result.value
        table[raw] = result
    return list(map(table.__getitem__, values)), findings


def without_booleans(values):
    """(values, the set of them) with TRUE and FALSE as texts: True == 1, so a dictionary cannot
    tell them apart."""
    distinct = set(values)
    if not (True in distinct or False in distinct) or bool not in set(map(type, values)):
        return values, distinct
    values = [str(value) if type(value) is bool else value for value in values]
    return values, set(values)


def _broken(raw):
    return Finding("formula_error", None)


def shown(raw):
    """A raw value as the person sees it, citizen ids masked."""
    if raw is None:
        return ""
    if isinstance(raw, datetime.date):
        return f"{raw:%d/%m/%Y}"
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return citizen_ids.veil(clean(str(raw)))


def as_text(raw):
    """Text without the traces of a spreadsheet: 12345.0 is "12345". Texts must be tidy."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int):
        return str(raw)
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return shown(raw)


def _bounded(text, limit):
    if len(text) > limit:
        return Finding("text_too_long", text[:limit], {"limit": limit})
    return text


@lru_cache(maxsize=20_000)
def _word_key(word):
    return name_key(word)


def person_key(name):
    """`name_key` of a clean name; people share their syllables, so the words are remembered."""
    return " ".join(filter(None, map(_word_key, name.split(" "))))


@lru_cache(maxsize=20_000)
def _word_spelling(word):
    return spelling_key(word)


def person_spelling(name):
    """`spelling_key` of a clean name: what decides whether two names are one.

    Hùng and Hưng, Diệp and Điệp are different people; HOÀ and Hòa are one.
    """
    return " ".join(filter(None, map(_word_spelling, name.split(" "))))


def name(raw):
    text = citizen_ids.scrub(as_text(raw))
    if text and not any(map(str.isalpha, text)):
        return Finding("name_unreadable", "")
    return _bounded(text, 120)


def note(raw):
    return citizen_ids.scrub(as_text(raw))[:250]


def short_text(raw):
    return citizen_ids.scrub(as_text(raw))[:60]


def place(raw):
    return _bounded(as_text(raw), 120)


def code(raw):
    """A household code: text, whatever Excel made of it. A citizen id is no code."""
    text = _MADE_A_NUMBER.sub("", as_text(raw)).rstrip(".")
    if text.isdigit() and len(text) in {citizen_ids.OLD_LENGTH, citizen_ids.LENGTH}:
        return Finding("code_is_citizen_id", "")
    return _bounded(text, 40)


# --- numbers ------------------------------------------------------------------------------------
def number(raw):
    """An int or float, None for nothing, or a Finding. "1.234", "4 khẩu", "12,5" are numbers."""
    if raw is None or isinstance(raw, int | float):
        return int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    text = _UNITS.sub("", as_text(raw)).strip()
    if text in {"", "-"}:
        return None
    if _GROUPED.match(text):
        return int(re.sub(r"\D", "", text))
    if not _NUMBER.match(text):
        return Finding("number_unreadable")
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def members(raw):
    """People of a household, 1 to 40; none or 0 is a warning and stays unknown."""
    value = number(raw)
    if value is None or value == 0:
        return Finding("members_missing")
    if type(value) is Finding:
        return value
    if type(value) is not int or not 0 < value <= MAX_MEMBERS:
        return Finding("members_impossible", None, {"limit": MAX_MEMBERS})
    return value


def some_members(raw):
    """Some of the people of a household, 0 to 40; nothing is unknown."""
    value = number(raw)
    if value is None or type(value) is Finding:
        return value
    if type(value) is not int or not 0 <= value <= MAX_MEMBERS:
        return Finding("members_impossible", None, {"limit": MAX_MEMBERS})
    return value


def score(raw):
    """A B1 total: whole points."""
    value = number(raw)
    if value is None or type(value) is Finding:
        return value
    if type(value) is not int or not 0 <= value <= MAX_SCORE:
        return Finding("score_impossible", None, {"limit": MAX_SCORE})
    return value


def b2_up_to(limit):
    """A cleaner of B2 totals: tens, up to `limit`, the standard's indicators times ten."""

    def b2(raw):
        value = score(raw)
        if value is None or type(value) is Finding:
            return value
        if value % 10:
            return Finding("b2_not_tens")
        return Finding("b2_too_high", None, {"limit": limit}) if value > limit else value

    return b2


def total(raw):
    """A count of households or people of a unit; nothing is unknown."""
    value = number(raw)
    if value is None:
        return None
    if type(value) is not int or value < 0:
        return Finding("total_impossible")
    return value


def number_list(limit):
    """A cleaner of cells like "1, 3, 7" to a bit mask."""

    def listed(raw):
        parts = re.findall(r"\w+", as_text(raw))
        if not all(part.isdigit() and 0 < int(part) <= limit for part in parts):
            return Finding("number_list_unreadable", 0)
        return bits(*map(int, parts))

    return listed


# --- the person -----------------------------------------------------------------------------------
def birth_year(this_year):
    """A cleaner of birth dates and years, read in `this_year`: the year is what is kept."""

    def checked(year):
        if FIRST_BIRTH_YEAR <= year <= this_year:
            return year
        return Finding("birth_impossible")

    def full(year):
        """Two digits: the latest such year that makes an adult of the head."""
        century = this_year - this_year % 100
        guess = century + year
        guess -= 100 if guess > this_year - 15 else 0
        return Finding("two_digit_year", guess, {"year": guess})

    def from_number(value):
        if isinstance(value, float) and not value.is_integer():
            return Finding("birth_unreadable")
        value = int(value)
        if 0 <= value < 100:
            return full(value)
        if this_year + 100 < value < _LAST_SERIAL:
            return checked((_EXCEL_DAY_ZERO + datetime.timedelta(value)).year)
        return checked(value)

    def from_text(text):
        if text.isdigit() and text.isascii():
            return from_number(int(text[:9]))
        for pattern in (_DAY_FIRST, _YEAR_FIRST):
            match = pattern.match(text)
            if match:
                parts = [int(part) for part in match.groups()]
                day, month, year = parts if pattern is _DAY_FIRST else reversed(parts)
                if not (1 <= day <= 31 and 1 <= month <= 12):
                    return Finding("birth_unreadable")
                return full(year) if year < 100 else checked(year)
        match = _MONTH_YEAR.match(text)
        return checked(int(match[1])) if match else Finding("birth_unreadable")

    def birth(raw):
        if raw is None:
            return None
        if isinstance(raw, datetime.date):
            return checked(raw.year)
        if isinstance(raw, int | float):
            return from_number(raw)
        text = as_text(raw)
        return from_text(text) if text else None

    return birth


def day(raw):
    """The date of a day of work; what is none is a warning."""
    if raw is None or isinstance(raw, datetime.date):
        return raw.date() if isinstance(raw, datetime.datetime) else raw
    text = as_text(raw)
    for pattern in (_DAY_FIRST, _YEAR_FIRST):
        match = pattern.match(text)
        if match:
            parts = [int(part) for part in match.groups()]
            first, month, last = parts if pattern is _DAY_FIRST else reversed(parts)
            try:
                return datetime.date(last + 2000 if last < 100 else last, month, first)
            except ValueError:
                break
    if text.isdigit() and int(text[:9]) < _LAST_SERIAL:
        return _EXCEL_DAY_ZERO + datetime.timedelta(int(text))
    return Finding("day_unreadable", None) if text else None


def ethnicity(raw):
    text = as_text(raw)
    if not text:
        return ""
    return ethnicities.find(text) or Finding("ethnicity_unknown", "")


def citizen_id(raw):
    """Twelve digits (nine of an old card), "" for nothing. Excel's losses are put right or told."""
    if type(raw) is str and _WHOLE_ID.match(raw) and raw[:3] in _PROVINCES:
        return raw
    text = as_text(raw).strip("'’‘` ")
    numeric = isinstance(raw, int | float)
    if text in {"", "-", "0"}:
        return ""
    if _SCIENTIFIC.match(text) or (numeric and raw >= 10**citizen_ids.LENGTH):
        return Finding("citizen_id_lost", "")
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isdigit() and digits.isascii()):
        return Finding("citizen_id_unreadable", "")
    return _by_length(digits, numeric)


def _by_length(digits, numeric):
    lost_zeros = numeric or not digits.startswith("0")
    if len(digits) == citizen_ids.LENGTH:
        if digits[:3] in citizen_ids.PROVINCE_DIGITS or digits[0] != "0":
            return digits
        return Finding("citizen_id_province", digits)
    if len(digits) in {10, 11} and lost_zeros:
        padded = digits.zfill(citizen_ids.LENGTH)
        if padded[:3] in citizen_ids.PROVINCE_DIGITS:
            return Finding("citizen_id_padded", padded)
    if len(digits) == citizen_ids.OLD_LENGTH:
        return Finding("citizen_id_old", digits)
    if len(digits) == citizen_ids.OLD_LENGTH - 1 and numeric:
        return Finding("citizen_id_old", "0" + digits)
    return Finding("citizen_id_length", "", {"count": len(digits)})

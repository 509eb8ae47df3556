"""What an official paper is to the portal: a kind, those that can be printed, and its HTML.

An app lists its papers in its own `papers` module; `manage.py paper` puts the lists together.
Wording and layout follow Nghị định 30/2020/NĐ-CP, Phụ lục I and II; the layout itself is in
templates/papers/_decree30.html.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

_KIND_WORDS = (
    "Thành phố",
    "Thị trấn",
    "Thị xã",
    "Đặc khu",
    "Phường",
    "Huyện",
    "Quận",
    "Tỉnh",
    "Xã",
)


# Room for what the clerk (văn thư) writes in by hand; the style keeps the spaces.
BLANK = " " * 6
# Across every page of a paper that is not signed yet.
DRAFT_MARK = "DỰ THẢO"


@dataclass(frozen=True)
class Paper:
    """One kind of paper.

    `candidates()` gives (primary key, description) of each that can be printed; `html(pk)` gives
    the whole paper and raises ObjectDoesNotExist when there is none with this key.
    """

    kind: str
    candidates: Callable
    html: Callable


def draw(template, context):
    """The HTML of an official paper, in Vietnamese whatever language the page is in."""
    with translation.override("vi"):
        return render_to_string(template, context)


def place_of(name):
    """The place in front of a paper's date: a unit's name without the word for its kind."""
    for word in _KIND_WORDS:
        if name.startswith(word + " "):
            return name[len(word) + 1 :]
    return name


def in_sentence(name):
    """A unit's name inside a sentence: "xã An Hòa", but "Quận 1", "Thành phố Hồ Chí Minh".

    A kind stands with a capital before a number and in front of the one city whose name it is
    part of (Phụ lục II).
    """
    place = place_of(name)
    if place[:1].isdigit() or place == "Hồ Chí Minh":
        return name
    return name[:1].lower() + name[1:] if place != name else name


def committee_of(name):
    """The people's committee of the unit called `name`, inside a sentence."""
    return f"Ủy ban nhân dân {in_sentence(name)}"


def signing_lines(position):
    """The authority in front of a signature for a people's committee: lines in capitals.

    A deputy signs for the chairman (KT.), an acting chairman as such (Q.).
    """
    lowered = position.strip().lower()
    if lowered.startswith("phó"):
        return ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    if lowered.startswith(("quyền", "q.")):
        return ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]
    return ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def paragraphs(text):
    """A typed text as its paragraphs, empty lines dropped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def official_date(day):
    """A paper's date, "ngày 05 tháng 02 năm 2026": zeros before days under 10, months 1 and 2.

    A number stands for a year whose day and month are written in by hand at signing; a text is
    taken as it is.
    """
    if isinstance(day, datetime.date):
        month = f"{day.month:02}" if day.month < 3 else day.month
        return f"ngày {day.day:02} tháng {month} năm {day.year}"
    if isinstance(day, int):
        return f"ngày{BLANK}tháng{BLANK}năm {day}"
    return day or ""


def official_number(number):
    """ "Số: 05/TTr-UBND"; room for the clerk's number when it begins with the stroke."""
    number = str(number)
    return f"Số:{BLANK}{number}" if number.startswith("/") else f"Số: {number}"

"""Merged parents of tick columns in all their wordings: deprivations, causes, support.

No two offices head the twelve deprivations alike ("Mức độ thiếu hụt các dịch vụ xã hội cơ bản",
"Thiếu hụt các DVXHCB"), so the parent is known by the words that all of them share, and its columns
by their number or name below it.
"""

import re

# Words of a parent -> the plain parent that `ticks` knows; the first that fits counts.
_LEADS = (
    ("nguyen nhan", "nguyen nhan"),
    ("thieu hut", "thieu hut"),
    ("dich vu xa hoi co ban", "thieu hut"),
    ("dvxhcb", "thieu hut"),
    ("dv xhcb", "thieu hut"),
    ("chinh sach ho tro", "ho tro"),
    ("ho tro da", "ho tro"),
    ("duoc ho tro", "ho tro"),
)
# A title over the whole table is no parent of a group.
_TITLE = re.compile(r"(?:danh sach|bieu|bang|tong hop|mau|phu luc|bao cao)\b")
_NUMBER = re.compile(r"(?:chi so|cs|tieu chi|th|nn|so)? ?(\d{1,2})$")
_LED_BY_NUMBER = re.compile(r"(\d{1,2}) (?=\D)(.+)$")
_ENDS_IN_NUMBER = re.compile(r"(.*\D) (?:chi so |cs |so )?(\d{1,2})$")
# All that a heading of one column with the numbers of the deprivations says.
_ONLY_THE_GROUP = re.compile(
    r"(?:(?:cac|nhung|chi so|chieu|muc do|tinh trang|thieu hut|ve|tiep can|dich vu xa hoi co ban"
    r"|dvxhcb|dv xhcb|cua ho|nguyen nhan|ngheo|can ngheo|chinh|dan den|va|hoac) ?)+$"
)


def readings(keys):
    """Spellings of the folded texts `keys` (parent to child) with the group's plain name."""
    for depth in range(len(keys) - 2, -1, -1):
        group = _group(keys[depth])
        if group:
            below = keys[depth + 1 :]
            numbers = filter(None, map(_NUMBER.match, below))
            yield from (f"{group} {match[1]}" for match in numbers)
            names = [text for text in below if not _ONLY_THE_GROUP.match(text)]
            yield from (f"{group} {text}" for text in names)
            led = list(filter(None, map(_LED_BY_NUMBER.match, names)))
            yield from (f"{group} {match[2]}" for match in led)
            yield from (f"{group} {match[1]}" for match in led)
            return
    if len(keys) == 1:
        yield from _alone(keys[0])


def _group(text):
    if _TITLE.match(text):
        return None
    return next((group for words, group in _LEADS if words in text), None)


def _alone(text):
    """A heading without a parent: "Thiếu hụt các DVXHCB 3", or the list of all numbers."""
    numbered = _ENDS_IN_NUMBER.match(text)
    if numbered and _group(numbered[1]):
        yield f"{_group(numbered[1])} {numbered[2]}"
    elif _group(text) and _ONLY_THE_GROUP.match(text):
        yield _group(text)

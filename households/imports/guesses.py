"""Headings that say more than the words we know: "Số CCCD của chủ hộ", "Họ và tên người vợ".

What stands around the known words decides. Some of it says nothing; some makes another thing of the
column (another person, another year, a part of the household): such a heading is asked about, never
guessed. The rest is guessed, and the guess is told.
"""

import re

# Keys of the columns that may be guessed.
GUESSED = frozenset(
    ("head_name", "birth", "citizen_id", "village", "commune", "members", "ethnicity", "note")
)
_SHORTEST = 6
# Also part of what is said of the head: "Số điện thoại chủ hộ".
_ONLY_ALONE = frozenset(("chu ho", "ten ho"))
# Of a title over the whole table nothing is said of one column.
_TITLE = re.compile(r"(?:danh sach|bieu|bang|tong hop|mau|phu luc|bao cao)\b")
_SAYS_NOTHING = re.compile(
    r"\b(?:cua|chu ho|neu co|trong ho|ho gia dinh|gia dinh|day du|ghi ro|ghi|theo|thong tin|chung"
    r"|ve|cu tru|cmnd|cccd|cmt|hien nay|hien tai|thuoc|tai|viet hoa|chu in hoa"
    r"|nguoi|ho|tong|so|stt|\d{1,2})\b"
)
# In folded letters, so "năm" and "nam", "cũ" and "cư" are told apart by what stands beside them.
_ANOTHER_PERSON = (
    r"vo|chong|con|cha|me|chau|giam ho|nguoi than|nguoi khai|nguoi tra loi"
    r"|can bo|cong chuc|dieu tra|ra soat|nguoi lap|nguoi nhan|truong thon|tre em"
)
_ANOTHER_TIME = (
    r"(?<!dan )cu(?! tru| dan)|truoc|sau sap nhap|nam \d{4}|nam ngoai|ky ngoai|ngay cap|noi cap"
)
_A_PART = (
    r"nu|nam|dtts|thieu so|kinh|tai cho|bhyt|bao hiem|the|lao dong|do tuoi|tuoi|trong do"
    r"|co|khong|la|duoc|mat|khuyet tat|di hoc|phu thuoc|tam tru|vang"
)
_ANOTHER_THING = r"dien thoai|sdt|nghe nghiep|trinh do|hoc van|ton giao|quoc tich|tai khoan|chuc vu"
_BLOCKING = re.compile(rf"\b(?:{_ANOTHER_PERSON}|{_ANOTHER_TIME}|{_A_PART}|{_ANOTHER_THING})\b")
# A parent of such words is not of the household's head and place: "Vợ (chồng)" over "Họ và tên".
_PARENT_OF_OTHERS = re.compile(
    r"\b(?:vo|chong|giam ho|can bo|dieu tra vien|(?<!dan )cu(?! tru| dan)"
    r"|truoc(?: khi)? sap nhap)\b"
)


def spellings(known):
    """[(spelling, key)] of {spelling: key} that a heading may hold, the longest first."""
    kept = [
        (spelling, key)
        for spelling, key in known.items()
        if key in GUESSED and len(spelling) >= _SHORTEST
    ]
    # Of two of one length the weaker comes last; then by letters, the same in every process.
    return tuple(sorted(kept, key=lambda pair: (-len(pair[0]), pair[0] in _ONLY_ALONE, pair[0])))


def guess(keys, loose):
    """(column key, whether it is a guess to be told) for the folded texts of a heading, or None."""
    whole = " ".join([key for key in keys if not _TITLE.match(key)] or keys)
    for spelling, key in loose:
        before, found, after = f" {whole} ".partition(f" {spelling} ")
        if not found:
            continue
        around = f" {before} | {after} ".replace(" neu co ", " ")
        for other, its in loose:
            around = around.replace(f" {other} ", " ") if its == key else around
        says = _SAYS_NOTHING.sub(" ", around).replace("|", " ").strip()
        if _BLOCKING.search(around) or (says and spelling in _ONLY_ALONE):
            return None
        return key, bool(says)
    return None


def of_others(parents):
    """Whether a parent says that what stands below is not of the head and the place of today."""
    return any(_PARENT_OF_OTHERS.search(key) and not _TITLE.match(key) for key in parents)

"""What the words of a list mean: flags, sex, class, change, target groups, area.

Each takes a raw cell and returns the clean value, or a Finding that carries it (see `cleaning`).
"""

import re

from campaign.choices import Area
from campaign.lib.vietnamese import name_key
from households.choices import Change, Flag, PoorKind, PovertyClass, Sex, bits
from households.imports.cleaning import as_text
from households.imports.problems import Finding

_YES = frozenset({"x", "×", "✓", "✔", "√", "☑", "☒", "v", "1", "co", "+", "true", "dung"})
_NO = frozenset({"", "0", "khong", "k", "-", "–", "false", "sai", "ko"})


def _key(raw):
    return name_key(as_text(raw))


def flag(raw):
    """x, X, ×, 1, v, ✓, có, + are yes; nothing, 0, không, - are no."""
    text = as_text(raw).lower()
    forms = {text, name_key(text) or text}
    if forms & _YES:
        return True
    if forms & _NO:
        return False
    return Finding("flag_unknown", False)


_SEXES = {
    "nam": Sex.MALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "trai": Sex.MALE,
    "nu": Sex.FEMALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "gai": Sex.FEMALE,
    "": "",
}


def sex(raw):
    found = _SEXES.get(_key(raw))
    return Finding("sex_unknown", "") if found is None else str(found)


# What may stand around the word that decides; what is left must be exactly one of the classes.
_NOISE = re.compile(
    r"\b(?:ho|gia dinh|thuoc dien|dien|(?:theo |ve )?thu nhap|da chieu|n1|n2|n 1|n 2|moi|cu|tai|"
    r"(?:do )?thieu hut(?: tiep can)?|(?:cac )?dich vu xa hoi co ban|dvxhcb|"
    r"phat sinh|nam \d{4})\b"
)
_CLASSES = {
    "ngheo": PovertyClass.POOR,
    "n": PovertyClass.POOR,
    "n1": PovertyClass.POOR,
    "n2": PovertyClass.POOR,
    "hn": PovertyClass.POOR,
    "can ngheo": PovertyClass.NEAR_POOR,
    "can": PovertyClass.NEAR_POOR,
    "cn": PovertyClass.NEAR_POOR,
    "hcn": PovertyClass.NEAR_POOR,
    "khong ngheo": PovertyClass.NONE,
    "khong": PovertyClass.NONE,
    "kn": PovertyClass.NONE,
    "thoat ngheo": PovertyClass.NONE,
    "thoat can ngheo": PovertyClass.NONE,
    "vuot chuan": PovertyClass.NONE,
    "vuot chuan can ngheo": PovertyClass.NONE,
    "ngoai chuan": PovertyClass.NONE,
}


def poverty_class(raw):
    """ "Hộ cận nghèo" is near-poor though it contains "nghèo": only whole phrases decide."""
    key = _key(raw)
    if not key:
        return ""
    found = _CLASSES.get(key) or _CLASSES.get(" ".join(_NOISE.sub(" ", key).split()))
    return str(found) if found else Finding("class_unknown", "")


_INCOME = re.compile(r"\b(?:n ?1|thu nhap)\b")
_SERVICES = re.compile(r"\b(?:n ?2|thieu hut|dvxhcb|dich vu xa hoi)\b")


def poor_kind(raw):
    """Which of the two kinds of poor of 2016-2020 a class names: "N1", "Nghèo thiếu hụt"."""
    key = _key(raw)
    if _SERVICES.search(key):
        return PoorKind.SERVICES.value
    return PoorKind.INCOME.value if _INCOME.search(key) else ""


NATIONAL, LOCAL = "national", "local"
_NATIONAL = re.compile(r"\b(?:quoc gia|trung uong|chinh phu|tw|qg|ca nuoc)\b")
_LOCAL = re.compile(r"\b(?:tinh|dia phuong|thanh pho|tp|dp)\b")


def standard(raw):
    """Whose standard a household was measured by: the nation's or the province's own."""
    key = _key(raw)
    if not key:
        return ""
    found = [kind for kind, words in ((NATIONAL, _NATIONAL), (LOCAL, _LOCAL)) if words.search(key)]
    return found[0] if len(found) == 1 else Finding("standard_unknown", "")


_CHANGES = {
    "": Change.UNSAID,
    "cu": Change.OLD,
    "ho cu": Change.OLD,
    "ngheo cu": Change.OLD,
    "can ngheo cu": Change.OLD,
    "moi": Change.NEW,
    "phat sinh": Change.NEW,
    "phat sinh moi": Change.NEW,
    "moi phat sinh": Change.NEW,
    "ngheo moi": Change.NEW,
    "ho moi": Change.NEW,
    "can ngheo moi": Change.NEW,
    "tai": Change.RELAPSED,
    "tai ngheo": Change.RELAPSED,
    "tai can ngheo": Change.RELAPSED,
    "tai ngheo tai can ngheo": Change.RELAPSED,
    "thoat": Change.ESCAPED,
    "thoat ngheo": Change.ESCAPED,
    "thoat can ngheo": Change.ESCAPED,
    "thoat ngheo thoat can ngheo": Change.ESCAPED,
    "chuyen den": Change.MOVED_IN,
    "tach ho": Change.MOVED_IN,
    "chuyen den tach ho": Change.MOVED_IN,
    "chuyen di": Change.MOVED_OUT,
    "nhap ho": Change.MOVED_OUT,
    "khong con": Change.MOVED_OUT,
    "khong con ho": Change.MOVED_OUT,
    "chet": Change.MOVED_OUT,
    "chuyen di nhap ho khong con ho": Change.MOVED_OUT,
}


def change(raw):
    found = _CHANGES.get(_key(raw))
    return Finding("change_unknown", "") if found is None else str(found)


_TARGETS = {
    Flag.MERIT: ("nguoi co cong", "chinh sach", "ncc", "gia dinh co cong", "co cong"),
    Flag.NO_LABOUR: ("khong co kha nang lao dong", "khong lao dong", "mat suc lao dong", "kknld"),
    Flag.LOCAL_MINORITY: ("dan toc tai cho", "dt tai cho"),
    Flag.SOCIAL_PROTECTION: ("bao tro xa hoi", "btxh", "bao tro", "khuyet tat", "don than"),
}


def targets(raw):
    """The flags that a cell of words names: "Người có công; BTXH"."""
    mask, unknown = 0, []
    for part in re.split(r"[,;+/\n]|\bvà\b", as_text(raw)):
        key = name_key(part)
        found = [item for item, words in _TARGETS.items() if any(word in key for word in words)]
        mask |= bits(*found)
        if key not in _NO and not found:
            unknown.append(part)
    return Finding("target_unknown", mask) if unknown else mask


_AREAS = {
    "thanh thi": Area.URBAN,
    "do thi": Area.URBAN,
    "tt": Area.URBAN,
    "nong thon": Area.RURAL,
    "nt": Area.RURAL,
    "": "",
}


def area(raw):
    found = _AREAS.get(_key(raw).removeprefix("khu vuc ").strip())
    return Finding("area_unknown", "") if found is None else str(found)

"""Vietnamese from before Unicode: TCVN3 (ABC) of the .Vn fonts, VNI of the VNI fonts, mojibake.

In a workbook the bytes of those fonts stand as the Latin-1 characters of the same number, so that
"NguyÔn V¨n" (TCVN3) and "Nguyeãn Vaên" (VNI) are both Nguyễn Văn. Here are the tables and what a
font's name says; whether a cell is to be converted is decided in `workbook.decoding`.

Own tables, because no library fits: `viparse` 0.1 lacks ẳ and capitals in VNI and decides for whole
documents, `ftfy` repairs mojibake only, and the standard library knows neither encoding. The TCVN3
table agrees with TCVN 5712:1993 as the C library has it, the VNI table with the VNI-Windows chart.
"""

import functools
import re
import unicodedata

TCVN3, VNI, MOJIBAKE = "tcvn3", "vni", "mojibake"
# The same bytes as TCVN3, drawn as capitals by the fonts whose names end in H.
TCVN3_CAPITALS = "tcvn3 capitals"

_TCVN3_BYTES = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_BYTES, _TCVN3_LETTERS, strict=True)))
# Tones on their own, which some programs write after a capital: "A³" is Á. Elsewhere as they are.
_TCVN3_TONES = dict(zip("°±²³´", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_TCVN3_TONED = re.compile("([AEIOUYĂÂÊÔƠƯaeiouyăâêôơư])([°±²³´])")

# base: the marks that may follow it, and the letters they make, in lower case.
_VNI_PAIRS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "i": ("ùøûõï", "íìỉĩị"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõï", "ýỳỷỹỵ"),
}
_VNI_SINGLES = dict(zip("ñæóòôöî", "đỉĩịơưỵ", strict=True))


def _vni_table():
    table = {}
    for single, letter in _VNI_SINGLES.items():
        table |= {single: letter, single.upper(): letter.upper()}
    for base, (marks, letters) in _VNI_PAIRS.items():
        for mark, letter in zip(marks, letters, strict=True):
            for written in (mark, mark.upper()):  # the letter decides, whatever the mark's case
                table |= {base + written: letter, base.upper() + written: letter.upper()}
    return table


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_TCVN3_FONT = re.compile(r"\.vn\w|vn(?:time|arial|avant)h?$")
_VNI_FONT = re.compile(r"vni(?![a-z])")


def of_font(name):
    """TCVN3, TCVN3_CAPITALS or VNI for the name of a font that draws it, else None."""
    name = name.strip().lstrip("@").lower()
    if _TCVN3_FONT.match(name):
        return TCVN3_CAPITALS if name.endswith("h") else TCVN3
    return VNI if _VNI_FONT.match(name) else None


def decode(text, encoding):
    """`text` read as TCVN3, TCVN3_CAPITALS or VNI, in Unicode (NFC).

    TCVN3 has few capitals: in a text of capitals otherwise ("NGUYÔN") they are meant throughout.
    """
    letters = decode_word(text, encoding)
    if encoding == TCVN3 and letters != text and _is_all_capitals(text):
        return letters.upper()
    return letters


def decode_word(word, encoding):
    """`word` read letter by letter, as it would be within any text."""
    if encoding == VNI:
        return _VNI_LETTER.sub(lambda match: _VNI[match[0]], word)
    letters = _TCVN3_TONED.sub(_toned, word.translate(_TCVN3))
    return letters.upper() if encoding == TCVN3_CAPITALS else letters


def _toned(match):
    composed = unicodedata.normalize("NFC", match[1] + _TCVN3_TONES[match[2]])
    return composed if len(composed) == 1 else match[0]


def _is_all_capitals(text):
    """ "NGUYÔN": the only letters that have a case are capitals, not first letters alone."""
    plain = [(at, char) for at, char in enumerate(text) if char.isascii() and char.isalpha()]
    return all(char.isupper() for _, char in plain) and any(
        at and (text[at - 1].isalpha() or text[at - 1] in _TCVN3_BYTES) for at, _ in plain
    )


# --- UTF-8 taken for a code page ----------------------------------------------------------------
def _code_page_bytes(name):
    """{character: byte} of a code page; what it leaves out stands for itself, as in Windows, and so
    does what it has among the controls, as where Latin-1 was taken for it."""
    table = {chr(number): number for number in range(0x80, 0xA0)}
    for number in range(0x80, 0x100):
        try:
            table[bytes([number]).decode(name)] = number
        except UnicodeDecodeError:
            continue
    return table


_CODE_PAGES = tuple(_code_page_bytes(name) for name in ("cp1252", "cp1258"))
_RUN = re.compile("[^\x00-\x7f]+")
# The second byte of à is a no-break space, which many programs make a plain one or cut off.
_NBSP_LOST = re.compile("([ÃĂ])(?: (?=([A-ZÃÄÅÆáâĂÐ])?)|$)")
# No capital follows a small letter: "lÃ m" can only be làm.
_NBSP_SEEN = re.compile("[a-z][ÃĂ][ \u00a0]")
# By themselves no proof: "XÃ\u00a0HÒA" may be meant.
_WEAK = frozenset(("Â\u00a0", "Ã\u00a0", "Ă\u00a0"))
_SANE = re.compile(
    "[\u00a0°²³½×–—‘’“”…•ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
    "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]+"
)
_MOST_TIMES = 3


def repair(text):
    """`text` with UTF-8 that was read as a code page ("Nguyá»…n"), once or more often, mended.

    Only runs that are wholly UTF-8 and give Vietnamese letters or the punctuation around them.
    """
    for _ in range(_MOST_TIMES):
        runs = [(run, _mended(run)) for run in _RUN.findall(text)]
        proven = any(run != found and run not in _WEAK for run, found in runs)
        if not (proven or _NBSP_SEEN.search(text)):
            return text
        mended = _RUN.sub(lambda run: _mended(run[0]), _NBSP_LOST.sub(_with_nbsp, text))
        if mended == text:
            return text
        text = mended
    return text


def _with_nbsp(match):
    return f"{match[1]}\u00a0" + (" " if match[2] else "")


@functools.lru_cache(maxsize=4096)
def _mended(run):
    return next((found for found in _utf8(run) if _is_sane(found)), run)


def _utf8(text):
    """What `text` is when it was UTF-8 read as one of the code pages."""
    for page in _CODE_PAGES:
        numbers = [page.get(char) for char in text]
        if None not in numbers:
            try:
                yield bytes(numbers).decode("utf-8")
            except UnicodeDecodeError:
                continue


def _is_sane(found):
    """Vietnamese, or still mojibake that the next round mends."""
    return any(_SANE.fullmatch(text) for text in (found, *_utf8(found)))

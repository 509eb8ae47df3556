"""TCVN3, VNI and mojibake: every letter, the words of the forms, and nothing that is Unicode."""

import random
import unicodedata

import pytest

from campaign.lib.legacy_encodings import (
    TCVN3,
    TCVN3_CAPITALS,
    VNI,
    decode,
    of_font,
    repair,
)
from campaign.lib.syllables import LIKE_ONE, NOT_ONE, SYLLABLE, rank

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES] + ["đ"]
LETTERS = LOWER + [letter.upper() for letter in LOWER]
OLD = [letter for letter in LETTERS if not letter.isascii()]

# The bytes of TCVN 5712:1993, in the order of LOWER; written down apart from the table.
TCVN3_BYTES = bytes.fromhex(
    "61 b5 b6 b7 b8 b9  a8 bb bc bd be c6  a9 c7 c8 c9 ca cb  65 cc ce cf d0 d1"
    "aa d2 d3 d4 d5 d6  69 d7 d8 dc dd de  6f df e1 e2 e3 e4  ab e5 e6 e7 e8 e9"
    "ac ea eb ec ed ee  75 ef f1 f2 f3 f4  ad f5 f6 f7 f8 f9  79 fa fb fc fd fe  ae"
)
# As the VNI-Windows chart has them, in the order of LOWER.
VNI_LETTERS = (  # noqa: SIM905 - a table to read
    "a aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä e eø eû eõ eù eï eâ eà eå eã eá eä "
    "i ì æ ó í ò o oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï u uø uû uõ uù uï "
    "ö öø öû öõ öù öï y yø yû yõ yù î ñ"
).split()


def in_tcvn3(text):
    table = dict(zip(LOWER, TCVN3_BYTES.decode("latin-1"), strict=True))
    capitals = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return "".join(table.get(char) or capitals.get(char, char) for char in text)


def in_vni(text):
    table = dict(zip(LOWER, VNI_LETTERS, strict=True))
    table |= {letter.upper(): written.upper() for letter, written in table.items()}
    return "".join(table.get(char, char) for char in text)


def in_mojibake(text, page="cp1252"):
    def character(number):
        try:
            return bytes([number]).decode(page)
        except UnicodeDecodeError:
            return chr(number)

    return "".join(map(character, text.encode("utf-8")))


def test_the_alphabet_is_whole():
    assert (len(OLD), len(set(OLD))) == (134, 134)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_from_vni(letter):
    assert decode(in_vni(letter), VNI) == letter
    assert decode(f"th{in_vni(letter)}n", VNI) == f"th{letter}n"


@pytest.mark.parametrize("letter", LOWER)
def test_every_letter_comes_back_from_tcvn3_small_and_as_a_capital_by_its_font(letter):
    assert decode(in_tcvn3(letter), TCVN3) == letter
    assert decode(in_tcvn3(letter), TCVN3_CAPITALS) == letter.upper()


def test_tcvn3_has_seven_capitals_and_those_written_with_a_tone_behind():
    assert decode("¡¢£¤¥¦§", TCVN3) == "ĂÂÊÔƠƯĐ"
    assert decode("A³i ¤³ Y°", TCVN3) == "Ái Ố Ỳ"
    assert decode("30 m² 5°", TCVN3) == "30 m² 5°"


@pytest.mark.parametrize("word", [
    "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số định danh", "Thôn, tổ dân phố",
    "Số khẩu", "Hộ nghèo", "Hộ cận nghèo", "Ghi chú", "Nguyễn Văn Tú", "Đặng Thị Hường",
    "Ê-đê", "Mnông", "Xơ Đăng", "Gié-Triêng", "Bru Vân Kiều", "Tây Sơn", "Đắk Lắk", "Krông Pắc",
    "Quảng Ngãi", "Buôn Ma Thuột", "Phước Thuận", "Vĩnh Thạnh", "Mỹ Hiệp", "Cẩm Xuyên",
])  # fmt: skip
def test_the_words_of_forms_and_maps_come_back_from_all(word):
    assert decode(in_tcvn3(word), TCVN3) == word
    assert decode(in_vni(word), VNI) == word
    assert decode(in_vni(word.upper()), VNI) == word.upper()
    for page in ("cp1252", "cp1258"):
        once = in_mojibake(word, page)
        assert (repair(once), repair(in_mojibake(once, page))) == (word, word)


def test_the_strings_officers_send():
    assert decode("NguyÔn V¨n", TCVN3) == "Nguyễn Văn"
    assert decode("§Æng ThÞ H­êng", TCVN3) == "Đặng Thị Hường"
    assert decode("hé nghÌo", TCVN3) == "hộ nghèo"
    assert decode("Nguyeãn Vaên", VNI) == "Nguyễn Văn"
    assert repair("Nguyá»…n") == "Nguyễn"


def test_capitals_in_a_small_font_are_drawn_small_and_meant_large():
    assert decode("NGUYÔN V¡N T¸", TCVN3) == "NGUYỄN VĂN TÁ"
    assert decode("T¹ V¨n B×nh", TCVN3) == "Tạ Văn Bình"
    assert decode("H¹", TCVN3) == "Hạ"


@pytest.mark.parametrize(("name", "encoding"), [
    (".VnTime", TCVN3), (".VnTimeH", TCVN3_CAPITALS), (".VNARIALH", TCVN3_CAPITALS),
    (".vnArial Narrow", TCVN3), ("@.VnTime", TCVN3), ("VnTime", TCVN3), ("VNI-Times", VNI),
    ("vni helve", VNI), ("Times New Roman", None), ("Vni Vidi Font", VNI), ("Vnitas", None),
    ("Verdana", None), ("", None),
])  # fmt: skip
def test_a_font_tells_what_it_draws(name, encoding):
    assert of_font(name) == encoding


def test_what_a_no_break_space_has_become_is_mended():
    assert repair("HÃ  Ná»™i") == repair("HÃ Ná»™i") == "Hà Nội"
    assert repair("lÃ m nghÃ¨o") == "làm nghèo"
    assert repair("VÅ© Thá»‹ HÃ") == "Vũ Thị Hà"


@pytest.mark.parametrize("text", [
    "Trần Thị Hoà", "Hélène", "×", "½ º ² °C", "XÃ HÒA SƠN", "XÃ\u00a0HÒA", "Ã", "ÂM", "«Má»",
    "François", "Müller", "Đặng", "Nguyeãn", "NguyÔn", "á »", "ThÂ\u00a0N",
])  # fmt: skip
def test_what_is_no_mojibake_is_left_alone(text):
    assert repair(text) == text


def test_syllables_are_told_from_other_words():
    ranks = {SYLLABLE: [], LIKE_ONE: [], NOT_ONE: []}
    words = "Nguyễn NGHÈO quyết Hoà Hòa Krông Bhăm môc Vaên Müller fòn Hélène ¨n NguyÔn"
    for word in words.split():
        ranks[rank(word)].append(word)
    assert ranks == {
        SYLLABLE: ["Nguyễn", "NGHÈO", "quyết", "Hoà", "Hòa"],
        LIKE_ONE: ["Krông", "Bhăm", "môc", "Vaên", "NguyÔn"],
        NOT_ONE: ["Müller", "fòn", "Hélène", "¨n"],
    }


def test_no_characters_are_too_strange():
    """Fixed seed; what comes back is text, and mending twice changes nothing more."""
    chance = random.Random(58)
    pool = (
        "".join(map(chr, range(1, 0x200))) + "ạễơ\u0301\u0323\u200b\ufeff\ud800…»–" + "ÃÂÄáºưÆ" * 9
    )
    for _ in range(20_000):
        text = "".join(chance.choices(pool, k=chance.randrange(12)))
        for encoding in (TCVN3, TCVN3_CAPITALS, VNI):
            assert isinstance(decode(text, encoding), str)
        rank(text)
        assert isinstance(repair(text), str)

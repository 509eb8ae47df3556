import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.lib import vietnamese as vn
from campaign.models import AdminUnit
from tests import factories

LETTERS = "aăâeêioôơuưyđbcghklmnpqrstvx"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
syllables = st.builds(
    lambda head, vowel, tone, tail: unicodedata.normalize("NFC", head + vowel + tone + tail),
    st.sampled_from(["", "b", "đ", "d", "ngh", "tr", "x"]),
    st.sampled_from("aăâeêioôơuưy"),
    st.sampled_from(TONES),
    st.sampled_from(["", "n", "ng", "ch"]),
)
names = st.lists(syllables, min_size=1, max_size=5).map(" ".join)


def test_text_is_cleaned_of_what_nobody_sees():
    assert vn.clean("  Xã\u00a0 An\u200b Hòa\ufeff\t") == "Xã An Hòa"
    assert vn.clean("An\x00 Ho\u0300a\ud800") == "An Hòa"
    assert vn.clean("Ðắk Lắk, ðường") == "Đắk Lắk, đường"
    assert vn.clean("A\n\nB") == "A B"


def test_the_search_key_drops_marks_and_punctuation():
    assert vn.name_key("Xã Quảng Khê") == "xa quang khe"
    assert vn.name_key("ĐẮK  RÔNG") == "dak rong"
    assert vn.name_key("Ea T'Ling") == vn.name_key("Ea T’ling") == "ea tling"
    assert vn.name_key("Phan Rang - Tháp Chàm") == vn.name_key("Phan Rang-Tháp Chàm")
    assert vn.name_key("Hoà") == vn.name_key("Hòa") == "hoa"
    assert vn.name_key("Mỹ") != vn.name_key("Mĩ")


def test_the_spelling_key_keeps_tones_but_not_where_they_are_written():
    assert vn.spelling_key("Hoà Thuý") == vn.spelling_key("Hòa Thúy")
    assert vn.spelling_key("Sa Pa") != vn.spelling_key("Sa Pả")
    assert vn.spelling_key("Đắk") != vn.spelling_key("Dắk")
    assert vn.spelling_key("XÃ TÂN") == vn.spelling_key("xã tân")


DICTIONARY = [
    "an", "àn", "ản", "ãn", "án", "ạn", "ăn", "ân", "ba", "da", "dã", "đa", "đà", "e", "ê", "i",
    "o", "ô", "ơ", "u", "ư", "ừ", "y",
]  # fmt: skip


def test_words_stand_as_in_a_dictionary():
    assert sorted(reversed(DICTIONARY), key=vn.sort_key) == DICTIONARY


def test_letters_go_before_tones_and_shorter_before_longer():
    ordered = ["Hoa", "Hoà", "Hóa", "Hoa An", "Hoà An", "Hoa Ban", "Hoan", "Đắk", "Đắk Lắk"]
    expected = ["Đắk", "Đắk Lắk", "Hoa", "Hoà", "Hóa", "Hoa An", "Hoà An", "Hoa Ban", "Hoan"]
    assert sorted(ordered, key=vn.sort_key) == expected


def test_numbers_stand_by_value():
    ordered = ["Thôn 1", "Thôn 02", "Thôn 9", "Thôn 10", "Thôn 10 A", "Thôn 100", "Thôn An"]
    assert sorted(reversed(ordered), key=vn.sort_key) == ordered


def test_keys_fit_their_columns_whatever_the_name():
    for text in ("1 " * 60, "ế" * 120, "a'-" * 40, "각" * 120, "9" * 120):
        assert len(vn.sort_key(text)) <= vn.SORT_KEY_LENGTH
        assert len(vn.name_key(text)) <= len(vn.clean(text))


@given(names)
def test_keys_are_the_same_for_both_ways_to_encode(name):
    decomposed = unicodedata.normalize("NFD", name)
    for key in (vn.clean, vn.name_key, vn.spelling_key, vn.sort_key):
        assert key(decomposed) == key(name)


@given(names)
def test_folding_is_plain_and_done_once(name):
    key = vn.name_key(name)
    assert key.isascii() and key == key.lower() == vn.name_key(key)
    assert vn.name_key(name.upper()) == key
    assert vn.spelling_key(name.upper()) == vn.spelling_key(name)


@given(names, names)
def test_one_spelling_is_one_place_in_the_order(one, other):
    same = vn.spelling_key(one) == vn.spelling_key(other)
    assert same == (vn.sort_key(one) == vn.sort_key(other))


@given(names, names)
def test_tones_decide_only_between_equal_letters(one, other):
    plain = str.maketrans("", "", "".join(TONES))

    def bare(name):
        toneless = unicodedata.normalize("NFD", name).translate(plain)
        return vn.sort_key(unicodedata.normalize("NFC", toneless))

    if bare(one) != bare(other):
        assert (vn.sort_key(one) < vn.sort_key(other)) == (bare(one) < bare(other))


@given(st.text(max_size=120))
def test_no_text_breaks_a_key(text):
    assert vn.sort_key(text).isdigit()
    assert "\x00" not in vn.clean(text)
    vn.name_key(text).encode()
    words, rest = vn.prefixes(text)
    assert rest or not words
    assert vn.number_forms(rest)


@given(names, st.sampled_from(["Thôn", "Xã", "Tổ dân phố", "thị trấn", "KHU PHỐ", "TDP", "P."]))
def test_a_word_in_front_is_taken_off_once(name, word):
    words, rest = vn.prefixes(f"{word} {name}")
    assert len(words) == 1 and rest == name


@pytest.mark.parametrize(
    ("name", "kind", "rest"),
    [
        ("X.Quảng Khê", "xã", "Quảng Khê"),
        ("TT. Ea T'Ling", "thị trấn", "Ea T'Ling"),
        ("TP Hồ Chí Minh", "thành phố", "Hồ Chí Minh"),
        ("KP 3", None, "3"),
        ("Buôn Đôn", "buôn", "Đôn"),
        ("xa Quang Khe", "xã", "Quang Khe"),
        ("Lạng Sơn", None, "Lạng Sơn"),
        ("Bàn Đạt", None, "Bàn Đạt"),
        ("Tổ", None, "Tổ"),
        ("", None, ""),
    ],
)
def test_the_word_in_front_is_known_in_full_and_short(name, kind, rest):
    assert vn.strip_prefix(name) == (kind, rest)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("01", "1"), ("Sơn IX", "Sơn 9"), ("3a", "3 a"), ("ii", "2"), ("Vi", "Vi"), ("IIII", "IIII")],
)
def test_numbers_are_plain(name, plain):
    assert vn.plain_numbers(name) == plain


def test_the_database_sorts_as_the_keys_do(ground):
    names = [f"Thôn {word}" for word in (*DICTIONARY, "2", "10", "Hoà", "Hóa", "Hoan", "Z'Nan")]
    for name in sorted(names, key=name_of_chaos):
        factories.village(name, ground.other_commune)
    stored = AdminUnit.objects.filter(parent=ground.other_commune).values_list("name", flat=True)
    assert list(stored) == sorted(names, key=vn.sort_key)
    assert list(stored)[:2] == ["Thôn 2", "Thôn 10"]


def name_of_chaos(name):
    return name[::-1]

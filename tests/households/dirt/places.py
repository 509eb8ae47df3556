"""D41 to D47: the names of villages and communes."""

from campaign import villages
from tests import factories
from tests.households.dirt.pattern import FIX, REJECT, WARN, Pattern, cell, rows
from tests.households.imports.conftest import L3

WITH_COMMUNE = ("Xã/phường", *L3)


def _lie_in(*expected):
    def holds(status):
        return sorted(status.values_list("village__name", flat=True)) == sorted(expected)

    return holds


def _of_communes(*expected):
    def holds(status):
        return sorted(status.values_list("commune__name", flat=True)) == sorted(expected)

    return holds


def _apostrophes(ground, _desk):
    factories.village("Thôn Ea T'Ling", ground.a)
    factories.village("Thôn D'Rông", ground.a)


def _formerly(ground, desk):
    villages.add_alias(ground.a_villages[2], "Làng Kon Tơ", by=desk.person)


def _two_of_one_name(ground, _desk):
    for district, above_code, code in (
        ("Huyện Đăk Song", "601", "21870"),
        ("Huyện Đắk Glong", "602", "21871"),
    ):
        above = factories.unit(district, above_code, "district", ground.province)
        factories.unit("Xã Quảng Hòa", code, "commune", above)


PLACES = (
    Pattern(
        "D41",
        "i for y, Đăk for Đắk",
        FIX,
        cell("Thôn", "Thôn Đăk Rông", "Thôn Đắk Rông"),
        unit="b",
        stored=_lie_in("Thôn Đắk Rông", "Thôn Đắk Rông"),
    ),
    Pattern(
        "D42",
        "apostrophes lost or typographic",
        FIX,
        cell("Thôn", "Thôn Ea TLing", "Thôn Ea T’Ling", "Thôn DRông"),
        read=3,
        before=_apostrophes,
        stored=_lie_in("Thôn Ea T'Ling", "Thôn Ea T'Ling", "Thôn D'Rông"),
    ),
    Pattern(
        "D43",
        "spelling that only resembles a village",
        REJECT,
        cell("Thôn", "Thôn Hòa Xơn", "Thôn 1"),
        codes={"village_unknown": 1},
    ),
    Pattern(
        "D44",
        "communes with and without their word",
        FIX,
        rows(
            {"Xã/phường": "Xã An Hòa"},
            {"Xã/phường": "X. An Hòa"},
            {"Xã/phường": "An Hòa"},
            {"Xã/phường": "P. Đắk Bình", "Thôn": "Thôn Đắk Rông"},
            headings=WITH_COMMUNE,
        ),
        read=4,
        unit="province",
        stored=_of_communes("Phường Đắk Bình", *["Xã An Hòa"] * 3),
    ),
    Pattern(
        "D45",
        "one commune name in two districts",
        REJECT,
        rows(
            {"Xã/phường": "Quảng Hòa"},
            {"Xã/phường": "Xã An Hòa"},
            {"Xã/phường": "Xã An Hòa"},
            headings=WITH_COMMUNE,
        ),
        read=3,
        unit="province",
        before=_two_of_one_name,
        codes={"commune_ambiguous": 1},
    ),
    Pattern(
        "D47",
        "the former name of a village",
        FIX,
        cell("Thôn", "Làng Kon Tơ", "Thôn 1"),
        before=_formerly,
        stored=_lie_in("Thôn 1", "Thôn 1"),
    ),
    Pattern(
        "D71",
        "households under the standard of the province among those of the nation",
        WARN,
        rows(
            {"Chuẩn nghèo": "chuẩn quốc gia"},
            {"Chuẩn nghèo": "Chuẩn tỉnh"},
            headings=(*L3, "Chuẩn nghèo"),
        ),
        codes={"other_standard": 1},
        columns={"head_name": ["Nguyễn Văn B"]},
    ),
)

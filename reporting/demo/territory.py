"""The district of the demonstration at its opening: what is counted where.

District totals (38,364 households; 2,432 poor and 3,685 near-poor at the end of 2021) are of the
published order; how they fall on communes and villages is made up.
"""

from dataclasses import dataclass

PROVINCE, DISTRICT = "52", "547"


@dataclass(frozen=True)
class Commune:
    """A commune of the old map.

    `pace` is how fast households leave poverty there (1 is average); `minority` the share of
    Ba-na households among the poor, `minority_households` those of all households.
    """

    code: str
    villages: tuple
    households: int
    poor: int
    near_poor: int
    pace: float = 1.0
    minority: float = 0.0
    minority_households: int = 0


def _numbered(word, count):
    return tuple(f"{word} {number}" for number in range(1, count + 1))


def _named(names):
    return tuple(f"Thôn {name.strip()}" for name in names.split(","))


COMMUNES = (
    Commune("21808", _numbered("Khối", 10), 6912, 170, 330, 1.25),
    Commune("21811", _named("Mỹ Thạch, Thuận Hòa, An Hội, Phú Hưng"), 2004, 190, 255, 0.9),
    Commune("21814", _numbered("Thôn", 5), 2310, 215, 300, 0.95, 0.12, 138),
    Commune("21817", _named("Thuận Nhứt, Thuận Hạnh, Hòa Mỹ, Thuận Truyền"), 2380, 135, 225),
    Commune(
        "21820", _named("Tả Giang, Hữu Giang, Nam Giang, Thượng Giang, Trung Sơn"), 3260, 225, 340
    ),
    Commune(
        "21823", _named("Kiên Long, Phú Lạc, An Dõng, Kiên Ngãi, Thành Sơn"), 2745, 140, 235, 1.1
    ),
    Commune("21826", _named("Trà Sơn, Háo Nghĩa, Mỹ Đức, Đại Chí"), 1720, 95, 165, 1.1),
    Commune("21829", _named("Trường Định, Vĩnh Lộc, Kiên Thạnh, Bình Trung"), 2310, 105, 190, 1.2),
    Commune("21832", _named("Mỹ An, Trung Thắng, Hòa Lạc"), 1655, 70, 140, 1.2),
    Commune(
        "21835", _named("Hòa Hiệp, Hòa Sơn, Hòa Trung, Hòa Lộc, Lai Nghi"), 2690, 165, 260, 0.95
    ),
    Commune("21838", _named("An Vinh, Nhơn Thuận, Bỉnh Đức, Nhơn Nghĩa"), 1905, 80, 150, 1.15),
    Commune("21841", _numbered("Làng", 5), 404, 236, 88, 0.7, 0.96, 372),
    Commune("21844", _named("Phú An, Đồng Sim, Phú Hòa"), 1790, 150, 215, 0.95, 0.22, 126),
    Commune("21847", _numbered("Thôn", 4), 3449, 205, 395),
    Commune(
        "21850",
        _named("Phú Thọ, Phú Hiệp, Phú Lâm, Phú Mỹ, Phú Thịnh"),
        2830,
        251,
        397,
        0.85,
        0.08,
        95,
    ),
)

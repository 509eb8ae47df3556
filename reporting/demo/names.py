"""Names and citizen ids put together from common parts: nobody's on purpose.

An id of the demonstration has the form of a real one (province 052, century and sex, year of
birth), and its serial number counts down from 999999, where no register has come yet.
"""

from households.choices import Sex

_FAMILIES = (
    ("Nguyễn", 38),
    ("Trần", 12),
    ("Lê", 10),
    ("Phạm", 7),
    ("Huỳnh", 6),
    ("Võ", 6),
    ("Phan", 5),
    ("Bùi", 3),
    ("Đặng", 3),
    ("Trương", 3),
    ("Hồ", 2),
    ("Đỗ", 2),
    ("Ngô", 2),
    ("Dương", 1),
)
_MIDDLES = {
    Sex.MALE: ("Văn", "Văn", "Văn", "Đình", "Đức", "Hữu", "Minh", "Ngọc", "Thanh", "Xuân", "Quang"),
    Sex.FEMALE: ("Thị", "Thị", "Thị", "Thị", "Thị Mỹ", "Thị Ngọc", "Thị Thanh", "Thị Thu"),
}
_MEN = (
    "An Bình Cảnh Châu Chín Công Cường Danh Dũng Đạt Định Đông Giang Hải Hiền Hòa Hoàng Hùng "
    "Khánh Khoa Lâm Lân Long Lộc Lợi Mạnh Mười Nam Nghĩa Nhân Phong Phú Phúc Phước Quý Sáu Sơn "
    "Tám Tâm Tấn Thành Thạnh Thiện Thọ Thuận Tiến Tín Toàn Trí Trung Tùng Tư Vinh Xuân"
)
_WOMEN = (
    "Ánh Bé Bích Chi Cúc Dung Diệp Đào Điệp Gái Hạnh Hiền Hoa Hồng Hương Huệ Lan Lành Lệ Liên "
    "Liễu Loan Lý Mai Mận Minh Năm Nga Ngọc Nguyệt Nhàn Nở Oanh Phượng Phương Sen Tám Thảo "
    "Thắm Thu Thủy Thúy Tình Trang Tuyết Vân Xinh Xuân Yến"
)
_GIVEN = {Sex.MALE: _MEN.split(), Sex.FEMALE: _WOMEN.split()}
# Most Ba-na families of the area write Đinh in front; given names by sound.
_BA_NA_MEN = "Blinh Brưm Chrơn Đe Gông Hơn Krơi Nghin Nhơ Plưn Prớt Thân Thênh Tưn Yơng"
_BA_NA_WOMEN = "Blưp Brin H'Lem H'Nhíp H'Yung Khơn Linh Mlen Ngưng Pril Srêl Yiên Yơm"
_BA_NA = {Sex.MALE: _BA_NA_MEN.split(), Sex.FEMALE: _BA_NA_WOMEN.split()}
_BA_NA_MIDDLES = {Sex.MALE: ("Văn", ""), Sex.FEMALE: ("Thị", "")}
BA_NA, KINH = "Ba-na", "Kinh"


def person(random, sex, ethnicity):
    """A full name."""
    if ethnicity == BA_NA:
        parts = ("Đinh", random.choice(_BA_NA_MIDDLES[sex]), random.choice(_BA_NA[sex]))
    else:
        names, weights = zip(*_FAMILIES, strict=True)
        family = random.choices(names, weights)[0]
        parts = (family, random.choice(_MIDDLES[sex]), random.choice(_GIVEN[sex]))
    return " ".join(filter(None, parts))


class CitizenIds:
    """Hands out ids, no two alike."""

    def __init__(self):
        self._serial = 1_000_000

    def next(self, sex, birth_year):
        self._serial -= 1
        century = 2 * (birth_year // 100 - 19) + (sex == Sex.FEMALE)
        return f"052{century}{birth_year % 100:02}{self._serial:06}"

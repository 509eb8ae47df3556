"""A district on the map of its day and a list of its households: made up, the same every time."""

import datetime
import random
from types import SimpleNamespace

from campaign.choices import Level, UnitKind
from campaign.lib.vietnamese import name_key, sort_key
from campaign.models import AdminUnit, Assignment, User
from campaign.roles import Role
from households import reviews
from households.choices import PovertyClass, Sex

YEAR = 2024
# A large district of its day: 15 communes of 8 villages.
COMMUNES, VILLAGES = 15, 8
HEADINGS = (
    ("STT", "Mã hộ", "Xã/phường", "Thôn", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc")
    + ("Số CCCD", "Số khẩu", "Điểm B1", "Điểm B2")
    + tuple(f"Thiếu hụt {number}" for number in range(1, 13))
    + tuple(f"Nguyên nhân {number}" for number in range(1, 6))
    # Last, because a row that ends in empty cells is more than django-import-export can read.
    + ("Phân loại",)
)
CLASSES = {"Hộ nghèo": PovertyClass.POOR.value, "Hộ cận nghèo": PovertyClass.NEAR_POOR.value}
SEXES = {"Nam": Sex.MALE.value, "Nữ": Sex.FEMALE.value}
_FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Điểu",
    "Hà",
    "K'",
    "Y",
    "H'",
]
_MIDDLES = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Thu"]
_GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hoa",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Phúc",
    "Quân",
    "Sơn",
    "Tâm",
    "Thảo",
    "Trang",
    "Tuấn",
    "Vinh",
    "Yến",
    "Bích",
    "Đào",
    "Kiên",
    "Lộc",
]
_ETHNICITIES = ("Kinh", "Kinh", "Kinh", "M'Nông", "Ê đê", "Tày", "Nùng", "Mạ", "Dao", "H'Mông")


def ground():
    """Units, a review of `YEAR` and a person who may upload into the district."""
    last_day = datetime.date(YEAR + 1, 6, 30)

    def unit(name, code, level, kind, parent=None):
        return AdminUnit.objects.create(
            name=name, code=code, level=level, kind=kind, parent=parent, valid_to=last_day
        )

    province = unit("Tỉnh Thử Nghiệm", "99", Level.PROVINCE, UnitKind.PROVINCE)
    district = unit("Huyện Thử Nghiệm", "999", Level.DISTRICT, UnitKind.RURAL_DISTRICT, province)
    communes = [
        unit(f"Xã Thử Nghiệm {number}", f"99{number:03}", Level.COMMUNE, UnitKind.COMMUNE, district)
        for number in range(1, COMMUNES + 1)
    ]
    villages = AdminUnit.objects.bulk_create(
        AdminUnit(
            name=_village(commune, number),
            code=f"{communes[commune].code}-{number:03}",
            level=Level.VILLAGE,
            kind=UnitKind.VILLAGE,
            parent=communes[commune],
            province=province,
            district=district,
            commune=communes[commune],
            valid_to=last_day,
            name_key=name_key(_village(commune, number)),
            sort_key=sort_key(_village(commune, number)),
        )
        for commune in range(COMMUNES)
        for number in range(VILLAGES)
    )
    person = User.objects.create(username="bench", full_name="Đo tốc độ")
    Assignment.objects.create(
        user=person,
        role=Role.POVERTY_DEPARTMENT,
        unit=province,
        valid_from=datetime.date(YEAR, 1, 1),
    )
    review = reviews.find_or_open(district, YEAR, by=person)
    return SimpleNamespace(district=district, villages=villages, review=review, person=person)


def _village(commune, number):
    """One of its kind in the whole district, so that a plain look-up by name is enough."""
    return f"Thôn {commune * VILLAGES + number + 1}"


def rows(count):
    """`count` lists of 30 cells in the order of HEADINGS."""
    dice = random.Random(20241231)  # noqa: S311 - the same list every time
    for index in range(count):
        commune, number = index % COMMUNES, index // COMMUNES % VILLAGES
        deprived = set(dice.sample(range(12), dice.choice((3, 3, 4, 5))))
        poor = dice.random() < 0.5
        if not poor:
            deprived = set(list(deprived)[: dice.choice((0, 1, 2))])
        causes = set(dice.sample(range(5), 2))
        yield [
            index + 1,
            f"H{index + 1:06}",
            f"Xã Thử Nghiệm {commune + 1}",
            _village(commune, number),
            " ".join((dice.choice(_FAMILIES), dice.choice(_MIDDLES), dice.choice(_GIVEN))),
            dice.randint(1940, 2000),
            dice.choice(("Nam", "Nữ")),
            dice.choice(_ETHNICITIES),
            f"067{index + 1:09}",
            dice.randint(1, 8),
            dice.choice((90, 100, 110, 120, 130, 140)),
            10 * len(deprived),
            *("x" if number in deprived else None for number in range(12)),
            *("x" if number in causes else None for number in range(5)),
            "Hộ nghèo" if poor else "Hộ cận nghèo",
        ]


def write(path, count):
    """The list as an .xlsx at `path`."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
    return path

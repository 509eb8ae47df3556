"""What *poor* meant, by date: the poverty standards (chuẩn nghèo đa chiều).

One of the three places that compare dates of law. Nothing is ever differenced across standards.
Each fact carries its source; `confirmed=False` marks what was not read in the instrument itself.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from households.choices import PovertyClass, ReviewKind


@dataclass(frozen=True)
class Indicator:
    """One deprivation indicator. `number` is its official order and its bit (number - 1)."""

    number: int
    dimension: str
    name: str


@dataclass(frozen=True)
class Standard:
    """A national poverty standard.

    `income` and `b1_limits` are per area: đồng a person a month, and the B1 (điểm A) at or below
    which a household may be poor. `poor_b2` is the B2 (điểm B) from which it is; 10 points are
    one deprivation.
    """

    code: str
    name: str
    first_day: datetime.date
    last_day: datetime.date
    indicators: tuple
    income: dict
    b1_limits: dict
    poor_b2: int
    source: str
    confirmed: bool
    b1_poor_alone: dict | None = None

    @property
    def b2_max(self):
        return 10 * len(self.indicators)

    def classify(self, area, b1, b2):
        """The class that the points alone would give, or None when a score is missing."""
        if b1 is None or b2 is None or not self.b1_limits:
            return None
        if self.b1_poor_alone and b1 <= self.b1_poor_alone[area]:
            return PovertyClass.POOR
        if b1 > self.b1_limits[area]:
            return PovertyClass.NONE
        return PovertyClass.POOR if b2 >= self.poor_b2 else PovertyClass.NEAR_POOR


def _indicators(*rows):
    return tuple(
        Indicator(number, dimension, name) for number, (dimension, name) in enumerate(rows, start=1)
    )


_HEALTH, _EDUCATION, _HOUSING = _("Y tế"), _("Giáo dục"), _("Nhà ở")
_WATER, _INFORMATION, _WORK = _("Nước sinh hoạt và vệ sinh"), _("Thông tin"), _("Việc làm")
_SHARED = (
    (_EDUCATION, _("Trình độ giáo dục của người lớn")),
    (_EDUCATION, _("Tình trạng đi học của trẻ em")),
    (_HOUSING, _("Chất lượng nhà ở")),
    (_HOUSING, _("Diện tích nhà ở bình quân đầu người")),
    (_WATER, _("Nguồn nước sinh hoạt")),
    (_WATER, _("Nhà tiêu hợp vệ sinh")),
    (_INFORMATION, _("Sử dụng dịch vụ viễn thông")),
    (_INFORMATION, _("Phương tiện phục vụ tiếp cận thông tin")),
)

NATIONAL_2016 = Standard(
    code="national-2016",
    name=_("Chuẩn nghèo giai đoạn 2016-2020"),
    first_day=datetime.date(2015, 9, 1),
    last_day=datetime.date(2021, 12, 31),
    indicators=_indicators(
        (_HEALTH, _("Tiếp cận các dịch vụ y tế")), (_HEALTH, _("Bảo hiểm y tế")), *_SHARED
    ),
    income={Area.URBAN: 1_300_000, Area.RURAL: 1_000_000},
    b1_limits={Area.URBAN: 175, Area.RURAL: 150},
    b1_poor_alone={Area.URBAN: 140, Area.RURAL: 120},
    poor_b2=30,
    source="Quyết định 59/2015/QĐ-TTg; Thông tư 17/2016/TT-BLĐTBXH, 14/2018/TT-BLĐTBXH",
    confirmed=False,  # names of the ten indicators: from memory
)
NATIONAL_2022 = Standard(
    code="national-2022",
    name=_("Chuẩn nghèo giai đoạn 2022-2025, kéo dài hết năm 2026"),
    first_day=datetime.date(2022, 1, 1),
    last_day=datetime.date(2026, 12, 31),
    indicators=_indicators(
        (_WORK, _("Việc làm")),
        (_WORK, _("Người phụ thuộc trong hộ gia đình")),
        (_HEALTH, _("Dinh dưỡng")),
        (_HEALTH, _("Bảo hiểm y tế")),
        *_SHARED,
    ),
    income={Area.URBAN: 2_000_000, Area.RURAL: 1_500_000},
    b1_limits={Area.URBAN: 175, Area.RURAL: 140},
    poor_b2=30,
    source="Nghị định 07/2021/NĐ-CP; Thông tư 07/2021/TT-BLĐTBXH; Nghị định 351/2025/NĐ-CP",
    confirmed=True,
)

STANDARDS = {standard.code: standard for standard in (NATIONAL_2016, NATIONAL_2022)}
# The general review at the end of the year before a standard begins sets its opening.
_OPENING_AHEAD = datetime.timedelta(days=1)


class NoStandard(LookupError):
    """No poverty standard of which the portal knows holds on the day."""


def on(day, *, kind=ReviewKind.ANNUAL):
    """The national standard for a review as of `day`.

    An opening review on the last day of a standard is already under the next one: the end of 2021
    is counted twice, as the last result of 2016-2020 and as the opening of 2022-2025.
    Raises NoStandard.
    """
    if kind == ReviewKind.OPENING:
        day += _OPENING_AHEAD
    for standard in STANDARDS.values():
        if standard.first_day <= day <= standard.last_day:
            return standard
    raise NoStandard(day)


def get(code):
    """The standard with this code. Raises NoStandard."""
    try:
        return STANDARDS[code]
    except KeyError:
        raise NoStandard(code) from None

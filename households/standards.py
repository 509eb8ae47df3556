"""What *poor* meant, by date: the poverty standards (chuẩn nghèo đa chiều).

One of the three places that compare dates of law. Nothing is ever differenced across standards:
`incomparable` gives the reason. Each standard carries its source; what was not read in the
instrument itself is named in `unconfirmed`, what is not known is empty and never guessed.

Provinces add standards of their own. They stand in the database, which a leaf may not import:
`households.local_standards` registers itself here as their source when the app is ready.
"""

import datetime
from dataclasses import dataclass, replace
from functools import cache, wraps

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from households.choices import PoorKind, PovertyClass, ReviewKind

# The parts of a standard that may be unknown or not confirmed.
INCOME, AVERAGE, INDICATORS, SCORING = "income", "average", "indicators", "scoring"


@dataclass(frozen=True)
class Indicator:
    """One deprivation indicator. `number` is its official order and its bit (number - 1).

    `confirmed` False: taken over from the standard before until the new list is read.
    """

    number: int
    dimension: str
    name: str
    confirmed: bool = True


@dataclass(frozen=True)
class Standard:
    """A poverty standard, national or (with `province`, the id of its unit) a province's own.

    Per area, in đồng a person a month: at or below `income` a household may be poor or near-poor,
    at or below `poor_income` it is poor whatever it lacks, up to `average_income` its living
    standard is average. Per area, in points: at or below `b1_limits` (B1, điểm A) it may be poor,
    at or below `b1_poor_alone` it is. `poor_b2` is the B2 (điểm B) from which it is poor; 10 points
    are one deprivation of the `poor_deprivations` that it takes. Empty: not known, or not of this
    standard. `base` is the code of the national standard whose indicators a province uses.
    """

    code: str
    name: str
    first_day: datetime.date
    last_day: datetime.date
    indicators: tuple
    income: dict
    b1_limits: dict
    source: str
    poor_b2: int | None = 30
    poor_deprivations: int = 3
    b1_poor_alone: dict | None = None
    poor_income: dict | None = None
    average_income: dict | None = None
    unconfirmed: frozenset = frozenset()
    base: str = ""
    province: int | None = None

    @property
    def confirmed(self):
        """Whether every part was read in the instrument itself."""
        return not self.unconfirmed

    @property
    def is_local(self):
        return self.province is not None

    @property
    def list_code(self):
        """The code of the national standard whose list of indicators this one uses."""
        return self.base or self.code

    @property
    def has_scoring(self):
        return bool(self.b1_limits)

    @property
    def b2_max(self):
        """The most that B2 can be; None where the scoring is not known."""
        return 10 * len(self.indicators) if self.has_scoring else None

    def holds_on(self, day, *, kind=ReviewKind.ANNUAL):
        """Whether a review as of `day` may be under this standard (see `on`)."""
        if kind == ReviewKind.OPENING:
            day += _OPENING_AHEAD
        return self.first_day <= day <= self.last_day

    def classify(self, area, b1, b2):
        """The class that the points alone give; None when a score or the limits are missing."""
        if b1 is None or b2 is None or not self.has_scoring:
            return None
        if self.b1_poor_alone and b1 <= self.b1_poor_alone[area]:
            return PovertyClass.POOR
        if b1 > self.b1_limits[area]:
            return PovertyClass.NONE
        return PovertyClass.POOR if b2 >= self.poor_b2 else PovertyClass.NEAR_POOR

    def poor_kind(self, area, b1):
        """Which of the two kinds of poor of 2016-2020 a poor household with these points is; None
        without points or under a standard that knows one kind."""
        if b1 is None or not self.b1_poor_alone:
            return None
        return PoorKind.INCOME if b1 <= self.b1_poor_alone[area] else PoorKind.SERVICES


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

_TWELVE = _indicators(
    (_WORK, _("Việc làm")),
    (_WORK, _("Người phụ thuộc trong hộ gia đình")),
    (_HEALTH, _("Dinh dưỡng")),
    (_HEALTH, _("Bảo hiểm y tế")),
    *_SHARED,
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
    poor_income={Area.URBAN: 900_000, Area.RURAL: 700_000},
    average_income={Area.URBAN: 1_950_000, Area.RURAL: 1_500_000},
    b1_limits={Area.URBAN: 175, Area.RURAL: 150},
    b1_poor_alone={Area.URBAN: 140, Area.RURAL: 120},
    source="Quyết định 59/2015/QĐ-TTg; Thông tư 17/2016/TT-BLĐTBXH, 14/2018/TT-BLĐTBXH",
    unconfirmed=frozenset((AVERAGE, INDICATORS)),
)
NATIONAL_2022 = Standard(
    code="national-2022",
    name=_("Chuẩn nghèo giai đoạn 2022-2025, kéo dài hết năm 2026"),
    first_day=datetime.date(2022, 1, 1),
    last_day=datetime.date(2026, 12, 31),
    indicators=_TWELVE,
    income={Area.URBAN: 2_000_000, Area.RURAL: 1_500_000},
    average_income={Area.URBAN: 3_000_000, Area.RURAL: 2_250_000},
    b1_limits={Area.URBAN: 175, Area.RURAL: 140},
    source="Nghị định 07/2021/NĐ-CP; Thông tư 07/2021/TT-BLĐTBXH; Nghị định 351/2025/NĐ-CP",
)
# Of Nghị định 351/2025/NĐ-CP the incomes, the three deprivations and the dimension of work are
# known. Until its list and its scoring sheet are read, households are listed by the indicators of
# 2022, each marked, and no class is computed from points.
NATIONAL_2027 = Standard(
    code="national-2027",
    name=_("Chuẩn nghèo giai đoạn 2027-2030"),
    first_day=datetime.date(2027, 1, 1),
    last_day=datetime.date(2030, 12, 31),
    indicators=tuple(
        replace(indicator, confirmed=indicator.dimension is _WORK) for indicator in _TWELVE
    ),
    income={Area.URBAN: 2_800_000, Area.RURAL: 2_200_000},
    b1_limits={},
    poor_b2=None,
    source="Nghị định 351/2025/NĐ-CP",
    unconfirmed=frozenset((AVERAGE, INDICATORS, SCORING)),
)

STANDARDS = {standard.code: standard for standard in (NATIONAL_2016, NATIONAL_2022, NATIONAL_2027)}
# The general review at the end of the year before a standard begins sets its opening.
_OPENING_AHEAD = datetime.timedelta(days=1)


_sources = []


class NoStandard(LookupError):
    """No poverty standard of which the portal knows holds on the day."""


class NotHolding(NoStandard):
    """The standard is another province's or another time's; `args[0]` says so in a sentence."""


def register(source):
    """Have `get` ask `source(code)` for the codes that are not national: a Standard or None.

    Called once, by the app when it is ready: standards of provinces are rows, and a leaf does not
    import models.
    """
    if source not in _sources:
        _sources.append(source)


def on(day, *, kind=ReviewKind.ANNUAL):
    """The national standard for a review as of `day`.

    An opening review on the last day of a standard is already under the next one: the end of 2021
    is counted twice, as the last result of 2016-2020 and as the opening of 2022-2025.
    Raises NoStandard.
    """
    for standard in STANDARDS.values():
        if standard.holds_on(day, kind=kind):
            return standard
    raise NoStandard(day)


def get(code):
    """The standard with this code, national or a province's. Raises NoStandard."""
    found = STANDARDS.get(code)
    for source in _sources:
        found = found or source(code)
    if found is None:
        raise NoStandard(code)
    return found


def for_review(code, day, *, province, kind=ReviewKind.ANNUAL):
    """The standard `code` (the national one without a code) of a review of `province` as of `day`.

    Raises NoStandard; NotHolding, with the sentence, when it is another province's or time's.
    """
    standard = get(code) if code else on(day, kind=kind)
    named = {"name": standard.name}
    if standard.is_local and standard.province != province:
        raise NotHolding(_now("%(name)s là chuẩn của tỉnh khác.") % named)
    if not standard.holds_on(day, kind=kind):
        named |= {
            "first": f"{standard.first_day:%d/%m/%Y}",
            "last": f"{standard.last_day:%d/%m/%Y}",
        }
        sentence = _now("%(name)s chỉ áp dụng từ %(first)s đến %(last)s.")
        raise NotHolding(sentence % named)
    return standard


def list_code(code):
    """The code of the national standard whose list of indicators the standard `code` uses: what is
    counted depends on nothing else of it. Raises NoStandard."""
    return code if code in STANDARDS else get(code).list_code


def by_list(function):
    """Remember what `function` makes of a standard's code, once for each list of indicators: it
    must look at nothing else of the standard. What a province writes is thus never remembered."""
    remembered = cache(function)

    @wraps(function)
    def called(code):
        return remembered(list_code(code))

    return called


def incomparable(earlier, later):
    """Why numbers under the standards with these codes are not compared; "" when they may be.

    The one sentence for movements, figures, tables and the evidence of nominations.
    """
    if earlier == later:
        return ""
    return _now("Không so sánh được: khác chuẩn nghèo (%(earlier)s; %(later)s).") % {
        "earlier": get(earlier).name,
        "later": get(later).name,
    }

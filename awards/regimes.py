"""The law of awards by date (chế độ pháp lý): which texts held, who submits, who decides.

One of the three places that compare dates of law. The regime of a dossier is the one in force on
the day the competent body accepts it as valid; it is frozen on the nomination then. What was not
read in the instrument itself is marked `confirmed=False`, and the screen says so.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

_DAY = datetime.date


@dataclass(frozen=True)
class Instrument:
    """One legal text as an official paper cites it. `first_day`: from when it may be cited."""

    citation: str
    first_day: datetime.date
    last_day: datetime.date | None
    confirmed: bool
    source: str

    def holds(self, day):
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Regime:
    """The rules of one span of days.

    `through_district`: a commune's dossier goes to its district, which submits it to the
    province (three levels, until 30/06/2025). `papers`: what the dossier of a provincial
    certificate for a campaign must hold. `doubts`: what is not confirmed, as sentences.
    """

    key: str
    first_day: datetime.date
    last_day: datetime.date | None
    law: str
    decree: str
    circular: str
    through_district: bool
    papers: tuple
    instruments: tuple
    doubts: tuple
    source: str

    @property
    def confirmed(self):
        return not self.doubts

    def citations(self, day):
        """Texts to cite on `day`, highest rank first."""
        return [text for text in self.instruments if text.holds(day)]


_LAW_2003 = Instrument(
    "Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung một số điều của "
    "Luật Thi đua, khen thưởng ngày 14 tháng 6 năm 2005 và ngày 16 tháng 11 năm 2013",
    _DAY(2017, 10, 1),
    _DAY(2023, 12, 31),
    confirmed=False,
    source="Theo hiểu biết chung; chưa đối chiếu văn bản",
)
_LAW_2022 = Instrument(
    "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    _DAY(2024, 1, 1),
    None,
    confirmed=True,
    source="Luật số 06/2022/QH15",
)
_LAW_2026 = Instrument(
    "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
    _DAY(2026, 10, 1),
    None,
    confirmed=False,
    source="Luật số 06/2026/QH16; chưa đọc được toàn văn",
)
_DECREE_91 = Instrument(
    "Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành "
    "một số điều của Luật Thi đua, khen thưởng",
    _DAY(2017, 10, 1),
    _DAY(2023, 12, 31),
    confirmed=False,
    source="Ngày ban hành chưa đối chiếu văn bản",
)
_DECREE_98 = Instrument(
    "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành "
    "một số điều của Luật Thi đua, khen thưởng",
    _DAY(2024, 1, 1),
    _DAY(2025, 6, 30),
    confirmed=True,
    source="Nghị định 98/2023/NĐ-CP",
)
_DECREE_152 = Instrument(
    "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân "
    "quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số "
    "điều của Luật Thi đua, khen thưởng",
    _DAY(2025, 7, 1),
    _DAY(2027, 3, 1),
    confirmed=False,
    source="Số và ngày đã đối chiếu; tên văn bản và ngày hết hiệu lực 01/03/2027 chưa đối chiếu",
)
_CIRCULAR_12 = Instrument(
    "Thông tư số 12/2019/TT-BNV của Bộ trưởng Bộ Nội vụ",
    _DAY(2020, 1, 1),
    _DAY(2023, 12, 31),
    confirmed=False,
    source="Ngày ban hành, ngày hiệu lực chưa đối chiếu văn bản",
)
_CIRCULAR_01 = Instrument(
    "Thông tư số 01/2024/TT-BNV của Bộ trưởng Bộ Nội vụ",
    _DAY(2024, 1, 1),
    _DAY(2025, 8, 4),
    confirmed=False,
    source="Ngày ban hành, ngày hiệu lực chưa đối chiếu văn bản",
)
_CIRCULAR_15 = Instrument(
    "Thông tư số 15/2025/TT-BNV ngày 04 tháng 8 năm 2025 của Bộ trưởng Bộ Nội vụ",
    _DAY(2025, 8, 5),
    None,
    confirmed=True,
    source="Thông tư 15/2025/TT-BNV",
)

# Bằng khen of the province for a campaign: one set of originals, under every regime.
SUBMISSION, REPORT, MINUTES = (
    _("Tờ trình của cấp trình khen"),
    _("Báo cáo thành tích có xác nhận của cấp trình khen"),
    _("Biên bản họp xét của Hội đồng thi đua, khen thưởng cấp trình khen"),
)
_CAMPAIGN_PAPERS = (SUBMISSION, REPORT, MINUTES)

REGIMES = (
    Regime(
        key="R-2017",
        first_day=_DAY(2017, 10, 1),
        last_day=_DAY(2023, 12, 31),
        law="Luật Thi đua, khen thưởng 2003 (sửa đổi 2005, 2009, 2013)",
        decree="Nghị định 91/2017/NĐ-CP",
        circular="Thông tư 12/2019/TT-BNV",
        through_district=True,
        papers=_CAMPAIGN_PAPERS,
        instruments=(_LAW_2003, _DECREE_91, _CIRCULAR_12),
        doubts=(_("Ngày bắt đầu và kết thúc hiệu lực của các văn bản chưa được đối chiếu."),),
        source="Luật số 15/2003/QH11; Nghị định 91/2017/NĐ-CP; Thông tư 12/2019/TT-BNV",
    ),
    Regime(
        key="R-2024",
        first_day=_DAY(2024, 1, 1),
        last_day=_DAY(2025, 6, 30),
        law="Luật Thi đua, khen thưởng số 06/2022/QH15",
        decree="Nghị định 98/2023/NĐ-CP",
        circular="Thông tư 01/2024/TT-BNV",
        through_district=True,
        papers=_CAMPAIGN_PAPERS,
        instruments=(_LAW_2022, _DECREE_98, _CIRCULAR_01),
        doubts=(_("Số thứ tự mẫu báo cáo thành tích trong phụ lục chưa được đối chiếu."),),
        source="Luật số 06/2022/QH15; Nghị định 98/2023/NĐ-CP",
    ),
    Regime(
        key="R-2025",
        first_day=_DAY(2025, 7, 1),
        last_day=_DAY(2026, 9, 30),
        law="Luật Thi đua, khen thưởng số 06/2022/QH15",
        decree="Nghị định 152/2025/NĐ-CP; Nghị định 129/2025/NĐ-CP",
        circular="Thông tư 15/2025/TT-BNV (từ 05/08/2025)",
        through_district=False,
        papers=_CAMPAIGN_PAPERS,
        instruments=(_LAW_2022, _DECREE_152, _CIRCULAR_01, _CIRCULAR_15),
        doubts=(
            _("Toàn văn Nghị định 152/2025/NĐ-CP và Thông tư 15/2025/TT-BNV chưa được đối chiếu."),
            _("Quy chế thi đua, khen thưởng của tỉnh có thể quy định thêm thành phần hồ sơ."),
        ),
        source="Luật số 06/2022/QH15; Nghị định 152/2025/NĐ-CP; Nghị định 129/2025/NĐ-CP",
    ),
    Regime(
        key="R-2026",
        first_day=_DAY(2026, 10, 1),
        last_day=None,
        law="Luật số 06/2022/QH15, sửa đổi, bổ sung bởi Luật số 06/2026/QH16",
        decree="Nghị định 152/2025/NĐ-CP cho đến khi được thay thế",
        circular="Thông tư 15/2025/TT-BNV cho đến khi được thay thế",
        through_district=False,
        papers=_CAMPAIGN_PAPERS,
        instruments=(_LAW_2022, _LAW_2026, _DECREE_152, _CIRCULAR_15),
        doubts=(
            _("Nội dung Luật số 06/2026/QH16 (hiệu lực từ 01/10/2026) chưa được đối chiếu."),
            _("Nghị định 152/2025/NĐ-CP được ghi nhận hết hiệu lực ngày 01/03/2027."),
            _("Quy chế thi đua, khen thưởng của tỉnh có thể quy định thêm thành phần hồ sơ."),
        ),
        source="Luật số 06/2026/QH16; Nghị định 152/2025/NĐ-CP",
    ),
)


class NoRegime(LookupError):
    """No regime of which the portal knows held on the day."""


def on(day):
    """The regime in force on `day`. Raises NoRegime for a day before the first one."""
    for regime in REGIMES:
        if regime.first_day <= day and (regime.last_day is None or day <= regime.last_day):
            return regime
    raise NoRegime(day)


def get(key):
    """The regime with this key. Raises NoRegime."""
    for regime in REGIMES:
        if regime.key == key:
            return regime
    raise NoRegime(key)

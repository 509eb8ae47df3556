"""Words of the household lists. Bit masks: bit n-1 of `deprivations` is indicator n of the
review's standard; causes and flags are numbered here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewKind(models.TextChoices):
    OPENING = "opening", _("Đầu kỳ (tổng rà soát)")
    ANNUAL = "annual", _("Định kỳ hằng năm")
    ADHOC = "adhoc", _("Thường xuyên trong năm")
    MIDYEAR = "midyear", _("Giữa năm")


class ReviewVersion(models.TextChoices):
    PRELIMINARY = "preliminary", _("Sơ bộ")
    OFFICIAL = "official", _("Chính thức")


class ReviewState(models.TextChoices):
    OPEN = "open", _("Đang mở")
    APPROVED = "approved", _("Đã phê duyệt")
    LOCKED = "locked", _("Đã khóa")


class Step(models.TextChoices):
    """How far a commune is in a review (Quyết định 24/2021/QĐ-TTg): the last step that is done."""

    NONE = "none", _("Chưa bắt đầu")
    LISTED = "listed", _("Đã lập danh sách rà soát")
    CLASSIFIED = "classified", _("Đã rà soát, phân loại")
    MET = "met", _("Đã họp thôn")
    POSTED = "posted", _("Đang niêm yết công khai")
    CONSULTED = "consulted", _("Đã có ý kiến cấp huyện")
    RECOGNISED = "recognised", _("Đã công nhận")

    @property
    def deed(self):
        """What is done in the step: the label says that it is done."""
        return _DEEDS[self]


_DEEDS = {
    Step.NONE: "",
    Step.LISTED: _("Lập danh sách rà soát"),
    Step.CLASSIFIED: _("Rà soát, phân loại"),
    Step.MET: _("Họp thôn"),
    Step.POSTED: _("Niêm yết công khai"),
    Step.CONSULTED: _("Lấy ý kiến cấp huyện"),
    Step.RECOGNISED: _("Công nhận"),
}


class ComplaintOutcome(models.TextChoices):
    OPEN = "", _("Chưa trả lời")
    UPHELD = "upheld", _("Đúng: sửa kết quả")
    REJECTED = "rejected", _("Không đúng: giữ kết quả")
    WITHDRAWN = "withdrawn", _("Người khiếu nại rút")


class ReviewPaper(models.TextChoices):
    """The papers of a review, as the journal calls them; `papers.KINDS` draws them."""

    POSTING = "posting-list", _("Danh sách niêm yết")
    MINUTES = "village-minutes", _("Biên bản họp thôn")
    DECISION = "commune-decision", _("Quyết định công nhận của xã")
    COMPLAINT = "complaint-note", _("Phiếu khiếu nại")


class PovertyClass(models.TextChoices):
    POOR = "poor", pgettext_lazy("một hộ", "Hộ nghèo")
    NEAR_POOR = "near_poor", pgettext_lazy("một hộ", "Hộ cận nghèo")
    NONE = "none", _("Không nghèo")


class PoorKind(models.TextChoices):
    """The two kinds of poor of 2016-2020 (Quyết định 59/2015/QĐ-TTg); from 2022 there is one."""

    INCOME = "income", _("Nghèo về thu nhập (N1)")
    SERVICES = "services", _("Nghèo do thiếu hụt dịch vụ xã hội cơ bản (N2)")


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Change(models.TextChoices):
    """What the list itself says happened to the household since the review before."""

    UNSAID = "", _("Không ghi")
    OLD = "old", _("Hộ cũ")
    NEW = "new", _("Phát sinh mới")
    RELAPSED = "relapsed", _("Tái nghèo, tái cận nghèo")
    ESCAPED = "escaped", _("Thoát nghèo, thoát cận nghèo")
    MOVED_IN = "moved_in", _("Chuyển đến, tách hộ")
    MOVED_OUT = "moved_out", _("Chuyển đi, nhập hộ, không còn hộ")


class Cause(models.IntegerChoices):
    """Nguyên nhân nghèo, numbered as in report R10 (bit = value - 1)."""

    LAND = 1, _("Thiếu đất sản xuất")
    CAPITAL = 2, _("Thiếu vốn")
    LABOUR = 3, _("Thiếu lao động")
    TOOLS = 4, _("Thiếu công cụ, phương tiện sản xuất")
    KNOWLEDGE = 5, _("Thiếu kiến thức sản xuất")
    SKILLS = 6, _("Thiếu kỹ năng lao động")
    ILLNESS = 7, _("Ốm đau, bệnh nặng, tai nạn")
    OTHER = 8, _("Nguyên nhân khác")


class Flag(models.IntegerChoices):
    """Đối tượng (bit = value - 1)."""

    MERIT = 1, _("Có thành viên là người có công")
    NO_LABOUR = 2, _("Không có khả năng lao động")
    SOCIAL_PROTECTION = 3, _("Đối tượng bảo trợ xã hội")
    LOCAL_MINORITY = 4, _("Dân tộc thiểu số tại chỗ")


class Support(models.IntegerChoices):
    """Chính sách hỗ trợ, numbered as in reports R14 and R15 (bit = value - 1)."""

    HEALTH = 1, _("Hỗ trợ y tế")
    EDUCATION = 2, _("Hỗ trợ giáo dục")
    PRODUCTION = 3, _("Hỗ trợ sản xuất")
    CREDIT = 4, _("Vay vốn tín dụng")
    HOUSING = 5, _("Hỗ trợ nhà ở")
    OTHER = 6, _("Hỗ trợ khác")


class BatchKind(models.TextChoices):
    HOUSEHOLDS = "households", _("Danh sách hộ")
    TOTALS = "totals", _("Tổng số hộ, số khẩu")
    AGGREGATES = "aggregates", _("Biểu tổng hợp (kỳ không còn danh sách)")


class BatchState(models.TextChoices):
    RECEIVED = "received", _("Đã nhận tệp")
    REFUSED = "refused", _("Tệp bị từ chối")
    CHECKED = "checked", _("Đã kiểm tra, chờ xác nhận")
    COMMITTED = "committed", _("Đã ghi vào dữ liệu")
    UNCHANGED = "unchanged", _("Không có thay đổi")
    CANCELLED = "cancelled", _("Đã hủy")
    UNDONE = "undone", _("Đã hoàn tác")


class Severity(models.TextChoices):
    ERROR = "error", _("Lỗi")
    WARNING = "warning", _("Cảnh báo")


class ImportAction(models.TextChoices):
    """What a committed upload did to a status that stood before."""

    UPDATED = "updated", _("Đã sửa")
    REMOVED = "removed", _("Đã đưa ra khỏi danh sách")


class KinshipKind(models.TextChoices):
    """How one household came out of another."""

    SPLIT = "split", _("Tách hộ")
    MERGED = "merged", _("Nhập hộ")


def bits(*numbers):
    """The mask of the given numbers: bits(1, 3) is 0b101."""
    return sum(1 << (number - 1) for number in set(numbers))


def numbers(mask):
    """The numbers in a mask, in order: numbers(0b101) is [1, 3]."""
    return [position + 1 for position in range(mask.bit_length()) if mask >> position & 1]

"""The words of the journal: what each recorded verb is called. A test finds verbs without one."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS = {
    "session.begin": _("Đăng nhập"),
    "password.change": _("Đổi mật khẩu"),
    "password.reset": _("Cấp lại mật khẩu"),
    "person.create": _("Tạo tài khoản"),
    "person.change": _("Sửa thông tin tài khoản"),
    "person.close": _("Khóa tài khoản"),
    "person.open": _("Mở lại tài khoản"),
    "assignment.begin": _("Phân công"),
    "assignment.end": _("Kết thúc phân công"),
    "reference.add": _("Thêm dòng danh mục"),
    "reference.change": _("Sửa dòng danh mục"),
    "reference.delete": _("Xóa dòng danh mục"),
    "reference.import": _("Nhập danh mục từ tệp"),
    "reference.export": _("Xuất danh mục ra tệp"),
    "unit.load": _("Nạp danh mục đơn vị hành chính"),
    "village.create": _("Thêm thôn, tổ dân phố"),
    "alias.create": _("Thêm tên gọi khác"),
    "review.open": _("Mở kỳ rà soát"),
    "blank.download": _("Tải mẫu danh sách đã điền sẵn"),
    "import.households": _("Ghi danh sách hộ"),
    "import.totals": _("Ghi tổng số hộ"),
    "import.cancel": _("Hủy lần tải lên"),
    "citizen_id.reveal": _("Xem đầy đủ số định danh"),
    "nomination.create": pgettext_lazy("việc đã làm", "Lập hồ sơ khen thưởng"),
    "nomination.revise": _("Sửa nội dung hồ sơ khen thưởng"),
    "nomination.submit": _("Trình hồ sơ khen thưởng"),
    "nomination.withdraw": _("Rút lại hồ sơ khen thưởng"),
    "nomination.return": _("Trả lại hồ sơ khen thưởng"),
    "nomination.accept": _("Tiếp nhận hồ sơ khen thưởng"),
    "report.create": pgettext_lazy("việc đã làm", "Lập báo cáo năm"),
    "report.revise": _("Sửa báo cáo năm"),
    "report.submit": _("Gửi báo cáo năm"),
}


def label(verb):
    return VERBS.get(verb, verb)

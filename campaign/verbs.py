"""The words of the journal: what each recorded verb is called. A test finds verbs without one.

Where a button says the same in Vietnamese, the context parts them for other languages.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS = {
    "session.begin": pgettext_lazy("việc đã làm", "Đăng nhập"),
    "password.change": pgettext_lazy("việc đã làm", "Đổi mật khẩu"),
    "password.reset": pgettext_lazy("việc đã làm", "Cấp lại mật khẩu"),
    "person.create": pgettext_lazy("việc đã làm", "Tạo tài khoản"),
    "person.change": _("Sửa thông tin tài khoản"),
    "person.close": pgettext_lazy("việc đã làm", "Khóa tài khoản"),
    "person.open": pgettext_lazy("việc đã làm", "Mở lại tài khoản"),
    "assignment.begin": pgettext_lazy("việc đã làm", "Phân công"),
    "assignment.end": _("Kết thúc phân công"),
    "reference.add": _("Thêm dòng danh mục"),
    "reference.change": _("Sửa dòng danh mục"),
    "reference.delete": _("Xóa dòng danh mục"),
    "reference.import": _("Nhập danh mục từ tệp"),
    "reference.export": _("Xuất danh mục ra tệp"),
    "unit.load": _("Nạp danh mục đơn vị hành chính"),
    "village.create": pgettext_lazy("việc đã làm", "Thêm thôn, tổ dân phố"),
    "alias.create": pgettext_lazy("việc đã làm", "Thêm tên gọi khác"),
    "review.open": pgettext_lazy("việc đã làm", "Mở kỳ rà soát"),
    "review.officialise": _("Chuyển kỳ rà soát sang bản chính thức"),
    "review.approve": _("Phê duyệt kết quả rà soát"),
    "review.lock": pgettext_lazy("việc đã làm", "Khóa kỳ rà soát"),
    "review.reopen": pgettext_lazy("việc đã làm", "Mở lại kỳ rà soát"),
    "review.reopening_end": _("Kết thúc mở lại kỳ rà soát"),
    "review.rule": _("Đặt mốc thời gian rà soát"),
    "review.list": _("Ghi bước lập danh sách rà soát"),
    "review.classify": _("Ghi bước rà soát, phân loại"),
    "review.meet": _("Ghi bước họp thôn"),
    "review.post": _("Ghi bước niêm yết"),
    "review.consult": _("Ghi ý kiến cấp huyện"),
    "review.recognise": _("Ghi quyết định công nhận của xã"),
    "review.take_back": _("Thu hồi một bước rà soát"),
    "review.print": _("In văn bản của kỳ rà soát"),
    "meeting.save": _("Ghi biên bản họp thôn"),
    "complaint.save": _("Ghi khiếu nại về kết quả rà soát"),
    "holiday.save": _("Sửa lịch ngày nghỉ"),
    "holiday.remove": _("Bỏ ngày nghỉ đã sửa"),
    "standard.create": _("Lập chuẩn nghèo của tỉnh"),
    "standard.change": _("Sửa chuẩn nghèo của tỉnh"),
    "standard.delete": _("Xóa chuẩn nghèo của tỉnh"),
    "import.aggregates": _("Ghi biểu tổng hợp"),
    "blank.download": _("Tải mẫu danh sách đã điền sẵn"),
    "import.households": _("Ghi danh sách hộ"),
    "import.totals": _("Ghi tổng số hộ"),
    "import.undo": _("Hoàn tác lần tải lên"),
    "import.answer_alike": _("Trả lời chung các câu hỏi về hộ"),
    "import.download": _("Tải tệp gốc của lần tải lên"),
    "village.withdraw": _("Bỏ thôn, tổ dân phố do danh sách thêm vào"),
    "import.cancel": pgettext_lazy("việc đã làm", "Hủy lần tải lên"),
    "citizen_id.reveal": pgettext_lazy("việc đã làm", "Xem đầy đủ số định danh"),
    "nomination.create": pgettext_lazy("việc đã làm", "Lập hồ sơ khen thưởng"),
    "nomination.revise": _("Sửa nội dung hồ sơ khen thưởng"),
    "nomination.submit": _("Trình hồ sơ khen thưởng"),
    "nomination.withdraw": _("Rút lại hồ sơ khen thưởng"),
    "nomination.return": _("Trả lại hồ sơ khen thưởng"),
    "nomination.accept": _("Tiếp nhận hồ sơ khen thưởng"),
    "report.create": pgettext_lazy("việc đã làm", "Lập báo cáo năm"),
    "report.revise": pgettext_lazy("việc đã làm", "Sửa báo cáo năm"),
    "report.submit": _("Gửi báo cáo năm"),
}


def label(verb):
    return VERBS.get(verb, verb)

"""The words of the journal: what each recorded verb is called. A test finds verbs without one."""

from django.utils.translation import gettext_lazy as _

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
    "reference.import": _("Nhập danh mục từ tệp"),
    "reference.export": _("Xuất danh mục ra tệp"),
    "village.create": _("Thêm thôn, tổ dân phố"),
    "alias.create": _("Thêm tên gọi khác"),
    "review.open": _("Mở kỳ rà soát"),
}


def label(verb):
    return VERBS.get(verb, verb)

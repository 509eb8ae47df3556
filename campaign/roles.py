"""Who may do what: one table.

A role is given to a user for a unit and a span of days (`Assignment`); it reaches that unit and
everything below it. The page "Vai trò và quyền" and the test of every URL are drawn from here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    BOARD = "board", _("Cán bộ cơ quan thi đua, khen thưởng tỉnh")
    POVERTY_DEPARTMENT = "poverty_department", _("Cơ quan quản lý giảm nghèo tỉnh")
    DISTRICT_OFFICER = "district_officer", _("Cán bộ giảm nghèo cấp huyện")
    COMMUNE_OFFICER = "commune_officer", _("Cán bộ giảm nghèo cấp xã")
    ORGANISATION_OFFICER = "organisation_officer", _("Cán bộ sở, ngành, đoàn thể")
    COUNCIL_MEMBER = "council_member", _("Thành viên Hội đồng thi đua, khen thưởng")
    LEADER = "leader", _("Lãnh đạo ký duyệt")
    AUDITOR = "auditor", _("Thanh tra, kiểm toán")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


class Permission(models.TextChoices):
    UNIT_VIEW = "unit.view", _("Xem địa bàn")
    UNIT_EDIT = "unit.edit", _("Thêm, sửa thôn và tên gọi khác")
    PEOPLE_MANAGE = "people.manage", _("Quản lý tài khoản và phân công")
    AUDIT_VIEW = "audit.view", _("Xem nhật ký")
    FIGURES_VIEW = "figures.view", _("Xem số liệu tổng hợp")
    HOUSEHOLD_VIEW = "household.view", _("Xem danh sách hộ")
    HOUSEHOLD_IMPORT = "household.import", _("Tải lên danh sách hộ và tổng số hộ")
    HOUSEHOLD_REVEAL = "household.reveal", _("Xem đầy đủ số định danh cá nhân")
    REVIEW_OPEN = "review.open", _("Mở kỳ rà soát")
    REVIEW_STEP = "review.step", _("Ghi các bước rà soát của xã")
    REVIEW_MANAGE = "review.manage", _("Phê duyệt, khóa, mở lại kỳ rà soát")
    NOMINATION_VIEW = "nomination.view", _("Xem hồ sơ đề nghị khen thưởng")
    NOMINATION_EDIT = "nomination.edit", _("Lập hồ sơ đề nghị khen thưởng")
    NOMINATION_REVIEW = "nomination.review", _("Thẩm định hồ sơ đề nghị khen thưởng")
    REPORT_VIEW = "report.view", _("Xem báo cáo năm")
    REPORT_EDIT = "report.edit", _("Lập và gửi báo cáo năm")


P = Permission
_READ = frozenset({P.UNIT_VIEW, P.FIGURES_VIEW})
_LISTS = _READ | {P.HOUSEHOLD_VIEW, P.HOUSEHOLD_IMPORT, P.HOUSEHOLD_REVEAL}
_NOMINATE = frozenset({P.NOMINATION_VIEW, P.NOMINATION_EDIT, P.REPORT_VIEW, P.REPORT_EDIT})

PERMISSIONS = {
    Role.BOARD: _READ
    | {P.REVIEW_OPEN, P.REVIEW_MANAGE}
    | {P.HOUSEHOLD_VIEW, P.NOMINATION_VIEW, P.NOMINATION_REVIEW}
    | {P.REPORT_VIEW, P.REPORT_EDIT, P.UNIT_EDIT},
    Role.POVERTY_DEPARTMENT: _LISTS
    | {P.REVIEW_OPEN, P.REVIEW_STEP, P.REVIEW_MANAGE}
    | {P.UNIT_EDIT, P.REPORT_VIEW, P.NOMINATION_VIEW},
    # The chair of the commune recognises; the officer enters the decision that was signed.
    Role.DISTRICT_OFFICER: _LISTS | _NOMINATE | {P.UNIT_EDIT, P.REVIEW_STEP},
    Role.COMMUNE_OFFICER: _LISTS | _NOMINATE | {P.UNIT_EDIT, P.REVIEW_STEP},
    Role.ORGANISATION_OFFICER: _READ | _NOMINATE,
    Role.COUNCIL_MEMBER: _READ | {P.NOMINATION_VIEW},
    Role.LEADER: _READ | {P.HOUSEHOLD_VIEW, P.NOMINATION_VIEW, P.REPORT_VIEW},
    Role.AUDITOR: _READ | {P.HOUSEHOLD_VIEW, P.NOMINATION_VIEW, P.REPORT_VIEW, P.AUDIT_VIEW},
    Role.ADMINISTRATOR: frozenset(Permission),
}

# What each permission is refused with: the same sentence on a dead button and on a 403 page.
REFUSALS = {
    P.UNIT_EDIT: _("Vai trò của bạn không được sửa danh mục địa bàn."),
    P.PEOPLE_MANAGE: _("Chỉ quản trị hệ thống được quản lý tài khoản và phân công."),
    P.AUDIT_VIEW: _("Chỉ thanh tra và quản trị hệ thống được xem nhật ký."),
    P.HOUSEHOLD_VIEW: _("Vai trò của bạn chỉ được xem số liệu tổng hợp, không xem danh sách hộ."),
    P.HOUSEHOLD_IMPORT: _("Vai trò của bạn không được tải lên danh sách hộ."),
    P.HOUSEHOLD_REVEAL: _("Vai trò của bạn không được xem đầy đủ số định danh cá nhân."),
    P.REVIEW_OPEN: _("Chỉ cơ quan cấp tỉnh được mở kỳ rà soát."),
    P.REVIEW_STEP: _("Vai trò của bạn không được ghi các bước rà soát của xã."),
    P.REVIEW_MANAGE: _("Chỉ cơ quan cấp tỉnh được phê duyệt, khóa, mở lại kỳ rà soát."),
    P.NOMINATION_EDIT: _("Vai trò của bạn không được lập hồ sơ đề nghị khen thưởng."),
    P.NOMINATION_REVIEW: _("Chỉ cơ quan thi đua, khen thưởng tỉnh được thẩm định hồ sơ."),
    P.NOMINATION_VIEW: _("Vai trò của bạn không được xem hồ sơ đề nghị khen thưởng."),
    P.REPORT_EDIT: _("Vai trò của bạn không được lập báo cáo năm."),
    P.REPORT_VIEW: _("Vai trò của bạn không được xem báo cáo năm."),
}


def roles_with(permission):
    """The roles, as a list of values, that hold `permission`."""
    return [role.value for role, held in PERMISSIONS.items() if permission in held]


def refusal(permission):
    """The sentence that explains why `permission` is missing."""
    return REFUSALS.get(permission, _("Vai trò của bạn không được làm việc này."))

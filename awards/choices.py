"""Words of the awards: forms, kinds of nominees, stages of a nomination."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AwardForm(models.TextChoices):
    """Hình thức khen thưởng."""

    PROVINCE_CERTIFICATE = "province_certificate", _("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")


class SubjectKind(models.TextChoices):
    """Đối tượng khen thưởng."""

    COLLECTIVE = "collective", _("Tập thể")


class Stage(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã trình")
    RETURNED = "returned", _("Trả lại để bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận hồ sơ hợp lệ")

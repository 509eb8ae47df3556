"""Names shared by every app: levels of the administration, kinds of units, what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Cấp hành chính. There was a district level until 30/06/2025."""

    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    VILLAGE = "village", _("Thôn, tổ dân phố")


class UnitKind(models.TextChoices):
    """Loại đơn vị: the word in front of the name."""

    PROVINCE = "province", _("Tỉnh")
    CENTRAL_CITY = "central_city", _("Thành phố trực thuộc Trung ương")
    URBAN_DISTRICT = "urban_district", _("Quận")
    RURAL_DISTRICT = "rural_district", _("Huyện")
    TOWN = "town", _("Thị xã")
    PROVINCIAL_CITY = "provincial_city", _("Thành phố thuộc tỉnh")
    WARD = "ward", _("Phường")
    COMMUNE = "commune", _("Xã")
    TOWNSHIP = "township", _("Thị trấn")
    SPECIAL_ZONE = "special_zone", _("Đặc khu")
    VILLAGE = "village", _("Thôn")
    NEIGHBOURHOOD = "neighbourhood", _("Tổ dân phố")


URBAN_KINDS = frozenset({UnitKind.WARD, UnitKind.TOWNSHIP})


class ChangeKind(models.TextChoices):
    """What closed a unit or opened another."""

    KEEP = "keep", _("Giữ nguyên địa giới")
    MERGE = "merge", _("Nhập")
    SPLIT = "split", _("Chia, tách")
    TRANSFER = "transfer", _("Chuyển về đơn vị cấp trên khác")
    ABOLITION = "abolition", _("Kết thúc hoạt động")


class Extent(models.TextChoices):
    """How much of the old unit went to the new one. DOUBT: perhaps some, a person must say."""

    WHOLE = "whole", _("Toàn bộ")
    PART = "part", _("Một phần")
    DOUBT = "doubt", _("Chưa xác định")


class Area(models.TextChoices):
    URBAN = "urban", _("Thành thị")
    RURAL = "rural", _("Nông thôn")


class JobState(models.TextChoices):
    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không thành công")
    CANCELLED = "cancelled", _("Đã hủy")

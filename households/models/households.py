"""A household that persists through the years, and its members."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.roles import Permission
from households.choices import KinshipKind, Sex


class CitizenIdFields(models.Model):
    """A citizen id (số định danh cá nhân): ciphertext, blind index, last four digits."""

    citizen_id_cipher = models.BinaryField(null=True, editable=False)
    citizen_id_index = models.CharField(max_length=32, default="", editable=False)
    citizen_id_tail = models.CharField(
        _("số cuối định danh"), max_length=4, default="", editable=False
    )

    class Meta:
        abstract = True


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.reach(Permission.HOUSEHOLD_VIEW).q())


class Household(CitizenIdFields):
    """Who and where the household was when last seen. `code` is what lists call it: not a key.

    Every index is paid for at each of a hundred thousand rows of an upload: keys to units that
    no page searches by have none.
    """

    code = models.CharField(_("mã hộ"), max_length=40, blank=True)
    head_name = models.CharField(_("chủ hộ"), max_length=120)
    head_key = models.CharField(max_length=120, editable=False)
    head_birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True)
    head_sex = models.CharField(_("giới tính"), max_length=6, choices=Sex, blank=True)
    village = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("thôn"), related_name="+"
    )
    commune = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("xã"),
        related_name="+",
        db_index=False,
    )
    district = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("huyện"),
        null=True,
        related_name="+",
        db_index=False,
    )
    province = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("tỉnh"),
        related_name="+",
        db_index=False,
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("hộ")
        verbose_name_plural = _("hộ")
        indexes = [
            models.Index(fields=["commune", "head_key"]),
            # Not db_index: that would add a second index for LIKE, which nobody asks of it.
            models.Index(fields=["citizen_id_index"], name="household_citizen_id"),
        ]

    def __str__(self):
        return self.head_name


class Member(CitizenIdFields):
    """Another member whose id or name helps to find the household again."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="member_rows")
    name = models.CharField(_("họ và tên"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex, blank=True)
    relation = models.CharField(_("quan hệ với chủ hộ"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("thành viên")
        verbose_name_plural = _("thành viên")
        indexes = [models.Index(fields=["citizen_id_index"], name="member_citizen_id")]

    def __str__(self):
        return self.name


class Kinship(models.Model):
    """One household came out of another: split off from it, or merged into it, at a review."""

    source = models.ForeignKey(Household, models.CASCADE, related_name="successions")
    target = models.ForeignKey(Household, models.CASCADE, related_name="origins")
    kind = models.CharField(_("loại"), max_length=6, choices=KinshipKind)
    review = models.ForeignKey("households.Review", models.CASCADE, related_name="+")
    batch = models.ForeignKey(
        "households.ImportBatch", models.SET_NULL, null=True, related_name="kinships"
    )
    decided_by = models.ForeignKey("campaign.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tách, nhập hộ")
        verbose_name_plural = _("tách, nhập hộ")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "review"], name="kinship_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="kinship_of_two"
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target} ({self.get_kind_display()})"

"""What a household was at a review, and the summaries of a unit at a review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from campaign.roles import Permission
from households.choices import Change, PoorKind, PovertyClass, Sex


class StatusQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.reach(Permission.HOUSEHOLD_VIEW).q())

    def poor(self):
        return self.filter(poverty_class=PovertyClass.POOR)

    def near_poor(self):
        return self.filter(poverty_class=PovertyClass.NEAR_POOR)

    def listed(self):
        """Poor or near-poor: the households a list is about."""
        return self.exclude(poverty_class=PovertyClass.NONE)

    def within(self, unit):
        return self.filter(**{unit.level: unit.pk})


class Status(models.Model):
    """household x review. Names and area are as they were listed; ancestors are denormalised."""

    # No index of its own where a composite one below begins with it: see Household.
    review = models.ForeignKey(
        "households.Review", models.PROTECT, related_name="statuses", db_index=False
    )
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="statuses")
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
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("huyện"), null=True, related_name="+"
    )
    province = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("tỉnh"),
        related_name="+",
        db_index=False,
    )
    area = models.CharField(_("khu vực"), max_length=5, choices=Area)
    poverty_class = models.CharField(_("phân loại"), max_length=9, choices=PovertyClass)
    # Of 2016-2020 only, and only where the list says it.
    poor_kind = models.CharField(
        _("loại hộ nghèo"), max_length=8, choices=PoorKind, default="", blank=True
    )
    code = models.CharField(_("mã hộ"), max_length=40, blank=True)
    head_name = models.CharField(_("chủ hộ"), max_length=120)
    head_birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True)
    head_sex = models.CharField(_("giới tính"), max_length=6, choices=Sex, blank=True)
    ethnicity = models.CharField(_("dân tộc"), max_length=40, blank=True)
    is_minority = models.BooleanField(_("dân tộc thiểu số"), default=False)
    members = models.PositiveSmallIntegerField(_("số khẩu"), null=True)
    b1 = models.PositiveSmallIntegerField(_("điểm B1"), null=True)
    b2 = models.PositiveSmallIntegerField(_("điểm B2"), null=True)
    deprivations = models.PositiveIntegerField(_("thiếu hụt"), default=0)
    causes = models.PositiveIntegerField(_("nguyên nhân"), default=0)
    flags = models.PositiveIntegerField(_("đối tượng"), default=0)
    supports = models.PositiveIntegerField(_("chính sách hỗ trợ"), default=0)
    children = models.PositiveSmallIntegerField(_("số trẻ em"), null=True)
    children_uninsured = models.PositiveSmallIntegerField(
        _("số trẻ em không có bảo hiểm y tế"), null=True
    )
    children_malnourished = models.PositiveSmallIntegerField(
        _("số trẻ em suy dinh dưỡng"), null=True
    )
    children_out_of_school = models.PositiveSmallIntegerField(
        _("số trẻ em không đi học"), null=True
    )
    change = models.CharField(_("diễn biến"), max_length=9, choices=Change, blank=True)
    note = models.CharField(_("ghi chú"), max_length=250, blank=True)
    batch = models.ForeignKey(
        "households.ImportBatch", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả rà soát của hộ")
        verbose_name_plural = _("kết quả rà soát của hộ")
        constraints = [models.UniqueConstraint(fields=["review", "household"], name="status_once")]
        indexes = [models.Index(fields=["review", "commune", "village"])]

    def __str__(self):
        return f"{self.head_name}: {self.get_poverty_class_display()}"


class Summary(models.Model):
    """Counts of one unit at one review, keyed by the codes of `measures.COUNTS`.

    Rebuilt by `rollup` in the transaction that changes a status; pages read nothing else.
    """

    review = models.ForeignKey("households.Review", models.CASCADE, related_name="summaries")
    unit = models.ForeignKey("campaign.AdminUnit", models.CASCADE, related_name="+")
    counts = models.JSONField(default=dict)
    computed_at = models.DateTimeField(auto_now=True)
    # Since when the figures are no longer those that the province approved; see `snapshots`.
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "unit"], name="summary_once")]

    def __str__(self):
        return f"{self.review} · {self.unit}"

"""Poverty standards that a province sets beside the national one (chuẩn nghèo của tỉnh)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaign.models import AdminUnit


class LocalStandardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Standards of the provinces in which the user has any unit."""
        if user.reach().everywhere:
            return self
        return self.filter(unit__in=AdminUnit.objects.visible_to(user).values("province"))


class LocalStandard(models.Model):
    """A province's own standard: the indicators of a national one, other limits.

    Đồng a person a month; at or below the income limit a household may be poor or near-poor. The
    B1 limits are points. Once a review uses it, it is never edited: a change is a new one.
    """

    PREFIX = "local-"

    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("tỉnh"), related_name="+"
    )
    code = models.SlugField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    base = models.CharField(_("theo bộ chỉ số của"), max_length=30)
    first_day = models.DateField(_("áp dụng từ"))
    last_day = models.DateField(_("đến"))
    urban_income = models.PositiveIntegerField(_("thu nhập, thành thị (đồng)"))
    rural_income = models.PositiveIntegerField(_("thu nhập, nông thôn (đồng)"))
    urban_b1 = models.PositiveSmallIntegerField(_("điểm B1, thành thị"), null=True, blank=True)
    rural_b1 = models.PositiveSmallIntegerField(_("điểm B1, nông thôn"), null=True, blank=True)
    poor_b2 = models.PositiveSmallIntegerField(_("điểm B2 của hộ nghèo từ"), default=30)
    source = models.CharField(_("văn bản"), max_length=300)
    confirmed = models.BooleanField(_("đã đối chiếu văn bản"), default=False)

    objects = LocalStandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuẩn nghèo của tỉnh")
        verbose_name_plural = _("chuẩn nghèo của tỉnh")
        ordering = ["first_day", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="local_standard_has_days"
            ),
            models.CheckConstraint(
                condition=Q(code__startswith="local-"), name="local_standard_code_apart"
            ),
        ]

    def __str__(self):
        return self.name

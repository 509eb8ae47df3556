"""The plan of an emulation campaign (kế hoạch phong trào thi đua)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Plan(models.Model):
    slug = models.SlugField(_("mã"), unique=True)
    title = models.CharField(_("tên phong trào"), max_length=250)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_date = models.DateField(_("ngày ban hành"), null=True, blank=True)
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, verbose_name=_("địa bàn"))
    start_year = models.PositiveSmallIntegerField(_("từ năm"))
    end_year = models.PositiveSmallIntegerField(_("đến năm"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kế hoạch")
        verbose_name_plural = _("kế hoạch")
        ordering = ["-start_year", "slug"]

    def __str__(self):
        return self.title

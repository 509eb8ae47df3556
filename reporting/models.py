"""The annual report (báo cáo năm) of a unit, due before 1 December."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaign.roles import Permission
from reporting.choices import ReportState


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return user.reach(Permission.REPORT_VIEW).units(self, prefix="unit__")


class AnnualReport(models.Model):
    plan = models.ForeignKey(
        "campaign.Plan", models.PROTECT, verbose_name=_("phong trào"), related_name="+"
    )
    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("đơn vị báo cáo"), related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    results = models.TextField(_("kết quả thực hiện"), blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    # Figures as they stood at submission; a signed report is never rewritten by later data.
    figures = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey("campaign.User", models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()
    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo năm")
        verbose_name_plural = _("báo cáo năm")
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["plan", "unit", "year"], name="report_once")]

    def __str__(self):
        return f"{self.unit} · {self.year}"

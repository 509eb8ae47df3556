"""A nomination (đề nghị khen thưởng): one subject, one award form, one year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from awards.choices import AwardForm, Stage, SubjectKind
from campaign.roles import Permission


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return user.reach(Permission.NOMINATION_VIEW).units(self, prefix="unit__")


class Nomination(models.Model):
    plan = models.ForeignKey(
        "campaign.Plan", models.PROTECT, verbose_name=_("phong trào"), related_name="+"
    )
    award_form = models.CharField(_("hình thức khen thưởng"), max_length=30, choices=AwardForm)
    subject_kind = models.CharField(_("đối tượng"), max_length=12, choices=SubjectKind)
    unit = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("đơn vị được đề nghị"),
        related_name="nominations",
    )
    year = models.PositiveSmallIntegerField(_("năm thành tích"))
    # Printed names are snapshots: a merged unit's paper keeps the name of its day.
    subject_name = models.CharField(_("tên tập thể"), max_length=200)
    features = models.TextField(_("sơ lược đặc điểm, tình hình"), blank=True)
    achievements = models.TextField(_("thành tích đạt được"), blank=True)
    measures_taken = models.TextField(_("biện pháp, cách làm"), blank=True)
    past_awards = models.TextField(_("hình thức đã được khen thưởng"), blank=True)
    summary = models.CharField(_("tóm tắt thành tích"), max_length=500, blank=True)
    head_name = models.CharField(_("người đứng đầu đơn vị ký báo cáo"), max_length=120, blank=True)
    head_position = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    stage = models.CharField(_("giai đoạn"), max_length=12, choices=Stage, default=Stage.DRAFT)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    # Computed facts with formula and inputs, frozen when the nomination is submitted.
    evidence = models.JSONField(default=dict, blank=True)
    evidence_at = models.DateTimeField(null=True)
    # The regime of awards in force when the dossier was received; frozen then.
    regime = models.CharField(max_length=10, blank=True)
    created_by = models.ForeignKey("campaign.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("trình lúc"), null=True)
    accepted_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()
    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị khen thưởng")
        verbose_name_plural = _("đề nghị khen thưởng")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "award_form", "unit", "year"], name="nomination_once"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by=None)
                | ~models.Q(accepted_by=models.F("submitted_by")),
                name="nomination_four_eyes",
            ),
        ]

    def __str__(self):
        return f"{self.subject_name} · {self.get_award_form_display()} · {self.year}"

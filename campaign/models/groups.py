"""Who takes part in a campaign: groups of participants (đối tượng thi đua) and their members."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ParticipantGroup(models.Model):
    plan = models.ForeignKey(
        "campaign.Plan", models.CASCADE, verbose_name=_("kế hoạch"), related_name="groups"
    )
    code = models.SlugField(_("mã"))
    name = models.CharField(_("tên nhóm"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("nhóm đối tượng thi đua")
        verbose_name_plural = _("nhóm đối tượng thi đua")
        ordering = ["plan", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="group_once_per_plan")]

    def __str__(self):
        return self.name


class Participant(models.Model):
    """A unit, department, organisation or enterprise that takes part in a plan."""

    group = models.ForeignKey(
        ParticipantGroup, models.CASCADE, verbose_name=_("nhóm"), related_name="participants"
    )
    name = models.CharField(_("tên"), max_length=200)
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, verbose_name=_("địa bàn"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("đối tượng thi đua")
        verbose_name_plural = _("đối tượng thi đua")
        ordering = ["group", "name"]
        constraints = [
            models.UniqueConstraint(fields=["group", "name", "unit"], name="participant_once")
        ]

    def __str__(self):
        return self.name

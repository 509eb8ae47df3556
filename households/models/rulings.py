"""What people have ruled once and the portal remembers: who a row is, what a heading means."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityRuling(models.Model):
    """The answer to "is this the same household?" for a commune. `household` None: it is new.

    `key` is the keyed hash that a question has, so the memory holds neither name nor id.
    """

    commune = models.ForeignKey("campaign.AdminUnit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    household = models.ForeignKey(
        "households.Household", models.CASCADE, null=True, related_name="+"
    )
    decided_by = models.ForeignKey("campaign.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("câu trả lời về hộ")
        verbose_name_plural = _("câu trả lời về hộ")
        constraints = [
            models.UniqueConstraint(fields=["commune", "key"], name="identity_ruled_once")
        ]

    def __str__(self):
        return f"{self.commune}: {self.household or _('hộ mới')}"


class HeadingRuling(models.Model):
    """What a heading means in the lists of a unit. `column` "" : it is left out."""

    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    # The folded texts of the heading from parent to child, joined by " / ".
    heading = models.CharField(max_length=300)
    column = models.CharField(max_length=40, blank=True)
    decided_by = models.ForeignKey("campaign.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("nghĩa của tiêu đề cột")
        verbose_name_plural = _("nghĩa của tiêu đề cột")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "heading"], name="heading_ruled_once")
        ]

    def __str__(self):
        return f"{self.heading}: {self.column}"

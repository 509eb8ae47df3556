"""Days off and working Saturdays that a province knows better than the calendar of the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """One day of one province: off, or worked although the calendar says otherwise."""

    unit = models.ForeignKey("campaign.AdminUnit", models.CASCADE, verbose_name=_("tỉnh"))
    day = models.DateField(_("ngày"))
    name = models.CharField(_("tên ngày nghỉ"), max_length=120)
    is_off = models.BooleanField(_("được nghỉ"), default=True)
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("đã đối chiếu văn bản"), default=False)

    class Meta:
        verbose_name = _("ngày nghỉ")
        verbose_name_plural = _("ngày nghỉ")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="holiday_once")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}: {self.name}"

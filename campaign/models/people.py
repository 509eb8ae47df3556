"""People and the areas their roles reach."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaign.lib.vietnamese import name_key
from campaign.models.units import DatedQuerySet
from campaign.reach import Reach
from campaign.roles import Role


class User(AbstractUser):
    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=120)
    position = models.CharField(_("chức vụ"), max_length=120, blank=True)
    # Set with every password an administrator makes up; cleared when the person makes their own.
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)

    name_key = models.CharField(max_length=120, editable=False, default="")

    history = HistoricalRecords(excluded_fields=["password", "last_login", "name_key"])

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["username"]

    def __str__(self):
        return self.full_name or self.username

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @cached_property
    def current_assignments(self):
        """Assignments in force today, with their units; read once a request."""
        if not self.is_active:
            return []
        today = timezone.localdate()
        return list(self.assignments.on(today).select_related("unit"))

    def reach(self, permission=None):
        """The units in which the user holds `permission` (any, when None) today."""
        return Reach.of(self.current_assignments, permission)


class Assignment(models.Model):
    """User x unit x role, for a span of days. An empty unit reaches the whole country."""

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("tài khoản"), related_name="assignments"
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("địa bàn"), null=True, blank=True
    )
    valid_from = models.DateField(_("từ ngày"), default=timezone.localdate)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ["user", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(role=Role.ADMINISTRATOR),
                name="only_administrators_reach_everywhere",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.unit or _('toàn quốc')}"

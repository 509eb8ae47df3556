"""Background work a person can watch: what the task queue itself does not remember."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.choices import JobState

# A worker beats at every step of its work; silence for this long means that it died.
STALLED_AFTER_SECONDS = 120


class JobRun(models.Model):
    kind = models.CharField(_("việc"), max_length=40)
    subject_id = models.BigIntegerField(_("đối tượng"))
    # Dotted path of the task: how a job whose worker died is queued again.
    task = models.CharField(max_length=200, default="", editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=JobState, default=JobState.QUEUED
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    phase = models.CharField(_("bước"), max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "subject_id"])]

    def __str__(self):
        return f"{self.kind} {self.subject_id}"

    @property
    def is_over(self):
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def is_stalled(self):
        """No beat for too long, whether it was never taken up or died at work."""
        if self.is_over:
            return False
        silent = timezone.now() - (self.heartbeat_at or self.created_at)
        return silent.total_seconds() > STALLED_AFTER_SECONDS

    @property
    def percent(self):
        return min(100, 100 * self.done // self.total) if self.total else 0

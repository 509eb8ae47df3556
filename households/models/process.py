"""What a review leaves behind on its way: meetings, complaints, steps, reopenings, kept figures."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.choices import ComplaintOutcome, ReviewVersion


class VillageMeeting(models.Model):
    """The meeting of one village on the results, as its minutes have it."""

    progress = models.ForeignKey(
        "households.ReviewProgress", models.CASCADE, related_name="meetings"
    )
    village = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("thôn"), related_name="+"
    )
    date = models.DateField(_("ngày họp"))
    place = models.CharField(_("nơi họp"), max_length=200)
    chair = models.CharField(_("người chủ trì"), max_length=120)
    secretary = models.CharField(_("người ghi biên bản"), max_length=120)
    attendees = models.PositiveIntegerField(_("số người dự họp"))
    agreed = models.PositiveIntegerField(_("số người đồng ý"))
    disagreed = models.PositiveIntegerField(_("số người không đồng ý"), default=0)
    remarks = models.TextField(_("ý kiến tại cuộc họp"), max_length=2000, blank=True)
    entered_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("cuộc họp thôn")
        verbose_name_plural = _("cuộc họp thôn")
        ordering = ["village__sort_key", "village"]
        constraints = [
            models.UniqueConstraint(fields=["progress", "village"], name="meeting_once"),
            models.CheckConstraint(
                condition=Q(attendees__gte=F("agreed") + F("disagreed")), name="votes_of_attendees"
            ),
        ]

    def __str__(self):
        return f"{self.village}, {self.date:%d/%m/%Y}"

    @property
    def has_majority(self):
        """Whether more than half of those present agreed."""
        return self.agreed * 2 > self.attendees


class Complaint(models.Model):
    """What somebody objected during the posting. A name only, never a number of identity."""

    progress = models.ForeignKey(
        "households.ReviewProgress", models.CASCADE, related_name="complaints"
    )
    name = models.CharField(_("người khiếu nại"), max_length=120)
    village = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("thôn"),
        null=True,
        blank=True,
        related_name="+",
    )
    about = models.CharField(_("về hộ"), max_length=120, blank=True)
    received_date = models.DateField(_("ngày nhận"))
    content = models.TextField(_("nội dung"), max_length=2000)
    outcome = models.CharField(
        _("kết quả"), max_length=9, choices=ComplaintOutcome, default="", blank=True
    )
    answered_date = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answer = models.TextField(_("nội dung trả lời"), max_length=2000, blank=True)
    entered_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("khiếu nại")
        verbose_name_plural = _("khiếu nại")
        ordering = ["received_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_date=None)
                | (~Q(outcome="") & Q(answered_date__gte=F("received_date"))),
                name="complaint_answered_whole",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.received_date:%d/%m/%Y}"

    @property
    def is_open(self):
        return self.outcome == ComplaintOutcome.OPEN


class StepRecord(models.Model):
    """One step taken or taken back; never changed. `unit` is the commune, or the province."""

    review = models.ForeignKey("households.Review", models.CASCADE, related_name="records")
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, related_name="+")
    verb = models.CharField(_("việc"), max_length=20)
    source = models.CharField(_("từ"), max_length=12)
    target = models.CharField(_("đến"), max_length=12)
    date = models.DateField(_("ngày"), null=True)
    number = models.CharField(_("số văn bản"), max_length=60, blank=True)
    comment = models.CharField(_("ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bước đã ghi")
        verbose_name_plural = _("bước đã ghi")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["review", "unit"])]

    def __str__(self):
        return f"{self.unit}: {self.verb}"


class Reopening(models.Model):
    """An approved or locked review takes lists again: all of it, or one commune, to the end of
    `until`. That it has run out is judged by the day; `ended_at` is when it was ended early, or
    when the portal wrote down that it had run out."""

    review = models.ForeignKey("households.Review", models.CASCADE, related_name="reopenings")
    unit = models.ForeignKey(
        "campaign.AdminUnit",
        models.PROTECT,
        verbose_name=_("xã"),
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("lý do"), max_length=500)
    until = models.DateField(_("đến hết ngày"))
    by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lần mở lại")
        verbose_name_plural = _("lần mở lại")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.review}: {self.unit or self.review.unit}, {self.until:%d/%m/%Y}"

    def is_current(self, today):
        return self.ended_at is None and self.until >= today


class ProcessRule(models.Model):
    """A deadline or a number of days of one province and year; see `households/steps.py`."""

    unit = models.ForeignKey(
        "campaign.AdminUnit", models.CASCADE, verbose_name=_("tỉnh"), related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    code = models.CharField(_("mốc"), max_length=20)
    days = models.PositiveSmallIntegerField(_("số ngày"), null=True, blank=True)
    date = models.DateField(_("ngày"), null=True, blank=True)
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("đã đối chiếu văn bản"), default=False)

    class Meta:
        verbose_name = _("mốc thời gian rà soát")
        verbose_name_plural = _("mốc thời gian rà soát")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "code"], name="rule_once"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) ^ Q(date__isnull=True), name="rule_has_one_value"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.year}: {self.code}"


class Snapshot(models.Model):
    """The counts of a unit as they were sent as preliminary, or approved as official."""

    review = models.ForeignKey("households.Review", models.CASCADE, related_name="snapshots")
    version = models.CharField(_("bản"), max_length=11, choices=ReviewVersion)
    unit = models.ForeignKey("campaign.AdminUnit", models.CASCADE, related_name="+")
    counts = models.JSONField(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("số liệu đã giữ")
        verbose_name_plural = _("số liệu đã giữ")
        constraints = [
            models.UniqueConstraint(fields=["review", "version", "unit"], name="snapshot_once")
        ]

    def __str__(self):
        return f"{self.review} · {self.unit} · {self.get_version_display()}"

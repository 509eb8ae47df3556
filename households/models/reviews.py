"""A review (rà soát) of a province at a day, how far each commune is, and its totals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from campaign.models import AdminUnit
from households import standards
from households.choices import ReviewKind, ReviewState, ReviewVersion, Step


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviews of the provinces in which the user has any unit."""
        reach = user.reach()
        if reach.everywhere:
            return self
        provinces = AdminUnit.objects.visible_to(user).values("province")
        return self.filter(unit__in=provinces)

    def taking_lists(self, today):
        """Reviews that are open, and those of which anything is reopened on `today`."""
        reopened = Q(reopenings__until__gte=today, reopenings__ended_at=None)
        return self.filter(Q(state=ReviewState.OPEN) | reopened).distinct()


class Review(models.Model):
    """One province, one day, one standard. `year` is the review year ("kết quả năm Y")."""

    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("tỉnh"), related_name="reviews"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    # Of ad-hoc reviews alone, of which a year has several; 0 for the others.
    month = models.PositiveSmallIntegerField(_("tháng"), default=0)
    as_of = models.DateField(_("thời điểm"))
    kind = models.CharField(
        _("loại rà soát"), max_length=8, choices=ReviewKind, default=ReviewKind.ANNUAL
    )
    version = models.CharField(
        _("bản"), max_length=11, choices=ReviewVersion, default=ReviewVersion.PRELIMINARY
    )
    standard = models.CharField(_("chuẩn nghèo"), max_length=30)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=ReviewState, default=ReviewState.OPEN
    )
    opened_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    officialised_at = models.DateTimeField(null=True)
    # The province's decision on the totals.
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decision_signer = models.CharField(_("người ký"), max_length=120, blank=True)
    decision_position = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    # Grows with every step of the province: whoever saw an older one is turned away.
    steps = models.PositiveIntegerField(default=0)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ rà soát")
        verbose_name_plural = _("kỳ rà soát")
        ordering = ["-as_of", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "standard", "month"], name="review_once"
            ),
        ]

    def __str__(self):
        year = f"{self.month}/{self.year}" if self.month else str(self.year)
        # Beside a review under the national standard there may be one under the province's own.
        own = f" · {self.own_standard}" if self.own_standard else ""
        return f"{self.get_kind_display()} {year}{own}"

    @property
    def own_standard(self):
        """The name of the province's own standard; "" under the national one."""
        try:
            standard = standards.get(self.standard)
        except standards.NoStandard:
            return self.standard
        return str(standard.name) if standard.is_local else ""


class ReviewProgress(models.Model):
    """How far one commune is in a review. `revision` grows with every commit into the commune:
    an import that was checked against an older revision must be checked again."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="progress")
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField(null=True)
    step = models.CharField(_("bước"), max_length=10, choices=Step, default=Step.NONE)
    # The day of the last step as the office says it, and when it was entered here.
    step_date = models.DateField(_("ngày"), null=True)
    # Grows with every step: whoever saw an older one is turned away.
    steps = models.PositiveIntegerField(default=0)
    # A commune that has no poor or near-poor household has no list to upload.
    nobody_listed = models.BooleanField(_("không có hộ nghèo, hộ cận nghèo"), default=False)
    posted_from = models.DateField(_("niêm yết từ ngày"), null=True, blank=True)
    posted_until = models.DateField(_("niêm yết đến hết ngày"), null=True, blank=True)
    posted_places = models.CharField(_("nơi niêm yết"), max_length=300, blank=True)
    opinion_number = models.CharField(_("số văn bản của cấp huyện"), max_length=60, blank=True)
    opinion_date = models.DateField(_("ngày văn bản của cấp huyện"), null=True, blank=True)
    opinion = models.TextField(_("ý kiến của cấp huyện"), max_length=2000, blank=True)
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decision_signer = models.CharField(_("người ký"), max_length=120, blank=True)
    decision_position = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("tiến độ của xã")
        verbose_name_plural = _("tiến độ của xã")
        constraints = [models.UniqueConstraint(fields=["review", "unit"], name="progress_once")]

    def __str__(self):
        return f"{self.review} · {self.unit}"

    @property
    def is_recognised(self):
        """Whether the decision stands: one that was taken back is only kept to be mended."""
        return self.step == Step.RECOGNISED

    @property
    def is_heard(self):
        """Whether the opinion of the district stands."""
        return bool(self.opinion_number) and self.step in {Step.CONSULTED, Step.RECOGNISED}


class UnitTotals(models.Model):
    """All households and people of a commune or village at a review: the denominators."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="totals")
    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("đơn vị"), related_name="+"
    )
    households = models.PositiveIntegerField(_("tổng số hộ"))
    people = models.PositiveIntegerField(_("tổng số nhân khẩu"), null=True, blank=True)
    minority_households = models.PositiveIntegerField(_("số hộ DTTS"), null=True, blank=True)
    minority_people = models.PositiveIntegerField(_("số nhân khẩu DTTS"), null=True, blank=True)
    # Hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình: counted, never listed.
    average_households = models.PositiveIntegerField(
        _("số hộ có mức sống trung bình"), null=True, blank=True
    )
    average_people = models.PositiveIntegerField(
        _("số nhân khẩu của hộ có mức sống trung bình"), null=True, blank=True
    )
    area = models.CharField(_("khu vực"), max_length=5, choices=Area)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    batch = models.ForeignKey(
        "households.ImportBatch", models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("tổng số hộ của đơn vị")
        verbose_name_plural = _("tổng số hộ của đơn vị")
        constraints = [
            models.UniqueConstraint(fields=["review", "unit"], name="totals_once"),
            models.CheckConstraint(
                condition=Q(minority_households=None)
                | Q(minority_households__lte=models.F("households")),
                name="minority_households_within_all",
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {self.households}"


class EnteredCounts(models.Model):
    """Counts of a unit taken from an aggregate table, for a review of which no list survives.

    `counts` is keyed by the codes of `counts.stored`; a commune that has a list never uses them.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="entered")
    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("đơn vị"), related_name="+"
    )
    counts = models.JSONField(default=dict)
    batch = models.ForeignKey(
        "households.ImportBatch", models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("số liệu từ biểu tổng hợp")
        verbose_name_plural = _("số liệu từ biểu tổng hợp")
        constraints = [models.UniqueConstraint(fields=["review", "unit"], name="entered_once")]

    def __str__(self):
        return f"{self.review} · {self.unit}"

"""A review (rà soát) of a province at a day, how far each commune is, and its totals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from campaign.models import AdminUnit
from households.choices import ReviewKind, ReviewState, ReviewVersion


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reviews of the provinces in which the user has any unit."""
        reach = user.reach()
        if reach.everywhere:
            return self
        provinces = AdminUnit.objects.visible_to(user).values("province")
        return self.filter(unit__in=provinces)


class Review(models.Model):
    """One province, one day, one standard. `year` is the review year ("kết quả năm Y")."""

    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("tỉnh"), related_name="reviews"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
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

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ rà soát")
        verbose_name_plural = _("kỳ rà soát")
        ordering = ["-as_of", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "standard"], name="review_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}"


class ReviewProgress(models.Model):
    """How far one commune is in a review. `revision` grows with every commit into the commune:
    an import that was checked against an older revision must be checked again."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="progress")
    unit = models.ForeignKey("campaign.AdminUnit", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "unit"], name="progress_once")]

    def __str__(self):
        return f"{self.review} · {self.unit}"


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

"""Administrative units as dated identities.

A unit's parent and territory never change in its life: a merge, split or transfer closes units,
opens successors and leaves `UnitChange` rows. A rename is only a new `UnitName`.
`valid_from` empty means "since before our records"; `valid_to` is the last day, inclusive.
"""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaign.choices import URBAN_KINDS, Area, ChangeKind, Extent, Level, UnitKind
from campaign.lib.vietnamese import name_key, sort_key


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows whose life includes `day` (a date)."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )


class UnitQuerySet(DatedQuerySet):
    def within(self, unit):
        """`unit` and everything below it."""
        key = "pk" if unit.level == Level.VILLAGE else unit.level
        return self.filter(**{key: unit.pk})

    def visible_to(self, user):
        """Units the user's assignments reach today, with the predecessors of today's units."""
        return user.reach().units(self)


class AdminUnit(models.Model):
    code = models.CharField(_("mã số"), max_length=16, help_text=_("Giữ nguyên số 0 ở đầu."))
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    kind = models.CharField(_("loại"), max_length=16, choices=UnitKind)
    name = models.CharField(_("tên"), max_length=120, help_text=_("Tên đầy đủ hiện hành."))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("trực thuộc"),
        null=True,
        blank=True,
        related_name="children",
    )
    # Ancestors, the unit itself included: fixed for life, so a roll-up never walks the tree.
    province = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    district = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    commune = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    latitude = models.FloatField(_("vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("kinh độ"), null=True, blank=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    name_key = models.CharField(max_length=120, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    history = HistoricalRecords(excluded_fields=["name_key", "sort_key"])
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        ordering = ["sort_key", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "level"], condition=Q(valid_to=None), name="unit_code_unique_today"
            ),
            models.UniqueConstraint(
                fields=["code", "level", "valid_to"], name="unit_code_unique_per_end"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=models.F("valid_from")),
                name="unit_life_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "sort_key"]),
            models.Index(fields=["level", "name_key"]),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key, self.sort_key = name_key(self.name), sort_key(self.name)
        if self.parent:
            for level in ("province", "district", "commune"):
                setattr(self, f"{level}_id", getattr(self.parent, f"{level}_id"))
        super().save(*args, **kwargs)
        if self.level != Level.VILLAGE and getattr(self, f"{self.level}_id") != self.pk:
            setattr(self, f"{self.level}_id", self.pk)
            type(self).objects.filter(pk=self.pk).update(**{f"{self.level}_id": self.pk})

    @property
    def dated_name(self):
        """The name, with the last day of a unit that is no more: two may bear one name."""
        if self.valid_to is None:
            return self.name
        named = {"unit": self.name, "day": f"{self.valid_to:%d/%m/%Y}"}
        return gettext("%(unit)s (đến %(day)s)") % named

    @cached_property
    def predecessors_in_reach(self):
        """Units of earlier maps whose lists belong to whoever works in this one.

        The whole predecessors; of a divided commune only the villages that came over.
        """
        edges = UnitChange.objects.filter(extent=Extent.WHOLE).select_related("source")
        found, frontier = [], [self.pk]
        while frontier:
            step = [edge.source for edge in edges.filter(target__in=frontier)]
            found += step
            frontier = [unit.pk for unit in step]
        if self.level == Level.COMMUNE:
            villages = edges.filter(target__commune=self, target__level=Level.VILLAGE)
            whole = [unit.pk for unit in found]
            found += [edge.source for edge in villages.exclude(source__commune__in=whole)]
        return found

    @property
    def area(self):
        """Urban for wards and townships, rural for the rest; of a village, that of its commune."""
        kind = self.commune.kind if self.level == Level.VILLAGE else self.kind
        return Area.URBAN if kind in URBAN_KINDS else Area.RURAL


class UnitName(models.Model):
    unit = models.ForeignKey(
        AdminUnit, models.CASCADE, verbose_name=_("đơn vị"), related_name="names"
    )
    name = models.CharField(_("tên"), max_length=120)
    kind = models.CharField(_("loại"), max_length=16, choices=UnitKind)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên theo thời gian")
        verbose_name_plural = _("tên theo thời gian")
        ordering = ["unit", "valid_from"]

    def __str__(self):
        return self.name


class UnitAlias(models.Model):
    """Another spelling under which a unit is found in lists; villages above all."""

    unit = models.ForeignKey(
        AdminUnit, models.CASCADE, verbose_name=_("đơn vị"), related_name="aliases"
    )
    alias = models.CharField(_("tên gọi khác"), max_length=120)
    alias_key = models.CharField(max_length=120, editable=False)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["alias_key"])
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên gọi khác")
        verbose_name_plural = _("tên gọi khác")
        ordering = ["unit", "alias"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "alias"], name="alias_once_per_unit"),
        ]

    def __str__(self):
        return self.alias

    def save(self, *args, **kwargs):
        self.alias_key = name_key(self.alias)
        super().save(*args, **kwargs)


class UnitChange(models.Model):
    """One edge of the crosswalk: `source` went, whole or in part, to `target` on `date`."""

    source = models.ForeignKey(
        AdminUnit, models.PROTECT, verbose_name=_("từ"), related_name="changes_out"
    )
    target = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        verbose_name=_("thành"),
        related_name="changes_in",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("hình thức"), max_length=10, choices=ChangeKind)
    extent = models.CharField(_("phạm vi"), max_length=5, choices=Extent)
    date = models.DateField(_("ngày hiệu lực"))
    legal_basis = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("thay đổi địa giới")
        verbose_name_plural = _("thay đổi địa giới")
        ordering = ["date", "source"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "date"], name="change_once"),
        ]

    def __str__(self):
        return f"{self.source} → {self.target or '—'}"

"""The same list through django-import-export: as it comes, and tuned as far as it goes.

Both write the same two tables in the two passes of its admin, preview and confirmation, as the
portal does with check and commit. Each column is a field, so that a bad cell is told with its
column. They do less than the portal: household codes are taken as keys (and get an index of their
own), citizen ids are not sealed, rows are not compared, no summary is kept.
"""

from django.db import transaction
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader

from campaign.lib.vietnamese import name_key
from campaign.models import AdminUnit
from households import ethnicities
from households.models import Household, Review, Status
from reporting.bench.lists import CLASSES, SEXES


class Words(widgets.Widget):
    """A word of the list as the value it stands for; what is none is an error of its cell."""

    def __init__(self, find):
        super().__init__()
        self.find = find

    def clean(self, value, row=None, **_kwargs):
        found = self.find(value)
        if found is None:
            raise ValueError(value)
        return found


class Tick(fields.Field):
    """A column that is ticked: one bit of a mask."""

    def __init__(self, attribute, column_name, number):
        super().__init__(attribute, column_name, widgets.BooleanWidget())
        self.widget.TRUE_VALUES = (*self.widget.TRUE_VALUES, "x")
        self.bit = 1 << (number - 1)

    def save(self, instance, row, is_m2m=False, **kwargs):
        mask = getattr(instance, self.attribute)
        ticked = self.clean(row, **kwargs)
        setattr(instance, self.attribute, mask | self.bit if ticked else mask & ~self.bit)


class _Place:
    """What both resources derive from the village."""

    def before_save_instance(self, instance, row, **_kwargs):
        village = instance.village
        instance.commune_id = village.commune_id
        instance.district_id = village.district_id
        instance.province_id = village.province_id


class HouseholdResource(_Place, resources.ModelResource):
    code = fields.Field("code", "Mã hộ")
    head_name = fields.Field("head_name", "Họ và tên chủ hộ")
    head_birth_year = fields.Field("head_birth_year", "Năm sinh", widgets.IntegerWidget())
    head_sex = fields.Field("head_sex", "Giới tính", Words(SEXES.get))
    village = fields.Field("village", "Thôn", widgets.ForeignKeyWidget(AdminUnit, "name"))

    class Meta:
        model = Household
        import_id_fields = ("code",)
        fields = ("code", "head_name", "head_birth_year", "head_sex", "village")

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        instance.head_key = name_key(instance.head_name)
        instance.citizen_id_tail = row["Số CCCD"][-4:]


class StatusResource(_Place, resources.ModelResource):
    household = fields.Field("household", "Mã hộ", widgets.ForeignKeyWidget(Household, "code"))
    review = fields.Field("review", "review", widgets.ForeignKeyWidget(Review))
    village = fields.Field("village", "Thôn", widgets.ForeignKeyWidget(AdminUnit, "name"))
    code = fields.Field("code", "Mã hộ")
    head_name = fields.Field("head_name", "Họ và tên chủ hộ")
    head_birth_year = fields.Field("head_birth_year", "Năm sinh", widgets.IntegerWidget())
    head_sex = fields.Field("head_sex", "Giới tính", Words(SEXES.get))
    poverty_class = fields.Field("poverty_class", "Phân loại", Words(CLASSES.get))
    ethnicity = fields.Field("ethnicity", "Dân tộc", Words(ethnicities.find))
    members = fields.Field("members", "Số khẩu", widgets.IntegerWidget())
    b1 = fields.Field("b1", "Điểm B1", widgets.IntegerWidget())
    b2 = fields.Field("b2", "Điểm B2", widgets.IntegerWidget())
    for _number in range(1, 13):
        locals()[f"dep_{_number}"] = Tick("deprivations", f"Thiếu hụt {_number}", _number)
    for _number in range(1, 6):
        locals()[f"cause_{_number}"] = Tick("causes", f"Nguyên nhân {_number}", _number)

    class Meta:
        model = Status
        import_id_fields = ("household", "review")
        fields = (
            *("household", "review", "village", "code", "head_name", "head_birth_year", "head_sex"),
            *("poverty_class", "ethnicity", "members", "b1", "b2"),
            *(f"dep_{number}" for number in range(1, 13)),
            *(f"cause_{number}" for number in range(1, 6)),
        )

    def __init__(self, review):
        super().__init__()
        self.bench_review = review

    def before_import(self, dataset, **_kwargs):
        dataset.append_col([self.bench_review.pk] * len(dataset), header="review")

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        instance.area = "rural"
        instance.is_minority = ethnicities.is_minority(instance.ethnicity)


# --- tuned --------------------------------------------------------------------------------------
class _Known(widgets.ForeignKeyWidget):
    """A foreign key by its name, from a dictionary that is filled once."""

    known = None

    def clean(self, value, row=None, **_kwargs):
        return self.known[value]


class _Tuned:
    """Every setting of the library that makes it faster and still finds the rows that stand."""

    use_bulk = True
    batch_size = 1000
    instance_loader_class = CachedInstanceLoader
    skip_diff = True
    skip_html_diff = True
    report_skipped = False


class TunedHouseholdResource(HouseholdResource):
    village = fields.Field("village", "Thôn", _Known(AdminUnit))

    class Meta(_Tuned, HouseholdResource.Meta):
        pass


class TunedStatusResource(StatusResource):
    household = fields.Field("household", "Mã hộ", _Known(Household))
    review = fields.Field("review", "review", _Known(Review))
    village = fields.Field("village", "Thôn", _Known(AdminUnit))

    class Meta(_Tuned, StatusResource.Meta):
        # The cached loader knows one field only; the review is fixed by the queryset.
        import_id_fields = ("household",)

    def get_queryset(self):
        return Status.objects.filter(review=self.bench_review)


def default(path, ground, *, preview=False):
    """Both resources as the documentation has them, one after the other."""
    dataset = _read(path)
    for resource in (HouseholdResource(), StatusResource(ground.review)):
        _check(resource.import_data(dataset, raise_errors=True), len(dataset))


def tuned(path, ground, *, preview=False):
    """Bulk writes, dictionaries for look-ups, the rows that stand read at once.

    Only the preview computes the differences, which it is there to show; never as HTML.
    """
    dataset = _read(path)
    villages = {unit.name: unit for unit in ground.villages}
    households, statuses = TunedHouseholdResource(), TunedStatusResource(ground.review)
    households._meta.skip_diff = statuses._meta.skip_diff = not preview
    households.fields["village"].widget.known = villages
    _check(households.import_data(dataset, raise_errors=True), len(dataset))
    statuses.fields["village"].widget.known = villages
    statuses.fields["review"].widget.known = {ground.review.pk: ground.review}
    statuses.fields["household"].widget.known = {
        household.code: household for household in Household.objects.only("code")
    }
    _check(statuses.import_data(dataset, raise_errors=True), len(dataset))


def previewed(work):
    """`work` as its admin does it: once for the preview, rolled back, and once when confirmed."""

    def twice(path, ground):
        with transaction.atomic():
            work(path, ground, preview=True)
            transaction.set_rollback(True)
        work(path, ground)

    return twice


def _read(path):
    with path.open("rb") as file:
        return XLSX().create_dataset(file.read())


def _check(result, count):
    if result.totals["new"] != count:
        raise AssertionError(result.totals)

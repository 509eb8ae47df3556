"""Reference tables as sheets: which columns, how a cell becomes a value, which row is which.

Headings are Vietnamese in every language of the portal: a file made in one is read in the other.
Nothing here is written in bulk: a bulk write would leave no history.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from campaign import exchange
from campaign.choices import ChangeKind, Extent, Level, UnitKind
from campaign.lib.vietnamese import clean
from campaign.models import (
    AdminUnit,
    Assignment,
    Participant,
    ParticipantGroup,
    Plan,
    UnitAlias,
    UnitChange,
    UnitName,
    User,
)
from campaign.roles import Role

DAY = datetime.timedelta(days=1)


class DayWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if value in (None, ""):
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.datetime.strptime(str(value).strip(), "%d/%m/%Y").date()  # noqa: DTZ007
        except ValueError:
            message = _("“%(value)s” không phải ngày theo dạng ngày/tháng/năm.")
            raise ValueError(message % {"value": value}) from None

    def render(self, value, obj=None, **kwargs):
        return value.strftime("%d/%m/%Y") if value else ""


class WordWidget(widgets.Widget):
    """A choice by its Vietnamese word, the part of it before a comma, or its code."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        wanted = clean(str(value or "")).casefold()
        for choice in self.choices:
            if wanted in {str(choice.label).casefold(), str(choice.value).casefold()}:
                return choice.value
        begun = [c for c in self.choices if str(c.label).casefold().split(",")[0] == wanted]
        if len(begun) == 1:
            return begun[0].value
        # Labels hold commas themselves ("Thôn, tổ dân phố").
        words = "; ".join(str(choice.label) for choice in self.choices)
        message = _("“%(value)s” không có trong danh mục: %(words)s.")
        raise ValueError(message % {"value": value or "", "words": words})

    def render(self, value, obj=None, **kwargs):
        return str(self.choices(value).label) if value else ""


class TextWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return clean(str(value)) if value is not None else ""


class CodeWidget(TextWidget):
    """A unit's code; sheets that took it for a number lost its leading zeros."""

    def clean(self, value, row=None, **kwargs):
        return _restore_zeros(super().clean(value), (row or {}).get("Cấp", ""))


_WIDTHS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


def _restore_zeros(code, level):
    for known, width in _WIDTHS.items():
        if code.isdigit() and clean(str(level)).casefold() == known.label.casefold():
            return code.zfill(width)
    return code


class UnitWidget(widgets.Widget):
    """A unit by its code, as it stood on the day of the row (today, when the row has none).

    `day_heading` names the column with the day; `before` asks for the day ahead of it.
    """

    def __init__(self, day_heading=None, *, before=False):
        super().__init__()
        self.day_heading, self.before = day_heading, before

    def clean(self, value, row=None, **kwargs):
        code = TextWidget().clean(value)
        if not code:
            return None
        day = DayWidget().clean((row or {}).get(self.day_heading)) or timezone.localdate()
        units = AdminUnit.objects.on(day - DAY if self.before else day)
        found = list(units.filter(code__in={code, *(code.zfill(w) for w in _WIDTHS.values())}))
        exact = [unit for unit in found if unit.code == code] or found
        if len(exact) == 1:
            return exact[0]
        message = _("Không có đơn vị nào mang mã “%(code)s” vào ngày %(day)s.")
        raise ValueError(message % {"code": code, "day": f"{day:%d/%m/%Y}"})

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class ByKeyWidget(widgets.Widget):
    """A row of another table by the key people know it by."""

    def __init__(self, model, key):
        super().__init__()
        self.model, self.key = model, key

    def clean(self, value, row=None, **kwargs):
        text = TextWidget().clean(value)
        found = self.model.objects.filter(**{self.key: text}).first()
        if found is None:
            message = _("Không tìm thấy %(kind)s “%(value)s”.")
            kind = self.model._meta.verbose_name
            raise ValueError(message % {"kind": kind, "value": text})
        return found

    def render(self, value, obj=None, **kwargs):
        return str(getattr(value, self.key)) if value else ""


class YesWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        word = clean(str(value if value is not None else "")).casefold()
        if word in {"có", "1", "true", "x"}:
            return True
        if word in {"không", "0", "false", ""}:
            return False
        raise ValueError(_("Ghi “có” hoặc “không”."))

    def render(self, value, obj=None, **kwargs):
        return "có" if value else "không"


def column(attribute, heading, widget=None):
    return fields.Field(attribute, heading, widget=widget or TextWidget())


class Difference(resources.Diff):
    """Old and new values for the preview; the colours come from the style sheet, because the
    content policy forbids the ones written into the tags."""

    _STYLED = re.compile(r'<(ins|del) style="[^"]*">')

    def as_html(self):
        # The values are escaped, so a tag is always the package's own.
        return [mark_safe(self._STYLED.sub(r"<\1>", html)) for html in super().as_html()]  # noqa: S308


class Reference(resources.ModelResource):
    """What all tables share: every row validated, unchanged rows left alone, history written."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_bulk = False

    @classmethod
    def get_diff_class(cls):
        return Difference

    def before_import(self, dataset, **kwargs):
        exchange.check_headings(
            dataset,
            [self.fields[name].column_name for name in self.get_import_id_fields()],
            [field.column_name for field in self.get_import_fields()],
        )
        super().before_import(dataset, **kwargs)


class UnitResource(Reference):
    code = column("code", "Mã số", CodeWidget())
    level = column("level", "Cấp", WordWidget(Level))
    kind = column("kind", "Loại", WordWidget(UnitKind))
    name = column("name", "Tên")
    parent = column("parent", "Mã trực thuộc", UnitWidget("Từ ngày"))
    valid_from = column("valid_from", "Từ ngày", DayWidget())
    valid_to = column("valid_to", "Đến hết ngày", DayWidget())

    class Meta(Reference.Meta):
        model = AdminUnit
        fields = ("code", "level", "kind", "name", "parent", "valid_from", "valid_to")
        import_id_fields = ("code", "level", "valid_from")

    def before_save_instance(self, instance, row, **kwargs):
        known = AdminUnit.objects.filter(pk=instance.pk).values_list("parent", flat=True)
        if instance.pk and list(known) != [instance.parent_id]:
            raise ValidationError(
                _("Không đổi được nơi trực thuộc: kết thúc đơn vị này và thêm đơn vị mới.")
            )


class UnitNameResource(Reference):
    unit = column("unit", "Mã số", UnitWidget("Từ ngày"))
    name = column("name", "Tên")
    kind = column("kind", "Loại", WordWidget(UnitKind))
    valid_from = column("valid_from", "Từ ngày", DayWidget())
    valid_to = column("valid_to", "Đến hết ngày", DayWidget())

    class Meta(Reference.Meta):
        model = UnitName
        fields = ("unit", "name", "kind", "valid_from", "valid_to")
        import_id_fields = ("unit", "valid_from")


class AliasResource(Reference):
    unit = column("unit", "Mã số", UnitWidget("Từ ngày"))
    alias = column("alias", "Tên gọi khác")
    valid_from = column("valid_from", "Từ ngày", DayWidget())
    valid_to = column("valid_to", "Đến hết ngày", DayWidget())

    class Meta(Reference.Meta):
        model = UnitAlias
        fields = ("unit", "alias", "valid_from", "valid_to")
        import_id_fields = ("unit", "alias")


class ChangeResource(Reference):
    source = column("source", "Mã đơn vị cũ", UnitWidget("Ngày hiệu lực", before=True))
    target = column("target", "Mã đơn vị mới", UnitWidget("Ngày hiệu lực"))
    kind = column("kind", "Hình thức", WordWidget(ChangeKind))
    extent = column("extent", "Phạm vi", WordWidget(Extent))
    date = column("date", "Ngày hiệu lực", DayWidget())
    legal_basis = column("legal_basis", "Căn cứ")

    class Meta(Reference.Meta):
        model = UnitChange
        fields = ("source", "target", "kind", "extent", "date", "legal_basis")
        import_id_fields = ("source", "target", "date")


class GroupResource(Reference):
    plan = column("plan", "Mã kế hoạch", ByKeyWidget(Plan, "slug"))
    code = column("code", "Mã nhóm")
    name = column("name", "Tên nhóm")

    class Meta(Reference.Meta):
        model = ParticipantGroup
        fields = ("plan", "code", "name")
        import_id_fields = ("plan", "code")


class ParticipantResource(Reference):
    group = column("group", "Mã nhóm", ByKeyWidget(ParticipantGroup, "code"))
    name = column("name", "Tên")
    unit = column("unit", "Mã địa bàn", UnitWidget())

    class Meta(Reference.Meta):
        model = Participant
        fields = ("group", "name", "unit")
        import_id_fields = ("group", "name", "unit")


class UserResource(Reference):
    """Accounts without anything secret. A new one cannot sign in until it is given a password."""

    username = column("username", "Tên đăng nhập")
    full_name = column("full_name", "Họ và tên")
    position = column("position", "Chức vụ")
    is_active = column("is_active", "Đang dùng", YesWidget())

    class Meta(Reference.Meta):
        model = User
        fields = ("username", "full_name", "position", "is_active")
        import_id_fields = ("username",)

    def init_instance(self, row=None):
        person = super().init_instance(row)
        person.set_unusable_password()
        return person

    def before_save_instance(self, instance, row, **kwargs):
        if instance.pk and instance == kwargs.get("user") and not instance.is_active:
            raise ValidationError(_("Không thể tự khóa tài khoản của chính mình."))


class AssignmentResource(Reference):
    user = column("user", "Tên đăng nhập", ByKeyWidget(User, "username"))
    role = column("role", "Vai trò", WordWidget(Role))
    unit = column("unit", "Mã địa bàn", UnitWidget())
    valid_from = column("valid_from", "Từ ngày", DayWidget())
    valid_to = column("valid_to", "Đến hết ngày", DayWidget())

    class Meta(Reference.Meta):
        model = Assignment
        fields = ("user", "role", "unit", "valid_from", "valid_to")
        import_id_fields = ("user", "role", "unit", "valid_from")

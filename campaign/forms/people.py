"""Accounts and assignments as an administrator types them."""

import unicodedata

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign import hierarchy
from campaign.choices import Level
from campaign.lib.vietnamese import clean
from campaign.models import AdminUnit, Assignment, User
from campaign.roles import Permission, Role

# Roles that make sense at one level only; the others follow the work, not the map.
LEVELS = {
    Role.BOARD: Level.PROVINCE,
    Role.POVERTY_DEPARTMENT: Level.PROVINCE,
    Role.COMMUNE_OFFICER: Level.COMMUNE,
}
CANDIDATES = 20

# Plain ASCII: no name can be made that only looks like another's.
plain_name = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,59}\Z",
    _("Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch ngang và gạch dưới."),
)


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("full_name", "position")

    def clean_full_name(self):
        return clean(self.cleaned_data["full_name"])

    def clean_position(self):
        return clean(self.cleaned_data["position"])


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        validators=[plain_name],
        help_text=_("Ví dụ: nguyen.lan. Không đổi được về sau."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta(PersonForm.Meta):
        fields = ("username", "full_name", "position")

    def clean_username(self):
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng."))
        return name

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("username")
        if name:
            cleaned["username"] = unicodedata.normalize("NFKC", name)
        return cleaned


class AssignmentForm(forms.ModelForm):
    """The unit is typed, by code or name; when several bear the name, the form asks which."""

    place = forms.CharField(
        label=_("Địa bàn"),
        required=False,
        max_length=120,
        help_text=_(
            "Tên hoặc mã số đơn vị hành chính, ví dụ: xã An Hòa. "
            "Để trống chỉ khi giao quyền quản trị toàn hệ thống."
        ),
    )

    class Meta:
        model = Assignment
        fields = ("role", "place", "unit", "valid_from", "valid_to")
        help_texts = {"valid_to": _("Để trống nếu chưa biết ngày kết thúc.")}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.reach = by.reach(Permission.PEOPLE_MANAGE)
        unit = self.fields["unit"]
        found = self._matches()
        if len(found) > 1:
            unit.label = _("Chọn một trong các nơi tìm thấy")
            unit.widget = forms.RadioSelect()
            unit.queryset = AdminUnit.objects.filter(pk__in=[place.pk for place in found])
            unit.empty_label = None
            unit.label_from_instance = describe
        else:
            del self.fields["unit"]
        self.found = found

    def _matches(self):
        text = clean(self.data.get(self.add_prefix("place"), ""))
        if not text:
            return []
        today = AdminUnit.objects.on(timezone.localdate()).exclude(level=Level.VILLAGE)
        units = self.reach.units(today).select_related("province", "district", "commune")
        exact = list(units.filter(code=text))
        return exact or list(hierarchy.search(text, units)[:CANDIDATES])

    def clean(self):
        cleaned = super().clean()
        role = cleaned.get("role")
        if len(self.found) == 1:
            cleaned["unit"] = self.found[0]
        elif self.found and not cleaned.get("unit"):
            if "unit" not in self.data:
                self.errors.pop("unit", None)
                self.add_error("place", _("Có nhiều nơi mang tên này: chọn một nơi bên dưới."))
        elif cleaned.get("place") and not self.found:
            self.add_error("place", _("Không tìm thấy địa bàn này trong phạm vi quản trị của bạn."))
        elif not self.found and role and role != Role.ADMINISTRATOR:
            self.add_error("place", _("Vai trò này cần một địa bàn."))
        unit = cleaned.get("unit")
        needed = LEVELS.get(role)
        if unit and needed and unit.level != needed:
            self.add_error(
                "place",
                _("Vai trò này chỉ giao cho %(level)s.") % {"level": Level(needed).label.lower()},
            )
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        self.instance.unit = unit
        return cleaned


def describe(unit):
    """The unit with what it lies in and its code: seven communes are called Xã Tân Tiến."""
    above = [a.name for a in (unit.district, unit.province) if a is not None and a.pk != unit.pk]
    return f"{', '.join([unit.name, *above])} ({unit.code})"

"""A village or another spelling, as an officer types it; the problems told in the form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign.choices import Level
from campaign.lib.vietnamese import clean, name_key
from campaign.models import AdminUnit, UnitAlias
from campaign.unit_names import VillageIndex

# From here on two names are so alike that one of them is probably a slip of the pen.
_NEARLY_THE_SAME = 88


def _named(value):
    value = clean(value)
    if not name_key(value):
        raise forms.ValidationError(_("Tên phải có chữ hoặc số."))
    return value


class VillageForm(forms.Form):
    name = forms.CharField(
        label=_("Tên thôn, làng, bản, khu phố, tổ dân phố"),
        max_length=AdminUnit._meta.get_field("name").max_length - 20,
        help_text=_("Viết cả chữ chỉ loại, ví dụ: Thôn 3, Làng Kon Đào, Tổ dân phố 5."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    anyway = forms.BooleanField(
        label=_("Đây là thôn khác, vẫn thêm mới"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, commune, **kwargs):
        super().__init__(*args, auto_id="village_%s", **kwargs)
        self.commune = commune

    def clean_name(self):
        name = _named(self.cleaned_data["name"])
        index = VillageIndex.load([self.commune.pk])
        found = index.find_all(self.commune.pk, name)
        if found:
            same = ", ".join(AdminUnit.objects.filter(pk__in=found).values_list("name", flat=True))
            raise forms.ValidationError(_("Đã có %(names)s.") % {"names": same})
        self.alike = [
            called
            for _pk, called, score in index.suggest(self.commune.pk, name)
            if score >= _NEARLY_THE_SAME
        ]
        return name

    def clean(self):
        cleaned = super().clean()
        if "name" in cleaned and self.alike and not cleaned.get("anyway"):
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.add_error(
                "name",
                _(
                    "Gần giống %(names)s. Nếu là một thôn viết khác đi, hãy thêm tên gọi khác ở "
                    "trang của thôn đó; nếu đúng là thôn khác, đánh dấu vào ô dưới rồi gửi lại."
                )
                % {"names": ", ".join(self.alike)},
            )
        return cleaned


class AliasForm(forms.Form):
    alias = forms.CharField(
        label=_("Tên gọi khác"),
        max_length=UnitAlias._meta.get_field("alias").max_length,
        help_text=_("Tên cũ hoặc cách viết khác gặp trong danh sách, ví dụ: Xóm Chùa."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_from = forms.DateField(
        label=_("Dùng từ ngày"), required=False, help_text=_("Ví dụ: 01/07/2025.")
    )
    valid_to = forms.DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, auto_id="alias_%s", **kwargs)
        self.unit = unit

    def clean_alias(self):
        alias = _named(self.cleaned_data["alias"])
        if self.unit.aliases.filter(alias=alias).exists():
            raise forms.ValidationError(_("Tên gọi này đã có."))
        if self.unit.level == Level.VILLAGE:
            index = VillageIndex.load([self.unit.commune_id])
            found = index.find_all(self.unit.commune_id, alias)
            others = AdminUnit.objects.filter(pk__in=found - {self.unit.pk})
            if others:
                names = ", ".join(other.name for other in others)
                raise forms.ValidationError(_("Tên gọi này đang chỉ %(names)s.") % {"names": names})
            if found:
                raise forms.ValidationError(_("Viết thế này vẫn nhận ra, không cần thêm."))
        return alias

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned

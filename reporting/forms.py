"""Forms of the annual reports."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.lib.texts import VersionedTextsForm
from campaign.models import AdminUnit, Plan
from reporting import assembly
from reporting.models import AnnualReport


class UnitChoice(forms.ModelChoiceField):
    """Communes with their province, provinces alone."""

    def label_from_instance(self, unit):
        return unit.name if unit.pk == unit.province_id else f"{unit.name}, {unit.province.name}"


class ReportCreateForm(forms.Form):
    unit = UnitChoice(label=gettext_lazy("Đơn vị báo cáo"), queryset=AdminUnit.objects.none())
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Phong trào thi đua"), queryset=Plan.objects.none()
    )
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2000, max_value=2100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = assembly.units(user).select_related("province")
        self.fields["plan"].queryset = assembly.plans(user)

    def clean(self):
        cleaned = super().clean()
        plan, year = cleaned.get("plan"), cleaned.get("year")
        if plan and year and not plan.start_year <= year <= plan.end_year:
            self.add_error(
                "year",
                _("Phong trào này từ năm %(start)s đến năm %(end)s.")
                % {"start": plan.start_year, "end": plan.end_year},
            )
        elif year and year > timezone.localdate().year:
            self.add_error("year", _("Năm báo cáo chưa đến."))
        return cleaned


class ReportForm(VersionedTextsForm):
    """The report's texts. `version` is what the author had on the screen."""

    TEXTS = assembly.TEXTS

    class Meta:
        model = AnnualReport
        fields = assembly.TEXTS
        labels = {
            "results": gettext_lazy("I. Kết quả thực hiện"),
            "difficulties": gettext_lazy("II. Khó khăn, vướng mắc"),
            "proposals": gettext_lazy("III. Đề xuất, kiến nghị"),
        }
        help_texts = {
            "results": gettext_lazy(
                "Bảng số liệu hộ nghèo qua các năm được in tự động sau mục này. Mỗi đoạn một dòng."
            ),
        }
        widgets = {
            "results": forms.Textarea(attrs={"rows": 12}),
            "difficulties": forms.Textarea(attrs={"rows": 6}),
            "proposals": forms.Textarea(attrs={"rows": 6}),
        }


class SubmitForm(forms.Form):
    version = forms.IntegerField()

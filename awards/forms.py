"""Forms of the nominations."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import drafts
from awards.choices import AwardForm, Stage
from awards.models import Nomination
from campaign.lib.texts import VersionedTextsForm
from campaign.models import AdminUnit, Plan

_ROWS = {"features": 6, "achievements": 12, "measures_taken": 8, "past_awards": 4, "summary": 3}


class UnitChoice(forms.ModelChoiceField):
    """Communes, each with its province."""

    def label_from_instance(self, unit):
        return f"{unit.name}, {unit.province.name}"


class NominationFilter(forms.Form):
    stage = forms.ChoiceField(
        label=gettext_lazy("Giai đoạn"),
        choices=[("", gettext_lazy("Tất cả")), *Stage.choices],
        required=False,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm"), required=False, min_value=2000, max_value=2100
    )
    unit = UnitChoice(
        label=gettext_lazy("Đơn vị"),
        queryset=AdminUnit.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tất cả"),
    )

    def __init__(self, *args, nominations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = AdminUnit.objects.filter(
            pk__in=nominations.order_by().values("unit")
        ).select_related("province")

    def narrow(self, nominations):
        """`nominations` as filtered; a filter that is not understood is left out."""
        self.is_valid()
        given = {key: value for key, value in self.cleaned_data.items() if value}
        return nominations.filter(**given)


class NominationCreateForm(forms.Form):
    unit = UnitChoice(
        label=gettext_lazy("Đơn vị được đề nghị"),
        queryset=AdminUnit.objects.none(),
        help_text=gettext_lazy("Chỉ gồm các xã, phường, đặc khu mà bạn được lập hồ sơ."),
    )
    award_form = forms.ChoiceField(
        label=gettext_lazy("Hình thức khen thưởng"), choices=AwardForm.choices
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Phong trào thi đua"), queryset=Plan.objects.none()
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm thành tích"), min_value=2000, max_value=2100, localize=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = drafts.units(user).select_related("province")
        self.fields["plan"].queryset = drafts.plans(user)

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
            self.add_error("year", _("Năm thành tích chưa đến."))
        return cleaned


class NominationForm(VersionedTextsForm):
    """The collective report's own sections. `version` is what the author had on the screen."""

    TEXTS = drafts.TEXTS

    class Meta:
        model = Nomination
        fields = drafts.TEXTS
        labels = {
            "features": gettext_lazy("I. Sơ lược đặc điểm, tình hình"),
            "achievements": gettext_lazy("II. Thành tích đạt được"),
            "measures_taken": gettext_lazy("Biện pháp, cách làm (trong mục II)"),
            "past_awards": gettext_lazy("III. Các hình thức đã được khen thưởng"),
            "summary": gettext_lazy("Tóm tắt thành tích (ghi vào danh sách trích ngang)"),
        }
        help_texts = {
            "subject_name": gettext_lazy("Viết đầy đủ, chữ thường, không viết tắt."),
            "features": gettext_lazy(
                "Trụ sở, quá trình hình thành, dân số, kinh tế, tổ chức đảng và đoàn thể, chức "
                "năng, nhiệm vụ. Mỗi đoạn một dòng."
            ),
            "achievements": gettext_lazy(
                "Kết quả theo tiêu chí thi đua. Bảng số liệu hộ nghèo qua các năm được in tự động "
                "trong mục này."
            ),
            "past_awards": gettext_lazy(
                "Mỗi lần một dòng: năm, hình thức, số, ngày và cơ quan ra quyết định. Ghi “Không” "
                "nếu chưa có."
            ),
            "summary": gettext_lazy("Hai đến năm dòng, không quá 500 ký tự."),
            "head_position": gettext_lazy("Chủ tịch, Phó Chủ tịch hoặc Quyền Chủ tịch."),
        }
        widgets = {field: forms.Textarea(attrs={"rows": rows}) for field, rows in _ROWS.items()}


class StepForm(forms.Form):
    comment = forms.CharField(required=False, max_length=500)
    version = forms.IntegerField()

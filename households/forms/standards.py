"""A province's own poverty standard, as its department enters it from the decision."""

import re
from operator import attrgetter

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.choices import Area, Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import standards
from households.models import LocalStandard

_DATE = {"type": "date"}
_GROUPED = re.compile(r"(?<=\d)[.\s](?=\d{3}\b)")


class MoneyField(forms.IntegerField):
    """Whole đồng; "2.100.000" and "2 100 000" are read too."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs):
        messages = {"invalid": gettext_lazy("Ghi số đồng, ví dụ 2.100.000.")}
        super().__init__(error_messages=messages, min_value=1, **kwargs)

    def to_python(self, value):
        return super().to_python(_GROUPED.sub("", value.strip()) if value else value)


class LocalStandardForm(forms.ModelForm):
    urban_income = MoneyField(label=gettext_lazy("Thu nhập, thành thị (đồng/người/tháng)"))
    rural_income = MoneyField(label=gettext_lazy("Thu nhập, nông thôn (đồng/người/tháng)"))
    base = forms.ChoiceField(
        label=gettext_lazy("Theo bộ chỉ số của"),
        help_text=gettext_lazy("Danh sách hộ theo chuẩn này dùng các chỉ số thiếu hụt của bộ đó."),
    )

    class Meta:
        model = LocalStandard
        fields = (
            "unit",
            "name",
            "base",
            "first_day",
            "last_day",
            "urban_income",
            "rural_income",
        ) + (("urban_b1", "rural_b1", "poor_b2", "source", "confirmed"))
        widgets = {
            "first_day": forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
        }
        help_texts = {
            "urban_b1": gettext_lazy("Để trống cả hai nếu tỉnh không chấm điểm: phân loại không "
                                     "được đối chiếu với điểm."),
            "poor_b2": gettext_lazy("30 điểm là thiếu hụt 3 chỉ số."),
            "source": gettext_lazy("Số, ngày và cơ quan ban hành văn bản."),
            "confirmed": gettext_lazy("Chỉ đánh dấu khi đã so từng mức với văn bản."),
        }  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        provinces = AdminUnit.objects.filter(level=Level.PROVINCE).order_by("sort_key", "valid_to")
        self.fields["unit"].queryset = user.reach(Permission.REVIEW_OPEN).units(provinces)
        self.fields["unit"].label_from_instance = attrgetter("dated_name")
        latest_first = list(reversed(standards.STANDARDS.values()))
        self.fields["base"].choices = [(one.code, one.name) for one in latest_first]
        today = timezone.localdate()
        holding = [one.code for one in latest_first if one.holds_on(today)]
        self.fields["base"].initial = next(iter(holding), None)

    def clean_poor_b2(self):
        points = self.cleaned_data["poor_b2"]
        if points % 10:
            raise forms.ValidationError(_("Mỗi chỉ số thiếu hụt là 10 điểm: ghi số tròn chục."))
        return points

    def clean(self):
        values = super().clean()
        self._check_days(values)
        self._check_name(values)
        base = standards.STANDARDS.get(values.get("base"))
        if base:
            self._check_incomes(values, base)
            self._check_points(values, base)
        return values

    def _check_days(self, values):
        first, last, unit = (values.get(name) for name in ("first_day", "last_day", "unit"))
        if first and last and last < first:
            self.add_error("last_day", _("Ngày cuối phải sau ngày đầu."))
        if first and last and unit and not _stands(unit, first, last):
            self.add_error(
                "unit",
                _(
                    "%(unit)s không tồn tại suốt thời gian này. Hãy chọn tỉnh của thời gian đó, "
                    "hoặc ngày trong thời gian tỉnh này tồn tại."
                )
                % {"unit": unit.dated_name},
            )

    def _check_name(self, values):
        same = LocalStandard.objects.filter(unit=values.get("unit"), name=values.get("name"))
        if values.get("unit") and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Tỉnh đã có chuẩn nghèo mang tên này. Hãy đặt tên khác."))

    def _check_incomes(self, values, base):
        for area, amount in base.income.items():
            name = f"{area.value}_income"
            if values.get(name) is not None and values[name] < amount:
                sentence = _("Thấp hơn mức %(amount)s đồng của chuẩn quốc gia. Kiểm tra lại số.")
                self.add_error(name, sentence % {"amount": integer(amount)})

    def _check_points(self, values, base):
        points = {name: values.get(name) for name in ("urban_b1", "rural_b1")}
        given = [name for name, value in points.items() if value is not None]
        for name in given:
            limit = base.b1_limits[Area(name.removesuffix("_b1"))] if base.b1_limits else None
            if limit is not None and points[name] < limit:
                sentence = _("Thấp hơn mức %(points)s điểm của chuẩn quốc gia. Kiểm tra lại số.")
                self.add_error(name, sentence % {"points": limit})
        most = 10 * len(base.indicators)
        if (values.get("poor_b2") or 0) > most:
            sentence = _("Bộ chỉ số này cao nhất %(most)s điểm. Kiểm tra lại số.")
            self.add_error("poor_b2", sentence % {"most": most})
        if given and (base.b1_poor_alone or not base.has_scoring):
            self.add_error(given[0], _("Với bộ chỉ số này, để trống điểm B1."))
        elif len(given) == 1:
            lacking = next(name for name in points if name not in given)
            self.add_error(lacking, _("Ghi điểm B1 của cả hai khu vực, hoặc để trống cả hai."))


def _stands(unit, first, last):
    begun = unit.valid_from is None or unit.valid_from <= first
    return begun and (unit.valid_to is None or unit.valid_to >= last)

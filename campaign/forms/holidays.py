"""A day off, or a working Saturday, as the board knows it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HolidayForm(forms.Form):
    day = forms.DateField(label=_("Ngày"), help_text=_("Ví dụ: 02/01/2026."))
    name = forms.CharField(label=_("Tên ngày nghỉ"), max_length=120)
    is_off = forms.TypedChoiceField(
        label=_("Ngày này"),
        choices=[("1", _("được nghỉ")), ("0", _("đi làm (kể cả thứ Bảy, Chủ nhật làm bù)"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Thông báo nghỉ Tết của Bộ Nội vụ, số và ngày."),
    )
    confirmed = forms.BooleanField(label=_("Đã đối chiếu với văn bản"), required=False)

"""Why an upload is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do hoàn tác"),
        max_length=500,
        help_text=_("Lý do được lưu cùng lần tải lên; đừng ghi số định danh cá nhân."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do hoàn tác.")},
    )

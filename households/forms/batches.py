"""Filters of the uploads and of the problems of one upload, and the answers to its questions."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.choices import BatchState, Severity


class BatchFilter(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Địa bàn"), required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("Tất cả")), *BatchState.choices]
        self.fields["unit"].choices = [("", _("Tất cả")), *units]


class ProblemFilter(forms.Form):
    severity = forms.ChoiceField(label=gettext_lazy("Mức độ"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Loại lỗi"), required=False)

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["severity"].choices = [("", _("Tất cả")), *Severity.choices]
        self.fields["code"].choices = [("", _("Tất cả")), *codes]

"""Filters of the uploads, the answers to the questions of one, and its confirmation."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.lib.numbers import integer
from households.choices import BatchState
from households.imports import questions


class BatchFilter(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Địa bàn"), required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("Tất cả")), *BatchState.choices]
        self.fields["unit"].choices = [("", _("Tất cả")), *units]


class AnswersForm(forms.Form):
    """One group of choices a question; what is left open stays open."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            choices = [(str(value), "") for value in question.values]
            self.fields[question.key] = forms.ChoiceField(choices=choices, required=False)

    @property
    def answers(self):
        """{question key: answer, see `questions`} of the questions that were answered."""
        given = self.cleaned_data.items()
        return {key: questions.parse(answer) for key, answer in given if answer}


class ConfirmForm(forms.Form):
    """A list that takes households out of the review is confirmed with a tick of its own."""

    removal = forms.BooleanField(label="", widget=forms.CheckboxInput({"form": "write"}))

    def __init__(self, *args, removed, **kwargs):
        super().__init__(*args, **kwargs)
        if not removed:
            del self.fields["removal"]
            return
        field = self.fields["removal"]
        field.label = _("Tôi đã xem và đồng ý đưa %(count)s hộ này ra khỏi danh sách kỳ này") % {
            "count": integer(removed)
        }
        field.error_messages["required"] = _(
            "Chưa ghi: danh sách này đưa %(count)s hộ ra khỏi kỳ này. "
            "Hãy xem các hộ đó, đánh dấu đồng ý rồi xác nhận lại."
        ) % {"count": integer(removed)}

"""What to look for in the journal."""

import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.lib.vietnamese import name_key
from campaign.verbs import VERBS


class EventFilter(forms.Form):
    person = forms.CharField(label=_("Người thực hiện"), required=False, max_length=120)
    verb = forms.ChoiceField(label=_("Việc"), required=False)
    first = forms.DateField(label=_("Từ ngày"), required=False)
    last = forms.DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Tất cả")), *VERBS.items()]

    def apply(self, events):
        wanted = self.cleaned_data
        if wanted["person"]:
            name = wanted["person"].strip()
            events = events.filter(
                Q(actor__username__icontains=name) | Q(actor__name_key__contains=name_key(name))
            )
        if wanted["verb"]:
            events = events.filter(verb=wanted["verb"])
        if wanted["first"]:
            events = events.filter(at__gte=_midnight(wanted["first"]))
        if wanted["last"]:
            events = events.filter(at__lt=_midnight(wanted["last"] + datetime.timedelta(days=1)))
        return events


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))

"""Forms of the reviews: opening one, each step, minutes, complaints, deadlines, the board's filter.

What is wrong with the values is decided by the domain (`process.faults`, `hearings.*_faults`); the
forms read the fields and put each sentence beside its own.
"""

import datetime
from operator import attrgetter

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.choices import Level
from campaign.lib.vietnamese import clean
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import hearings, process, reviews, standards, steps
from households.board import SORTS
from households.choices import ReviewKind, ReviewVersion
from households.models import Complaint, VillageMeeting

_DATE = gettext_lazy("Ví dụ: 01/12/2025.")


def _date(label, *, required=True, help_text=_DATE):
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


def _text(label, longest, *, required=True, rows=0, help_text=""):
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=widget, help_text=help_text
    )


# This year's review, and the next one once the year draws to its end, may be opened.
_FAR_AHEAD = datetime.timedelta(days=366)


class ReviewForm(forms.Form):
    """A review to be opened: `review_values` go to `reviews.find_or_open`."""

    unit = forms.ModelChoiceField(label=gettext_lazy("Tỉnh"), queryset=AdminUnit.objects.none())
    year = forms.IntegerField(
        label=gettext_lazy("Năm"), min_value=2016, max_value=2100, localize=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại rà soát"), choices=ReviewKind, initial=ReviewKind.ANNUAL
    )
    on = _date(
        gettext_lazy("Thời điểm của kỳ rà soát thường xuyên"),
        required=False,
        help_text=gettext_lazy(
            "Chỉ ghi với rà soát thường xuyên: một ngày của tháng đó, ví dụ 15/09/2026. "
            "Các loại khác: 31/12, giữa năm: 30/6."
        ),
    )
    version = forms.ChoiceField(
        label=gettext_lazy("Bản"),
        choices=ReviewVersion,
        initial=ReviewVersion.PRELIMINARY,
        help_text=gettext_lazy("Bản sơ bộ chuyển được sang chính thức, không ngược lại."),
    )
    standard = forms.ChoiceField(label=gettext_lazy("Chuẩn nghèo"), required=False)

    def __init__(self, *args, user, local_standards=(), **kwargs):
        super().__init__(*args, **kwargs)
        provinces = user.reach(Permission.REVIEW_OPEN).units(
            AdminUnit.objects.filter(level=Level.PROVINCE)
        )
        self.fields["unit"].queryset = provinces
        # A province that was rearranged is there twice, under one name.
        self.fields["unit"].label_from_instance = attrgetter("dated_name")
        standing = [unit for unit in provinces if unit.valid_to is None]
        if len(standing) == 1:
            self.fields["unit"].initial = standing[0].pk
        national = [(code, standard.name) for code, standard in standards.STANDARDS.items()]
        self.fields["standard"].choices = [
            ("", _("Theo thời điểm (chuẩn quốc gia)")),
            *national,
            *((row.code, row.name) for row in local_standards),
        ]

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        unit, year, kind, on = (values[name] for name in ("unit", "year", "kind", "on"))
        if kind != ReviewKind.ADHOC:
            on = values["on"] = None
        elif on is None:
            self.add_error("on", _("Ghi thời điểm của kỳ rà soát thường xuyên."))
            return values
        try:
            day = reviews.as_of(year, kind, on)
            code = values["standard"] or None
            standards.for_review(code, day, province=unit.pk, kind=kind)
        except standards.NotHolding as refusal:
            self.add_error("standard", refusal.args[0])
        except standards.NoStandard:
            self.add_error("year", _("Chưa có chuẩn nghèo cho năm này. Kiểm tra lại năm."))
        except ValueError:
            self.add_error("on", _("Ngày này không thuộc năm đã chọn."))
        else:
            if kind == ReviewKind.OPENING and standards.on(day, kind=kind) == standards.on(day):
                self.add_error(
                    "kind",
                    _(
                        "Rà soát đầu kỳ chỉ có khi đổi chuẩn nghèo; thời điểm này chuẩn nghèo "
                        "không đổi. Hãy chọn định kỳ hằng năm."
                    ),
                )
            if day - timezone.localdate() > _FAR_AHEAD:
                self.add_error("year", _("Kỳ rà soát này còn quá xa. Kiểm tra lại năm."))
            if not AdminUnit.objects.on(day).filter(pk=unit.pk).exists():
                self.add_error(
                    "unit",
                    _("%(unit)s không tồn tại vào ngày %(day)s. Chọn tỉnh của thời điểm đó.")
                    % {"unit": unit, "day": f"{day:%d/%m/%Y}"},
                )
        return values


# What is asked for at each step, by the name of the stored field.
_STEP_FIELDS = {
    "step_date": lambda: _date(gettext_lazy("Ngày xong")),
    "nobody_listed": lambda: forms.BooleanField(
        label=gettext_lazy("Xã không có hộ nghèo, hộ cận nghèo nào trong kỳ này"), required=False
    ),
    "posted_from": lambda: _date(gettext_lazy("Niêm yết từ ngày")),
    "posted_until": lambda: _date(
        gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống thì tính theo số ngày làm việc phải niêm yết."),
    ),
    "posted_places": lambda: _text(
        gettext_lazy("Nơi niêm yết"),
        300,
        help_text=gettext_lazy("Ví dụ: Nhà văn hóa các thôn; trụ sở Ủy ban nhân dân xã."),
    ),
    "opinion_number": lambda: _text(gettext_lazy("Số, ký hiệu văn bản của cấp huyện"), 60),
    "opinion_date": lambda: _date(gettext_lazy("Ngày văn bản")),
    "opinion": lambda: _text(gettext_lazy("Nội dung ý kiến"), 2000, required=False, rows=4),
    "decision_number": lambda: _text(gettext_lazy("Số, ký hiệu quyết định"), 60),
    "decision_date": lambda: _date(gettext_lazy("Ngày quyết định")),
    "decision_signer": lambda: _text(gettext_lazy("Người ký"), 120),
    "decision_position": lambda: _text(
        gettext_lazy("Chức vụ người ký"), 120, help_text=gettext_lazy("Ví dụ: Chủ tịch.")
    ),
}


_ASKED_ANEW = frozenset({"step_date"})
# Reviews that list what has changed since the yearly one: an empty list says nothing has.
_OF_CHANGES = frozenset({ReviewKind.ADHOC, ReviewKind.MIDYEAR})


class StepForm(forms.Form):
    """What one step asks for. `seen` is what the page showed: see `process.perform`."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, case, transition, by, **kwargs):
        super().__init__(*args, auto_id=f"{transition.verb}-%s", **kwargs)
        self.case, self.transition, self.by = case, transition, by
        for name in transition.fields:
            self.fields[name] = _STEP_FIELDS[name]()
            # What a step that was taken back had is there to be mended.
            if name not in _ASKED_ANEW:
                row = case.review if case.is_province else case.progress
                self.fields[name].initial = getattr(row, name)
        if "nobody_listed" in self.fields and case.review.kind in _OF_CHANGES:
            self.fields["nobody_listed"].label = _("Xã không có hộ nào thay đổi trong kỳ này")
        if transition.verb == "reopen":
            self.fields["unit"] = forms.ModelChoiceField(
                label=_("Phần mở lại"),
                queryset=AdminUnit.objects.filter(pk__in=[unit.pk for unit in case.communes]),
                required=False,
                empty_label=_("Cả kỳ rà soát"),
            )
            self.fields["until"] = _date(_("Mở đến hết ngày"))
        if transition.comment:
            self.fields["comment"] = _text(_("Lý do"), 500, rows=2)
        elif transition.verb == "approve":
            self.fields["comment"] = _text(
                _("Lý do, nếu còn xã chưa xong"), 500, required=False, rows=2
            )
        elif transition.verb == "meet" and case.meetings_against:
            self.fields["comment"] = _text(
                _("Kết quả được xem xét lại thế nào ở các thôn không quá nửa đồng ý"), 500, rows=2
            )
        if transition.verb == "meet" and case.meetings:
            self.fields["step_date"].initial = max(one.date for one in case.meetings)
        self.fields["seen"].initial = case.seen

    def clean(self):
        values = super().clean()
        verb = self.transition.verb
        # A step that may not be taken at all is refused whole, not field by field.
        if process.why_not(self.case, verb, self.by) is None:
            typed = {name: value for name, value in values.items() if name not in self.errors}
            for name, sentence in process.faults(self.case, verb, typed).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return values


class BoardFilter(forms.Form):
    district = forms.ChoiceField(label=gettext_lazy("Huyện"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Bước đã xong"), required=False)
    late = forms.BooleanField(label=gettext_lazy("Chỉ xã chậm"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Sắp xếp"),
        choices=list(
            zip(
                SORTS,
                [gettext_lazy("Theo tên"), gettext_lazy("Theo bước"), gettext_lazy("Theo hạn")],
                strict=True,
            )
        ),
        required=False,
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        everything = ("", _("Tất cả"))
        districts = [(str(unit.pk), unit.name) for unit in board.districts]
        if districts:
            self.fields["district"].choices = [everything, *districts]
        else:
            del self.fields["district"]
        chosen = steps.order(board.review)
        self.fields["step"].choices = [everything, *((step.value, step.label) for step in chosen)]

    @property
    def narrowing(self):
        """The arguments of `Board.narrowed`; a filter that is not understood is left out."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "district": int(given.get("district") or 0),
            "step": given.get("step") or "",
            "late": bool(given.get("late")),
            "sort": given.get("sort") or "name",
        }


class _Cleaned(forms.ModelForm):
    """Texts without stray blanks and controls; the faults of the domain beside their fields."""

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    def clean(self):
        values = super().clean()
        for name, value in values.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                values[name] = clean(value)
        found = self.faults({k: v for k, v in values.items() if k not in self.errors})
        for name, sentence in found.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return values

    def _post_clean(self):
        """The row is written by the domain, which holds it; the form only reads."""


class MeetingForm(_Cleaned):
    class Meta:
        model = VillageMeeting
        fields = (
            "date",
            "place",
            "chair",
            "secretary",
            "attendees",
            "agreed",
            "disagreed",
            "remarks",
        )
        widgets = {"remarks": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"date": _DATE}

    def faults(self, values):
        return hearings.meeting_faults(self.case, values)


class ComplaintForm(_Cleaned):
    class Meta:
        model = Complaint
        fields = (
            "name",
            "village",
            "about",
            "received_date",
            "content",
            "outcome",
            "answered_date",
            "answer",
        )
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "answer": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": gettext_lazy("Chỉ ghi họ tên, không ghi số định danh."),
            "about": gettext_lazy("Tên chủ hộ được nói đến, nếu có."),
            "received_date": _DATE,
        }

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["village"].queryset = AdminUnit.objects.filter(
            pk__in=[unit.pk for unit in case.villages]
        )
        self.fields["village"].empty_label = _("Không rõ thôn")

    def faults(self, values):
        return hearings.complaint_faults(self.case, values)


class RuleForm(forms.Form):
    """One deadline or number of days of a review."""

    value = forms.Field()
    source = _text(gettext_lazy("Căn cứ"), 200, required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("Đã đối chiếu với văn bản"), required=False)

    def __init__(self, *args, setting, settings, year, **kwargs):
        """`settings` are all of the review, by code; `year` is the review's."""
        rule = setting.rule
        self.rule, self.settings, self.year = rule, settings, year
        initial = {
            "value": setting.value,
            "source": setting.source,
            "confirmed": setting.confirmed,
        }
        super().__init__(*args, initial=initial, auto_id=f"{rule.code}-%s", **kwargs)
        if rule.date is None:
            self.fields["value"] = forms.IntegerField(
                label=rule.label, min_value=1, max_value=60, localize=False
            )
        else:
            self.fields["value"] = _date(rule.label)
        self.order_fields(["value", "source", "confirmed"])

    def clean_value(self):
        value = self.cleaned_data["value"]
        if self.rule.date is None:
            return value
        if value.year != self.year:
            raise forms.ValidationError(
                _("Ngày này phải thuộc năm %(year)s của kỳ rà soát.") % {"year": self.year}
            )
        start, _dot, end = self.rule.code.rpartition("_")
        pair = {"from": f"{start}_to", "to": f"{start}_from"}.get(end)
        other = self.settings.get(pair) if pair else None
        if other and (value > other.value if end == "from" else value < other.value):
            raise forms.ValidationError(
                _("Ngày bắt đầu phải trước ngày kết thúc (%(label)s: %(day)s).")
                % {"label": other.rule.label, "day": f"{other.value:%d/%m/%Y}"}
            )
        return value

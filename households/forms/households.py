"""Filters of the list of households, and the reason for showing a whole citizen id."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import listing, search
from households.choices import PovertyClass

MIN_REASON = 10


class StatusFilter(forms.Form):
    """The filters as a form in a row; its choices are what the person may ask for next."""

    unit = forms.ChoiceField(label=gettext_lazy("Địa bàn"), required=False)
    review = forms.ChoiceField(label=gettext_lazy("Kỳ rà soát"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Tìm"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": gettext_lazy("Tên, thôn, mã hộ, 4 số cuối"),
                # A whole citizen id must never stand in an address, so it is not even sent.
                "pattern": r"(?!.*(^|\D)((\d[ .]?){9}|(\d[ .]?){11,12})(\D|$)).*",
                "title": gettext_lazy("Chỉ nhập 4 số cuối của số định danh."),
            }
        ),
    )

    def __init__(self, *args, units, reviews, counts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units
        self.fields["review"].choices = reviews
        self.fields["measure"].choices = [("", _("Tất cả hộ trong danh sách")), *counts]


class SearchForm(forms.Form):
    """One box for name, village, code or citizen id, and what narrows the result."""

    q = forms.CharField(
        label=gettext_lazy("Tên chủ hộ, thôn, mã hộ hoặc số định danh"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Từ 2 ký tự, có dấu hay không dấu; 4 số cuối hoặc cả số định danh. "
            "Ghi tên rồi thôn thì cách nhau dấu phẩy: Bình, thôn 2."
        ),
        error_messages={"required": gettext_lazy("Nhập tên, thôn, mã hộ hoặc số định danh.")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("Địa bàn"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Năm"), required=False)
    poverty_class = forms.ChoiceField(
        label=gettext_lazy("Phân loại"),
        required=False,
        choices=[("", gettext_lazy("Mọi phân loại")), *PovertyClass.choices],
    )
    move = forms.ChoiceField(
        label=gettext_lazy("Biến động trong năm"),
        required=False,
        choices=[("", gettext_lazy("Mọi biến động")), *search.MOVES.items()],
    )

    def __init__(self, *args, units, years, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units
        self.fields["unit"].initial = unit and unit.pk
        self.fields["year"].choices = [("", _("Mới nhất")), *((str(y), str(y)) for y in years)]

    def clean_q(self):
        text = self.cleaned_data["q"].strip()
        if search.too_short(text):
            raise forms.ValidationError(_("Nhập ít nhất 2 ký tự."))
        return text

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("move") and not cleaned.get("year"):
            self.add_error("year", _("Chọn năm để lọc theo biến động."))
        return cleaned


class RevealForm(forms.Form):
    """Whose number, and why: both are written to the log, the number is not."""

    holder = forms.ChoiceField(label=gettext_lazy("Số của ai"))
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        min_length=MIN_REASON,
        max_length=300,
        help_text=gettext_lazy("Ghi rõ việc cần làm, ví dụ: đối chiếu thẻ bảo hiểm y tế của hộ."),
        error_messages={
            "required": gettext_lazy("Ghi lý do cần xem số định danh."),
            "min_length": gettext_lazy("Lý do quá ngắn: ghi rõ việc cần làm, ít nhất 10 ký tự."),
        },
    )

    def __init__(self, *args, holders, **kwargs):
        """`holders`: list of the household and its members that have a citizen id."""
        super().__init__(*args, **kwargs)
        self.holders = {str(number): holder for number, holder in enumerate(holders)}
        field = self.fields["holder"]
        field.choices = [(key, str(holder)) for key, holder in self.holders.items()]
        field.initial = "0"
        if len(holders) == 1:
            field.widget = forms.HiddenInput()

    @property
    def person(self):
        """The household or member whose number was asked for."""
        return self.holders[self.cleaned_data["holder"]]

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if listing.holds_citizen_id(reason):
            raise forms.ValidationError(_("Không ghi số định danh vào lý do: lý do được lưu lại."))
        return reason

"""The upload form: as little to fill in as can be. What the person's area settles is not asked."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign import access
from campaign.lib.workbook.refusals import UploadRefused
from campaign.roles import Permission
from households import destinations, listing, openings, reviews, standards
from households.choices import BatchKind, ReviewKind
from households.imports.problems import ListRefused
from households.models import ImportBatch, LocalStandard, Review

ACCEPT = ".xlsx,.xls,.ods,.csv"
# Another review or unit brings another list of units and another blank; without JavaScript the
# button "switch" of the page does the same.
_RELOAD = {
    "hx-get": reverse_lazy("import_create"),
    "hx-include": "#id_review, #id_unit, [name=kind]:checked",
    "hx-target": "#place",
    "hx-select": "#place",
    "hx-select-oob": "#blank",
    "hx-swap": "outerHTML",
}


def too_large():
    """The sentence for a file over the size limit."""
    return str(UploadRefused("too_large", limit=settings.UPLOAD_MAX_BYTES // 2**20))


class UploadForm(forms.Form):
    """`user` uploads; `review` and `unit` are what the address proposes.

    After `is_valid`, `unit` is in cleaned_data, and `review` or else the `year` and `review_kind`
    of one to be opened.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Tệp chứa"),
        choices=BatchKind,
        initial=BatchKind.HOUSEHOLDS,
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(
        label=gettext_lazy("Kỳ rà soát"),
        error_messages={"required": gettext_lazy("Chọn kỳ rà soát.")},
        widget=forms.Select(attrs=_RELOAD),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Địa bàn"),
        error_messages={"required": gettext_lazy("Chọn địa bàn của danh sách.")},
        widget=forms.Select(attrs=_RELOAD),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm của kỳ mới"),
        required=False,
        help_text=gettext_lazy("Để trống nếu dùng kỳ đã chọn ở trên."),
        error_messages={"invalid": gettext_lazy("Năm gồm 4 chữ số, ví dụ 2025.")},
    )
    review_kind = forms.ChoiceField(
        label=gettext_lazy("Loại rà soát của kỳ mới"),
        choices=ReviewKind,
        initial=ReviewKind.ANNUAL,
        required=False,
    )
    standard = forms.ChoiceField(
        label=gettext_lazy("Chuẩn nghèo của kỳ mới"),
        required=False,
        help_text=gettext_lazy("Chuẩn của tỉnh chạy song song với chuẩn quốc gia."),
    )
    submit_key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": gettext_lazy("Chọn tệp cần tải lên."),
            "empty": UploadRefused("empty"),
            "max_length": gettext_lazy("Tên tệp quá dài. Đổi tên ngắn hơn rồi tải lên."),
        },
    )

    def __init__(self, data=None, files=None, *, user, review=None, unit=None, kind="", again=None):
        """`again`: a batch whose corrected file is to follow; then only the file is asked."""
        super().__init__(data, files)
        if again:
            review, unit, kind = again.review, again.unit, again.kind
        self.user = user
        self.may_open = access.allowed(user, Permission.REVIEW_OPEN)
        self.open_reviews = list(destinations.open_reviews(user))
        self.shown = self._posted_review() or review or destinations.preferred(user, unit)
        self._offer_reviews()
        self._offer_units(unit)
        if kind in BatchKind.values:
            self.fields["kind"].initial = kind
        self.fields["submit_key"].initial = uuid.uuid4
        self.again = again
        if again:
            for name in ("kind", "review", "unit"):
                self.fields[name].widget = forms.HiddenInput()
            self.fields.pop("year", None)
            self.fields.pop("review_kind", None)
            self.fields.pop("standard", None)
            self.may_open = False

    def _posted_review(self):
        asked = self.data.get("review", "")
        return next((r for r in self.open_reviews if str(r.pk) == asked), None)

    def _offer_reviews(self):
        several = len({review.unit_id for review in self.open_reviews}) > 1
        field = self.fields["review"]
        field.choices = [
            (r.pk, f"{r} · {r.unit}" if several else str(r)) for r in self.open_reviews
        ]
        if self.shown:
            field.initial = self.shown.pk
        # A year typed in stands for a review that is still to be opened.
        field.required = bool(self.open_reviews) and not self.data.get("year")
        own = self._own_standards() if self.may_open else []
        national = ("", _("Chuẩn quốc gia của năm đó"))
        self.fields["standard"].choices = [national, *((row.code, row.name) for row in own)]
        if not own:
            del self.fields["standard"]
        if not self.may_open:
            del self.fields["year"], self.fields["review_kind"]

    def _own_standards(self):
        """Standards of the provinces in which the person may open reviews."""
        return list(
            self.user.reach(Permission.REVIEW_OPEN).units(
                LocalStandard.objects.select_related("unit"), prefix="unit__"
            )
        )

    def _offer_units(self, unit):
        self.places = {str(place.pk): place for place in self._places}
        field = self.fields["unit"]
        field.choices = destinations.grouped(self.places.values())
        if unit and str(unit.pk) in self.places:
            field.initial = unit.pk
        if len(self.places) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.places))
        else:
            field.choices = [("", _("— Chọn địa bàn —")), *field.choices]

    @cached_property
    def _places(self):
        if self.shown:
            return list(destinations.units(self.user, self.shown.as_of, self.shown.unit_id))
        return list(destinations.units(self.user, timezone.localdate()))

    @property
    def place(self):
        """The unit the form stands on, None while it is to be chosen."""
        return self.places.get(str(self["unit"].value() or ""))

    @property
    def blank_query(self):
        """The query of the address of a blank for the place and review shown."""
        asked = {"unit": self.place.pk, "year": self.shown.year, "kind": self.shown.kind}
        if self.shown.own_standard:
            asked["standard"] = self.shown.standard
        return "?" + urlencode(asked)

    @property
    def is_possible(self):
        """Whether there is any review and any unit to upload into."""
        return bool(self.places) and (bool(self.open_reviews) or self.may_open)

    def clean_unit(self):
        return self.places[self.cleaned_data["unit"]]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large())
        return file

    def clean(self):
        values = super().clean()
        day = timezone.now() - timedelta(days=1)
        sent = ImportBatch.objects.filter(uploaded_by=self.user, uploaded_at__gte=day)
        again = ImportBatch.objects.filter(submit_key=values.get("submit_key"))
        if sent.count() >= settings.UPLOADS_PER_DAY and not again.exists():
            # Said before the file is taken in; a refused batch would count as one more.
            raise forms.ValidationError(str(ListRefused("quota", limit=settings.UPLOADS_PER_DAY)))
        if values.get("year"):
            values["review"] = self._review_of_year(values)
        elif "review" in values:
            values["review"] = self._posted_review()
            if not values["review"]:
                self.add_error("review", _("Chọn kỳ rà soát, hoặc nhập năm của kỳ mới."))
        if closed := self._closed_since():
            # The units offered are those of another review: what was said of one misleads.
            for name in ("review", "unit"):
                self.errors.pop(name, None)
            self.add_error("review", closed)
        return values

    def _closed_since(self):
        """Why the review that the page showed as open takes no lists any more; "" when it does."""
        asked = listing.key(self.data.get("review", ""))
        if self._posted_review() or not asked:
            return ""
        found = Review.objects.visible_to(self.user).filter(pk=asked).first()
        return openings.closed_unit(found, found.unit) if found else ""

    def _review_of_year(self, values):
        """The review of the year typed in, None when it is still to be opened."""
        year, kind, unit = values["year"], values.get("review_kind"), values.get("unit")
        kind = values["review_kind"] = kind or ReviewKind.ANNUAL
        try:
            day = reviews.as_of(year, kind)
            province = unit.province_id if unit else None
            standard = standards.for_review(
                values.get("standard"), day, province=province, kind=kind
            )
            found = reviews.find(unit, year, kind, standard.code) if unit else None
        except standards.NotHolding as refusal:
            self.add_error("standard", refusal.args[0])
            return None
        except (standards.NoStandard, ValueError, OverflowError):
            self.add_error("year", _("Chưa có chuẩn nghèo cho năm này. Kiểm tra lại năm."))
            return None
        if unit and not destinations.units(self.user, day).filter(pk=unit.pk).exists():
            self.add_error(
                "unit",
                _("%(unit)s không tồn tại vào ngày %(day)s của kỳ rà soát.")
                % {"unit": unit, "day": f"{day:%d/%m/%Y}"},
            )
        of_list = values.get("kind") == BatchKind.HOUSEHOLDS
        if found and openings.refusal_of_unit(found, unit, of_list=of_list):
            self.add_error("year", openings.closed_unit(found, unit, of_list=of_list))
        values["standard"] = standard.code
        return found

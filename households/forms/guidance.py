"""How a file is to be read, asked on the page of its upload."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from households.choices import PovertyClass
from households.imports import meanings
from households.imports.choosing import HIDDEN, NO_HEADING, SUMMARY
from households.imports.places import NEW_VILLAGE

LEAVE_OUT = "-"
_KINDS = {
    "list": gettext_lazy("mỗi hộ một dòng"),
    "detailed": gettext_lazy("thành viên dưới chủ hộ"),
    "export": gettext_lazy("tệp xuất từ phần mềm"),
    "members": gettext_lazy("trang thành viên"),
    "": gettext_lazy("không thấy dòng tiêu đề"),
}
_WHY = {
    HIDDEN: gettext_lazy("trang đang ẩn"),
    SUMMARY: gettext_lazy("có vẻ là trang tổng hợp"),
    NO_HEADING: gettext_lazy("không thấy dòng tiêu đề"),
}
# Columns that no person need be offered: they are found in one way only.
_NOT_OFFERED = frozenset(("former", "sequence", "member_sequence", "quick_result", "reviewer"))


class GuidanceForm(forms.Form):
    """One field for each sheet, heading and name of the outline; what is left open stays open."""

    def __init__(self, data=None, *, batch, samples=None):
        super().__init__(data)
        self.batch = batch
        self.outline = batch.outline or {}
        self.samples = samples or {}
        self._ask_sheets()
        for number, heading in enumerate(self.outline.get("headings", ())):
            self._ask_heading(f"heading_{number}", heading)
        for number, sheet in enumerate(self.outline.get("classless", ())):
            self.fields[f"class_{number}"] = forms.ChoiceField(
                label=_("Mọi hộ của trang “%(sheet)s” là") % {"sheet": sheet},
                choices=[("", _("— Chưa chọn —")), *PovertyClass.choices[:2]],
                required=False,
            )
        for number, stranger in enumerate(self.outline.get("villages", ())):
            self._ask_village(f"village_{number}", stranger)
        if self.outline.get("unplaced"):
            self._ask_unnamed()

    def _ask_sheets(self):
        sheets = [sheet for sheet in self.outline.get("sheets", ()) if sheet["fits"]]
        if len(sheets) < 2 and all(sheet["chosen"] for sheet in sheets):
            return
        self.fields["sheets"] = forms.MultipleChoiceField(
            label=_("Trang tính được đọc"),
            choices=[(sheet["name"], _sheet_label(sheet)) for sheet in sheets],
            initial=[sheet["name"] for sheet in sheets if sheet["chosen"]],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Chọn ít nhất một trang tính.")},
        )

    @cached_property
    def _columns(self):
        columns = meanings.columns(self.batch.kind, self.batch.review.standard)
        return [(c.key, c.heading) for c in columns if c.key not in _NOT_OFFERED]

    def _ask_heading(self, name, heading):
        examples = "; ".join(self.samples.get(heading["key"], ()))
        label = _("Cột %(letter)s: %(text)s")
        self.fields[name] = forms.ChoiceField(
            label=label % {"letter": heading["letter"], "text": heading["text"]},
            help_text=_("Ví dụ trong cột: %(values)s") % {"values": examples} if examples else "",
            choices=[
                ("", self._unsaid(heading)),
                (LEAVE_OUT, _("Bỏ qua cột này")),
                *self._columns,
            ],
            required=False,
        )

    @staticmethod
    def _unsaid(heading):
        if heading.get("guess"):
            return _("— Đang hiểu là “%(name)s” —") % {"name": heading["guess"]}
        return _("— Chưa chọn —")

    @cached_property
    def _villages(self):
        """{commune id: [(village id, name)]} of the communes asked about; one query."""
        communes = {stranger["commune"] for stranger in self.outline.get("villages", ())}
        if self.outline.get("unplaced") and self.batch.unit.level == Level.COMMUNE:
            communes.add(self.batch.unit_id)
        units = AdminUnit.objects.filter(level=Level.VILLAGE, commune__in=communes)
        found = {}
        rows = units.on(self.batch.review.as_of).order_by("sort_key", "pk")
        for pk, commune, name, called in rows.values_list("pk", "commune", "name", "commune__name"):
            found.setdefault(commune, (called, []))[1].append((pk, name))
        return found

    def _ask_village(self, name, stranger):
        commune, villages = self._villages.get(stranger["commune"], ("", []))
        names = dict(villages)
        likely = [(pk, names[pk]) for pk in stranger["likely"] if pk in names]
        others = [village for village in villages if village not in likely]
        label = _("“%(name)s” (%(commune)s, %(rows)s dòng)")
        self.fields[name] = forms.ChoiceField(
            label=label
            % {"name": stranger["name"], "commune": commune, "rows": integer(stranger["rows"])},
            choices=[
                ("", _("— Chưa chọn —")),
                *([(_("Gần giống"), likely)] if likely else []),
                (_("Thôn khác của xã"), others),
                (NEW_VILLAGE, _("Thôn mới, thêm vào danh mục")),
            ],
            required=False,
        )

    def _ask_unnamed(self):
        _commune, villages = self._villages.get(self.batch.unit_id, ("", []))
        if villages:
            self.fields["unnamed"] = forms.ChoiceField(
                label=_("Thôn của %(count)s hộ không ghi thôn")
                % {"count": integer(self.outline["unplaced"])},
                choices=[("", _("— Chưa chọn —")), *villages],
                initial=self.batch.choices.get("villages", {}).get("", ""),
                required=False,
            )

    def _named(self, prefix):
        return [self[name] for name in self.fields if name.startswith(prefix)]

    @property
    def of_sheets(self):
        return self["sheets"] if "sheets" in self.fields else None

    @property
    def of_headings(self):
        return self._named("heading_")

    @property
    def of_classes(self):
        return self._named("class_")

    @property
    def of_villages(self):
        return self._named("village_") + self._named("unnamed")

    @property
    def is_urgent(self):
        """Whether the file cannot be confirmed before something here is said."""
        return bool(self.of_villages or self.of_classes) or bool(
            self.batch.problem_counts.keys() & {"columns_missing", "sheets_none"}
        )

    @property
    def said(self):
        """The arguments of `guidance.guide`: what was chosen."""
        values = self.cleaned_data

        def chosen(prefix, entries):
            pairs = ((entry, values.get(f"{prefix}{n}")) for n, entry in enumerate(entries))
            return [(entry, value) for entry, value in pairs if value]

        columns = chosen("heading_", self.outline.get("headings", ()))
        named = chosen("village_", self.outline.get("villages", ()))
        return {
            "sheets": values.get("sheets"),
            "headings": {h["key"]: "" if v == LEAVE_OUT else v for h, v in columns},
            "classes": dict(chosen("class_", self.outline.get("classless", ()))),
            "named": {s["key"]: v if v == NEW_VILLAGE else int(v) for s, v in named},
            "unnamed": int(values["unnamed"]) if values.get("unnamed") else None,
        }


def _sheet_label(sheet):
    values = {"name": sheet["name"], "rows": integer(sheet["rows"]), "kind": _KINDS[sheet["fits"]]}
    text = _("%(name)s – %(rows)s dòng, %(kind)s") % values
    return f"{text} ({_WHY[sheet['why']]})" if sheet["why"] else text

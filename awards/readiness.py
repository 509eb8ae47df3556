"""What a nomination still lacks: every gap at once, each with where to mend it."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from awards import evidence
from campaign.lib.vietnamese import clean
from households.choices import ReviewVersion

_LONG_ENOUGH = 40
_DOTTED = re.compile(r"\b\w{1,3}\.")
_ROMAN = re.compile(r"[IVXLC]+$")


@dataclass(frozen=True)
class Gap:
    """`blocking` gaps stop the submission; the others are told. `route` and `args` name the page
    on which it is mended, `place` the field or the choice there."""

    code: str
    sentence: str
    route: str
    args: tuple
    place: str
    link_label: str
    blocking: bool = True

    @property
    def link(self):
        return reverse(self.route, args=self.args) + self.place


def shortened(name):
    """The abbreviations in a name that must be written in full: UBND, TP., X.; not a Roman number.

    A name in capitals from end to end counts too: reports write it in lower case.
    """
    words = re.findall(r"[^\W\d_]{2,}", clean(name))
    capitals = [word for word in words if word.isupper() and not _ROMAN.match(word)]
    return [*capitals, *_DOTTED.findall(clean(name))]


def gaps(nomination, facts=None):
    """All Gaps of `nomination`, blocking ones first. `facts`: its evidence now, when at hand."""
    facts = evidence.snapshot(nomination, get_language()) if facts is None else facts
    found = [*_text_gaps(nomination), *_figure_gaps(nomination, facts), *_warnings(nomination)]
    return sorted(found, key=lambda gap: not gap.blocking)


def _text_gaps(nomination):
    def gap(field, sentence, *, blocking=True):
        where = ("nomination_edit", (nomination.pk,), f"#id_{field}")
        return Gap(field, sentence, *where, _("Ghi vào mục này"), blocking)

    if short := shortened(nomination.subject_name):
        yield gap(
            "subject_name",
            _("Tên tập thể phải viết đầy đủ, không viết tắt: %(words)s.")
            % {"words": ", ".join(short)},
        )
    for field, sentence in (
        ("features", _("Chưa có mục I. Sơ lược đặc điểm, tình hình.")),
        ("achievements", _("Chưa có mục II. Thành tích đạt được.")),
    ):
        text = getattr(nomination, field).strip()
        if not text:
            yield gap(field, sentence)
        elif len(text) < _LONG_ENOUGH:
            yield gap(
                field,
                _("Nội dung “%(section)s” quá ngắn để xét.")
                % {"section": nomination._meta.get_field(field).verbose_name},
                blocking=False,
            )
    if not nomination.past_awards.strip():
        yield gap(
            "past_awards",
            _("Chưa có mục III. Các hình thức đã được khen thưởng (ghi “Không” nếu chưa có)."),
        )
    if not nomination.summary.strip():
        yield gap("summary", _("Chưa có tóm tắt thành tích để ghi vào danh sách trích ngang."))
    if not nomination.head_name.strip():
        yield gap("head_name", _("Chưa có họ tên người đứng đầu đơn vị ký báo cáo, tờ trình."))
    if not nomination.head_position.strip():
        yield gap("head_position", _("Chưa có chức vụ của người ký."))
    if not nomination.measures_taken.strip():
        yield gap("measures_taken", _("Chưa nêu biện pháp, cách làm."), blocking=False)


def _figure_gaps(nomination, facts):
    def gap(code, sentence, *, blocking=True):
        where = ("import_create", (), f"?unit={nomination.unit_id}")
        return Gap(code, sentence, *where, _("Tải số liệu lên"), blocking)

    year = evidence.of_year(facts, nomination.year)
    named = {"year": nomination.year}
    if year is None:
        yield gap("no_review", _("Chưa có kỳ rà soát hộ nghèo năm %(year)s.") % named)
        return
    if year["values"]["poor"]["value"] is None:
        reason = year["values"]["poor"]["reason"]
        sentence = _("Năm %(year)s chưa có số hộ nghèo. %(reason)s") % (named | {"reason": reason})
        yield gap("no_list", sentence)
    elif year["values"]["poor_rate"]["value"] is None:
        reason = year["values"]["poor_rate"]["reason"]
        yield gap(
            "no_totals",
            _("Năm %(year)s chưa tính được tỷ lệ hộ nghèo. %(reason)s")
            % (named | {"reason": reason}),
        )
    yield from _review_gaps(nomination, year)
    for fact in facts["facts"]:
        if not fact["value"] and fact["code"] in {"poor_rate_drop_year", "stock_reduction"}:
            yield gap(
                fact["code"],
                _("%(fact)s: chưa đủ dữ liệu. %(reason)s")
                % {"fact": fact["label"], "reason": fact["reason"]},
                blocking=False,
            )


def _review_gaps(nomination, year):
    """The year's review may still change, or has changed since the province approved it."""

    def gap(code, sentence):
        where = ("review_detail", (year["review"],), "")
        return Gap(code, sentence, *where, _("Xem kỳ rà soát"), blocking=False)

    named = {"year": nomination.year}
    if year["version"] != ReviewVersion.OFFICIAL:
        sentence = _("Số liệu năm %(year)s còn là bản sơ bộ; có thể đổi khi có bản chính thức.")
        yield gap("preliminary", sentence % named)
    if year["changed"]:
        sentence = _(
            "Số liệu năm %(year)s đã thay đổi sau phê duyệt; nên chờ cấp tỉnh phê duyệt lại."
        )
        yield gap("changed", sentence % named)


def _warnings(nomination):
    unit = nomination.unit
    if unit.valid_to:
        yield Gap(
            "ended",
            _("%(unit)s đã kết thúc hoạt động ngày %(day)s; kiểm tra lại đơn vị được đề nghị.")
            % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"},
            "unit_detail",
            (unit.pk,),
            "",
            _("Xem địa bàn"),
            blocking=False,
        )

"""What must hold before a step of a review is taken, each as a sentence when it does not.

A condition is a function of a `cases.Case`; its docstring is its line in docs/review-process.md.
A check is a function of the case, the transition and the typed values that gives {field: sentence}.
"""

from django.utils.translation import gettext as _

from campaign.choices import Level
from households import steps
from households.choices import ReviewState, ReviewVersion, Step

OPTIONAL = frozenset({"nobody_listed", "opinion", "posted_until"})
NAMED = 4
LONGEST_REOPENING = 60


def _names(units):
    shown = ", ".join(unit.name for unit in units[:NAMED])
    return shown if len(units) <= NAMED else f"{shown}…"


# --- of a commune -------------------------------------------------------------------------------
def minutes_entered(case):
    """thôn nào có hộ trong danh sách thì đã nhập biên bản họp."""
    lacking = case.villages_without_minutes
    if not lacking:
        return None
    return _("Còn %(count)s thôn chưa nhập biên bản họp: %(names)s.") % {
        "count": len(lacking),
        "names": _names(lacking),
    }


def has_districts(case):
    """kỳ rà soát thuộc thời gian còn cấp huyện."""
    if Step.CONSULTED in steps.order(case.review):
        return None
    return _("Thời điểm của kỳ rà soát này không còn cấp huyện nên không có bước này.")


def district_heard(case):
    """thời còn cấp huyện thì đã có ý kiến cấp huyện."""
    if case.standing == steps.previous(case.review, Step.RECOGNISED):
        return None
    return _("Chưa có ý kiến của cấp huyện. Hãy ghi ý kiến đó trước.")


def posting_over(case):
    """đã hết thời gian niêm yết, kể cả niêm yết kết quả phúc tra."""
    end = case.posting_ends
    if end is None or case.today > end:
        return None
    return _("Còn trong thời gian niêm yết, đến hết ngày %(day)s mới làm được bước tiếp theo.") % {
        "day": f"{end:%d/%m/%Y}"
    }


def answered(case):
    """không còn khiếu nại chưa trả lời."""
    waiting = case.open_complaints
    if not waiting:
        return None
    days = case.schedule["complaint_days"]
    last = case.schedule.calendar.add(max(one.received_date for one in waiting), days)
    return _("Còn %(count)s khiếu nại chưa trả lời. Thời hạn phúc tra đến hết ngày %(day)s.") % {
        "count": len(waiting),
        "day": f"{last:%d/%m/%Y}",
    }


def still_listed(case):
    """xã có danh sách hộ, hoặc ghi rõ là không có hộ nào."""
    if case.has_list or case.progress.nobody_listed:
        return None
    return _("Xã chưa có danh sách hộ trong kỳ này. Hãy tải danh sách lên trước.")


# --- of the province ----------------------------------------------------------------------------
def is_preliminary(case):
    """kỳ đang là bản sơ bộ."""
    if case.review.version == ReviewVersion.PRELIMINARY:
        return None
    return _("Kỳ rà soát này đã là bản chính thức.")


def is_official(case):
    """kỳ đã là bản chính thức."""
    if case.review.version == ReviewVersion.OFFICIAL:
        return None
    return _("Kỳ rà soát còn là bản sơ bộ. Hãy chuyển sang bản chính thức trước.")


def nothing_reopened(case):
    """không còn phần nào đang mở lại."""
    if not case.reopenings:
        return None
    until = max(one.until for one in case.reopenings)
    return _("Còn phần đang mở lại đến hết ngày %(day)s. Hãy kết thúc mở lại trước.") % {
        "day": f"{until:%d/%m/%Y}"
    }


def nothing_changed(case):
    """số liệu không khác lúc phê duyệt."""
    if not case.has_changed:
        return None
    return _("Số liệu đã thay đổi sau phê duyệt. Hãy phê duyệt lại rồi khóa.")


def to_approve(case):
    """đã phê duyệt rồi thì chỉ phê duyệt lại khi số liệu đã thay đổi."""
    if case.review.state == ReviewState.OPEN or case.has_changed:
        return None
    return _("Kết quả đã được phê duyệt và không có số liệu nào thay đổi từ đó.")


# --- what is typed ------------------------------------------------------------------------------
def _dated(case, transition, values):
    """The day of a step is not in the future, and not before the step it follows."""
    day = values.get(transition.dated)
    if day is None:
        return {}
    if day > case.today:
        return {transition.dated: _("Ngày này chưa đến. Ghi bước khi việc đã làm.")}
    if too_early := before_review(case, day):
        return {transition.dated: too_early}
    before = case.last_recognition if case.is_province else case.progress.step_date
    if before and day < before:
        sentence = (
            _("Ngày này trước quyết định công nhận của xã (%(day)s). Kiểm tra lại ngày.")
            if case.is_province
            else _("Ngày này trước bước liền trước (%(day)s). Kiểm tra lại ngày.")
        )
        return {transition.dated: sentence % {"day": f"{before:%d/%m/%Y}"}}
    return {}


def before_review(case, day):
    """The sentence for a day that lies too far before the review to be of it, else ""."""
    if day >= case.earliest:
        return ""
    return _("Ngày này quá xa kỳ rà soát (thời điểm %(day)s). Kiểm tra lại năm.") % {
        "day": f"{case.review.as_of:%d/%m/%Y}"
    }


def _met(case, transition, values):
    """Not before the last meeting; a reason where a meeting did not agree."""
    found = {}
    day, last = values.get("step_date"), max((one.date for one in case.meetings), default=None)
    if day and last and day < last:
        found["step_date"] = _("Ngày này trước cuộc họp thôn cuối cùng (%(day)s).") % {
            "day": f"{last:%d/%m/%Y}"
        }
    if case.meetings_against and not values.get("comment", "").strip():
        names = _names([meeting.village for meeting in case.meetings_against])
        found["comment"] = _(
            "Không quá nửa số người dự họp đồng ý ở %(names)s. Hãy ghi kết quả đã được xem xét "
            "lại thế nào."
        ) % {"names": names}
    return found


def _listed(case, transition, values):
    nobody = bool(values.get("nobody_listed"))
    if nobody and case.has_statuses:
        return {"nobody_listed": _("Xã đang có hộ nghèo, hộ cận nghèo trong danh sách kỳ này.")}
    if not nobody and not case.has_list:
        return {
            "nobody_listed": _(
                "Xã chưa có danh sách hộ trong kỳ này. Hãy tải danh sách lên; nếu xã không có hộ "
                "nghèo, hộ cận nghèo thì đánh dấu vào ô này."
            )
        }
    return {}


def _posted(case, transition, values):
    first, last = values.get("posted_from"), values.get("posted_until")
    if first is None:
        return {}
    least = case.schedule.posting_end(first)
    if last is not None and last < least:
        return {
            "posted_until": _(
                "Phải niêm yết đủ %(days)s ngày làm việc: ít nhất đến hết ngày %(day)s."
            )
            % {"days": case.schedule["posting_days"], "day": f"{least:%d/%m/%Y}"}
        }
    return {}


def _after_posting(case, transition, values):
    day, end = values.get(transition.dated), case.posting_ends
    if day and end and day <= end:
        return {
            transition.dated: _("Ngày này còn trong thời gian niêm yết (đến hết ngày %(day)s).")
            % {"day": f"{end:%d/%m/%Y}"}
        }
    return {}


def _complete(case, transition, values):
    """Not every commune is ready: then the province says why it approves all the same."""
    if values.get("comment", "").strip():
        return {}
    parts = []
    if case.unrecognised:
        parts.append(
            _("%(count)s xã chưa công nhận (%(names)s)")
            % {"count": len(case.unrecognised), "names": _names(case.unrecognised)}
        )
    if case.without_totals:
        parts.append(
            _("%(count)s xã chưa có tổng số hộ (%(names)s)")
            % {"count": len(case.without_totals), "names": _names(case.without_totals)}
        )
    if not parts:
        return {}
    return {
        "comment": _("Còn %(what)s. Nếu vẫn phê duyệt, hãy ghi lý do.") % {"what": "; ".join(parts)}
    }


def _reopening(case, transition, values):
    until, unit = values.get("until"), values.get("unit")
    found = {}
    if until is None:
        found["until"] = _("Trường này là bắt buộc.")
    elif until < case.today:
        found["until"] = _("Ngày này đã qua.")
    elif (until - case.today).days > LONGEST_REOPENING:
        found["until"] = _("Mở lại nhiều nhất %(days)s ngày.") % {"days": LONGEST_REOPENING}
    stood = type(case.unit).objects.on(case.review.as_of)
    inside = stood.filter(level=Level.COMMUNE, province=case.review.unit_id)
    if unit is not None and not inside.filter(pk=unit.pk).exists():
        found["unit"] = _("%(unit)s không thuộc kỳ rà soát này.") % {"unit": unit}
    scope = {None, unit.pk if unit else None}
    if any(one.unit_id in scope for one in case.reopenings):
        found["unit"] = _("Phần này đang được mở lại rồi.")
    return found


CHECKS = {
    "list": (_dated,),
    "classify": (_dated, _listed),
    "meet": (_dated, _met),
    "post": (_dated, _posted),
    "consult": (_dated, _after_posting),
    "recognise": (_dated, _after_posting),
    "approve": (_dated, _complete),
    "reopen": (_reopening,),
}

"""What villagers said: the meetings of the villages, and complaints during the posting."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaign import access, audit
from campaign.roles import Permission, refusal
from households import conditions
from households.choices import ComplaintOutcome, Step
from households.models import Complaint, Review, VillageMeeting
from households.sentences import REFUSALS

_MEETING_STEPS = (Step.CLASSIFIED, Step.MET, Step.POSTED)
_COMPLAINT_STEPS = (Step.POSTED, Step.CONSULTED)


class Refused(Exception):
    """The row may not be entered; `str()` is the sentence that says why."""


def why_not_meeting(case, by):
    """None when `by` may enter or change minutes of a village now, else the sentence."""
    sentence = _("Biên bản họp thôn nhập sau bước rà soát, phân loại và trước khi công nhận.")
    return _why_not(case, by, _MEETING_STEPS, sentence)


def why_not_complaint(case, by):
    """None when `by` may enter or answer a complaint now, else the sentence."""
    return _why_not(
        case, by, _COMPLAINT_STEPS, _("Khiếu nại nhập từ khi niêm yết đến trước khi công nhận.")
    )


def _why_not(case, by, allowed_at, sentence):
    if not access.allowed(by, Permission.REVIEW_STEP, case.unit):
        return str(refusal(Permission.REVIEW_STEP))
    if not case.is_open:
        return str(REFUSALS["review_closed"]) % {"state": case.review.get_state_display()}
    return None if case.standing in allowed_at else sentence


def meeting_faults(case, values):
    """{field: sentence} of minutes that cannot be right."""
    found = {}
    if (day := values.get("date")) and day > case.today:
        found["date"] = _("Ngày họp chưa đến.")
    elif day and (too_early := conditions.before_review(case, day)):
        found["date"] = too_early
    counts = [values.get(name) for name in ("attendees", "agreed", "disagreed")]
    if None not in counts and counts[0] < counts[1] + counts[2]:
        found["attendees"] = _("Số người dự họp ít hơn số người đồng ý và không đồng ý cộng lại.")
    return found


def complaint_faults(case, values):
    """{field: sentence} of a complaint that cannot be right."""
    found = {}
    received, answered = values.get("received_date"), values.get("answered_date")
    first = case.progress.posted_from
    if received and received > case.today:
        found["received_date"] = _("Ngày nhận chưa đến.")
    elif received and first and received < first:
        found["received_date"] = _("Ngày nhận trước ngày bắt đầu niêm yết (%(day)s).") % {
            "day": f"{first:%d/%m/%Y}"
        }
    is_open = not values.get("outcome")
    if is_open and answered:
        found["outcome"] = _("Đã có ngày trả lời thì ghi kết quả.")
    if not is_open and not answered:
        found["answered_date"] = _("Ghi ngày trả lời.")
    elif answered and answered > case.today:
        found["answered_date"] = _("Ngày trả lời chưa đến.")
    elif answered and received and answered < received:
        found["answered_date"] = _("Ngày trả lời trước ngày nhận.")
    return found


def save_meeting(case, village, values, *, by):
    """Enter the minutes of `village`, or change them; return the VillageMeeting.

    `values`: date, place, chair, secretary, attendees, agreed, disagreed, remarks. Raises Refused.
    """
    with transaction.atomic():
        case = _held(case)
        _refuse(why_not_meeting(case, by), meeting_faults(case, values))
        if village.pk not in {unit.pk for unit in case.villages}:
            raise Refused(_("%(unit)s không thuộc xã này.") % {"unit": village})
        meeting, _created = VillageMeeting.objects.update_or_create(
            progress=case.progress, village=village, defaults=values | {"entered_by": by}
        )
        audit.record("meeting.save", by=by, subject=meeting, unit=village)
    return meeting


def save_complaint(case, values, *, by, complaint=None):
    """Enter a complaint, or change `complaint`; return the Complaint.

    `values`: name, village, about, received_date, content, outcome, answered_date, answer. Raises
    Refused.
    """
    with transaction.atomic():
        case = _held(case)
        _refuse(why_not_complaint(case, by), complaint_faults(case, values))
        village = values.get("village")
        if village is not None and village.pk not in {unit.pk for unit in case.villages}:
            raise Refused(_("%(unit)s không thuộc xã này.") % {"unit": village})
        complaint = complaint or Complaint(progress=case.progress)
        for name, value in values.items():
            setattr(complaint, name, value)
        complaint.entered_by = by
        complaint.save()
        outcome = str(ComplaintOutcome(complaint.outcome).value)
        audit.record("complaint.save", by=by, subject=complaint, unit=case.unit, outcome=outcome)
    return complaint


def _held(case):
    """`case` as it is now, its review held: no step is taken meanwhile."""
    review = Review.objects.select_for_update(no_key=True).get(pk=case.review.pk)
    return type(case)(review, case.unit, today=case.today)


def _refuse(reason, faults):
    if reason or faults:
        raise Refused(reason or next(iter(faults.values())))

"""What the reviews ask of a person now: each commune's next step and complaints, the lists that
lack, and of many communes or a whole province numbers instead of rows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.roles import Permission
from households import agenda
from households.choices import ReviewVersion, Step
from reporting.duty import Duty, named, places

# So many communes have a line each; of more the numbers are told.
EACH = 5
SOON = 7
REOPENING_ENDS = 3


def of(user, today):
    """The Duties of reviews. Five queries, for somebody with one province."""
    held = {
        permission: [u for u in places(user, permission) if u.level != Level.VILLAGE]
        for permission in (
            Permission.HOUSEHOLD_IMPORT,
            Permission.REVIEW_STEP,
            Permission.REVIEW_MANAGE,
        )
    }
    units = list({unit.pk: unit for found in held.values() for unit in found}.values())
    if not units:
        return
    for course in agenda.courses(units, today):
        rows = {code: _inside(course.rows, found) for code, found in held.items()}
        manages = course.review.unit_id in {u.pk for u in held[Permission.REVIEW_MANAGE]}
        if manages:
            yield from _province(course, today)
        elif len(rows[Permission.REVIEW_STEP]) > EACH:
            yield from _many(course, rows[Permission.REVIEW_STEP])
        else:
            for row in rows[Permission.REVIEW_STEP]:
                yield from _commune(course, row, today)
        if course.is_open and course.review.as_of <= today:
            yield from _lists(course, rows[Permission.HOUSEHOLD_IMPORT])


def _inside(rows, units):
    """The rows of communes that lie in any of `units`."""
    return [row for row in rows if any(getattr(row.unit, f"{u.level}_id") == u.pk for u in units)]


def _day(day):
    return f"{day:%d/%m/%Y}"


def _pressing(late, left):
    """(tone, badge) of something that is `late` days overdue, or has `left` days to go."""
    if late:
        return "danger", _("Chậm %(days)s ngày") % {"days": integer(late)}
    if left == 0:
        return "warning", _("Hạn hôm nay")
    tone = "warning" if left <= SOON else "info"
    return tone, _("Còn %(days)s ngày") % {"days": integer(left)}


# --- a commune ----------------------------------------------------------------------------------
def _commune(course, row, today):
    url = reverse("commune_progress", args=[course.review.pk, row.unit.pk])
    said = {"review": course.review, "unit": row.unit}
    if row.following and course.is_open and course.is_begun:
        tone, badge = _pressing(row.late, (row.due - today).days)
        yield Duty(
            text=f"{course.review}: {row.following.deed}",
            detail=_("%(unit)s, hạn %(day)s") % (said | {"day": _day(row.due)}),
            url=url,
            action=_("Ghi bước"),
            tone=tone,
            badge=badge,
        )
    if row.complaints:
        late = max(0, (today - row.answer_by).days)
        tone, badge = _pressing(late, (row.answer_by - today).days)
        yield Duty(
            text=_("%(review)s: %(count)s khiếu nại chưa trả lời")
            % (said | {"count": integer(row.complaints)}),
            detail=_("%(unit)s, hạn trả lời %(day)s") % (said | {"day": _day(row.answer_by)}),
            url=url,
            action=_("Trả lời"),
            tone=tone,
            badge=badge,
        )
    if row.reopened_until and not course.is_open:
        left = (row.reopened_until - today).days
        yield Duty(
            text=_("%(review)s: đang mở lại để sửa danh sách") % said,
            detail=_("%(unit)s, đến hết ngày %(day)s") % (said | {"day": _day(row.reopened_until)}),
            url=url,
            action=_("Xem và cập nhật"),
            tone="warning",
            badge=_pressing(0, left)[1],
        )


def _lists(course, rows):
    """Communes of an open review that lack their list or their totals."""
    lacking = {
        _("danh sách hộ"): [row.unit.name for row in rows if not row.has_list],
        _("tổng số hộ"): [row.unit.name for row in rows if not row.has_totals],
    }
    for what, names in lacking.items():
        if names:
            yield Duty(
                text=_("%(review)s: chưa có %(what)s") % {"review": course.review, "what": what},
                detail=named(names),
                url=reverse("import_create"),
                action=_("Tải lên"),
            )


# --- many communes, the province ----------------------------------------------------------------
def _many(course, rows):
    """How many communes have not recognised yet, how many are late, what complaints wait."""
    waiting = [row for row in rows if row.step != Step.RECOGNISED]
    if not (waiting and course.is_open and course.is_begun):
        return
    late = sum(bool(row.late) for row in waiting)
    complaints = sum(row.complaints for row in rows)
    parts = [_("Hạn công nhận %(day)s") % {"day": _day(course.schedule.due[Step.RECOGNISED])}]
    if complaints:
        parts.append(_("%(count)s khiếu nại chưa trả lời") % {"count": integer(complaints)})
    yield Duty(
        text=_("%(review)s: %(count)s/%(all)s xã chưa công nhận")
        % {"review": course.review, "count": integer(len(waiting)), "all": integer(len(rows))},
        detail=", ".join(parts),
        url=reverse("review_detail", args=[course.review.pk]),
        action=_("Xem tiến độ"),
        tone="danger" if late else "info",
        badge=_("%(count)s xã chậm") % {"count": integer(late)} if late else "",
    )


def _province(course, today):
    yield from _many(course, course.rows)
    url = reverse("review_detail", args=[course.review.pk])
    said = {"review": course.review, "count": integer(len(course.rows))}
    if course.is_open and course.rows and all(r.step == Step.RECOGNISED for r in course.rows):
        official = course.review.version == ReviewVersion.OFFICIAL
        yield Duty(
            text=_("%(review)s: chờ phê duyệt") % said
            if official
            else _("%(review)s: chờ chuyển sang bản chính thức") % said,
            detail=_("Cả %(count)s xã đã công nhận.") % said,
            url=url,
            action=_("Phê duyệt") if official else _("Xem và chuyển"),
            tone="warning",
            badge=_("Đang chờ"),
        )
    ending = [one for one in course.reopened if (one.until - today).days <= REOPENING_ENDS]
    if ending:
        first = min(one.until for one in ending)
        names = [one.name or course.review.unit.name for one in ending]
        yield Duty(
            text=_("%(review)s: mở lại sắp hết hạn") % said,
            detail=_("%(names)s, đến hết ngày %(day)s")
            % {"names": named(names), "day": _day(first)},
            url=url,
            action=_("Xem"),
            tone="warning",
            badge=_pressing(0, (first - today).days)[1],
        )

"""What a person must do now: drawn from uploads, nominations, reviews and reports in their reach.

Each duty says what it is, where to do it and how pressing it is; nothing is stored.
"""

import datetime

from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.choices import Stage
from awards.models import Nomination
from campaign.lib.numbers import integer
from campaign.models import Assignment, Plan, User
from campaign.roles import Permission
from households.choices import BatchState
from households.models import ImportBatch
from reporting import deadlines, review_duties
from reporting.choices import ReportState
from reporting.duty import Duty, places
from reporting.models import AnnualReport

# A report is called to mind this long before it is due, and until the winter is over.
AHEAD = datetime.timedelta(days=120)
BEHIND = datetime.timedelta(days=120)
EACH = 5


def of(user, today=None):
    """Everything `user` has to do on `today`, most pressing first."""
    today = today or timezone.localdate()
    found = [
        *_uploads(user),
        *_nominations(user),
        *review_duties.of(user, today),
        *_reports(user, today),
        *_accounts(user),
    ]
    pressing = {"danger": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda duty: pressing[duty.tone])


def _uploads(user):
    for batch in _waiting(user)[:EACH]:
        faulty = bool(batch.rejected)
        said = {"file": batch.file_name}
        yield Duty(
            text=_("Tệp có lỗi, cần sửa và tải lại: %(file)s") % said
            if faulty
            else _("Tệp đã kiểm tra, chờ xác nhận: %(file)s") % said,
            detail=_rows(batch),
            url=reverse("import_detail", args=[batch.pk]),
            action=_("Xem lỗi") if faulty else _("Xem và xác nhận"),
            tone="warning",
            badge=_("Chưa ghi"),
        )


def _waiting(user):
    """Checked uploads in the area of `user`, their own where that is the whole country."""
    reach = user.reach(Permission.HOUSEHOLD_IMPORT)
    later = ImportBatch.objects.filter(
        unit=OuterRef("unit"),
        review=OuterRef("review"),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
        state__in=[BatchState.CHECKED, BatchState.COMMITTED, BatchState.UNCHANGED],
    )
    checked = ImportBatch.objects.light().filter(~Exists(later), state=BatchState.CHECKED)
    checked = checked.select_related("unit")
    if reach.everywhere:
        return checked.filter(uploaded_by=user)
    return reach.units(checked, prefix="unit__")


def _rows(batch):
    said = {
        "unit": batch.unit,
        "rows": integer(batch.rows_read),
        "errors": integer(batch.rejected),
    }
    if not batch.rejected:
        return _("%(unit)s, %(rows)s dòng") % said
    return _("%(unit)s, %(rows)s dòng, %(errors)s dòng có lỗi") % said


def _nominations(user):
    for nomination in _at_hand(user):
        said = {"name": nomination.subject_name}
        form = nomination.get_award_form_display()
        text, detail, action, tone, badge = {
            Stage.RETURNED: (
                _("Hồ sơ bị trả lại: %(name)s"),
                nomination.return_reason,
                _("Bổ sung hồ sơ"),
                "warning",
                _("Trả lại"),
            ),
            Stage.DRAFT: (_("Hồ sơ đang soạn: %(name)s"), form, _("Làm tiếp"), "info", ""),
            Stage.SUBMITTED: (
                _("Hồ sơ chờ thẩm định: %(name)s"),
                form,
                _("Thẩm định"),
                "warning",
                _("Đã trình"),
            ),
        }[nomination.stage]
        url = reverse("nomination_detail", args=[nomination.pk])
        yield Duty(text % said, detail, url, action, tone, badge)


def _at_hand(user):
    """The last few nominations of each stage that waits for `user`. One query."""
    waiting = Q(pk__in=[])
    for permission, stages in (
        (Permission.NOMINATION_EDIT, (Stage.RETURNED, Stage.DRAFT)),
        (Permission.NOMINATION_REVIEW, (Stage.SUBMITTED,)),
    ):
        reach = user.reach(permission)
        if reach.everywhere or reach.roots:
            mine = reach.units(Nomination.objects.filter(stage__in=stages), prefix="unit__")
            waiting |= Q(pk__in=mine.order_by().values("pk"))
    place = Window(RowNumber(), partition_by="stage", order_by="-pk")
    return Nomination.objects.filter(waiting).alias(place=place).filter(place__lte=EACH)


def _reports(user, today):
    units = places(user, Permission.REPORT_EDIT)
    if not units:
        return
    plans = list(Plan.objects.filter(unit__in={unit.province_id for unit in units}))
    years = [
        year
        for year in (today.year - 1, today.year)
        if deadlines.last_day(year) - AHEAD <= today <= deadlines.last_day(year) + BEHIND
    ]
    reports = AnnualReport.objects.filter(unit__in=units, year__in=years)
    known = {(report.plan_id, report.unit_id, report.year): report for report in reports}
    for plan in plans:
        for unit in units:
            for year in years:
                report = known.get((plan.pk, unit.pk, year))
                done = report and report.state == ReportState.SUBMITTED
                if plan.start_year <= year <= plan.end_year and not done:
                    yield _report(unit, year, report, today)


def _report(unit, year, report, today):
    last = deadlines.last_day(year)
    left = (last - today).days
    if left < 0:
        tone, badge = "danger", _("Quá hạn %(days)s ngày") % {"days": -left}
    else:
        tone = "warning" if left <= 15 else "info"
        badge = _("Còn %(days)s ngày") % {"days": left} if left else _("Hạn hôm nay")
    return Duty(
        text=_("Báo cáo năm %(year)s của %(unit)s") % {"year": year, "unit": unit},
        detail=_("Hạn gửi: hết ngày %(day)s") % {"day": f"{last:%d/%m/%Y}"},
        url=reverse("report_detail", args=[report.pk]) if report else reverse("report_list"),
        action=_("Làm tiếp") if report else _("Lập báo cáo"),
        tone=tone,
        badge=badge,
    )


def _accounts(user):
    if not user.reach(Permission.PEOPLE_MANAGE).everywhere:
        return
    idle = User.objects.filter(is_active=True).exclude(
        pk__in=Assignment.objects.on(timezone.localdate()).values("user")
    )
    if number := idle.count():
        yield Duty(
            text=_("Tài khoản chưa được phân công: %(count)s") % {"count": integer(number)},
            detail=_("Đăng nhập được nhưng chưa thấy số liệu nào."),
            url=reverse("person_list"),
            action=_("Xem tài khoản"),
        )

"""What a person must do now: drawn from uploads, nominations, reviews and reports in their reach.

Each duty says what it is, where to do it and how pressing it is; nothing is stored.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.choices import Stage
from awards.models import Nomination
from campaign.choices import Level
from campaign.lib.numbers import integer
from campaign.models import AdminUnit, Assignment, Plan, User
from campaign.roles import PERMISSIONS, Permission
from households.choices import BatchState, ReviewState
from households.models import ImportBatch, Review, ReviewProgress, UnitTotals
from reporting import deadlines
from reporting.choices import ReportState
from reporting.models import AnnualReport

# A report is called to mind this long before it is due, and until the winter is over.
AHEAD = datetime.timedelta(days=120)
BEHIND = datetime.timedelta(days=120)
EACH = 5
REVIEWS = 2
NAMED = 4


@dataclass(frozen=True)
class Duty:
    """`tone` is that of a badge: danger for what is overdue, warning for what waits on others."""

    text: str
    detail: str
    url: str
    action: str
    tone: str = "info"
    badge: str = ""


def of(user, today=None):
    """Everything `user` has to do on `today`, most pressing first."""
    today = today or timezone.localdate()
    found = [
        *_uploads(user),
        *_nominations(user),
        *_lists(user, today),
        *_reports(user, today),
        *_accounts(user),
    ]
    pressing = {"danger": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda duty: pressing[duty.tone])


def places(user, permission):
    """The units `user` was assigned to with `permission`, each once."""
    held = [a for a in user.current_assignments if permission in PERMISSIONS[a.role] and a.unit]
    return list({a.unit_id: a.unit for a in held}.values())


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
    edits, reviews = (
        user.reach(Permission.NOMINATION_EDIT),
        user.reach(Permission.NOMINATION_REVIEW),
    )
    for nomination in _at(edits, Stage.RETURNED):
        yield Duty(
            text=_("Hồ sơ bị trả lại: %(name)s") % {"name": nomination.subject_name},
            detail=nomination.return_reason,
            url=reverse("nomination_detail", args=[nomination.pk]),
            action=_("Bổ sung hồ sơ"),
            tone="warning",
            badge=_("Trả lại"),
        )
    for nomination in _at(edits, Stage.DRAFT):
        yield Duty(
            text=_("Hồ sơ đang soạn: %(name)s") % {"name": nomination.subject_name},
            detail=nomination.get_award_form_display(),
            url=reverse("nomination_detail", args=[nomination.pk]),
            action=_("Làm tiếp"),
        )
    for nomination in _at(reviews, Stage.SUBMITTED):
        yield Duty(
            text=_("Hồ sơ chờ thẩm định: %(name)s") % {"name": nomination.subject_name},
            detail=nomination.get_award_form_display(),
            url=reverse("nomination_detail", args=[nomination.pk]),
            action=_("Thẩm định"),
            tone="warning",
            badge=_("Đã trình"),
        )


def _at(reach, stage):
    return reach.units(Nomination.objects.filter(stage=stage), prefix="unit__")[:EACH]


def _lists(user, today):
    """Open reviews in which communes of the person lack their list or their totals."""
    here = places(user, Permission.HOUSEHOLD_IMPORT)
    provinces = {unit.province_id for unit in here}
    reviews = Review.objects.filter(unit__in=provinces, state=ReviewState.OPEN, as_of__lte=today)
    inside = Q(pk__in=[])
    for unit in here:
        inside |= Q(**{unit.level: unit.pk})
    for review in reviews[:REVIEWS]:
        communes = list(_communes(review, inside))
        lacking = {
            _("danh sách hộ"): [name for name, listed, _counted in communes if not listed],
            _("tổng số hộ"): [name for name, _listed, counted in communes if not counted],
        }
        for what, names in lacking.items():
            if names:
                yield Duty(
                    text=_("%(review)s: chưa có %(what)s") % {"review": review, "what": what},
                    detail=_named(names),
                    url=reverse("import_create"),
                    action=_("Tải lên"),
                )


def _communes(review, inside):
    """(name, has its list, has its totals) of the communes `inside` that lack either."""
    listed = ReviewProgress.objects.filter(
        review=review, unit=OuterRef("pk"), listed_at__isnull=False
    )
    counted = UnitTotals.objects.filter(review=review)
    counted = counted.filter(Q(unit=OuterRef("pk")) | Q(unit__commune=OuterRef("pk")))
    communes = AdminUnit.objects.on(review.as_of).filter(inside, level=Level.COMMUNE)
    communes = communes.annotate(listed=Exists(listed), counted=Exists(counted))
    return communes.exclude(listed=True, counted=True).values_list("name", "listed", "counted")


def _named(names):
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s và %(count)s xã khác", "%(names)s và %(count)s xã khác", more) % {
        "names": shown,
        "count": integer(more),
    }


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

"""Putting an annual report together: its figures, its texts, and sending it.

Figures are computed while the report is a draft and frozen when it is sent: a report that was
signed is not rewritten by a later upload.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards import evidence
from campaign import access, audit, versions
from campaign.choices import Level
from campaign.models import AdminUnit, Plan
from campaign.roles import Permission, refusal
from reporting import deadlines
from reporting.choices import ReportState
from reporting.models import AnnualReport

TEXTS = ("results", "difficulties", "proposals")


class AlreadyOpen(Exception):
    """The unit already has a report for the plan and year: `report`."""

    def __init__(self, report):
        super().__init__(report)
        self.report = report


class Refused(Exception):
    """The report cannot be sent; `str()` is the sentence that says why."""


def units(user):
    """Communes and provinces of today whose report `user` may write."""
    here = AdminUnit.objects.on(timezone.localdate())
    levels = (Level.PROVINCE, Level.COMMUNE)
    return user.reach(Permission.REPORT_EDIT).units(here.filter(level__in=levels))


def plans(user):
    """Plans of the provinces, or their predecessors, in which `user` writes reports."""
    provinces = set()
    for unit in AdminUnit.objects.filter(pk__in=units(user).order_by().values("province")):
        provinces |= {unit.pk, *(u.pk for u in unit.predecessors_in_reach)}
    return Plan.objects.filter(unit__province__in=provinces)


def create(*, plan, unit, year, by):
    """Open the report of `unit`. Raises AlreadyOpen."""
    key = {"plan": plan, "unit": unit, "year": year}
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(**key, created_by=by)
            audit.record("report.create", by=by, subject=report, unit=unit, year=year)
    except IntegrityError:
        raise AlreadyOpen(AnnualReport.objects.get(**key)) from None
    return report


def figures(report, language=evidence.OFFICIAL):
    """The figures to print: frozen once the report is sent, as they are now before that.

    `language`: of the words of figures that are not frozen yet.
    """
    if report.state == ReportState.SUBMITTED:
        return report.figures
    since = report.plan.start_year - 1
    return evidence.compute(report.unit, report.year, since=since, language=language)


def revise(report, texts, *, seen, by):
    """Save `texts` when nobody has saved since version `seen`; whether anything was changed.

    Raises `versions.Stale` with the stored report, also when it has been sent meanwhile.
    """
    changed = [field for field, text in texts.items() if getattr(report, field) != text]
    if not changed and report.version == seen:
        return False
    with transaction.atomic():
        versions.save(report, texts, seen=seen, by=by, state=ReportState.DRAFT)
        audit.record("report.revise", by=by, subject=report, unit=report.unit, fields=changed)
    return True


def why_not_edit(report, by):
    """None while `by` may write the report, else the sentence that says why not."""
    if not access.allowed(by, Permission.REPORT_EDIT, report.unit):
        return str(refusal(Permission.REPORT_EDIT))
    if report.state == ReportState.SUBMITTED:
        return _("Báo cáo đã gửi nên không sửa được.")
    return None


def why_not_submit(report, by):
    """None when `by` may send the report, else the sentence that says why not."""
    if reason := why_not_edit(report, by):
        return reason
    if not report.results.strip():
        return _("Chưa có mục “Kết quả thực hiện”; hãy ghi rồi gửi.")
    return None


def submit(report, *, by, version):
    """Send the report as `by` saw it at `version`, its figures frozen; whether it came too late.

    Raises Refused with the sentence, `versions.Stale` when somebody else saved meanwhile.
    """
    if reason := why_not_submit(report, by):
        raise Refused(reason)
    with transaction.atomic():
        now = timezone.now()
        values = {
            "state": ReportState.SUBMITTED,
            "figures": figures(report),
            "submitted_by": by,
            "submitted_at": now,
        }
        versions.save(report, values, seen=version, by=by, state=ReportState.DRAFT)
        late = deadlines.is_late(report.year, now)
        audit.record(
            "report.submit", by=by, subject=report, unit=report.unit, year=report.year, late=late
        )
    return late

"""The pages of the annual reports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import evidence
from campaign import access
from campaign.access import require
from campaign.lib import pdf
from campaign.roles import Permission
from campaign.versions import Stale
from reporting import assembly, deadlines, papers
from reporting.choices import ReportState
from reporting.forms import ReportCreateForm, ReportForm, SubmitForm
from reporting.models import AnnualReport

PAGE_ROWS = 50
TONES = {ReportState.DRAFT: "neutral", ReportState.SUBMITTED: "success"}
_RELATED = ("plan__unit", "unit__province", "unit__district", "unit__commune", "submitted_by")


def _report(request, pk):
    rows = AnnualReport.objects.visible_to(request.user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def _is_late(report):
    return deadlines.is_late(report.year, report.submitted_at or timezone.now())


@require(Permission.REPORT_VIEW)
@require_safe
def report_list(request):
    rows = AnnualReport.objects.visible_to(request.user)
    page = Paginator(rows.select_related("unit__province", "plan"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    for report in page:
        report.tone = TONES[report.state]
        report.late = _is_late(report)
        report.due = deadlines.last_day(report.year)
    return render(request, "reporting/report_list.html", {"page": page})


@require(Permission.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request):
    initial = {"year": timezone.localdate().year}
    for name in ("unit", "plan", "year"):
        if request.GET.get(name, "").isdecimal():
            initial[name] = int(request.GET[name])
    mine = assembly.units(request.user)
    if "unit" not in initial and mine.count() == 1:
        initial["unit"] = mine.get()
    form = ReportCreateForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        access.check(request.user, Permission.REPORT_EDIT, form.cleaned_data["unit"])
        try:
            report = assembly.create(**form.cleaned_data, by=request.user)
        except assembly.AlreadyOpen as known:
            messages.info(request, _("Đơn vị này đã có báo cáo của năm đã chọn."))
            return redirect("report_detail", known.report.pk)
        messages.success(request, _("Đã lập báo cáo. Hãy ghi các mục rồi gửi."))
        return redirect("report_edit", report.pk)
    return render(request, "reporting/report_create.html", {"form": form})


@require(Permission.REPORT_VIEW)
@require_safe
def report_detail(request, pk):
    return _show(request, _report(request, pk))


def _show(request, report, *, status=200):
    figures = assembly.figures(report, get_language())
    context = {
        "report": report,
        "tone": TONES[report.state],
        "facts": figures,
        "computed_at": evidence.moment(figures),
        "due": deadlines.last_day(report.year),
        "days_left": deadlines.days_left(report.year),
        "late": _is_late(report),
        "why_not_edit": assembly.why_not_edit(report, request.user),
        "why_not_submit": assembly.why_not_submit(report, request.user),
    }
    return render(request, "reporting/report_detail.html", context, status=status)


@require(Permission.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request, pk):
    report = _report(request, pk)
    access.check(request.user, Permission.REPORT_EDIT, report.unit)
    form = ReportForm(request.POST or None, instance=report)
    closed = assembly.why_not_edit(report, request.user) or ""
    if request.method != "POST":
        if closed:
            messages.warning(request, closed)
            return redirect("report_detail", pk)
        return _edit_page(request, report, form)
    if not form.is_valid():
        return _edit_page(request, report, form, closed=closed)
    try:
        if closed:
            raise Stale(report)
        changed = assembly.revise(
            report, form.texts, seen=form.cleaned_data["version"], by=request.user
        )
    except Stale as stale:
        conflict = _conflict(form, stale.current)
        return _edit_page(request, stale.current, form, conflict=conflict, closed=closed)
    messages.success(request, _("Đã lưu.") if changed else _("Không có gì thay đổi."))
    return redirect("report_detail", pk)


def _edit_page(request, report, form, *, conflict=None, closed=""):
    figures = assembly.figures(report, get_language())
    context = {
        "report": report,
        "form": form,
        "facts": figures,
        "computed_at": evidence.moment(figures),
        "conflict": conflict,
        "closed": closed,
    }
    status = 200 if conflict is None else 409
    return render(request, "reporting/report_edit.html", context, status=status)


def _conflict(form, current):
    """Fields whose stored text is not the typed one; the next save is against what is stored."""
    form.data = form.data.copy()
    form.data["version"] = current.version
    pairs = [(field, getattr(current, field), form.texts[field]) for field in assembly.TEXTS]
    return [(form.fields[field].label, a, b) for field, a, b in pairs if a != b]


@require(Permission.REPORT_EDIT)
@require_POST
def report_submit(request, pk):
    report = _report(request, pk)
    access.check(request.user, Permission.REPORT_EDIT, report.unit)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Trang đã cũ. Hãy xem lại báo cáo rồi gửi lại."))
        return redirect("report_detail", pk)
    try:
        late = assembly.submit(report, by=request.user, version=form.cleaned_data["version"])
    except assembly.Refused as refused:
        messages.error(request, str(refused))
        return _show(request, _report(request, pk), status=409)
    except Stale:
        messages.error(
            request, _("Người khác vừa thay đổi báo cáo này, nên chưa gửi. Hãy xem lại rồi gửi.")
        )
        return _show(request, _report(request, pk), status=409)
    if late:
        messages.warning(request, _("Đã gửi báo cáo, sau hạn."))
    else:
        messages.success(request, _("Đã gửi báo cáo, đúng hạn."))
    return redirect("report_detail", pk)


@require(Permission.REPORT_VIEW)
@require_safe
def report_pdf(request, pk):
    report = _report(request, pk)
    try:
        data = pdf.render(papers.html_of(report))
    except pdf.PdfFailed as refusal:
        messages.error(request, str(refusal))
        return redirect("report_detail", pk)
    name = f"bao-cao-nam-{report.year}-{report.pk}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

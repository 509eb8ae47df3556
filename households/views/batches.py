"""One upload from received to written: what is wrong, what would change, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign import access, jobs
from campaign.access import require
from campaign.lib.workbook.refusals import UploadRefused
from campaign.roles import Permission
from households import listing, openings, reviewing, situations
from households.choices import BatchKind, BatchState, Severity
from households.forms.batches import AnswersForm, ConfirmForm
from households.forms.guidance import GuidanceForm
from households.forms.uploads import UploadForm
from households.imports import batches, commit, copies, staged, tasks, undo
from households.imports.copies import Copy
from households.imports.problems import ListRefused
from households.models import ImportBatch
from households.situations import Situation
from households.views.blanks import attachment

PAGE_ROWS = 50
UNPROCESSABLE = 422
# htmx stops asking, and the page shows what the upload has become.
STOP_POLLING = 286


def _found(request, pk):
    related = ("unit", "review", "uploaded_by", "committed_by", "undone_by")
    found = ImportBatch.objects.light().visible_to(request.user).select_related(*related)
    return get_object_or_404(found, pk=pk)


def _to_act_on(request, pk):
    """The batch, of a person who may upload into its unit."""
    batch = _found(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    return batch


def _page(request, rows):
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def import_detail(request, pk):
    batch = _found(request, pk)
    job = situations.job_of(batch)
    situation = situations.situation(batch, job)
    may_act = access.allowed(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    context = {
        "batch": batch,
        "job": job,
        "situation": situation,
        "may_act": may_act,
        # One row a unit: there are no households to show.
        "of_totals": batch.kind != BatchKind.HOUSEHOLDS,
        "setback": situations.setback(job) if situation == Situation.READY else "",
    }
    if situation in {Situation.FAULTY, Situation.READY}:
        context["newer"] = reviewing.newer(batch, request.user)
    if situation == Situation.FAULTY:
        context |= {"kinds": reviewing.problem_kinds(batch), **_problems(request, batch)}
        context["copy"] = copies.copy_of(batch, job)
        context["samples"] = staged.front(batch).get("samples", {})
    if situation in {Situation.COMMITTED, Situation.UNDONE}:
        context |= _receipt(request, batch)
    if situation == Situation.READY:
        context |= _difference(request, batch)
    if may_act and situation != Situation.WORKING:
        context["closed"] = openings.closed_unit(batch.review, batch.unit, of_list=batch.of_list)
    if may_act and situation in {Situation.FAULTY, Situation.REFUSED, Situation.READY}:
        still_open = not context["closed"]
        context["form"] = UploadForm(user=request.user, again=batch) if still_open else None
        if "samples" in context:
            context["guidance"] = GuidanceForm(batch=batch, samples=context["samples"])
    return render(request, "households/import_detail.html", context)


def _receipt(request, batch):
    """What a written upload did, and whether it can be taken back."""
    return {
        "tiles": reviewing.tiles(batch),
        "undo_obstacle": undo.why_not(batch, request.user),
        "may_reveal": access.allowed(request.user, Permission.HOUSEHOLD_REVEAL, batch.unit),
    }


def _problems(request, batch, severity=""):
    severity = severity or request.GET.get("severity", "")
    code = request.GET.get("code", "")[:40]
    found = reviewing.problems(batch, severity=severity, code=code)
    return {"severity": severity, "code": code, "page": _page(request, found)}


def _difference(request, batch):
    """What confirming would change: the tables behind the tiles, and the questions first."""
    content = staged.load(batch)
    shown, open_count, open_to = reviewing.questions(content, request.user)
    tabs = reviewing.tabs(batch)
    names = [tab[0] for tab in tabs]
    asked = request.GET.get("show", "")
    show = asked if asked in names else next(iter(names), "")
    context = {
        "tabs": tabs,
        "show": show,
        "tiles": reviewing.tiles(batch, content.known_count),
        "questions": shown,
        "open_count": open_count,
        "alike_count": len(content.alike),
        "open_to": open_to,
        "obstacle": commit.obstacle(batch, content=content.content),
        "samples": content.content.get("samples", {}),
        "fingerprint": situations.fingerprint(batch),
        "confirmation": ConfirmForm(removed=batch.removed),
        "listed": batch.updated + batch.unchanged + batch.removed,
    }
    if show == "warnings":
        return context | _problems(request, batch, Severity.WARNING)
    if batch.kind == BatchKind.TOTALS:
        return context | {"page": _page(request, reviewing.totals(content.content))}
    if batch.kind == BatchKind.AGGREGATES:
        rows = reviewing.aggregates(content.content)
        return context | {"page": _page(request, rows), "columns": reviewing.AGGREGATES}
    if show:
        page = _page(request, getattr(content, show))
        lines = [changed.line for changed in page] if show == "changed" else list(page)
        context |= {"page": page, "open_to": open_to | listing.open_to(request.user, lines)}
    return context


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def import_progress(request, pk):
    """The progress bar alone, asked for every second; a whole page for a browser without htmx."""
    batch = _found(request, pk)
    job = situations.job_of(batch)
    if not request.htmx:
        return redirect("import_detail", batch.pk)
    if situations.situation(batch, job) != Situation.WORKING:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    may_act = access.allowed(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    context = {"batch": batch, "job": job, "may_act": may_act}
    return render(request, "households/_import_progress.html", context)


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_answer(request, pk):
    batch = _to_act_on(request, pk)
    form = AnswersForm(request.POST, questions=staged.load(batch).questions)
    if not form.is_valid():
        messages.error(request, _("Có câu trả lời không hợp lệ. Hãy chọn lại."))
    elif not form.answers:
        messages.warning(request, _("Chưa có câu nào được trả lời."))
    else:
        batches.answer(batch, form.answers, request.user)
        batches.start_check(batch, request.user)
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_confirm(request, pk):
    """Confirms what the page showed: had another check come in between, it is shown anew."""
    batch = _to_act_on(request, pk)
    situation = situations.situation(batch, situations.job_of(batch))
    obstacle = commit.obstacle(batch)
    form = ConfirmForm(request.POST, removed=batch.removed)
    if situation in {Situation.COMMITTED, Situation.WORKING}:
        pass  # the second click of two: the page tells
    elif obstacle:
        messages.error(request, obstacle)
    elif request.POST.get("seen") != situations.fingerprint(batch):
        messages.warning(
            request, _("Kết quả kiểm tra đã khác lúc bạn mở trang. Hãy xem lại rồi xác nhận.")
        )
    elif not form.is_valid():
        messages.error(request, form.errors["removal"][0])
    else:
        batches.start_commit(batch, request.user)
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_cancel(request, pk):
    batch = _to_act_on(request, pk)
    job = situations.job_of(batch)
    if job and not job.is_over:
        jobs.cancel(job)
    batch = batches.cancel(batch, request.user)
    if batch.state == BatchState.CANCELLED:
        messages.success(request, _("Đã hủy lần tải lên. Không có gì được ghi."))
    else:
        messages.warning(request, _("Lần tải lên này đã kết thúc nên không hủy được nữa."))
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_retry(request, pk):
    """Check again: after a standstill, a failure, or when the data moved on in between."""
    batch = _to_act_on(request, pk)
    job = situations.job_of(batch)
    situation = situations.situation(batch, job)
    if situation in {Situation.STALLED, Situation.FAILED, Situation.READY, Situation.FAULTY}:
        if job and not job.is_over:
            jobs.cancel(job)
        batches.start_check(batch, request.user)
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_annotated(request, pk):
    """The person's own workbook with each problem at its cell; it holds whole citizen ids.

    Posted, the marking of a long file is started (again).
    """
    batch = _to_act_on(request, pk)
    copy = copies.copy_of(batch, situations.job_of(batch))
    if request.method == "POST":
        if copy == Copy.MISSING:
            tasks.start_annotation(batch, request.user)
        return redirect("import_detail", batch.pk)
    if copy != Copy.READY:
        messages.info(request, _("Tệp đã đánh dấu lỗi chưa có. Hãy chờ ít phút rồi tải lại trang."))
        return redirect("import_detail", batch.pk)
    from households.imports import annotated  # noqa: PLC0415 - the spreadsheet library is slow

    try:
        data = annotated.content(batch)
    except (UploadRefused, ListRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("import_detail", batch.pk)
    return attachment(data, f"danh-dau-loi-{batch.unit.code}-{batch.review.year}-{batch.pk}.xlsx")

"""A written upload: what it changed, its file, and taking it back; answers given together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaign import access, audit
from campaign.access import require
from campaign.lib.numbers import integer
from campaign.roles import Permission
from households import listing
from households.choices import BatchKind, BatchState
from households.forms.undo import UndoForm
from households.imports import batches, receipts, staged, storage, undo
from households.imports.problems import ListRefused
from households.models import ImportBatch

PAGE_ROWS = 50
UNPROCESSABLE = 422
_WRITTEN = (BatchState.COMMITTED, BatchState.UNDONE)


def _found(request, pk):
    related = ("unit", "review", "uploaded_by", "committed_by", "undone_by")
    found = ImportBatch.objects.light().visible_to(request.user).select_related(*related)
    return get_object_or_404(found, pk=pk)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def import_changes(request, pk):
    batch = _found(request, pk)
    if batch.state not in _WRITTEN or batch.kind != BatchKind.HOUSEHOLDS:
        return redirect("import_detail", batch.pk)
    asked = request.GET.get("show", "")
    tabs = [
        (name, label, count)
        for name, label, count in (
            ("updated", _("Đã sửa"), batch.updated),
            ("removed", _("Đưa ra khỏi danh sách"), batch.removed),
            ("new", _("Mới trong kỳ này"), batch.created),
        )
        if count
    ]
    names = [name for name, _label, _count in tabs]
    show = asked if asked in names else next(iter(names), "updated")
    page = Paginator(receipts.rows(batch, show), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "tabs": tabs,
        "show": show,
        "page": page,
        "described": [] if show == "new" else receipts.described(list(page), batch),
        "open_to": listing.open_to(request.user, page),
    }
    return render(request, "households/import_changes.html", context)


@require(Permission.HOUSEHOLD_REVEAL)
@require_safe
@never_cache
def import_original(request, pk):
    """The file as it was sent: it holds whole citizen ids, so each download is on record."""
    batch = _found(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_REVEAL, batch.unit)
    try:
        content = storage.content(batch.stored_name) if batch.stored_name else None
    except ListRefused as refusal:
        content = None
        messages.error(request, str(refusal))
    if content is None:
        return redirect("import_detail", batch.pk)
    audit.record(
        "import.download", by=request.user, subject=batch, unit=batch.unit, sha256=batch.sha256
    )
    name = f"tep-goc-{batch.unit.code}-{batch.review.year}-{batch.pk}.{batch.file_kind}"
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require(Permission.HOUSEHOLD_IMPORT)
def import_undo(request, pk):
    """GET asks and says what would come back; POST with a reason does it."""
    batch = _found(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    form = UndoForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            undo.apply(batch, by=request.user, reason=form.cleaned_data["reason"])
        except undo.NotUndoable as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã hoàn tác. Dữ liệu trở lại như trước lần tải lên này."))
        return redirect("import_detail", batch.pk)
    if form.is_bound:
        status = UNPROCESSABLE
    context = {"batch": batch, "form": form, "obstacle": undo.why_not(batch, request.user)}
    return render(request, "households/import_undo.html", context, status=status)


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_answer_alike(request, pk):
    """One answer for all rows whose names were only typed without their marks."""
    batch = _found(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    answers = staged.load(batch).alike if batch.state == BatchState.CHECKED else {}
    if answers:
        batches.answer(batch, answers, request.user)
        audit.record(
            "import.answer_alike",
            by=request.user,
            subject=batch,
            unit=batch.unit,
            answers=len(answers),
        )
        batches.start_check(batch, request.user)
        messages.success(
            request,
            _("Đã trả lời %(count)s câu: cùng một hộ.") % {"count": integer(len(answers))},
        )
    else:
        messages.warning(request, _("Không còn câu nào trả lời chung được."))
    return redirect("import_detail", batch.pk)

"""How a file is read: what a person says of it, and what was said before and is remembered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaign import access
from campaign.access import require
from campaign.roles import Permission
from households.choices import BatchKind
from households.forms.guidance import GuidanceForm
from households.imports import batches, guidance, meanings
from households.models import ImportBatch

ROWS = 50


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def import_guide(request, pk):
    found = ImportBatch.objects.light().visible_to(request.user).select_related("unit", "review")
    batch = get_object_or_404(found, pk=pk)
    access.check(request.user, Permission.HOUSEHOLD_IMPORT, batch.unit)
    form = GuidanceForm(request.POST, batch=batch)
    if not form.is_valid():
        messages.error(request, _("Có lựa chọn không hợp lệ. Hãy chọn lại rồi lưu."))
        return redirect("import_detail", batch.pk)
    try:
        batch = guidance.guide(batch, by=request.user, **form.said)
    except guidance.NotUnderstood as refusal:
        messages.error(request, str(refusal))
    else:
        batches.start_check(batch, request.user)
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def heading_list(request):
    """The headings that were explained once, of the units of the person."""
    page = Paginator(meanings.visible_to(request.user), ROWS).get_page(request.GET.get("page"))
    names = {kind: meanings.names(kind) for kind in {ruling.kind for ruling in page}}
    for ruling in page:
        ruling.meaning = names[ruling.kind].get(ruling.column, "")
        ruling.may_forget = access.allowed(request.user, Permission.HOUSEHOLD_IMPORT, ruling.unit)
        ruling.of = BatchKind(ruling.kind).label
    return render(request, "households/heading_list.html", {"page": page})


@require(Permission.HOUSEHOLD_IMPORT)
@require_POST
def heading_forget(request, pk):
    ruling = get_object_or_404(meanings.visible_to(request.user), pk=pk)
    meanings.forget(ruling, by=request.user)
    messages.success(
        request, _("Đã xóa. Từ lần tải lên sau, cổng sẽ hỏi lại tiêu đề này là cột nào.")
    )
    return redirect("heading_list")

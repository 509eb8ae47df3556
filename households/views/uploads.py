"""Sending a file up: the form, and the list of what was sent."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign.access import require
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import listing, reviews, situations
from households.choices import BatchState
from households.forms.batches import BatchFilter
from households.forms.uploads import UploadForm, too_large
from households.imports import batches
from households.models import ImportBatch, Review

PAGE_ROWS = 50
UNPROCESSABLE, TOO_LARGE = 422, 413


def _proposed(request, queryset, name):
    """What the address proposes for a field, None when it is missing or out of reach."""
    return queryset.filter(pk=listing.key(request.GET.get(name, ""))).first()


def _page(request, form, status=200):
    context = {"form": form, "megabytes": settings.UPLOAD_MAX_BYTES // 2**20}
    return render(request, "households/import_create.html", context, status=status)


@require(Permission.HOUSEHOLD_IMPORT)
def import_create(request):
    if request.method != "POST":
        form = UploadForm(
            user=request.user,
            unit=_proposed(request, AdminUnit.objects.visible_to(request.user), "unit"),
            review=_proposed(request, Review.objects.visible_to(request.user), "review"),
            kind=request.GET.get("kind", ""),
        )
        return _page(request, form)
    if "switch" in request.POST:
        chosen = {name: request.POST.get(name, "") for name in ("review", "unit", "kind")}
        return redirect(f"{reverse('import_create')}?{urlencode(chosen)}")
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if getattr(request, "upload_too_large", False):
        form.errors.pop("file", None)
        form.add_error("file", too_large())
        return _page(request, form, TOO_LARGE)
    if not form.is_valid():
        return _page(request, form, UNPROCESSABLE)
    return _receive(request, form)


def _receive(request, form):
    values = form.cleaned_data
    try:
        review = values["review"] or reviews.find_or_open(
            values["unit"],
            values["year"],
            values["review_kind"],
            values["standard"],
            by=request.user,
        )
    except PermissionDenied as refusal:
        form.add_error("year", str(refusal))
        return _page(request, form, UNPROCESSABLE)
    batch = batches.receive(
        values["file"],
        values["file"].name,
        kind=values["kind"],
        unit=values["unit"],
        review=review,
        by=request.user,
        submit_key=values["submit_key"],
    )
    if batch.state == BatchState.RECEIVED and not situations.job_of(batch):
        batches.start_check(batch, request.user)
    return redirect("import_detail", batch.pk)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def import_list(request):
    found = ImportBatch.objects.light().visible_to(request.user)
    units = AdminUnit.objects.filter(pk__in=found.order_by().values("unit"))
    form = BatchFilter(request.GET, units=[(str(unit.pk), unit.name) for unit in units])
    state, unit = request.GET.get("state", ""), listing.key(request.GET.get("unit", ""))
    if state in BatchState.values:
        found = found.filter(state=state)
    if unit:
        found = found.filter(unit=unit)
    found = found.select_related("unit", "review", "uploaded_by", "committed_by", "undone_by")
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "households/import_list.html", {"page": page, "form": form})

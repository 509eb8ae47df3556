"""The poverty standards, national and of provinces: what each says, and how sure that is."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaign import access
from campaign.access import require
from campaign.choices import Area
from campaign.roles import Permission
from households import local_standards, standards
from households.forms.standards import LocalStandardForm
from households.models import LocalStandard, Review

UNPROCESSABLE = 422


@require(Permission.FIGURES_VIEW)
@require_safe
def standard_list(request):
    """Latest first: the national ones, then those of the provinces the person works in."""
    rows = LocalStandard.objects.visible_to(request.user).select_related("unit")
    rows = list(rows.order_by("unit__sort_key", "-first_day", "code"))
    used = set(
        Review.objects.filter(standard__in=[row.code for row in rows])
        .order_by()
        .values_list("standard", flat=True)
    )
    context = {
        "national": [_shown(s) for s in reversed(standards.STANDARDS.values())],
        "local": [
            _shown(local_standards.as_standard(row))
            | {
                "row": row,
                "may_change": row.code not in used
                and access.allowed(request.user, Permission.REVIEW_OPEN, row.unit),
            }
            for row in rows
        ],
        "may_create": access.allowed(request.user, Permission.REVIEW_OPEN),
    }
    return render(request, "households/standard_list.html", context)


def _shown(standard):
    """A standard for the page: its limits by area, and what of it is not known or not confirmed."""
    limits = [
        {
            "area": area.label,
            "income": standard.income[area],
            "poor_income": (standard.poor_income or {}).get(area),
            "average_income": (standard.average_income or {}).get(area),
            "b1": standard.b1_limits.get(area),
            "b1_poor_alone": (standard.b1_poor_alone or {}).get(area),
        }
        for area in Area
    ]
    return {"standard": standard, "limits": limits, "doubts": standard.unconfirmed}


def _to_change(request, pk):
    rows = LocalStandard.objects.visible_to(request.user).select_related("unit")
    row = get_object_or_404(rows, pk=pk)
    access.check(request.user, Permission.REVIEW_OPEN, row.unit)
    return row


def _edit(request, row, done):
    form = LocalStandardForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            local_standards.save(form.save(commit=False), by=request.user)
        except local_standards.InUse as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect("standard_list")
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "row": row}
    return render(request, "households/standard_form.html", context, status=status)


@require(Permission.REVIEW_OPEN)
@require_http_methods(["GET", "POST"])
def standard_create(request):
    return _edit(request, None, _("Đã lập chuẩn nghèo của tỉnh."))


@require(Permission.REVIEW_OPEN)
@require_http_methods(["GET", "POST"])
def standard_edit(request, pk):
    row = _to_change(request, pk)
    if local_standards.is_used(row):
        messages.error(request, str(local_standards.InUse()))
        return redirect("standard_list")
    return _edit(request, row, _("Đã sửa chuẩn nghèo của tỉnh."))


@require(Permission.REVIEW_OPEN)
@require_http_methods(["GET", "POST"])
def standard_delete(request, pk):
    row = _to_change(request, pk)
    if request.method != "POST":
        return render(request, "households/standard_confirm.html", {"row": row})
    try:
        local_standards.delete(row, by=request.user)
        messages.success(request, _("Đã xóa chuẩn nghèo của tỉnh."))
    except local_standards.InUse as refusal:
        messages.error(request, str(refusal))
    return redirect("standard_list")

"""The calendar of days off of a province and year, and what the board mends in it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaign import access, holidays
from campaign.access import require
from campaign.choices import Level
from campaign.forms.holidays import HolidayForm
from campaign.models import AdminUnit, Holiday
from campaign.roles import Permission

FIRST, LAST = 2000, 2099


def _year(request):
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == len("2025") else 0
    return year if year in range(FIRST, LAST + 1) else timezone.localdate().year


def _proposed(days, asked):
    """What the form begins with: the day of the address as the calendar knows it."""
    for day in days:
        if day.day.isoformat() == asked:
            is_off = "1" if day.is_off else "0"
            return {"day": day.day, "name": day.name, "is_off": is_off, "source": day.source}
    return {}


@require(Permission.UNIT_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_list(request, pk):
    """`pk` is a province; `?year=` the year shown."""
    units = AdminUnit.objects.filter(level=Level.PROVINCE)
    mine = AdminUnit.objects.visible_to(request.user).order_by().values("province")
    province = get_object_or_404(units.filter(pk__in=mine), pk=pk)
    year = _year(request)
    days = holidays.of(province, [year])
    form = HolidayForm(request.POST or None, initial=_proposed(days, request.GET.get("day", "")))
    if request.method == "POST":
        access.check(request.user, Permission.REVIEW_MANAGE, province)
        if form.is_valid():
            row = holidays.save(province, form.cleaned_data, by=request.user)
            messages.success(request, _("Đã lưu ngày %(day)s.") % {"day": f"{row.day:%d/%m/%Y}"})
            return redirect(f"{reverse('holiday_list', args=[pk])}?year={row.day.year}")
    context = {
        "province": province,
        "year": year,
        "days": days,
        "form": form,
        "may_manage": access.allowed(request.user, Permission.REVIEW_MANAGE, province),
    }
    status = 422 if form.errors else 200
    return render(request, "campaign/holiday_list.html", context, status=status)


@require(Permission.REVIEW_MANAGE)
@require_POST
def holiday_delete(request, pk):
    mine = AdminUnit.objects.visible_to(request.user)
    holiday = get_object_or_404(Holiday.objects.filter(unit__in=mine), pk=pk)
    year, province = holiday.day.year, holiday.unit_id
    holidays.remove(holiday, by=request.user)
    messages.success(request, _("Đã bỏ, lịch chung của cổng có hiệu lực trở lại."))
    return redirect(f"{reverse('holiday_list', args=[province])}?year={year}")

"""The home page: what I must do now, then how my area stands."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaign import access, navigation
from campaign.access import signed_in
from campaign.navigation import Entry
from campaign.roles import Permission
from households import measures
from households.models import Review, Summary
from reporting import duties

TILES = ("households", "poor", "near_poor", "poor_rate", "near_poor_rate", "multidim_poor_rate")
# Tiles whose rows can be listed.
LISTED = {"poor", "near_poor"}
SHORTCUTS = (
    Entry(_("Tải danh sách hộ lên"), "import_create", Permission.HOUSEHOLD_IMPORT),
    Entry(_("Tra cứu hộ nghèo, hộ cận nghèo"), "status_list", Permission.HOUSEHOLD_VIEW),
    Entry(_("Xem số liệu địa bàn"), "figures_home", Permission.FIGURES_VIEW),
    Entry(_("Lập hồ sơ đề nghị khen thưởng"), "nomination_create", Permission.NOMINATION_EDIT),
    Entry(_("Hồ sơ khen thưởng"), "nomination_list", Permission.NOMINATION_REVIEW),
    Entry(_("Báo cáo năm"), "report_list", Permission.REPORT_VIEW),
    Entry(_("Tạo tài khoản"), "person_create", Permission.PEOPLE_MANAGE),
    Entry(_("Xem nhật ký"), "event_list", Permission.AUDIT_VIEW),
    Entry(_("Ai được làm gì"), "role_list"),
)


@signed_in
def home(request):
    user = request.user
    units = duties.places(user, Permission.FIGURES_VIEW)
    shortcuts = navigation.links(SHORTCUTS, request)
    context = {"duties": duties.of(user), "units": units, "shortcuts": shortcuts}
    if units:
        context |= _standing(user, units[0])
    return render(request, "reporting/home.html", context)


def _standing(user, unit):
    """The latest review of `unit` that has figures, and the figures; {} when there is none."""
    reviews = Review.objects.visible_to(user).filter(unit=unit.province_id)
    summary = (
        Summary.objects.filter(unit=unit, review__in=reviews)
        .select_related("review")
        .order_by("-review__as_of", "-pk")
        .first()
    )
    if summary is None:
        return {"unit": unit}
    review = summary.review
    values = measures.values(summary.counts, review.standard, unit.level, TILES)
    tiles = [(value, _rows_address(user, value, unit, review)) for value in values]
    return {"unit": unit, "review": review, "tiles": tiles}


def _rows_address(user, value, unit, review):
    """Where the rows behind a number are, or nothing for who sees no rows."""
    if value.code not in LISTED or value.value is None:
        return ""
    if not access.allowed(user, Permission.HOUSEHOLD_VIEW, unit):
        return ""
    query = urlencode({"unit": unit.pk, "review": review.pk, "measure": value.code})
    return f"{reverse('status_list')}?{query}"

"""The home page: what I must do now, then how my area stands."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from campaign import access, navigation
from campaign.access import signed_in
from campaign.navigation import Entry
from campaign.roles import Permission
from households import panels
from households.standings import reviews_of, standings
from reporting import duties
from reporting.duty import places

COUNTS = ("poor", "near_poor")
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
    units = places(user, Permission.FIGURES_VIEW)
    shortcuts = navigation.links(SHORTCUTS, request)
    context = {"duties": duties.of(user), "units": units, "shortcuts": shortcuts}
    if units:
        context |= _standing(user, units[0])
    return render(request, "reporting/home.html", context)


def _standing(user, unit):
    """The figures of `unit` at the latest review that has any, and the chart of its years."""
    found = standings(unit, reviews_of(unit))
    standing = next((s for s in reversed(found) if s.has_numbers), None)
    if standing is None:
        return {"unit": unit}
    may_list = access.allowed(user, Permission.HOUSEHOLD_VIEW, unit)
    links = panels.Links(standing, may_list)
    counts = [(value.label, panels.cell(value, unit, links)) for value in standing.values(COUNTS)]
    return {
        "unit": unit,
        "standing": standing,
        "counts": counts,
        "tiles": panels.tiles(standing, panels.previous(standing, found), links),
        "chart": panels.years(found),
    }

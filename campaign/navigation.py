"""The menu: which rooms of the portal exist, and what a person needs to be shown each.

A line here is the whole of a menu entry; a page itself is guarded by its view, not by the menu.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaign import access
from campaign.roles import Permission


@dataclass(frozen=True)
class Entry:
    """`permission` None: everybody who is signed in. `everywhere`: held without a limit of area."""

    label: str
    route: str
    permission: str | None = None
    everywhere: bool = False


ENTRIES = (
    Entry(_("Việc của tôi"), "home"),
    Entry(_("Địa bàn"), "unit_list", Permission.UNIT_VIEW),
    Entry(_("Rà soát"), "review_list", Permission.FIGURES_VIEW),
    Entry(_("Số liệu"), "figures_home", Permission.FIGURES_VIEW),
    Entry(_("Hộ nghèo"), "status_list", Permission.HOUSEHOLD_VIEW),
    Entry(_("Tải lên"), "import_list", Permission.HOUSEHOLD_VIEW),
    Entry(_("Khen thưởng"), "nomination_list", Permission.NOMINATION_VIEW),
    Entry(_("Báo cáo"), "report_list", Permission.REPORT_VIEW),
)
MANAGEMENT = (
    Entry(_("Tài khoản và phân công"), "person_list", Permission.PEOPLE_MANAGE),
    Entry(_("Vai trò và quyền"), "role_list"),
    Entry(_("Chuẩn nghèo"), "standard_list", Permission.FIGURES_VIEW),
    Entry(_("Nhật ký"), "event_list", Permission.AUDIT_VIEW),
    Entry(_("Danh mục dùng chung"), "admin:index", Permission.PEOPLE_MANAGE, everywhere=True),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


def links(entries, request):
    """The links of `entries` that the person of `request` may follow, the present one marked."""
    found = []
    for entry in entries:
        if entry.permission and not access.allowed(request.user, entry.permission):
            continue
        if entry.everywhere and not request.user.reach(entry.permission).everywhere:
            continue
        url = reverse(entry.route)
        here = request.path == url or (url != "/" and request.path.startswith(url))
        found.append(Link(entry.label, url, here))
    return found

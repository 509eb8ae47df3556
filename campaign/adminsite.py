"""Django's admin, for administrators only."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from campaign.access import is_administrator


class PortalAdminSite(AdminSite):
    site_header = site_title = _("Quản trị danh mục")
    index_title = _("Danh mục dùng chung")

    def has_permission(self, request):
        return request.user.is_active and is_administrator(request.user)

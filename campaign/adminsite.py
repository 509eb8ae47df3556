"""Django's admin: reference tables, for administrators of the whole system only.

It has no sign-in of its own, because that one would be without limits on guessing.
"""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.roles import Permission


class PortalAdminSite(AdminSite):
    site_header = site_title = gettext_lazy("Quản trị danh mục")
    index_title = gettext_lazy("Danh mục dùng chung")
    enable_nav_sidebar = False

    def has_permission(self, request):
        user = request.user
        return user.is_authenticated and user.reach(Permission.PEOPLE_MANAGE).everywhere

    def login(self, request, extra_context=None):
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or request.get_full_path())
        if not self.has_permission(request):
            raise PermissionDenied(_("Chỉ quản trị toàn hệ thống được sửa danh mục dùng chung."))
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

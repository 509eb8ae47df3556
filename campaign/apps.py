from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from campaign import checks  # noqa: F401 - registers the checks of the settings


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = _("Phong trào và địa bàn")

    def ready(self):
        # Its receivers of sign-in must stand before the first request, and they need the models.
        import_module("campaign.accounts")


class PortalAdminConfig(AdminConfig):
    default_site = "campaign.adminsite.PortalAdminSite"

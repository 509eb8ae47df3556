"""Every address of the portal; each app owns its own. A test walks them all."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reporting.urls")),
    path("", include("awards.urls")),
    path("", include("households.urls")),
    path("", include("campaign.portal_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

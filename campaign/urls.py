"""Every address of the portal; each app owns its own. A test walks them all."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reporting.urls")),
    path("", include("awards.urls")),
    path("", include("households.urls")),
    path("", include("campaign.portal_urls")),
    path("admin/", admin.site.urls),
]
handler400 = "campaign.views.errors.bad_request"

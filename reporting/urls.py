"""Addresses of the reports and of the home page."""

from django.urls import path

from reporting.views import home, reports

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/new/", reports.report_create, name="report_create"),
    path("reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path("reports/<int:pk>/edit/", reports.report_edit, name="report_edit"),
    path("reports/<int:pk>/submit/", reports.report_submit, name="report_submit"),
    path("reports/<int:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
]

"""Addresses of the nominations."""

from django.urls import path

from awards.views import nominations, papers

urlpatterns = [
    path("nominations/", nominations.nomination_list, name="nomination_list"),
    path("nominations/new/", nominations.nomination_create, name="nomination_create"),
    path("nominations/<int:pk>/", nominations.nomination_detail, name="nomination_detail"),
    path("nominations/<int:pk>/edit/", nominations.nomination_edit, name="nomination_edit"),
    path("nominations/<int:pk>/dossier.pdf", papers.nomination_dossier, name="nomination_dossier"),
    path("nominations/<int:pk>/<str:verb>/", nominations.nomination_act, name="nomination_act"),
]

"""Addresses of lists, households, uploads and figures."""

from django.urls import path

from households.views import households as listed

urlpatterns = [
    path("households/", listed.status_list, name="status_list"),
    path("households/<int:pk>/", listed.household_detail, name="household_detail"),
    path("households/<int:pk>/reveal/", listed.citizen_id_reveal, name="citizen_id_reveal"),
]

"""Addresses of lists, households, uploads and figures."""

from django.urls import path

from households.views import figures as drawn
from households.views import households as listed

urlpatterns = [
    path("households/", listed.status_list, name="status_list"),
    path("households/<int:pk>/", listed.household_detail, name="household_detail"),
    path("households/<int:pk>/reveal/", listed.citizen_id_reveal, name="citizen_id_reveal"),
    path("figures/", drawn.figures_home, name="figures_home"),
    path("figures/<int:pk>/", drawn.figures, name="figures"),
    path("figures/<int:pk>/r1.xlsx", drawn.table_r1_xlsx, name="table_r1_xlsx"),
    path("figures/<int:pk>/r1.pdf", drawn.table_r1_pdf, name="table_r1_pdf"),
]

"""Addresses of the base app: units, people, roles, events."""

urlpatterns = []

"""Addresses of the base app: signing in, units, people, roles, events."""

from allauth.account import views as account
from django.urls import path
from django.views.i18n import set_language

from campaign.access import public
from campaign.views import events, holidays, people, roles, units

urlpatterns = [
    # Of allauth's pages only these exist: no sign-up, no e-mail, no reset by mail.
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("language/", public(set_language), name="set_language"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("units/<int:pk>/villages/", units.village_create, name="village_create"),
    path("units/<int:pk>/aliases/", units.alias_create, name="alias_create"),
    path("units/<int:pk>/aliases/<int:alias>/delete/", units.alias_delete, name="alias_delete"),
    path("units/<int:pk>/holidays/", holidays.holiday_list, name="holiday_list"),
    path("holidays/<int:pk>/delete/", holidays.holiday_delete, name="holiday_delete"),
    path("roles/", roles.role_list, name="role_list"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/password/", people.person_reset_password, name="person_reset_password"),
    path("people/<int:pk>/switch/", people.person_switch, name="person_switch"),
    path("people/<int:pk>/assign/", people.assignment_create, name="assignment_create"),
    path("assignments/<int:pk>/end/", people.assignment_end, name="assignment_end"),
    path("events/", events.event_list, name="event_list"),
]

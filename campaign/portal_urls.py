"""Addresses of the base app: signing in, units, people, roles, events."""

from allauth.account import views as account
from django.urls import path
from django.views.i18n import set_language

from campaign.access import public

urlpatterns = [
    # Of allauth's pages only these exist: no sign-up, no e-mail, no reset by mail.
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("language/", public(set_language), name="set_language"),
]

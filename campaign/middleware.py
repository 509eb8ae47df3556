"""What holds for every answer: its language, its privacy, the age of its session."""

import time
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme


class LanguageMiddleware:
    """Vietnamese, unless the person chose otherwise with the switch in the header.

    Django's own also obeys the browser, and browsers in offices are often installed in English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = chosen in dict(settings.LANGUAGES)
        language = chosen if known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class PrivateResponseMiddleware:
    """Answers for signed-in people are kept by nobody, also not by a shared office browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class SessionAgeMiddleware:
    """A session ends twelve hours after sign-in, however busy it is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        age = time.time() - request.session.get("begun", 0)
        if age > settings.SESSION_ABSOLUTE_AGE and request.user.is_authenticated:
            logout(request)
        return self.get_response(request)


class FirstPasswordMiddleware:
    """Who signed in with a password made by an administrator first makes their own."""

    OPEN = ("account_change_password", "account_logout", "set_language")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        held = user.is_authenticated and user.must_change_password
        if held and request.path not in {reverse(name) for name in self.OPEN}:
            return redirect("account_change_password")
        return self.get_response(request)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """After sign-in a person comes back by GET: to the page whose button was pressed.

    The address that only takes the button's command would answer with a refusal.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        login = resolve_url(self.get_login_url(view_func))
        back = _page_before(request)
        return redirect_to_login(back, login) if back else redirect(login)


def _page_before(request):
    """Path and query of the page of ours that sent `request`; "" when it is none of ours."""
    referer = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}/"
    if not referer.startswith(here):
        return ""
    parts = urlsplit(referer)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if url_has_allowed_host_and_scheme(path, None) else ""


class ButtonOnlyMiddleware:
    """An address that only buttons may call says so in words when it is opened as a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if request.method != "GET" or not refused or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

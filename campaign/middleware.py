"""What holds for every answer: its language, its privacy, the age of its session."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation


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

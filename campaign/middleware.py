"""Answers for signed-in people are private; a session ends after twelve hours whatever happens."""

import time

from django.conf import settings
from django.contrib.auth import logout


class PrivateResponseMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class SessionAgeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            begun = request.session.setdefault("begun", time.time())
            if time.time() - begun > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
        return self.get_response(request)

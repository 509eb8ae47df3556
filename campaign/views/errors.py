"""Refusals that Django itself raises, each with its sentence and what to do."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.shortcuts import render
from django.views import defaults

from campaign.access import public


@public
def csrf_failure(request, reason=""):
    # An upload that was stopped at the limit may have lost the token with the rest of the form.
    if getattr(request, "upload_too_large", False):
        return too_large(request)
    return render(request, "errors/csrf.html", status=403)


@public
def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    return defaults.bad_request(request, exception)


def too_large(request):
    """Status 413; the rest of the body has been read and thrown away."""
    megabytes = settings.UPLOAD_MAX_BYTES // 1024**2
    return render(request, "413.html", {"megabytes": megabytes}, status=413)

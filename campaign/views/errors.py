"""Refusals, each with its sentence."""

from django.shortcuts import render

from campaign.access import public


@public
def csrf_failure(request, reason=""):
    return render(request, "errors/csrf.html", status=403)

"""The home page: what I must do now, then how my area stands."""

from django.shortcuts import render

from campaign.access import signed_in


@signed_in
def home(request):
    return render(request, "reporting/home.html", {})

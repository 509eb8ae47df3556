"""What every page knows: the menu and the other language."""

from django.conf import settings
from django.utils.translation import get_language

from campaign import navigation


def portal(request):
    """Lazy in effect: a page that draws no menu (a fragment, a paper) pays for none."""
    return {
        "menu": lambda: _links(navigation.ENTRIES, request),
        "management_menu": lambda: _links(navigation.MANAGEMENT, request),
        "other_languages": [pair for pair in settings.LANGUAGES if pair[0] != get_language()],
    }


def _links(entries, request):
    # A refusal may be answered before anybody is known to be signed in.
    user = getattr(request, "user", None)
    return navigation.links(entries, request) if user and user.is_authenticated else []

"""What Django's own checks do not know of this portal's settings."""

import base64
import binascii

from django.conf import settings
from django.core.checks import Error, Tags, register

KEY_BYTES = 32


@register(Tags.security)
def check_keys(app_configs, **kwargs):
    """Every key of the citizen ids is 32 bytes in base64, and no key serves two ends."""
    keys = {f"CITIZEN_ID_KEYS[{n}]": key for n, key in enumerate(settings.CITIZEN_ID_KEYS)}
    keys["CITIZEN_ID_INDEX_KEY"] = settings.CITIZEN_ID_INDEX_KEY
    problems = [
        Error(
            f"{name} is not {KEY_BYTES} bytes in base64.",
            hint="Make one with: head -c 32 /dev/urandom | base64",
            id="portal.E001",
        )
        for name, key in keys.items()
        if _length(key) != KEY_BYTES
    ]
    if settings.CITIZEN_ID_INDEX_KEY in settings.CITIZEN_ID_KEYS:
        problems.append(
            Error("CITIZEN_ID_INDEX_KEY must differ from CITIZEN_ID_KEYS.", id="portal.E002")
        )
    return problems


@register(Tags.security, deploy=True)
def check_production(app_configs, **kwargs):
    """A demonstration, or a portal that answers to every name, is no place for real data."""
    problems = []
    if settings.DEMO:
        problems.append(
            Error(
                "DEMO is on: the demonstration's accounts share a published password.",
                hint="Take DEMO out of .env and begin with an empty database.",
                id="portal.E003",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(
            Error("ALLOWED_HOSTS must name the portal's hosts.", hint="Not *.", id="portal.E004")
        )
    if settings.STATIC_ROOT in (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents):
        problems.append(
            Error(
                "MEDIA_ROOT lies inside STATIC_ROOT: uploads would be served to everybody.",
                id="portal.E005",
            )
        )
    return problems


def _length(key):
    try:
        return len(base64.b64decode(key, validate=True))
    except binascii.Error:
        return 0

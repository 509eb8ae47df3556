"""Settings of the test run: the portal's own, with keys made for the run and no `.env` read.

`pytest` works in a fresh clone, and no test ever depends on what a desk's `.env` says; only
DATABASE_URL is taken from the environment. Static files need no collecting.
"""

import atexit
import base64
import os
import secrets
import shutil
import tempfile


def _key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


# Workers of one run inherit these from the process that started them.
if os.environ.get("TEST_RUN") != "1":
    _media = tempfile.mkdtemp(prefix="portal-test-media-")
    atexit.register(shutil.rmtree, _media, ignore_errors=True)
    os.environ.update(
        TEST_RUN="1",
        ENV_FILE=os.devnull,
        DEBUG="false",
        DEMO="false",
        TLS="false",
        SECRET_KEY=secrets.token_urlsafe(50),
        CITIZEN_ID_KEYS=_key(),
        CITIZEN_ID_INDEX_KEY=_key(),
        ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
        MEDIA_ROOT=_media,
    )

from campaign.settings import *  # noqa: E402, F403 - the environment has to stand first
from campaign.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

"""Settings of the test run: the portal's own, with keys made for the run and no `.env` read.

`pytest` works in a fresh clone, and no test ever depends on what a desk's `.env` says; only
DATABASE_URL is taken from the environment. Static files need no collecting.
"""

import atexit
import os
import shutil
import tempfile

from campaign.bootstrap import fresh_keys

# Workers of one run inherit these from the process that started them.
if os.environ.get("TEST_RUN") != "1":
    _folder = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    for _name in ("media", "static"):
        os.mkdir(f"{_folder}/{_name}")
    os.environ.update(
        fresh_keys(),
        TEST_RUN="1",
        ENV_FILE=os.devnull,
        DEBUG="false",
        DEMO="false",
        TLS="false",
        ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
        MEDIA_ROOT=f"{_folder}/media",
        STATIC_ROOT=f"{_folder}/static",
    )

from campaign.settings import *  # noqa: E402, F403 - the environment has to stand first
from campaign.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

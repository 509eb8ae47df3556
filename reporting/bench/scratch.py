"""A database that exists for one benchmark: the person's own data is never touched."""

import contextlib
import secrets
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextlib.contextmanager
def database():
    """Inside the block the default connection leads to an empty, migrated scratch database.

    On SQLite it is a file, as in production, not memory. Uploads go to a scratch folder too.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, Path(folder) / "media"
        name = f"bench_{secrets.token_hex(4)}"
        if connection.vendor == "sqlite":
            name = str(Path(folder) / "bench.sqlite3")
        tests, former = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
        kept, tests["NAME"] = tests["NAME"], name
        # What it prints whatever the verbosity has no place among the figures.
        with contextlib.redirect_stdout(sys.stderr):
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield Path(folder)
        finally:
            connection.creation.destroy_test_db(former, verbosity=0)
            tests["NAME"], settings.MEDIA_ROOT = kept, media

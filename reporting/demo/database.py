"""The demonstration's database file: built aside, put in place when complete.

So an interrupted build leaves nothing that could be taken for a demonstration, and the next start
begins anew.
"""

import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from campaign.models import Plan, User

PLAN_SLUG = "gia-lai-2021-2025"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


class NotForDemo(Exception):
    """This installation's settings or data are not a demonstration's; says why."""


def require_demo():
    """Raise NotForDemo unless the settings say that this installation is for demonstration."""
    if not settings.DEMO:
        raise NotForDemo("DEMO is not set in .env: this installation is not for demonstration.")
    if connection.vendor != "sqlite":
        raise NotForDemo("The demonstration runs on SQLite: take DATABASE_URL out of .env.")


def holds_demo():
    """Whether the demonstration is there. Raises NotForDemo when other data is."""
    if not _path().exists():
        return False
    try:
        if Plan.objects.filter(slug=PLAN_SLUG).exists():
            return True
        strangers = User.objects.exists()
    except DatabaseError:  # no tables yet
        return False
    if strangers:
        raise NotForDemo(
            f"{_path()} holds data that is not the demonstration's."
            " Move it away, or replace it with: python3 manage.py demo --fresh"
        )
    return False


@contextmanager
def building():
    """Work on a new file; it takes the database's place when the block ends well."""
    final = _path()
    aside = final.with_name(final.name + ".building")
    final.parent.mkdir(parents=True, exist_ok=True)
    _remove(aside)
    connection.close()
    connection.settings_dict["NAME"] = str(aside)
    try:
        yield
        # Closing the last connection folds the write-ahead log into the file.
        connection.close()
        _remove(final)
        aside.rename(final)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(final)


def discard():
    """Throw the database away, whatever it holds, and the uploads that lie beside it."""
    connection.close()
    _remove(_path())
    if _path().parent in settings.MEDIA_ROOT.parents:
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def folder():
    """Where the demonstration keeps what it hands out."""
    return _path().parent / "demo"


def mark_prepared(fingerprint):
    """Remember for which version of the code the database and the static files were prepared."""
    _mark().parent.mkdir(parents=True, exist_ok=True)
    _mark().write_text(fingerprint)


def prepared_for():
    """The fingerprint last given to `mark_prepared`, or nothing."""
    return _mark().read_text() if _mark().exists() else ""


def _mark():
    return folder() / "prepared"


def _path():
    return Path(connection.settings_dict["NAME"])


def _remove(path):
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)

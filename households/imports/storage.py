"""Uploaded files at rest: encrypted, under random names, outside anything a browser can reach."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings

from campaign.lib import crypto
from households.imports.problems import ListRefused


def _folder():
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(content, name=None):
    """Store bytes encrypted; return the random name under which `opened` finds them.

    A `name` is given for what is made from a stored file: it replaces what it was made before.
    """
    name = name or secrets.token_hex(16)
    _write(_folder() / name, crypto.encrypt(content))
    return name


def _write(path, content):
    """Whole or not at all: written beside its place, then moved there."""
    unfinished = path.with_suffix(".part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def content(name):
    """The bytes of a stored file. Raises ListRefused when they are gone or no key fits."""
    try:
        return crypto.decrypt((_folder() / name).read_bytes())
    except (OSError, InvalidTag) as error:
        raise ListRefused("stored_file_lost") from error


def is_kept(name):
    """Whether there is a stored file of this name."""
    return (_folder() / name).is_file()


@contextlib.contextmanager
def opened(name):
    """The path of a stored file in clear, for the reading child, only inside the with block.

    In memory where the system can (Linux), so that a killed worker leaves nothing readable behind.
    """
    with _nowhere() as file:
        file.write(content(name))
        file.flush()
        yield file.name if isinstance(file.name, str) else f"/proc/{os.getpid()}/fd/{file.fileno()}"


def _nowhere():
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("upload"), "wb")
    return tempfile.NamedTemporaryFile()

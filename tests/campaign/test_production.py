"""What must be true of the settings in production, and that the portal refuses to start without."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from campaign.bootstrap import fresh_keys

PRODUCTION = {"ALLOWED_HOSTS": "portal.example", "ENV_FILE": os.devnull}
QUESTION = """
import json
from campaign import settings as s
print(json.dumps({name: str(getattr(s, name)) for name in dir(s) if name.isupper()}))
"""


def ask(environment, question=QUESTION):
    """Run `question` in an interpreter of its own that knows no other settings."""
    own = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        [sys.executable, "-c", question],
        check=False,
        cwd=settings.BASE_DIR,
        env=own,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def production():
    answer = ask(PRODUCTION | fresh_keys())
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_where_nothing_is_said_the_portal_is_in_production(production):
    said = {name: production[name] for name in ("DEBUG", "DEMO", "TLS", "SECURE_SSL_REDIRECT")}
    assert said == {"DEBUG": "False", "DEMO": "False", "TLS": "True", "SECURE_SSL_REDIRECT": "True"}


def test_cookies_are_bound_to_the_host_and_to_tls(production):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    assert [production[name] for name in names] == ["__Host-sessionid", "__Host-csrftoken"]
    flags = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
    assert {production[flag] for flag in flags} == {"True"}


def test_browsers_are_told_to_keep_to_tls_for_a_year(production):
    assert production["SECURE_HSTS_SECONDS"] == "31536000"
    assert production["X_FRAME_OPTIONS"] == "DENY"
    assert production["SECURE_REFERRER_POLICY"] == "same-origin"


def test_new_passwords_are_hashed_by_scrypt(production):
    assert "Scrypt" in production["PASSWORD_HASHERS"].split(",")[0]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "CITIZEN_ID_KEYS", "CITIZEN_ID_INDEX_KEY"])
def test_without_a_key_the_portal_does_not_start(missing):
    keys = fresh_keys()
    del keys[missing]
    answer = ask(PRODUCTION | keys)
    assert answer.returncode != 0
    assert missing in answer.stderr


def test_with_a_short_secret_key_the_portal_does_not_start():
    answer = ask(PRODUCTION | fresh_keys() | {"SECRET_KEY": "x" * 49})
    assert answer.returncode != 0
    assert "SECRET_KEY needs 50 characters" in answer.stderr


def problems(**kwargs):
    return {problem.id for problem in run_checks(**kwargs) if problem.id.startswith("portal")}


def test_the_settings_of_this_run_are_sound():
    assert problems(include_deployment_checks=True) == set()


def test_a_key_that_is_no_key_is_found(settings):
    settings.CITIZEN_ID_KEYS = ["dG9vIHNob3J0", "not base64!"]
    assert problems() == {"portal.E001"}


def test_one_key_for_both_ends_is_found(settings):
    settings.CITIZEN_ID_INDEX_KEY = settings.CITIZEN_ID_KEYS[0]
    assert problems() == {"portal.E002"}


def test_a_demonstration_in_production_is_found(settings):
    settings.DEMO = True
    assert problems() == set()
    assert problems(include_deployment_checks=True) == {"portal.E003"}


def test_a_portal_that_answers_to_every_name_is_found(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert problems(include_deployment_checks=True) == {"portal.E004"}


def test_uploads_among_the_static_files_are_found(settings):
    settings.MEDIA_ROOT = settings.STATIC_ROOT / "media"
    assert problems(include_deployment_checks=True) == {"portal.E005"}


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_waits_for_writers_and_keeps_what_it_acknowledged(db):
    """Read back from the connection: an init command with a typo would be silent."""
    with connection.cursor() as cursor:
        read = {}
        for pragma in ("foreign_keys", "synchronous", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            read[pragma] = cursor.fetchone()[0]
    assert read == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 20_000}


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_sqlite_file_has_a_write_ahead_log(tmp_path):
    database = f"sqlite:///{tmp_path}/portal.sqlite3"
    question = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "print(connection.cursor().execute('PRAGMA journal_mode').fetchone()[0])"
    )
    named = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "campaign.settings"}
    answer = ask(PRODUCTION | fresh_keys() | named, question)
    assert answer.stdout.strip() == "wal", answer.stderr

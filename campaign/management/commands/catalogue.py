"""Keeps the catalogues of translated strings complete: `catalogue`, `catalogue --check`."""

import allauth
import django
import import_export
import simple_history
from django.conf import settings
from django.core.management.base import BaseCommand

from campaign.lib import catalogues

# Official papers are Vietnamese only; tests, demo data and migrations show nobody anything.
LEAVE_OUT = {
    ".venv",
    ".var",
    ".git",
    "migrations",
    "tests",
    "papers",
    "demo",
    "bench",
    "docs",
    "locale",
}
# Of each library what the portal shows: Django's catalogue has holes, the others have none.
LIBRARIES = {
    django: (
        "forms/",
        "core/validators.py",
        "core/paginator.py",
        "db/models/",
        "contrib/admin/",
        "contrib/auth/",
    ),
    allauth: ("account/forms.py", "account/adapter.py", "account/fields.py"),
    import_export: ("",),
    simple_history: ("",),
}


def wanted():
    """Language -> the strings its catalogue must hold."""
    foreign = {}
    for library, parts in LIBRARIES.items():
        root = catalogues.package_root(library)
        for key, files in catalogues.untranslated(root, parts, "vi").items():
            foreign.setdefault(key, []).extend(files)
    return {"en": catalogues.strings(settings.BASE_DIR, leave_out=LEAVE_OUT), "vi": foreign}


def path_of(language):
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


class Command(BaseCommand):
    help = "Brings the catalogues to the strings in the code. Status 1: not complete."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only look")

    def handle(self, *args, check, **options):
        found = []
        for language, keys in wanted().items():
            path = path_of(language)
            if not check:
                catalogues.update(path, keys, language)
            found += catalogues.problems(path, keys, language)
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            self.stderr.write(f"{len(found)} strings to see to.")
            raise SystemExit(1)
        self.stdout.write("Catalogues are complete.")

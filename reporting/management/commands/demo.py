"""`python3 manage.py demo`: a working campaign to try, built once, served on this machine."""

import hashlib
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from campaign import bootstrap
from reporting.demo import campaign, database, people, samples, server

DEFAULT_PORT = 8000


class Command(BaseCommand):
    help = "Builds a working campaign on SQLite (once), prints the logins and serves it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=DEFAULT_PORT)
        parser.add_argument("--no-serve", action="store_true", help="build only")
        parser.add_argument("--fresh", action="store_true", help="throw the old data away")

    def handle(self, *args, port, no_serve, fresh, **options):
        try:
            database.require_demo()
            if not no_serve:
                server.require_free(port)
            if fresh:
                database.discard()
            collected = (settings.STATIC_ROOT / "staticfiles.json").exists()
            is_new = not collected or _fingerprint() != database.prepared_for()
            if not database.holds_demo():
                self._build(is_new)
            elif is_new:
                self._prepare(is_new)
        except database.NotForDemo as refusal:
            raise CommandError(str(refusal)) from None
        except server.PortTaken:
            raise CommandError(
                f"Port {port} is taken by another program. Choose another one:"
                f" python3 manage.py demo --port {port + 1}"
            ) from None
        self._introduce()
        if not no_serve:
            address = f"http://{server.HOST}:{port}/"
            server.serve(port, ready=lambda: self._say(f"Serving {address} (Ctrl-C stops)"))

    def _build(self, is_new):
        begun = time.monotonic()
        folder = database.folder()
        with database.building():
            self._prepare(is_new)
            campaign.build(self._tell, folder)
        self.stdout.write(f"Built in {time.monotonic() - begun:.0f} s.")

    def _prepare(self, is_new):
        """What a new version of the code may ask for: tables and collected static files."""
        call_command("migrate", verbosity=0)
        if is_new:
            self._say("Preparing tables and static files ...")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            database.mark_prepared(_fingerprint())

    def _tell(self, number, total, words):
        self._say(f"[{number}/{total}] {words}")

    def _say(self, text):
        """Write a line at once: what is still in the buffer would be written again by a fork."""
        self.stdout.write(text)
        self.stdout.flush()

    def _introduce(self):
        rows = [("user name", "who", "role and area"), *people.logins()]
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        self.stdout.write("")
        for name, who, where in rows:
            self.stdout.write(f"  {name:<{widths[0]}}  {who:<{widths[1]}}  {where}")
        self.stdout.write(f"\n  password of all: {people.PASSWORD}")
        self.stdout.write("  to upload as lan, a list with mistakes in it and its totals:")
        for name in (samples.LIST, samples.TOTALS):
            self._say(f"    {database.folder() / name}")


def _fingerprint():
    """Changes with every migration, every static file and every installed package."""
    files = [*settings.BASE_DIR.glob("*/migrations/*.py"), bootstrap.STAMP]
    for folder in settings.STATICFILES_DIRS:
        files += [path for path in folder.rglob("*") if path.is_file()]
    seen = "".join(f"{path}{path.stat().st_mtime_ns}" for path in sorted(files) if path.exists())
    return hashlib.sha256(seen.encode()).hexdigest()

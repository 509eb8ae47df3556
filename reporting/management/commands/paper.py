"""manage.py paper KIND PK --out FILE.pdf: one official paper; `paper KIND --list` names all."""

from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from campaign.lib import pdf
from reporting.papers import KINDS


class Command(BaseCommand):
    help = "Prints one official paper as PDF, or lists those that can be printed."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=KINDS, help=", ".join(KINDS))
        parser.add_argument("pk", type=int, nargs="?", help="number of the dossier or report")
        parser.add_argument("--out", type=Path, help="where to write the PDF")
        parser.add_argument("--list", action="store_true", help="list them, number first")

    def handle(self, *args, kind, pk, out, **options):
        paper = KINDS[kind]
        if options["list"]:
            for key, description in paper.candidates():
                self.stdout.write(f"{key}\t{description}")
            return
        if pk is None or out is None:
            raise CommandError("Give a number and --out FILE.pdf, or --list.", returncode=2)
        try:
            html = paper.html(pk)
        except ObjectDoesNotExist:
            raise CommandError(f"There is no {kind} {pk}; see --list.", returncode=2) from None
        try:
            data = pdf.render(html)
        except pdf.PdfFailed as refusal:
            raise CommandError(str(refusal), returncode=1) from None
        try:
            out.write_bytes(data)
        except OSError as problem:
            raise CommandError(f"{out}: {problem.strerror}", returncode=2) from None
        self.stdout.write(f"{out}: {len(data)} bytes")

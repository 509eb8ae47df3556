"""Builds the committed file of units from the package vietnamadminunits (a wheel or a folder)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaign import unit_files, unit_package


class Command(BaseCommand):
    help = _("Dựng tệp danh mục đơn vị hành chính từ gói vietnamadminunits.")

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help=_("thư mục đã giải nén hoặc tệp .whl"))
        parser.add_argument("--out", type=Path, default=unit_files.PATH)

    def handle(self, *args, source, out, **options):
        try:
            content = unit_package.read(source)
        except ValueError as error:
            raise CommandError(
                _("%(path)s không phải gói vietnamadminunits.") % {"path": source}
            ) from error
        data = unit_files.encode(content)
        out.write_bytes(data)
        for key, count in content.counts().items():
            self.stdout.write(f"{key}: {count}")
        self.stdout.write(_("Đã ghi %(path)s (%(size)s byte).") % {"path": out, "size": len(data)})

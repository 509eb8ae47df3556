"""Loads the country's units of both maps, or some provinces, from the committed file."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaign import unit_files, unit_loading
from campaign.lib import numbers


class Command(BaseCommand):
    help = _("Nạp danh mục đơn vị hành chính trước và sau ngày 01/07/2025 vào cơ sở dữ liệu.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--province",
            nargs="+",
            action="extend",
            metavar="CODE",
            help=_("mã tỉnh, thành phố (cũ hoặc mới); bỏ trống: cả nước"),
        )

    def handle(self, *args, province, verbosity, **options):
        content = unit_files.read()
        try:
            if province:
                content = unit_loading.part(content, province)
        except unit_loading.ProvinceUnknown as error:
            raise CommandError(error.args[0], returncode=2) from error
        written = unit_loading.load(content)
        if written:
            self.stdout.write(
                _("Đã nạp %(units)s đơn vị, %(changes)s quan hệ kế thừa.")
                % {
                    "units": numbers.integer(written["AdminUnit"]),
                    "changes": numbers.integer(written["UnitChange"]),
                }
            )
        else:
            self.stdout.write(_("Danh mục đã đầy đủ, không có gì thay đổi."))
        self._tell_doubts(unit_loading.doubtful(content), verbosity)

    def _tell_doubts(self, queue, verbosity):
        if not queue:
            return
        sentence = _("%(count)s xã, phường chưa xác định đơn vị kế thừa, cần xác nhận:")
        self.stdout.write(sentence % {"count": numbers.integer(len(queue))})
        if verbosity > 0:
            for code, name, district, targets in queue:
                candidates = "; ".join(f"{new} {called}" for new, called in targets)
                self.stdout.write(f"  {code} {name}, {district}: {candidates}")

"""`manage.py bench [NAME ...] [--json]`: the benchmarks, as ratios measured in one run."""

import json

from django.core.management.base import BaseCommand, CommandError

from reporting.bench import imports, rollups

BENCHES = {"import": imports.run, "rollup": rollups.run}


class Command(BaseCommand):
    help = "Đo tốc độ: tỷ số giữa các cách làm, đo trong một lần chạy, trên cơ sở dữ liệu tạm."

    def add_arguments(self, parser):
        parser.add_argument(
            "names", nargs="*", metavar="TÊN", help=f"{', '.join(BENCHES)}; mặc định: tất cả"
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--size", type=int, help="số dòng (mặc định: import 10.000, rollup đến 2.250.000)"
        )

    def handle(self, *, names=(), size=None, **options):
        unknown = [name for name in names if name not in BENCHES]
        if unknown:
            raise CommandError(f"Không có phép đo tên {', '.join(unknown)}.", returncode=2)
        for one in names or sorted(BENCHES):
            result = BENCHES[one](size, tell=self.stderr.write)
            if options["json"]:
                self.stdout.write(json.dumps(result, ensure_ascii=False))
            else:
                self._print(result)

    def _print(self, result):
        self.stdout.write(f"{result['bench']}: {result['size']} dòng")
        for case in result["cases"]:
            peak = f"{case['peak_mib']:.0f} MiB" if case["peak_mib"] is not None else ""
            self.stdout.write(
                f"  {case['name']:26} {case['cpu_s']:8.2f} s CPU {case['wall_s']:8.2f} s {peak}"
            )
        for name, ratio in result["ratios"].items():
            self.stdout.write(f"  {name:26} {ratio:8.2f}")

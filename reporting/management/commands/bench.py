"""`manage.py bench [NAME] [--json]`: the benchmarks, as ratios measured in one run."""

import json

from django.core.management.base import BaseCommand

from reporting.bench import imports

BENCHES = {"import": imports.run}


class Command(BaseCommand):
    help = "Đo tốc độ: tỷ số giữa các cách làm, đo trong một lần chạy, trên cơ sở dữ liệu tạm."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", choices=sorted(BENCHES), help="mặc định: tất cả")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--size", type=int, help="số dòng (mặc định 10.000)")

    def handle(self, *, name=None, size=None, **options):
        for one in [name] if name else sorted(BENCHES):
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
                f"  {case['name']:10} {case['cpu_s']:8.2f} s CPU {case['wall_s']:8.2f} s {peak}"
            )
        for name, ratio in result["ratios"].items():
            self.stdout.write(f"  {name:16} {ratio:8.2f}")

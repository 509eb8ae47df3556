"""`manage.py rebuild_summaries [--unit CODE ...] [--year Y ...]`: every summary counted anew.

Needed after an upgrade that counts something new; an upload keeps its own summaries up to date.
"""

import time

from django.core.management.base import BaseCommand

from households import rollup
from households.models import Review


class Command(BaseCommand):
    help = "Tính lại số liệu tổng hợp của các kỳ rà soát, từ danh sách hộ và tổng số hộ."

    def add_arguments(self, parser):
        parser.add_argument("--unit", nargs="+", metavar="CODE", help="mã tỉnh; mặc định: mọi tỉnh")
        parser.add_argument("--year", nargs="+", type=int, help="năm rà soát; mặc định: mọi năm")

    def handle(self, *, unit, year, **options):
        reviews = Review.objects.select_related("unit").order_by("as_of", "pk")
        if unit:
            reviews = reviews.filter(unit__code__in=unit)
        if year:
            reviews = reviews.filter(year__in=year)
        for review in reviews:
            began = time.monotonic()
            rollup.rebuild(review)
            seconds = time.monotonic() - began
            self.stdout.write(f"{review.unit} · {review}: {seconds:.1f} s")

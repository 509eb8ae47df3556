"""Every measure of a unit at a review, with its numerator and denominator."""

import datetime
import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign import hierarchy
from campaign.lib.numbers import integer
from households import reviews, standards
from households.choices import ReviewKind, ReviewVersion
from households.standings import by_day, reviews_of, standings

WRONG_CALL = 2


class Command(BaseCommand):
    help = "Số liệu của một đơn vị tại một kỳ rà soát: giá trị, tử số, mẫu số."

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--kind", choices=ReviewKind.values, default=ReviewKind.ANNUAL)
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            help="một ngày trong tháng của kỳ rà soát thường xuyên; không ghi thì lấy kỳ sau cùng",
        )
        parser.add_argument("--standard")
        parser.add_argument("--map", choices=["as-was", "today"], default="as-was")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        try:
            standing = _standing(options)
        except hierarchy.UnitUnknown as error:
            raise CommandError(error.args[0], returncode=WRONG_CALL) from None
        except standards.NoStandard:
            raise CommandError(
                _("Không có chuẩn nghèo nào cho kỳ rà soát này."), returncode=WRONG_CALL
            ) from None
        except ValueError:
            raise CommandError(
                _("Ngày --as-of phải thuộc năm --year."), returncode=WRONG_CALL
            ) from None
        if standing is None:
            sentence = _("Chưa có kỳ rà soát năm %(year)s của đơn vị này.")
            raise CommandError(sentence % {"year": options["year"]}, returncode=WRONG_CALL)
        answer = _answer(standing, options["map"])
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self._print(answer)

    def _print(self, answer):
        unit, review = answer["unit"], answer["review"]
        self.stdout.write(f"{unit['name']} ({unit['code']}) · {review['as_of']} · {review['kind']}")
        self.stdout.write(answer["coverage"])
        for measure in answer["measures"]:
            shown = f"{measure['display']} {measure['unit']}" if measure["value"] else "—"
            behind = ""
            if measure["denominator"] is not None:
                behind = f" = {integer(measure['numerator'])}/{integer(measure['denominator'])}"
            line = f"  {measure['label']}: {shown}{behind} {measure.get('reason', '')}"
            self.stdout.write(line.rstrip())


def _standing(options):
    year, kind, on = options["year"], options["kind"], options["as_of"]
    standard = options["standard"] or reviews.standard_of(year, kind).code
    standards.get(standard)
    day = reviews.as_of(year, kind, on)
    unit = hierarchy.find(
        options["unit"], timezone.localdate() if options["map"] == "today" else day
    )
    found = reviews_of(unit) if options["map"] == "today" else unit.province.reviews
    found = found.filter(year=year, kind=kind, standard=standard)
    if on:
        found = found.filter(month=reviews.month_of(kind, on))
    groups = by_day(found)
    return standings(unit, groups[-1])[0] if groups else None


def _answer(standing, map_name):
    unit, review = standing.unit, standing.review
    official = {r.version for r in standing.reviews} == {ReviewVersion.OFFICIAL}
    return {
        "unit": {"code": unit.code, "name": unit.name, "level": unit.level},
        "review": {
            "year": review.year,
            "as_of": review.as_of.isoformat(),
            "standard": review.standard,
            "kind": review.kind,
            "version": ReviewVersion.OFFICIAL if official else ReviewVersion.PRELIMINARY,
        },
        "map": map_name,
        "coverage": standing.coverage,
        "measures": [_measure(value) for value in standing.values()],
    }


def _measure(value):
    shown = {
        "code": value.code,
        "label": value.label,
        "value": None if value.value is None else str(value.value),
        "display": value.display,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "unit": value.unit,
    }
    for name in ("reason", "note"):
        if getattr(value, name):
            shown[name] = getattr(value, name)
    return shown

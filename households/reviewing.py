"""What the page of an upload shows of it: problems by kind, differences, questions."""

from django.db.models import Count, F, Min
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign.choices import Area
from campaign.lib.numbers import integer
from campaign.models import AdminUnit
from households import listing
from households.choices import BatchKind, Severity
from households.imports.totals import FIELDS as TOTAL_FIELDS
from households.models import ImportBatch, ImportProblem

# Answered and saved so many at a time: a page of a thousand choices helps nobody.
QUESTIONS_A_PAGE = 50
TABS = {
    "new": _("Mới"),
    "changed": _("Thay đổi"),
    "removed": _("Không còn trong danh sách"),
    "missing": _("Vắng so với kỳ trước"),
    "warnings": _("Cảnh báo"),
}


def problem_kinds(batch):
    """Each kind of problem with an example and how many there are; errors first, then the most.

    A list of dicts: code, severity, is_error, message (of the first), count (exact).
    """
    kept = (
        batch.problems.order_by()
        .values("code", "severity")
        .annotate(first=Min("pk"), n=Count("pk"))
    )
    examples = ImportProblem.objects.in_bulk([kind["first"] for kind in kept])
    kinds = [
        {
            "code": kind["code"],
            "severity": kind["severity"],
            "is_error": kind["severity"] == Severity.ERROR,
            "message": examples[kind["first"]].message,
            "count": batch.problem_counts.get(kind["code"], kind["n"]),
        }
        for kind in kept
    ]
    return sorted(kinds, key=lambda kind: (not kind["is_error"], -kind["count"], kind["code"]))


def problems(batch, *, severity="", code=""):
    """The problems that are kept, by sheet and row, those of the whole file first."""
    found = batch.problems.order_by("sheet", F("row").asc(nulls_first=True), "pk")
    if severity in Severity.values:
        found = found.filter(severity=severity)
    return found.filter(code=code) if code else found


def tabs(batch):
    """(name, label, count) of the tables behind the tiles that have something in them."""
    counts = {
        "new": batch.created,
        "changed": batch.updated,
        "removed": batch.removed,
        "missing": batch.missing,
        "warnings": batch.warnings,
    }
    return [(name, label, counts[name]) for name, label in TABS.items() if counts[name]]


def tiles(batch, known_count=0):
    """The counts of a checked or written upload, as dicts of a tile: label, value, note, link.

    `known_count`: how many of the new rows are households of another review.
    """
    known = gettext("%(count)s hộ đã có ở kỳ khác") % {"count": integer(known_count)}
    of_totals = batch.kind != BatchKind.HOUSEHOLDS
    new = {
        BatchKind.HOUSEHOLDS: gettext("Mới trong kỳ này"),
        BatchKind.TOTALS: gettext("Đơn vị mới có tổng số"),
        BatchKind.AGGREGATES: gettext("Đơn vị mới có số liệu"),
    }[batch.kind]
    found = [
        ("new", new, batch.created, known if known_count else ""),
        ("changed", gettext("Thay đổi"), batch.updated, ""),
        ("", gettext("Không đổi"), batch.unchanged, ""),
    ]
    if not of_totals:
        gone = gettext("Được đưa ra khỏi kỳ này")
        absent = gettext("Chỉ để bạn biết, không bị xóa")
        found.append(("removed", TABS["removed"], batch.removed, gone))
        found.append(("missing", TABS["missing"], batch.missing, absent))
    return [
        {
            "label": label,
            "value": value,
            "note": note if value else "",
            "link": f"?show={show}#details" if show and value else "",
        }
        for show, label, value, note in found
    ]


def newer(batch, user):
    """A later upload of the same kind into the same unit and review, None when there is none."""
    later = ImportBatch.objects.light().visible_to(user).filter(pk__gt=batch.pk, kind=batch.kind)
    later = later.filter(unit=batch.unit_id, review=batch.review_id)
    return later.only("pk").first()


def totals(content):
    """The totals of a checked file, as dicts with the unit's name, in the units' order."""
    rows = {row[0]: row[1:] for row in content.get("totals", ())}
    units = AdminUnit.objects.filter(pk__in=rows).select_related("commune")
    return [
        {
            "unit": unit,
            **dict(zip(TOTAL_FIELDS, rows[unit.pk], strict=True)),
            "area": Area(rows[unit.pk][-1]).label,
        }
        for unit in units
    ]


AGGREGATES = {
    "households": _("Tổng số hộ"),
    "people": _("Tổng số nhân khẩu"),
    "poor": _("Hộ nghèo"),
    "near_poor": _("Hộ cận nghèo"),
    "poor_minority": _("Hộ nghèo DTTS"),
}


def aggregates(content):
    """The counts of a checked aggregate table, as dicts: unit, the main numbers with their labels,
    and how many other numbers it gives."""
    rows = dict(content.get("aggregates", ()))
    units = AdminUnit.objects.filter(pk__in=rows).select_related("district")
    return [
        {
            "unit": unit,
            "numbers": [(label, rows[unit.pk].get(code)) for code, label in AGGREGATES.items()],
            "others": len(rows[unit.pk].keys() - AGGREGATES.keys()),
        }
        for unit in units
    ]


def questions(staged_list, user):
    """(open questions first, how many are open, ids of candidates that `user` may see)."""
    asked = sorted(staged_list.questions, key=lambda question: question.answer is not None)
    shown = asked[:QUESTIONS_A_PAGE]
    lines = [line for question in shown for line in question.candidates]
    return shown, sum(q.answer is None for q in asked), listing.open_to(user, lines)

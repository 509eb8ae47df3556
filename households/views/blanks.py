"""The blanks to fill in, with last year's households already in them."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaign import access, audit
from campaign.access import require
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import listing, reviews, standards
from households.choices import ReviewKind
from households.models import Review

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(data, name):
    """Bytes as a file to keep: never shown by the browser, never kept by a cache."""
    response = FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _asked(request):
    """(unit, review) of the address; a review that is not open yet is made up, not stored."""
    units = AdminUnit.objects.visible_to(request.user)
    related = ("province", "district", "commune")
    unit = get_object_or_404(
        units.select_related(*related), pk=listing.key(request.GET.get("unit", ""))
    )
    access.check(request.user, Permission.HOUSEHOLD_IMPORT, unit)
    year, kind = listing.key(request.GET.get("year", "")), request.GET.get("kind", "annual")
    if kind not in ReviewKind.values:
        raise Http404
    try:
        day = reviews.as_of(year, kind)
        standard = standards.for_review(
            request.GET.get("standard"), day, province=unit.province_id, kind=kind
        ).code
        return unit, reviews.find(unit, year, kind, standard) or Review(
            unit=unit.province, year=year, kind=kind, as_of=day, standard=standard
        )
    except (standards.NoStandard, ValueError, OverflowError):
        raise Http404 from None


@require(Permission.HOUSEHOLD_IMPORT)
@require_safe
def template_download(request):
    unit, review = _asked(request)
    from households.imports import blanks  # noqa: PLC0415 - the spreadsheet library is slow

    data = blanks.household_template(unit, review)
    audit.record("blank.download", by=request.user, unit=unit, year=review.year)
    return attachment(data, f"mau-danh-sach-ho-{unit.code}-{review.year}.xlsx")


@require(Permission.HOUSEHOLD_IMPORT)
@require_safe
def totals_template_download(request):
    unit, review = _asked(request)
    from households.imports import blanks  # noqa: PLC0415 - the spreadsheet library is slow

    data = blanks.totals_template(unit, review)
    return attachment(data, f"mau-tong-so-ho-{unit.code}-{review.year}.xlsx")


@require(Permission.HOUSEHOLD_IMPORT)
@require_safe
def aggregates_template_download(request):
    unit, review = _asked(request)
    from households.imports import blanks  # noqa: PLC0415 - the spreadsheet library is slow

    data = blanks.aggregates_template(unit, review)
    return attachment(data, f"mau-bieu-tong-hop-{unit.code}-{review.year}.xlsx")

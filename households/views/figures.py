"""The figures of a unit at a review, and table R1 as a workbook and as a paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign import access
from campaign.access import require
from campaign.choices import Level
from campaign.lib import pdf
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import exports, measures, panels, tables
from households.models import Review
from households.standings import reviews_of, standings, stood

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require(Permission.FIGURES_VIEW)
@require_safe
def figures_home(request):
    """On to the unit of the person's own work; who reaches everywhere, to the latest review's."""
    for assignment in request.user.current_assignments:
        if assignment.unit and access.allowed(
            request.user, Permission.FIGURES_VIEW, assignment.unit
        ):
            return redirect("figures", assignment.unit_id)
    latest = Review.objects.visible_to(request.user).first()
    if latest is None:
        messages.info(request, _("Chưa có kỳ rà soát nào nên chưa có số liệu."))
        return redirect("unit_list")
    return redirect("figures", latest.unit_id)


def _unit(request, pk):
    units = AdminUnit.objects.visible_to(request.user)
    unit = get_object_or_404(units.select_related("province", "district", "commune"), pk=pk)
    access.check(request.user, Permission.FIGURES_VIEW, unit)
    return unit


def _asked(request, found):
    """The standing at the review of the address, else the latest that has numbers; or None."""
    asked = request.GET.get("review", "")
    if asked:
        chosen = [s for s in found if asked in {str(review.pk) for review in s.reviews}]
        if not chosen:
            raise Http404
        return chosen[0]
    return next((s for s in reversed(found) if s.has_numbers), found[-1] if found else None)


@require(Permission.FIGURES_VIEW)
@require_safe
def figures(request, pk):
    unit = _unit(request, pk)
    reviews = reviews_of(unit)
    if unit.valid_to:
        reviews = reviews.filter(as_of__lte=unit.valid_to)
    found = standings(unit, reviews)
    standing = _asked(request, found)
    context = {"unit": unit, "found": found, "standing": standing}
    if standing is None:
        return render(request, "households/figures_detail.html", context)
    review = standing.review
    may_list = access.allowed(request.user, Permission.HOUSEHOLD_VIEW, unit)
    links = panels.Links(standing.listing_review, may_list)
    children = panels.children(standing, links)
    main = {value.code: value for value in standing.values(measures.MAIN)}
    context |= {
        "review": review,
        "links": links,
        "households_total": panels.cell(main["households"], unit, links),
        "poor_total": panels.cell(main["poor"], unit, links),
        "near_poor_total": panels.cell(main["near_poor"], unit, links),
        "tiles": panels.tiles(standing, panels.previous(standing, found), links),
        "children": children,
        "groups": panels.groups(standing, links),
        "movements": panels.movements(standing, links),
        "bars": panels.bars(standing, links),
        "chart": panels.years(found),
        "has_r1": unit.level != Level.VILLAGE and not standing.is_rebuilt,
    }
    return render(request, "households/figures_detail.html", context)


def _table_r1(request, pk):
    unit = _unit(request, pk)
    reviews = Review.objects.filter(unit=unit.province_id)
    asked = request.GET.get("review", "")
    if asked:
        review = get_object_or_404(reviews, pk=int(asked) if asked.isdecimal() else 0)
    else:
        review = reviews.first()
    if review is None or unit.level == Level.VILLAGE or not stood(unit, review.as_of):
        raise Http404
    return tables.r1(unit, review)


@require(Permission.FIGURES_VIEW)
@require_safe
def table_r1_xlsx(request, pk):
    table = _table_r1(request, pk)
    return _download(exports.workbook(table), XLSX, exports.file_name(table, "xlsx"))


@require(Permission.FIGURES_VIEW)
@require_safe
def table_r1_pdf(request, pk):
    table = _table_r1(request, pk)
    try:
        content = pdf.render(exports.paper(table))
    except pdf.PdfFailed as refusal:
        messages.error(request, str(refusal))
        return redirect("figures", pk)
    return _download(content, "application/pdf", exports.file_name(table, "pdf"))


def _download(content, content_type, name):
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

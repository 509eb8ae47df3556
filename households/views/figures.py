"""The figures of a unit at a review, and of its years side by side."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign import access
from campaign.access import require
from campaign.choices import Level
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import denominators, listing, measures, openings, panels, snapshots, yearly
from households.choices import ReviewKind
from households.models import Review
from households.standings import reviews_of, standings

TOTALS_ROWS = 100
YEARLY = (ReviewKind.OPENING, ReviewKind.ANNUAL)
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
    """The standing at the review of the address, else at the latest yearly one that has numbers.

    What an ad-hoc or mid-year review found is shown when it is asked for; None without a review.
    """
    asked = request.GET.get("review", "")
    if asked:
        chosen = [s for s in found if asked in {str(review.pk) for review in s.reviews}]
        if not chosen:
            raise Http404
        return chosen[0]
    yearly_ones = [s for s in found if s.review.kind in YEARLY]
    known = [s for s in (*found, *yearly_ones) if s.has_numbers]
    last = known or yearly_ones or found
    return last[-1] if last else None


def _years(unit):
    """The standings of a unit at all reviews of its life and of what it was made of."""
    reviews = reviews_of(unit)
    if unit.valid_to:
        reviews = reviews.filter(as_of__lte=unit.valid_to)
    return standings(unit, reviews)


@require(Permission.FIGURES_VIEW)
@require_safe
def figures(request, pk):
    unit = _unit(request, pk)
    found = _years(unit)
    standing = _asked(request, found)
    context = {"unit": unit, "found": found, "standing": standing}
    if standing is None:
        return render(request, "households/figures_detail.html", context)
    review = standing.review
    may_list = access.allowed(request.user, Permission.HOUSEHOLD_VIEW, unit)
    links = panels.Links(standing, may_list)
    children = panels.children(standing, links)
    main = {value.code: value for value in standing.values(measures.MAIN)}
    may_import = access.allowed(request.user, Permission.HOUSEHOLD_IMPORT, unit)
    # What a unit of today was before it stood has no list of its own.
    may_upload = may_import and not standing.is_rebuilt
    context |= {
        "review": review,
        "may_upload": may_upload,
        "closed": openings.closed_unit(review, unit) if may_upload else "",
        "links": links,
        "households_total": panels.cell(main["households"], unit, links),
        "poor_total": panels.cell(main["poor"], unit, links),
        "near_poor_total": panels.cell(main["near_poor"], unit, links),
        "tiles": panels.tiles(standing, panels.previous(standing, found), links),
        "children": children,
        "groups": panels.groups(standing, links),
        "movements": panels.movements(standing, links),
        "bars": panels.bars(standing, links),
        "year_headings": yearly.headings(),
        "changed_at": snapshots.changed(standing.reviews, unit).get(review.pk),
        "years": yearly.tables(yearly.beside(found, standing), may_list, yearly.GROUPS[:2]),
        "has_r1": unit.level != Level.VILLAGE and not standing.is_rebuilt,
    }
    return render(request, "households/figures_detail.html", context)


@require(Permission.FIGURES_VIEW)
@require_safe
def figures_years(request, pk):
    """The years of a unit side by side, a table and a chart a group of measures."""
    unit = _unit(request, pk)
    found = _years(unit)
    may_list = access.allowed(request.user, Permission.HOUSEHOLD_VIEW, unit)
    tables = yearly.tables(found, may_list) if found else []
    said = yearly.notes([line for _group, lines, _chart in tables for line in lines])
    context = {
        "unit": unit,
        "tables": tables,
        "year_headings": yearly.headings(),
        "notes": said,
    }
    return render(request, "households/figures_history.html", context)


@require(Permission.FIGURES_VIEW)
@require_safe
def years_xlsx(request, pk):
    unit = _unit(request, pk)
    found = _years(unit)
    if not found:
        raise Http404
    return _download(yearly.workbook(unit, found), XLSX, f"cac-nam-{unit.code}.xlsx")


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def totals_list(request, pk):
    """The entered numbers behind a total of a unit: whose, from which source and upload."""
    unit = _unit(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_VIEW, unit)
    asked = request.GET.get("review", "")
    review = get_object_or_404(listing.reviews(request.user, unit), pk=listing.key(asked))
    measure = request.GET.get("measure", "households")
    if measure not in measures.TOTALS:
        raise Http404
    standing = listing.standing_of(unit, review)
    lines = denominators.lines(standing, measure)
    page = Paginator(lines, TOTALS_ROWS).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "review": review,
        "measure": measure,
        "label": measures.TOTALS[measure][0],
        "total": sum(line.number for line in lines),
        "page": page,
        "uploads": denominators.uploads(page, request.user),
    }
    return render(request, "households/totals_list.html", context)


def _download(content, content_type, name):
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

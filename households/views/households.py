"""The rows behind a number, and one household through the years."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaign import access
from campaign.access import require
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import citizen_ids, histories, listing, openings
from households.flows import MOVES
from households.forms.households import RevealForm, StatusFilter
from households.imports import kinship
from households.models import Household, Review

PAGE_ROWS = 50


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.count = count


def asked_unit(request):
    """The unit of the address, else the first of the person's own; None when there is none."""
    units = AdminUnit.objects.visible_to(request.user)
    asked = request.GET.get("unit", "")
    if asked:
        return get_object_or_404(units, pk=listing.key(asked))
    for assignment in request.user.current_assignments:
        if assignment.unit:
            return assignment.unit
    latest = Review.objects.visible_to(request.user).select_related("unit").first()
    return latest.unit if latest else None


def _asked_review(request, reviews):
    asked = request.GET.get("review", "")
    if asked:
        return get_object_or_404(reviews, pk=listing.key(asked))
    return reviews.first()


def unit_choices(unit, day, user):
    """Units to go on to from `unit`, as choices of a select."""
    above, below = listing.near(unit, day, user)
    groups = [(_("Đang xem"), [(unit.pk, unit.name)])]
    if above:
        groups.append((_("Cấp trên"), [(u.pk, u.name) for u in above]))
    if below:
        groups.append((_("Bên dưới"), [(u.pk, u.name) for u in below]))
    return groups


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def status_list(request):
    text = request.GET.get("q", "")
    if listing.holds_citizen_id(text):
        messages.warning(
            request,
            _("Để bảo vệ dữ liệu cá nhân, chỉ tìm theo 4 số cuối của số định danh."),
        )
        query = request.GET.copy()
        query["q"] = listing.without_citizen_id(text)
        return redirect(f"{request.path}?{query.urlencode()}")
    unit = asked_unit(request)
    reviews = listing.reviews(request.user, unit) if unit else Review.objects.none()
    review = _asked_review(request, reviews)
    if review is None:
        return render(request, "households/status_list.html", {"unit": unit})
    access.check(request.user, Permission.HOUSEHOLD_VIEW, unit)
    labels = listing.labels(review)
    measure = request.GET.get("measure", "")
    measure = measure if measure in labels else ""
    standing = listing.standing_of(unit, review)
    rows = listing.rows(request.user, standing=standing, measure=measure, text=text)
    sums = listing.sums(rows)
    page = Counted(rows, PAGE_ROWS, sums["rows"]).get_page(request.GET.get("page"))
    form = StatusFilter(
        initial={"unit": unit.pk, "review": review.pk, "measure": measure, "q": text},
        units=unit_choices(unit, review.as_of, request.user),
        reviews=[(r.pk, str(r)) for r in reviews],
        counts=listing.label_choices(review, measure),
    )
    # What a unit of today was before it stood has no list of its own.
    may_import = access.allowed(request.user, Permission.HOUSEHOLD_IMPORT, unit)
    may_upload = may_import and not standing.is_rebuilt
    context = {
        "unit": unit,
        "review": review,
        "may_upload": may_upload,
        "closed": openings.closed_unit(review, unit) if may_upload else "",
        "measure_label": labels.get(measure, ""),
        "text": text,
        "sums": sums,
        "is_movement": measure in MOVES,
        "page": page,
        "form": form,
        "open_to": listing.open_to(request.user, page),
    }
    return render(request, "households/status_list.html", context)


def _holders(household):
    """The household's head and the members whose citizen id is stored, head first."""
    people = [household, *household.member_rows.all()]
    return [person for person in people if person.citizen_id_tail]


def _show(request, household, form=None, number=None, status=200):
    holders = _holders(household)
    context = {
        "household": household,
        "entries": histories.of(household, request.user),
        "kinships": kinship.of(household, request.user),
        "uploads": histories.uploads(household, request.user),
        "form": form or (RevealForm(holders=holders) if holders else None),
        "number": number,
        "revealed": form.person if number else None,
        "may_reveal": access.allowed(request.user, Permission.HOUSEHOLD_REVEAL, household.commune),
    }
    return render(request, "households/household_detail.html", context, status=status)


def _found(request, pk):
    households = Household.objects.visible_to(request.user)
    related = ("village", "commune", "district", "province")
    return get_object_or_404(households.select_related(*related), pk=pk)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def household_detail(request, pk):
    return _show(request, _found(request, pk))


@require(Permission.HOUSEHOLD_REVEAL)
@require_POST
@never_cache
def citizen_id_reveal(request, pk):
    """The number stands in this one answer to a POST and nowhere else."""
    household = _found(request, pk)
    access.check(request.user, Permission.HOUSEHOLD_REVEAL, household.commune)
    form = RevealForm(request.POST, holders=_holders(household))
    if not form.is_valid():
        return _show(request, household, form, status=422)
    try:
        number = citizen_ids.reveal(
            form.person, by=request.user, reason=form.cleaned_data["reason"]
        )
    except PermissionDenied as refusal:  # asked too often
        form.add_error(None, str(refusal))
        return _show(request, household, form, status=429)
    return _show(request, household, form, number)

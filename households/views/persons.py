"""People who stand in several lists of one review."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaign import access
from campaign.access import require
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import listing, persons

PAGE_ROWS = 50


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def doubled_list(request, review, unit):
    """The common superior sees both sides; a commune only that there is another one."""
    found = get_object_or_404(AdminUnit.objects.visible_to(request.user), pk=unit)
    review = get_object_or_404(listing.reviews(request.user, found), pk=review)
    access.check(request.user, Permission.HOUSEHOLD_VIEW, found)
    wanted = persons.indexes(review, found)
    page = Paginator(wanted, PAGE_ROWS).get_page(request.GET.get("page"))
    doubled = persons.described(list(page), review, request.user)
    ids = [side.status for one in doubled for side in one.sides]
    context = {
        "unit": found,
        "review": review,
        "page": page,
        "doubled": doubled,
        "open_to": listing.open_to(request.user, ids),
    }
    return render(request, "households/doubled_list.html", context)

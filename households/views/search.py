"""Looking for one household in all years."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign import access
from campaign.access import require
from campaign.roles import Permission
from households import listing, search
from households.forms.households import SearchForm
from households.views.households import PAGE_ROWS, asked_unit, unit_choices

_PAGE = "households/household_search.html"


@require(Permission.HOUSEHOLD_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def household_search(request):
    """Posted, so that a whole citizen id never stands in an address; other words go on to one."""
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("q", "").strip()
    kept = {
        name: asked[name] for name in ("unit", "year", "poverty_class", "move") if asked.get(name)
    }
    if listing.holds_citizen_id(text) and request.method == "POST":
        return _by_number(request, text)
    if listing.holds_citizen_id(text):
        messages.warning(
            request, _("Số định danh không được để trên địa chỉ trang: nhập vào ô Tìm.")
        )
        return redirect(request.path)
    if request.method == "POST":
        return redirect(f"{request.path}?{urlencode({'q': text} | kept)}")
    return _by_words(request, text)


def _by_number(request, text):
    found = search.narrowed(search.with_number(request.user, text), request.user)
    unit = asked_unit(request)
    context = _found(request, found) | {"by_number": True, "unit": unit}
    return render(request, _PAGE, context | {"form": _form(request, unit)})


def _found(request, found, year=None):
    """A page of `found`, and whether there are more than are counted."""
    keys, more = search.keys(found)
    page = Paginator(keys, PAGE_ROWS).get_page(request.GET.get("page"))
    page.object_list = search.rows(page.object_list, request.user, year)
    return {"page": page, "more": more}


def _form(request, unit):
    groups = unit_choices(unit, timezone.localdate(), request.user) if unit else []
    reviews = listing.reviews(request.user, unit) if unit else []
    years = sorted({review.year for review in reviews}, reverse=True)
    return SearchForm(
        request.GET if "q" in request.GET else None, units=groups, years=years, unit=unit
    )


def _by_words(request, text):
    unit = asked_unit(request)
    form = _form(request, unit)
    context = {"unit": unit, "form": form, "text": text}
    if unit is None or not form.is_bound or not form.is_valid():
        return render(request, _PAGE, context)
    access.check(request.user, Permission.HOUSEHOLD_VIEW, unit)
    wanted = form.cleaned_data
    year = int(wanted["year"]) if wanted["year"] else None
    found = search.narrowed(
        search.households(request.user, unit, text),
        request.user,
        year=year,
        poverty_class=wanted["poverty_class"],
        move=wanted["move"],
        reviews=listing.reviews(request.user, unit).filter(year=year),
    )
    return render(request, _PAGE, context | _found(request, found, year))

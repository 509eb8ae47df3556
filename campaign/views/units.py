"""The tree of units on either map, a unit's page, and what an officer may add to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign import access, hierarchy, villages
from campaign.access import require
from campaign.choices import Level
from campaign.forms.units import AliasForm, VillageForm
from campaign.lib.vietnamese import clean
from campaign.models import AdminUnit
from campaign.roles import Permission

ROWS = 50
LONGEST_SEARCH = 120


@require(Permission.UNIT_VIEW)
def unit_list(request):
    """?map=before|after, ?open= a unit whose inside is shown, ?q= a search (inside it)."""
    words = clean(request.GET.get("q", ""))[:LONGEST_SEARCH]
    opened = _opened(request)
    name = hierarchy.map_of(opened) if opened else request.GET.get("map", "after")
    day = hierarchy.day_of(opened) if opened else hierarchy.map_day(name)
    visible = AdminUnit.objects.visible_to(request.user).on(day)
    if words:
        units = hierarchy.search(words, visible.within(opened) if opened else visible)
    elif opened:
        units = hierarchy.children_on(opened, day)
    else:
        units = visible.exclude(parent__in=visible)
    chain = [*hierarchy.ancestors(opened), opened] if opened else []
    context = {
        "page": _page(request, _counted(units, day)),
        "words": words,
        "opened": opened,
        "chain": [unit for unit in chain if request.user.reach().covers(unit)],
        "map": "before" if name == "before" else "after",
        "two_level_from": hierarchy.TWO_LEVEL_FROM,
    }
    return render(request, "campaign/unit_list.html", context)


def _opened(request):
    wanted = request.GET.get("open", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit()):
        raise Http404
    return get_object_or_404(_units(request), pk=int(wanted[:18]))


def _units(request):
    related = ("parent", "province", "district", "commune")
    return AdminUnit.objects.visible_to(request.user).select_related(*related)


def _counted(units, day):
    """With the number of units directly below that stood on `day`, as `inside`."""
    begun = Q(children__valid_from=None) | Q(children__valid_from__lte=day)
    lasting = Q(children__valid_to=None) | Q(children__valid_to__gte=day)
    counted = units.annotate(inside=Count("children", filter=begun & lasting))
    counted = counted.order_by("sort_key", "code", "pk")
    return counted.select_related("province", "district", "commune")


def _page(request, units):
    return Paginator(units, ROWS).get_page(request.GET.get("page"))


@require(Permission.UNIT_VIEW)
def unit_detail(request, pk):
    return _detail(request, get_object_or_404(_units(request), pk=pk))


def _detail(request, unit, *, village_form=None, alias_form=None):
    children = hierarchy.children_on(unit, hierarchy.day_of(unit))
    can_edit = access.allowed(request.user, Permission.UNIT_EDIT, unit)
    may_become, may_come_from = hierarchy.doubts(unit)
    is_commune = unit.level == Level.COMMUNE
    context = {
        "unit": unit,
        "names": unit.names.all(),
        "aliases": unit.aliases.all(),
        "page": _page(
            request, _counted(children, hierarchy.day_of(unit)).prefetch_related("aliases")
        ),
        "children_are_villages": is_commune,
        "predecessors": hierarchy.predecessors(unit),
        "successors": hierarchy.successors(unit),
        "may_become": may_become,
        "may_come_from": may_come_from,
        "unresolved": hierarchy.is_unresolved(unit),
        "now": hierarchy.today_map(unit) if unit.level == Level.DISTRICT else [],
        "alias_form": (alias_form or AliasForm(unit=unit)) if can_edit else None,
        "village_form": (
            (village_form or VillageForm(commune=unit)) if can_edit and is_commune else None
        ),
    }
    return render(request, "campaign/unit_detail.html", context)


@require(Permission.UNIT_EDIT)
@require_POST
def village_create(request, pk):
    commune = get_object_or_404(_units(request).filter(level=Level.COMMUNE), pk=pk)
    access.check(request.user, Permission.UNIT_EDIT, commune)
    form = VillageForm(request.POST, commune=commune)
    if not form.is_valid():
        return _detail(request, commune, village_form=form)
    village = villages.ensure(commune, form.cleaned_data["name"], by=request.user)
    named = {"name": village.name, "code": village.code}
    messages.success(request, _("Đã thêm %(name)s, mã %(code)s.") % named)
    return redirect("unit_detail", commune.pk)


@require(Permission.UNIT_EDIT)
@require_POST
def alias_delete(request, pk, alias):
    """Take back another name: lists that bear it are asked about again."""
    unit = get_object_or_404(_units(request), pk=pk)
    access.check(request.user, Permission.UNIT_EDIT, unit)
    row = get_object_or_404(unit.aliases, pk=alias)
    villages.remove_alias(row, by=request.user)
    messages.success(request, _("Đã xóa tên gọi khác: %(alias)s.") % {"alias": row.alias})
    return redirect("unit_detail", unit.pk)


@require(Permission.UNIT_EDIT)
@require_POST
def alias_create(request, pk):
    unit = get_object_or_404(_units(request), pk=pk)
    access.check(request.user, Permission.UNIT_EDIT, unit)
    form = AliasForm(request.POST, unit=unit)
    if not form.is_valid():
        return _detail(request, unit, alias_form=form)
    alias = villages.add_alias(unit, by=request.user, **form.cleaned_data)
    messages.success(request, _("Đã thêm tên gọi khác: %(alias)s.") % {"alias": alias})
    return redirect("unit_detail", unit.pk)

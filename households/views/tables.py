"""The official tables of a unit at a review: on the screen, as a workbook and as a paper."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign import access
from campaign.access import require
from campaign.choices import Extent
from campaign.lib import pdf
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import exports, listing, panels, tables
from households.standings import Standing, reviews_of
from households.tables import lists
from households.tables.building import BEFORE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked:
    """What the address asks for: unit, review and map. Raises Http404, or refuses with why."""

    def __init__(self, request, pk, needs=Permission.FIGURES_VIEW):
        units = AdminUnit.objects.visible_to(request.user)
        related = units.select_related("province", "district", "commune")
        self.unit = get_object_or_404(related, pk=pk)
        access.check(request.user, needs, self.unit)
        self.user = request.user
        reviews = reviews_of(self.unit).select_related("unit").order_by("-as_of", "-pk")
        self.reviews = [r for r in reviews if self._maps(r)]
        asked = request.GET.get("review", "")
        self.review = next((r for r in self.reviews if not asked or str(r.pk) == asked), None)
        if self.review is None and asked:
            raise Http404
        self.is_today = False
        if self.review:
            maps = self._maps(self.review)
            wanted = request.GET.get("map") or maps[0]
            if wanted not in maps:
                raise Http404
            self.is_today = wanted == "today"

    def _maps(self, review):
        """The maps on which the unit can be told at `review`, the review's own first."""
        is_own = self.unit.province_id == review.unit_id
        known = (
            ("as-was", is_own and tables.fits(self.unit, review)),
            ("today", tables.fits(self.unit, review, today=True)),
        )
        return [name for name, fits in known if fits]

    @property
    def maps(self):
        """(name, words) of the maps to choose from, none where both are the same."""
        if self.review is None or not self._has_changed():
            return []
        words = {"as-was": _("Địa giới khi rà soát"), "today": _("Địa giới hiện nay")}
        return [(name, words[name]) for name in self._maps(self.review)]

    def _has_changed(self):
        day = self.review.as_of
        changed = Q(valid_from__gt=day) | Q(valid_to__gte=day)
        return AdminUnit.objects.within(self.unit).filter(changed).exists()

    def table(self, code):
        if self.review is None or code not in tables.KINDS:
            raise Http404
        kind = tables.KINDS[code]
        if kind.standards and self.review.standard not in kind.standards:
            raise Http404
        return tables.build(code, self.unit, self.review, today=self.is_today)

    def query(self, **more):
        """The part of an address that keeps review and map."""
        if self.review is None:
            return ""
        named = {"review": self.review.pk, "map": "today" if self.is_today else "as-was"}
        return "?" + urlencode(named | more)

    @property
    def context(self):
        return {
            "unit": self.unit,
            "review": self.review,
            "reviews": self.reviews,
            "is_today": self.is_today,
            "map": "today" if self.is_today else "as-was",
            "maps": self.maps,
            "query": self.query(),
        }


@require(Permission.FIGURES_VIEW)
@require_safe
def table_list(request, pk):
    """Which tables there are of a unit at a review."""
    asked = Asked(request, pk)
    kinds = tables.offered(asked.review) if asked.review else []
    may_list = access.allowed(request.user, Permission.HOUSEHOLD_VIEW, asked.unit)
    context = asked.context | {
        "kinds": [(kind, kind.form.titled(asked.review)) for kind in kinds],
        "rolls": _rolls(asked) if may_list else [],
        "elsewhere": _elsewhere(asked.unit, request.user),
    }
    return render(request, "households/table_list.html", context)


def _rolls(asked):
    """(roll, title) of the lists of people, which there are on the map of the review alone."""
    if asked.review is None or asked.is_today:
        return []
    return [(roll, roll.form.titled(asked.review)) for roll in lists.ROLLS.values()]


def _elsewhere(unit, user):
    """Where the unit's tables stand on the other map: what it became, what it was made of."""
    visible = AdminUnit.objects.visible_to(user)
    if unit.valid_to is not None:
        return list(visible.filter(changes_in__source=unit, changes_in__extent=Extent.WHOLE))
    return list(visible.filter(changes_out__target=unit, changes_out__extent=Extent.WHOLE)[:20])


@require(Permission.FIGURES_VIEW)
@require_safe
def table_detail(request, pk, code):
    """One table on the screen, each number a way to the rows behind it."""
    asked = Asked(request, pk)
    table = asked.table(code)
    may_list = access.allowed(request.user, Permission.HOUSEHOLD_VIEW, asked.unit)
    standing = Standing(asked.unit, [asked.review])
    if asked.is_today:
        standing = listing.standing_of(asked.unit, asked.review)
    links = panels.Links(standing, may_list)
    before = panels.Links(Standing(asked.unit, [table.earlier or asked.review]), may_list)
    context = asked.context | {
        "table": table,
        "code": code,
        "rows": [(row, list(_cells(row, links, before))) for row in table.rows],
        "occasion": exports.occasion(table),
        "disagreements": table.disagreements,
    }
    return render(request, "households/table_detail.html", context)


def _cells(row, links, before):
    """(text, link, reason) of each cell of a row; `before` are links to the review before."""
    for value, text in row.cells:
        link = ""
        rows_kept = value is not None and not value.entered  # an aggregate table has none
        if row.unit and rows_kept and value.code and (value.value or value.certain):
            code = value.code.removeprefix(BEFORE)
            link = (links if code == value.code else before)(row.unit, code)
        reason = value.reason or value.note if value is not None else ""
        yield text, link, reason


@require(Permission.FIGURES_VIEW)
@require_safe
def table_xlsx(request, pk, code):
    table = Asked(request, pk).table(code)
    return download(exports.workbook(table), XLSX, exports.file_name(table, "xlsx"))


@require(Permission.FIGURES_VIEW)
@require_safe
def table_pdf(request, pk, code):
    asked = Asked(request, pk)
    table = asked.table(code)
    back = reverse("table_detail", args=[pk, code]) + asked.query()
    if exports.is_too_long(table):
        said = _("Bảng này quá dài để in PDF. Hãy tải tệp Excel, hoặc in của từng đơn vị nhỏ hơn.")
        messages.error(request, said)
        return redirect(back)
    try:
        content = pdf.render(exports.paper(table))
    except pdf.PdfFailed as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return download(content, "application/pdf", exports.file_name(table, "pdf"))


def download(content, content_type, name):
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# The summary had addresses of its own before there were other tables.
@require(Permission.FIGURES_VIEW)
@require_safe
def table_r1_xlsx(request, pk):
    return table_xlsx(request, pk, "r1")


@require(Permission.FIGURES_VIEW)
@require_safe
def table_r1_pdf(request, pk):
    return table_pdf(request, pk, "r1")

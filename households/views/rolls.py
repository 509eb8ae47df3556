"""The detailed lists of poor and near-poor households with their members (R14, R15)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaign import audit
from campaign.access import require
from campaign.lib import pdf
from campaign.lib.numbers import integer
from campaign.roles import Permission
from households import exports
from households.tables import lists, shapes
from households.views.tables import XLSX, Asked, download

PAGE_HOUSEHOLDS = 50


def _asked(request, pk, code):
    """(what the address asks for, the roll, its statuses). Raises Http404, or refuses with why."""
    asked = Asked(request, pk, Permission.HOUSEHOLD_VIEW)
    roll = lists.ROLLS.get(code)
    if roll is None or asked.review is None or asked.is_today:
        raise Http404
    statuses = lists.statuses(roll, asked.unit, asked.review)
    return asked, roll, statuses.visible_to(request.user)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
@never_cache
def roll_detail(request, pk, code):
    asked, roll, statuses = _asked(request, pk, code)
    page = Paginator(statuses, PAGE_HOUSEHOLDS).get_page(request.GET.get("page"))
    columns = lists.columns(roll)
    context = asked.context | {
        "roll": roll,
        "code": code,
        "title": roll.form.titled(asked.review),
        "page": page,
        "columns": columns,
        "heading_rows": shapes.heading_rows([(one.headings, one.number) for one in columns]),
        "lines": list(
            lists.lines(roll, asked.unit, asked.review, page.object_list, page.start_index())
        ),
    }
    return render(request, "households/roll_detail.html", context)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
@never_cache
def roll_xlsx(request, pk, code):
    return _file(request, pk, code, "xlsx", lists.MOST_LINES)


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
@never_cache
def roll_pdf(request, pk, code):
    return _file(request, pk, code, "pdf", exports.PAPER_ROWS)


def _file(request, pk, code, ending, most):
    """The list as a file, on record; or back to its page with why there is none."""
    asked, roll, statuses = _asked(request, pk, code)
    back = reverse("roll_detail", args=[pk, code]) + asked.query()
    count = lists.length(statuses)
    if count > most:
        said = _("Danh sách có %(count)s dòng, quá %(most)s dòng. Hãy tải của từng huyện hoặc xã.")
        if ending == "pdf":
            said = _(
                "Danh sách có %(count)s dòng, quá %(most)s dòng của một bản in. "
                "Hãy tải tệp Excel, hoặc in của từng xã."
            )
        messages.error(request, said % {"count": integer(count), "most": integer(most)})
        return redirect(back)
    lines = lists.lines(roll, asked.unit, asked.review, statuses)
    named = (roll, asked.unit, asked.review)
    if ending == "xlsx":
        content, kind = exports.roll_workbook(*named, lines), XLSX
    else:
        try:
            content, kind = pdf.render(exports.roll_paper(*named, lines)), "application/pdf"
        except pdf.PdfFailed as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
    audit.record(
        "roll.download",
        by=request.user,
        subject=asked.review,
        unit=asked.unit,
        list=roll.code,
        format=ending,
        lines=count,
    )
    return download(content, kind, exports.roll_file_name(*named, ending))

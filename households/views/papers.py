"""The printed papers of a review as files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from campaign import audit
from campaign.access import require
from campaign.lib import pdf
from campaign.roles import Permission
from households import papers


@require(Permission.HOUSEHOLD_VIEW)
@require_safe
def review_paper(request, kind, pk):
    """One paper: it names households, so the journal keeps who took it."""
    found = papers.find(kind, pk, request.user) if kind in papers.KINDS else None
    if found is None:
        raise Http404
    subject, commune = found
    try:
        data = pdf.render(papers.KINDS[kind].html(pk))
    except pdf.PdfFailed as refusal:
        messages.error(request, str(refusal))
        return redirect("unit_detail", commune.pk)
    audit.record("review.print", by=request.user, subject=subject, unit=commune, paper=kind)
    name = f"{kind}-{commune.code}-{pk}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

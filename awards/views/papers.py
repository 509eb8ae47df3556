"""The dossier as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from awards.models import Nomination
from awards.papers import dossier
from campaign.access import require
from campaign.lib import pdf
from campaign.roles import Permission


@require(Permission.NOMINATION_VIEW)
@require_safe
def nomination_dossier(request, pk):
    visible = Nomination.objects.visible_to(request.user)
    nomination = get_object_or_404(
        visible.select_related("plan__unit", "unit__province", "unit__district"), pk=pk
    )
    try:
        data = pdf.render(dossier.html_of(nomination))
    except pdf.PdfFailed as refusal:
        messages.error(request, str(refusal))
        return redirect("nomination_detail", pk)
    name = f"ho-so-khen-thuong-{nomination.pk}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

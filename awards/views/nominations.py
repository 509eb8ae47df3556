"""The pages of the nominations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards import drafts, evidence, histories, readiness, workflow
from awards.choices import Stage
from awards.forms import NominationCreateForm, NominationFilter, NominationForm, StepForm
from awards.models import Nomination
from awards.papers.dossier import regime_of
from campaign import access
from campaign.access import require
from campaign.models import AdminUnit
from campaign.roles import Permission
from campaign.versions import Stale

PAGE_ROWS = 50
TONES = {
    Stage.DRAFT: "neutral",
    Stage.SUBMITTED: "info",
    Stage.RETURNED: "warning",
    Stage.ACCEPTED: "success",
}
_RELATED = ("plan__unit", "unit__province", "unit__district", "unit__commune")


def _nomination(request, pk):
    rows = Nomination.objects.visible_to(request.user).select_related(
        *_RELATED, "created_by", "submitted_by", "accepted_by"
    )
    return get_object_or_404(rows, pk=pk)


@require(Permission.NOMINATION_VIEW)
@require_safe
def nomination_list(request):
    visible = Nomination.objects.visible_to(request.user)
    form = NominationFilter(request.GET, nominations=visible)
    rows = form.narrow(visible).select_related("unit__province", "plan")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    for nomination in page:
        nomination.tone = TONES[nomination.stage]
    context = {"page": page, "form": form, "filtered": bool(request.GET)}
    return render(request, "awards/nomination_list.html", context)


@require(Permission.NOMINATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_create(request):
    initial = {"year": timezone.localdate().year}
    mine = drafts.units(request.user)
    if request.GET.get("unit", "").isdecimal():
        initial["unit"] = get_object_or_404(
            AdminUnit.objects.visible_to(request.user), pk=request.GET["unit"]
        )
    elif mine.count() == 1:
        initial["unit"] = mine.get()
    form = NominationCreateForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        access.check(request.user, Permission.NOMINATION_EDIT, form.cleaned_data["unit"])
        try:
            nomination = drafts.create(**form.cleaned_data, by=request.user)
        except drafts.AlreadyOpen as known:
            messages.info(request, _("Đã có hồ sơ của đơn vị này cho hình thức và năm đã chọn."))
            return redirect("nomination_detail", known.nomination.pk)
        messages.success(request, _("Đã lập hồ sơ. Hãy ghi các mục của báo cáo thành tích."))
        return redirect("nomination_edit", nomination.pk)
    return render(request, "awards/nomination_create.html", {"form": form})


@require(Permission.NOMINATION_VIEW)
@require_safe
def nomination_detail(request, pk):
    return _show(request, _nomination(request, pk))


def _show(request, nomination, *, comment="", verb="", status=200):
    now = evidence.snapshot(nomination, get_language())
    frozen = nomination.evidence if nomination.submitted_at else {}
    gaps = readiness.gaps(nomination, now) if nomination.stage in drafts.EDITABLE else []
    # A step that is another role's is not shown: no button of this person will ever do it.
    steps = [
        (step, workflow.why_not(nomination, step.verb, request.user, gaps=gaps))
        for step in workflow.TRANSITIONS
        if nomination.stage in step.sources
        and access.allowed(request.user, step.needs, nomination.unit)
    ]
    may_edit = access.allowed(request.user, Permission.NOMINATION_EDIT, nomination.unit)
    context = {
        "nomination": nomination,
        "tone": TONES[nomination.stage],
        "facts": frozen or now,
        "computed_at": evidence.moment(frozen or now),
        "differences": evidence.differences(frozen, now) if frozen else [],
        "gaps": gaps,
        "steps": steps,
        "may_edit": may_edit,
        "why_not_edit": drafts.why_not_edit(nomination),
        "regime": regime_of(nomination, timezone.localdate()),
        "history": histories.steps(nomination),
        "typed": {"verb": verb, "comment": comment},
    }
    return render(request, "awards/nomination_detail.html", context, status=status)


@require(Permission.NOMINATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_edit(request, pk):
    nomination = _nomination(request, pk)
    access.check(request.user, Permission.NOMINATION_EDIT, nomination.unit)
    if reason := drafts.why_not_edit(nomination):
        messages.warning(request, reason)
        # What was typed meanwhile is shown, not thrown away.
        if request.method == "POST":
            form = NominationForm(request.POST, instance=nomination)
            form.is_valid()
            return _edit_page(
                request, nomination, form, conflict=_conflict(form, nomination), closed=reason
            )
        return redirect("nomination_detail", pk)
    form = NominationForm(request.POST or None, instance=nomination)
    if request.method == "POST" and form.is_valid():
        try:
            changed = drafts.revise(
                nomination, form.texts, seen=form.cleaned_data["version"], by=request.user
            )
        except Stale as stale:
            return _edit_page(request, stale.current, form, conflict=_conflict(form, stale.current))
        messages.success(request, _("Đã lưu.") if changed else _("Không có gì thay đổi."))
        return redirect("nomination_detail", pk)
    return _edit_page(request, nomination, form)


def _edit_page(request, nomination, form, *, conflict=None, closed=""):
    facts = evidence.snapshot(nomination, get_language())
    context = {
        "nomination": nomination,
        "form": form,
        "facts": facts,
        "computed_at": evidence.moment(facts),
        "conflict": conflict,
        "closed": closed,
    }
    status = 409 if conflict is not None else 200
    return render(request, "awards/nomination_edit.html", context, status=status)


def _conflict(form, current):
    """Fields whose stored text is not the typed one; the next save is against what is stored."""
    form.data = form.data.copy()
    form.data["version"] = current.version
    return [
        (form.fields[field].label, getattr(current, field), form.cleaned_data.get(field, ""))
        for field in drafts.TEXTS
        if getattr(current, field) != form.cleaned_data.get(field, "")
    ]


@require(Permission.NOMINATION_VIEW)
@require_POST
def nomination_act(request, pk, verb):
    nomination = _nomination(request, pk)
    if verb not in workflow.BY_VERB:
        raise Http404
    access.check(request.user, workflow.BY_VERB[verb].needs, nomination.unit)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Trang đã cũ. Hãy xem lại hồ sơ rồi thực hiện lại."))
        return redirect("nomination_detail", pk)
    comment = form.cleaned_data["comment"]
    try:
        done = workflow.perform(nomination, verb, by=request.user, **form.cleaned_data)
    except workflow.Refused as refused:
        messages.error(request, str(refused))
        return _show(request, _nomination(request, pk), comment=comment, verb=verb, status=409)
    except Stale:
        messages.error(
            request,
            _(
                "Người khác vừa thay đổi hồ sơ này, nên bước của bạn chưa được thực hiện. "
                "Hãy xem lại."
            ),
        )
        return _show(request, _nomination(request, pk), comment=comment, verb=verb, status=409)
    messages.success(request, done)
    return redirect("nomination_detail", pk)

"""One commune in a review: its steps, the minutes of its villages, complaints."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign import access
from campaign.access import require
from campaign.choices import Level
from campaign.models import AdminUnit
from campaign.roles import Permission
from households import hearings, openings, process, steps
from households.cases import Case
from households.forms.reviews import ComplaintForm, MeetingForm
from households.models import Complaint, StepRecord, VillageMeeting
from households.views.reviews import CONFLICT, UNPROCESSABLE, find, steps_of, take_step


def _case(request, pk, commune):
    """The commune in the review of the address, if the person may see it, else 404."""
    review = find(request, pk)
    units = AdminUnit.objects.visible_to(request.user).on(review.as_of)
    units = units.filter(level=Level.COMMUNE, province=review.unit_id)
    unit = get_object_or_404(units.select_related("province", "district", "commune"), pk=commune)
    return Case(review, unit)


@require(Permission.FIGURES_VIEW)
@require_safe
def commune_progress(request, pk, commune):
    return _page(request, _case(request, pk, commune))


def _page(request, case, *, bound=None, status=200):
    user, review = request.user, case.review
    may_step = access.allowed(user, Permission.REVIEW_STEP, case.unit)
    may_read = access.allowed(user, Permission.HOUSEHOLD_VIEW, case.unit)
    order = steps.order(review)
    place = order.index(case.standing)
    held = {meeting.village_id: meeting for meeting in case.meetings}
    context = {
        "case": case,
        "review": review,
        "progress": case.progress,
        "line": [
            (step, number <= place, number == place + 1, case.schedule.due[step])
            for number, step in enumerate(order)
            if number
        ],
        "late": case.schedule.days_late(case.standing, case.today) if case.is_open else 0,
        "may_step": may_step,
        "may_read": may_read,
        "steps": steps_of(case, user, bound) if may_step else [],
        "villages": [(village, held.get(village.pk)) for village in case.villages],
        "why_not_meeting": hearings.why_not_meeting(case, user),
        "why_not_complaint": hearings.why_not_complaint(case, user),
        "closed": openings.closed(review, [case.unit.pk], case.today),
        "records": StepRecord.objects.filter(review=review, unit=case.unit).select_related("by"),
        "labels": {one.verb: one.label for one in process.TRANSITIONS},
    }
    return render(request, "households/commune_progress.html", context, status=status)


@require(Permission.REVIEW_STEP)
@require_POST
def commune_act(request, pk, commune, verb):
    case = _case(request, pk, commune)
    done, form = take_step(request, case, verb)
    if done:
        messages.success(request, done)
        return redirect("commune_progress", pk, commune)
    for sentence in form.non_field_errors():
        messages.error(request, sentence)
    return _page(request, _case(request, pk, commune), bound=form, status=CONFLICT)


def _entry(request, case, form, save, *, title, done, why_not):
    """A page with one form whose row `save(values)` writes."""
    if why_not:
        messages.warning(request, why_not)
        if request.method != "POST":
            return redirect("commune_progress", case.review.pk, case.unit.pk)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except hearings.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("commune_progress", case.review.pk, case.unit.pk)
    context = {"case": case, "review": case.review, "form": form, "title": title}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "households/commune_entry.html", context, status=status)


@require(Permission.REVIEW_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, pk, commune, village):
    case = _case(request, pk, commune)
    access.check(request.user, Permission.REVIEW_STEP, case.unit)
    unit = get_object_or_404(AdminUnit.objects.filter(commune=case.unit), pk=village)
    known = VillageMeeting.objects.filter(progress=case.progress.pk, village=unit).first()
    form = MeetingForm(request.POST or None, case=case, instance=known)
    return _entry(
        request,
        case,
        form,
        lambda values: hearings.save_meeting(case, unit, values, by=request.user),
        title=_("Biên bản họp %(village)s") % {"village": unit},
        done=_("Đã lưu biên bản họp %(village)s.") % {"village": unit},
        why_not=hearings.why_not_meeting(case, request.user),
    )


@require(Permission.REVIEW_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_create(request, pk, commune):
    return _complaint(request, _case(request, pk, commune), None)


@require(Permission.REVIEW_STEP)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_edit(request, pk, commune, complaint):
    case = _case(request, pk, commune)
    known = get_object_or_404(Complaint, progress=case.progress.pk, pk=complaint)
    return _complaint(request, case, known)


def _complaint(request, case, known):
    access.check(request.user, Permission.REVIEW_STEP, case.unit)
    form = ComplaintForm(request.POST or None, case=case, instance=known)
    return _entry(
        request,
        case,
        form,
        lambda values: hearings.save_complaint(case, values, by=request.user, complaint=known),
        title=_("Khiếu nại về kết quả rà soát"),
        done=_("Đã lưu khiếu nại."),
        why_not=hearings.why_not_complaint(case, request.user),
    )

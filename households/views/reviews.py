"""The reviews: the list, opening one, the board of its communes, its calendar and kept figures."""

import tablib
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaign import access, exchange, holidays
from campaign.access import require
from campaign.roles import Permission
from campaign.versions import Stale
from households import board as boards
from households import (
    local_standards,
    openings,
    preliminary,
    process,
    reviews,
    schedule,
    snapshots,
    standards,
)
from households.cases import Case, current_reopenings
from households.choices import ReviewState
from households.forms.reviews import BoardFilter, ReviewForm, RuleForm, StepForm
from households.models import Reopening, Review, StepRecord

UNPROCESSABLE, CONFLICT = 422, 409
TONES = {ReviewState.OPEN: "info", ReviewState.APPROVED: "success", ReviewState.LOCKED: "neutral"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECORDS, PAGE_ROWS, NAMED = 20, 50, 10


def find(request, pk):
    """The review of the address if the person may see it, else 404."""
    rows = Review.objects.visible_to(request.user).select_related("unit", "opened_by")
    return get_object_or_404(rows, pk=pk)


@require(Permission.FIGURES_VIEW)
@require_safe
def review_list(request):
    found = Review.objects.visible_to(request.user).select_related("unit")
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    reopened = {one.review_id for one in current_reopenings(rows, timezone.localdate())}
    progress = boards.progress(rows)
    for review in rows:
        review.tone = TONES[review.state]
        review.is_reopened = review.pk in reopened
        review.recognised, review.communes_count = progress[review.pk]
    context = {"page": page, "rows": rows}
    return render(request, "households/review_list.html", context)


@require(Permission.REVIEW_OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def review_create(request):
    provinces = request.user.reach(Permission.REVIEW_OPEN).roots.get("province", set())
    held = local_standards.held(provinces, timezone.localdate())
    initial = {"year": timezone.localdate().year}
    form = ReviewForm(
        request.POST or None, user=request.user, local_standards=held, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        asked = {name: values[name] for name in ("year", "kind", "on", "version")}
        known = reviews.find(
            values["unit"],
            values["year"],
            values["kind"],
            values["standard"] or None,
            on=values["on"],
        )
        review = known or reviews.find_or_open(
            values["unit"], **asked, standard=values["standard"] or None, by=request.user
        )
        if known:
            messages.info(request, _("Kỳ rà soát này đã được mở."))
        else:
            messages.success(request, _("Đã mở kỳ rà soát. Các xã ghi được bước đầu tiên."))
        return redirect("review_detail", review.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "households/review_create.html", {"form": form}, status=status)


@require(Permission.FIGURES_VIEW)
@require_safe
def review_detail(request, pk):
    return _board_page(request, find(request, pk))


def _board_page(request, review, *, bound=None, status=200):
    """The board, with `bound` the form of a step that was refused."""
    board = boards.Board(review, request.user)
    form = BoardFilter(request.GET, board=board)
    case = Case(review, review.unit)
    may_manage = access.allowed(request.user, Permission.REVIEW_MANAGE, review.unit)
    context = {
        "review": review,
        "tone": TONES[review.state],
        "standard": standards.get(review.standard),
        "board": board,
        "counts": board.counts(),
        "form": form,
        "rows": board.narrowed(**form.narrowing),
        "query": request.GET.urlencode(),
        "may_manage": may_manage,
        "steps": steps_of(case, request.user, bound) if may_manage else [],
        "reopenings": current_reopenings([review], timezone.localdate()),
        "changed": snapshots.changed_communes(review, request.user),
        "records": StepRecord.objects.filter(review=review, unit=review.unit).select_related("by")[
            :RECORDS
        ],
        "labels": {one.verb: one.label for one in process.TRANSITIONS},
    }
    return render(request, "households/review_detail.html", context, status=status)


def steps_of(case, user, bound=None):
    """[(transition, why not or None, its form)] of the steps from where `case` stands."""
    found = []
    for transition in process.of(case):
        if case.standing in transition.sources:
            is_bound = bound is not None and bound.transition is transition
            form = bound if is_bound else StepForm(case=case, transition=transition, by=user)
            found.append((transition, process.why_not(case, transition.verb, user), form))
    return found


def take_step(request, case, verb):
    """Take the step of the POST: (what the person is told, None), or (None, the refused form).

    Raises Http404 for a verb that is none, PermissionDenied.
    """
    transition = process.BY_VERB.get(verb)
    if transition is None or transition.of_province != case.is_province:
        raise Http404
    access.check(request.user, transition.needs, case.unit)
    form = StepForm(request.POST, case=case, transition=transition, by=request.user)
    if not form.is_valid():
        return None, form
    values = dict(form.cleaned_data)
    seen = values.pop("seen")
    try:
        return process.perform(case, verb, values, by=request.user, seen=seen), form
    except process.Refused as refused:
        form.add_error(None, str(refused))
    except Stale:
        sentence = _("Người khác vừa ghi một bước, nên bước của bạn chưa được ghi. Hãy xem lại.")
        form.add_error(None, sentence)
    return None, form


@require(Permission.REVIEW_MANAGE)
@require_POST
def review_act(request, pk, verb):
    review = find(request, pk)
    done, form = take_step(request, Case(review, review.unit), verb)
    if done:
        messages.success(request, done)
        return redirect("review_detail", pk)
    for sentence in form.non_field_errors():
        messages.error(request, sentence)
    return _board_page(request, find(request, pk), bound=form, status=CONFLICT)


@require(Permission.REVIEW_MANAGE)
@require_POST
def reopening_end(request, pk):
    reopenings = Reopening.objects.filter(review__in=Review.objects.visible_to(request.user))
    reopening = get_object_or_404(reopenings.select_related("review__unit", "unit"), pk=pk)
    openings.end(reopening, by=request.user)
    messages.success(request, _("Đã kết thúc mở lại."))
    return redirect("review_detail", reopening.review_id)


def _board_file(request, pk, ending, content_type, file_format):
    review = find(request, pk)
    board = boards.Board(review, request.user)
    rows = board.narrowed(**BoardFilter(request.GET, board=board).narrowing)
    headings, lines = boards.sheet(board, rows)
    content = file_format.export_data(tablib.Dataset(*lines, headers=headings))
    answer = HttpResponse(content, content_type=content_type)
    month = f"-{review.month:02}" if review.month else ""
    name = f"tien-do-{review.unit.code}-{review.year}{month}-{review.kind}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require(Permission.FIGURES_VIEW)
@require_safe
def review_board_xlsx(request, pk):
    return _board_file(request, pk, "xlsx", XLSX, exchange.Workbook())


@require(Permission.FIGURES_VIEW)
@require_safe
def review_board_csv(request, pk):
    return _board_file(request, pk, "csv", "text/csv; charset=utf-8", exchange.Text())


@require(Permission.FIGURES_VIEW)
@require_safe
def review_calendar(request, pk):
    review = find(request, pk)
    today = timezone.localdate()
    board = boards.Board(review, request.user)
    plan = board.schedule
    first, last = plan.window
    days = holidays.of(review.unit, range(first.year, last.year + 1))
    behind = {
        following: sum(row.following == following for row in board.late)
        for following in {row.following for row in board.late}
    }
    context = {
        "review": review,
        "today": today,
        "milestones": [
            (mark, (mark.last - today).days, behind.get(mark.step, 0)) for mark in plan.milestones()
        ],
        "settings": plan.settings.values(),
        "holidays": [day for day in days if first <= day.day <= last],
        "late": sorted(board.late, key=lambda row: -row.late)[:NAMED],
        "late_count": len(board.late),
        "may_manage": access.allowed(request.user, Permission.REVIEW_MANAGE, review.unit),
    }
    return render(request, "households/review_calendar.html", context)


@require(Permission.REVIEW_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def review_rule(request, pk, code):
    """One deadline or number of days of the review's province and year."""
    review = find(request, pk)
    access.check(request.user, Permission.REVIEW_MANAGE, review.unit)
    settings = schedule.Schedule(review).settings
    setting = settings.get(code)
    if setting is None:
        raise Http404
    form = RuleForm(request.POST or None, setting=setting, settings=settings, year=review.year)
    if request.method == "POST" and "default" in request.POST:
        schedule.set_rule(review, code, None, source="", confirmed=False, by=request.user)
        messages.success(request, _("Đã trở về mốc mặc định."))
        return redirect("review_calendar", pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        schedule.set_rule(
            review,
            code,
            given["value"],
            source=given["source"],
            confirmed=given["confirmed"],
            by=request.user,
        )
        messages.success(request, _("Đã lưu mốc thời gian."))
        return redirect("review_calendar", pk)
    context = {"review": review, "setting": setting, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "households/review_rule.html", context, status=status)


@require(Permission.FIGURES_VIEW)
@require_safe
def review_preliminary(request, pk):
    """The figures as they were sent before the review turned official, beside those of now."""
    review = find(request, pk)
    rows = preliminary.rows(review, request.user)
    return render(request, "households/review_preliminary.html", {"review": review, "rows": rows})


@require(Permission.FIGURES_VIEW)
@require_safe
def review_preliminary_xlsx(request, pk):
    review = find(request, pk)
    headings, lines = preliminary.sheet(preliminary.rows(review, request.user))
    content = exchange.Workbook().export_data(tablib.Dataset(*lines, headers=headings))
    answer = HttpResponse(content, content_type=XLSX)
    name = f"so-bo-{review.unit.code}-{review.year}-{review.kind}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""Accounts and assignments, for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaign import people
from campaign.access import require
from campaign.forms.people import AssignmentForm, NewPersonForm, PersonForm
from campaign.lib.vietnamese import name_key
from campaign.models import Assignment
from campaign.roles import Permission

ROWS = 50


@require(Permission.PEOPLE_MANAGE)
def person_list(request):
    words = request.GET.get("q", "").strip()[:120]
    persons = people.manageable_by(request.user)
    if words:
        persons = persons.filter(
            Q(username__icontains=words) | Q(name_key__contains=name_key(words))
        )
    current = Assignment.objects.on(timezone.localdate()).select_related("unit")
    persons = persons.prefetch_related(Prefetch("assignments", current, to_attr="held"))
    page = Paginator(persons, ROWS).get_page(request.GET.get("page"))
    return render(request, "campaign/person_list.html", {"page": page, "words": words})


@require(Permission.PEOPLE_MANAGE)
def person_create(request):
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        password = people.create(person, by=request.user)
        return _show_password(request, person, password)
    return render(request, "campaign/person_form.html", {"form": form})


@require(Permission.PEOPLE_MANAGE)
def person_detail(request, pk):
    person = get_object_or_404(people.manageable_by(request.user), pk=pk)
    assignments = person.assignments.select_related("unit").order_by("-valid_from", "-pk")
    context = {"person": person, "assignments": assignments, "today": timezone.localdate()}
    return render(request, "campaign/person_detail.html", context)


@require(Permission.PEOPLE_MANAGE)
def person_edit(request, pk):
    person = get_object_or_404(people.manageable_by(request.user), pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        people.change(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã ghi thông tin tài khoản."))
        return redirect("person_detail", person.pk)
    return render(request, "campaign/person_form.html", {"form": form, "person": person})


@require(Permission.PEOPLE_MANAGE)
@require_POST
def person_reset_password(request, pk):
    person = get_object_or_404(people.manageable_by(request.user), pk=pk)
    password = people.reset_password(person, by=request.user)
    return _show_password(request, person, password)


def _show_password(request, person, password):
    # Shown in the answer itself, once: it is stored nowhere, so there is nothing to redirect to.
    context = {"person": person, "password": password}
    return render(request, "campaign/person_password.html", context)


@require(Permission.PEOPLE_MANAGE)
@require_POST
def person_switch(request, pk):
    person = get_object_or_404(people.manageable_by(request.user), pk=pk)
    active = request.POST.get("active") == "1"
    people.switch(person, active=active, by=request.user)
    messages.success(request, _("Đã mở lại tài khoản.") if active else _("Đã khóa tài khoản."))
    return redirect("person_detail", person.pk)


@require(Permission.PEOPLE_MANAGE)
def assignment_create(request, pk):
    person = get_object_or_404(people.manageable_by(request.user), pk=pk)
    form = AssignmentForm(request.POST or None, instance=Assignment(user=person), by=request.user)
    if request.method == "POST" and form.is_valid():
        people.assign(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã phân công."))
        return redirect("person_detail", person.pk)
    return render(request, "campaign/person_assign.html", {"form": form, "person": person})


@require(Permission.PEOPLE_MANAGE)
@require_POST
def assignment_end(request, pk):
    persons = people.manageable_by(request.user)
    assignment = get_object_or_404(Assignment.objects.filter(user__in=persons), pk=pk)
    people.end_assignment(assignment, by=request.user)
    messages.success(request, _("Đã kết thúc phân công."))
    return redirect("person_detail", assignment.user_id)

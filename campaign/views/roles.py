"""Who may do what: the table of roles, drawn from the code, and who holds them now."""

from django.core.paginator import Paginator
from django.shortcuts import render

from campaign import people
from campaign.access import signed_in
from campaign.roles import PERMISSIONS, Permission, Role

ROWS = 50


@signed_in
def role_list(request):
    table = [
        (permission.label, [(role.label, permission in PERMISSIONS[role]) for role in Role])
        for permission in Permission
    ]
    held = people.assignments_in_reach(request.user).select_related("user", "unit")
    holders = held.order_by("role", "unit__sort_key", "user__username")
    page = Paginator(holders, ROWS).get_page(request.GET.get("page"))
    context = {"roles": Role, "table": table, "page": page}
    return render(request, "campaign/role_list.html", context)

"""What an administrator does to the members of the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import people
from apps.accounts.choices import Role
from apps.accounts.exceptions import MemberKept
from apps.accounts.forms import RoleForm
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, require


@require_POST
@account_required
def change_role(request: PortalRequest, member_id: int) -> HttpResponse:
    require(request.user, Permission.MANAGE_PEOPLE, request.account)
    people.member_of(request.account, member_id=member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a role from the list.")
        return redirect("accounts:people")
    try:
        member, is_other = people.change_role(
            account=request.account,
            member_id=member_id,
            role=Role(form.cleaned_data["role"]),
            actor=request.user,
        )
    except MemberKept as exc:
        messages.error(request, exc.user_message)
        return redirect("accounts:people")
    role = member.get_role_display().lower()
    messages.success(request, f"{member.user} is {role} {'now' if is_other else 'already'}.")
    return _people_or_start(request, member.user_id)


@require_http_methods(["GET", "POST"])
@account_required
def remove(request: PortalRequest, member_id: int) -> HttpResponse:
    """GET asks once more, POST removes."""
    require(request.user, Permission.MANAGE_PEOPLE, request.account)
    if request.method == "GET":
        member = people.member_of(request.account, member_id=member_id)
        return render(request, "accounts/member_remove.html", {"member": member})
    try:
        member = people.remove(account=request.account, member_id=member_id, actor=request.user)
    except MemberKept as exc:
        messages.error(request, exc.user_message)
        return redirect("accounts:people")
    messages.success(request, f"{member.user} no longer works in {request.account.name}.")
    return _people_or_start(request, member.user_id)


def _people_or_start(request: PortalRequest, changed_id: int) -> HttpResponse:
    # Whoever changed themselves may no longer be let in.
    return redirect("start" if changed_id == request.user.pk else "accounts:people")

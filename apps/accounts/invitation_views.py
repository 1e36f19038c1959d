"""The people of an account, inviting more of them, and joining by an invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.exceptions import InvitationRefused
from apps.accounts.forms import InviteForm, JoinForm
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.models import Invitation
from apps.accounts.people import only_administrator, people_of
from apps.accounts.permissions import Permission, require


@require_GET
@account_required
def people(request: PortalRequest) -> HttpResponse:
    """Who works in the account, and who is invited. Three queries."""
    require(request.user, Permission.MANAGE_PEOPLE, request.account)
    return _people(request, InviteForm())


@require_POST
@account_required
def invite(request: PortalRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    require(request.user, Permission.MANAGE_PEOPLE, request.account)
    if not form.is_valid():
        return _people(request, form, status=422)
    try:
        invitation = invitations.invite(
            account=request.account,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            actor=request.user,
        )
    except InvitationRefused as exc:
        form.add_error("email", exc.user_message)
        return _people(request, form, status=422)
    messages.success(request, f"An invitation is on its way to {invitation.email}.")
    return redirect("accounts:people")


@require_POST
@account_required
def send_again(request: PortalRequest, invitation_id: int) -> HttpResponse:
    try:
        invitation = invitations.send_again(
            account=request.account, invitation_id=invitation_id, actor=request.user
        )
    except InvitationRefused as exc:
        messages.error(request, exc.user_message)
    else:
        messages.success(request, f"A new link is on its way to {invitation.email}.")
    return redirect("accounts:people")


@require_POST
@account_required
def withdraw(request: PortalRequest, invitation_id: int) -> HttpResponse:
    invitations.withdraw(account=request.account, invitation_id=invitation_id, actor=request.user)
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect("accounts:people")


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation's link opens: a new person chooses a password, a known one joins."""
    try:
        invitation = invitations.invitation_of(token)
        known = invitations.known_person(invitation)
        if known is not None:
            return _join_as_known(request, invitation)
        return _join_as_new(request, invitation)
    except InvitationRefused as exc:
        context = {"refusal": exc.user_message}
        return render(request, "accounts/join_refused.html", context, status=404)


def _join_as_known(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    context = {"invitation": invitation}
    if request.method == "GET" or not request.user.is_authenticated:
        return render(request, "accounts/join_known.html", context)
    invitations.accept_as_known(invitation=invitation, person=request.user)
    messages.success(request, f"You are a member of {invitation.account.name} now.")
    return redirect("start")


def _join_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"username": invitation.email.split("@")[0]})
    context = {"form": form, "invitation": invitation}
    if request.user.is_authenticated:
        raise InvitationRefused(
            f"This invitation is for {invitation.email}. Sign out, then open its link again."
        )
    if request.method == "GET":
        return render(request, "accounts/join.html", context)
    if form.is_valid():
        try:
            person = invitations.accept_as_new(invitation=invitation, **form.chosen())
        except InvitationRefused as exc:
            form.add_error("username", exc.user_message)
        else:
            return perform_login(request, Login(user=person))  # type: ignore[no-any-return]
    return render(request, "accounts/join.html", context, status=422)


def _people(request: PortalRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    members = list(people_of(request.account))
    context = {
        "form": form,
        "people": members,
        "only_administrator": only_administrator(members),
        "roles": Role.choices,
        "invitations": invitations.open_invitations(request.account),
    }
    return render(request, "accounts/people.html", context, status=status)

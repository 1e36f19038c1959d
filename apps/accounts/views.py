"""The account switcher of the page head. Sign-in itself is allauth's."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import Http404
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from apps.accounts import selectors
from apps.accounts.forms import SwitchForm
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.middleware import SESSION_KEY


@require_POST
@account_required
def switch(request: PortalRequest) -> HttpResponse:
    """Work in another of one's own accounts from now on; anybody else's is 404."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Http404
    account = selectors.account_for(request.user, account_id=form.cleaned_data["account"])
    request.session[SESSION_KEY] = account.pk
    back = form.cleaned_data["next"]
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = resolve_url("start")
    return HttpResponseRedirect(back)

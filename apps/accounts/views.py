"""The account switcher of the page head, and saved views of lists. Sign-in is allauth's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import saved_views, selectors
from apps.accounts.choices import ListPage
from apps.accounts.exceptions import ViewNotSaved
from apps.accounts.forms import SaveViewForm, SwitchForm, ViewNameForm
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


@require_http_methods(["GET", "POST"])
@account_required
def views(request: PortalRequest, page: str) -> HttpResponse:
    """GET: one's own views of a list. POST: keep the filters of the list under a name."""
    listed = _list_page(page)
    if request.method == "GET":
        return _shown(request, listed)
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return _shown(request, listed, form=form)
    try:
        view = saved_views.save_view(user=request.user, page=listed, **form.cleaned_data)
    except ViewNotSaved as exc:
        form.add_error("name", exc.user_message)
        return _shown(request, listed, form=form)
    messages.success(request, f"The view “{view.name}” is saved.")
    return redirect(saved_views.href_of(view))


@require_POST
@account_required
def rename_view(request: PortalRequest, view_id: int) -> HttpResponse:
    view = saved_views.view_of(request.user, view_id=view_id)
    form = ViewNameForm(request.POST)
    if form.is_valid():
        try:
            saved_views.rename_view(
                user=request.user, view_id=view_id, name=form.cleaned_data["name"]
            )
        except ViewNotSaved as exc:
            form.add_error("name", exc.user_message)
        else:
            return redirect("accounts:views", page=view.page)
    return _shown(request, _list_page(view.page), renamed=(view_id, form))


@require_POST
@account_required
def delete_view(request: PortalRequest, view_id: int) -> HttpResponse:
    view = saved_views.delete_view(user=request.user, view_id=view_id)
    messages.success(request, f"The view “{view.name}” is deleted.")
    return redirect("accounts:views", page=view.page)


def _list_page(name: str) -> ListPage:
    try:
        return ListPage(name)
    except ValueError as exc:
        raise Http404 from exc


def _shown(
    request: PortalRequest,
    page: ListPage,
    *,
    form: SaveViewForm | None = None,
    renamed: tuple[int, ViewNameForm] | None = None,
) -> HttpResponse:
    renamed_id, rename_form = renamed or (0, None)
    rows = [
        (
            view,
            saved_views.href_of(view),
            rename_form
            if view.pk == renamed_id
            else ViewNameForm(initial={"name": view.name}, auto_id=f"id_{view.pk}_%s"),
        )
        for view in saved_views.views_of(request.user, page)
    ]
    context = {"page": page, "rows": rows, "form": form}
    status = 422 if form or renamed else 200
    return render(request, "accounts/saved_views.html", context, status=status)

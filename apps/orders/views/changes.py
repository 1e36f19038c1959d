"""An order on customer hold: released, cancelled, changed; and how that goes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.catalog.exceptions import CatalogError
from apps.connections.choices import AddressKind
from apps.connections.selectors import addresses_for
from apps.core.htmx import show, wants_fragment
from apps.orders import selectors, services
from apps.orders.changes import AddedLine, OrderChange
from apps.orders.exceptions import NotOnCustomerHold, OrderError, UnknownParts
from apps.orders.forms import ChangeForm
from apps.orders.holds import hold_panel
from apps.orders.mapping import order_fingerprint
from apps.orders.models import Order, new_form_key
from apps.orders.views.pages import DETAIL, order_context
from apps.submissions.models import Submission
from apps.submissions.selectors import in_flight

CONFIRM = "orders/change_confirm.html"
FORM = "orders/change_form.html"
REVIEW = "orders/change_review.html"
IN_FLIGHT = "orders/partials/change_in_flight.html"


@never_cache
@require_GET
@account_required
def hold(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    """The polled part: 204 while nothing is new, and the whole order when the change ended."""
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    if not wants_fragment(request):
        return redirect(order)
    panel = hold_panel(order, request.user)
    change = panel.under_way
    if change is None:
        context = {**order_context(request, order), "just_ended": True}
        return reswap(retarget(show(request, DETAIL, context), "#order"), "outerHTML")
    if request.GET.get("seen") == in_flight(change).version:
        return HttpResponse(status=204)
    return show(request, IN_FLIGHT, {"change": change})


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def release(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    return _confirmed(request, order, services.release_order, "release")


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def cancel(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    return _confirmed(request, order, services.cancel_order, "cancel")


def _confirmed(
    request: PortalRequest, order: Order, deed: Callable[..., Submission], name: str
) -> HttpResponse:
    """GET asks, POST does. What is refused is told on the order's own page."""
    if request.method == "GET":
        return _asked(request, order, name)
    try:
        deed(
            order=order,
            actor=request.user,
            form_key=request.POST.get("form_key") or new_form_key(),
            agreed=request.POST.get("agreed", ""),
        )
    except OrderError as exc:
        return _refused(request, order, exc)
    return redirect(order)


def _asked(request: PortalRequest, order: Order, name: str) -> HttpResponse:
    if refusal := _why_not(request, order):
        return refusal
    panel = hold_panel(order, request.user)
    return show(request, CONFIRM, {"order": order, "hold": panel, "it": getattr(panel, name)})


def _why_not(request: PortalRequest, order: Order) -> HttpResponse | None:
    """Back to the order with the reason, when it takes no change."""
    try:
        services.check_changeable(order=order, actor=request.user)
    except OrderError as exc:
        messages.error(request, exc.user_message)
        return redirect(order)
    return None


def _refused(request: PortalRequest, order: Order, refusal: OrderError) -> HttpResponse:
    """The order with the reason; one that is not on hold as we believed is read again."""
    if isinstance(refusal, NotOnCustomerHold):
        services.refresh_order(order=order, actor=request.user)
    order = selectors.order_for(request.user, ingram_order_number=order.ingram_order_number)
    context = {**order_context(request, order), "refusal": refusal}
    return show(request, DETAIL, context, status=422)


@require_POST
@account_required
def dismiss_reminder(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    services.dismiss(order=order, person=request.user)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else order)


# --- Quantities, lines, ship-to, notes ----------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def change(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    """GET: the form. POST: what the change will do, in words; with `edit`, the form again."""
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    if request.method == "GET":
        return _why_not(request, order) or _form_page(request, order, _form(order), status=200)
    form = _form(order, request.POST)
    if "edit" in request.POST:
        return _form_page(request, order, form, status=200)
    try:
        services.check_changeable(order=order, actor=request.user)
        wanted = _wanted(request, order, form)
    except OrderError as exc:
        return _form_page(request, order, form, refusal=exc)
    except CatalogError as exc:
        return _form_page(request, order, form, outage=exc)
    if wanted is None:
        return _form_page(request, order, form)
    context = {
        "order": order,
        "change": wanted,
        "typed": _typed(request.POST),
        "form_key": new_form_key(),
    }
    return show(request, REVIEW, context)


@require_POST
@account_required
def send_change(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    """The last button. A second click finds the same submission."""
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    permissions.require(request.user, Permission.CHANGE_ORDERS, order.account)
    form_key = request.POST.get("form_key") or new_form_key()
    if services.was_sent(order=order, form_key=form_key):
        return redirect(order)
    form = _form(order, request.POST)
    try:
        wanted = _wanted(request, order, form)
        if wanted is None:
            return _form_page(request, order, form)
        services.modify_order(
            order=order,
            change=wanted,
            actor=request.user,
            form_key=form_key,
            agreed=request.POST.get("agreed", ""),
        )
    except OrderError as exc:
        return _form_page(request, order, form, refusal=exc)
    except CatalogError as exc:
        return _form_page(request, order, form, outage=exc)
    return redirect(order)


def _form(order: Order, typed: QueryDict | None = None) -> ChangeForm:
    ship_to = list(addresses_for(order.account, AddressKind.SHIP_TO))
    return ChangeForm(None if typed is None else typed.dict(), order=order, ship_to=ship_to)


def _wanted(request: PortalRequest, order: Order, form: ChangeForm) -> OrderChange | None:
    """The change as it would be sent; None when the form says what is wrong with it."""
    services.check_agreed(order, request.POST.get("agreed", ""))
    is_valid = form.is_valid()
    added: tuple[AddedLine, ...] = ()
    try:
        added = services.resolve_added(
            order=order, wanted=form.cleaned_data.get("added", ()), actor=request.user
        )
    except UnknownParts as exc:
        form.add_error("added", exc.user_message)
    form.refuse_repeated(added)
    if not is_valid or form.errors:
        return None
    wanted = form.change(added)
    services.check_change(order, wanted)
    return wanted


def _form_page(
    request: PortalRequest, order: Order, form: ChangeForm, *, status: int = 422, **more: object
) -> HttpResponse:
    context = {"order": order, "form": form, "agreed": order_fingerprint(order), **more}
    return show(request, FORM, context, status=status)


def _typed(posted: QueryDict) -> list[tuple[str, str]]:
    """What goes on as hidden fields, from the form to the last button and back."""
    ours = {"csrfmiddlewaretoken", "form_key"}
    return [(name, str(posted[name])) for name in posted if name not in ours]

"""What a delivery may cost, before there is any order."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.connections.choices import AddressKind
from apps.connections.selectors import addresses_for
from apps.core.htmx import show
from apps.orders import services
from apps.orders.exceptions import FreightUnavailable, UnknownParts
from apps.orders.forms import FreightForm

FREIGHT = "orders/freight.html#freight"


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def freight(request: PortalRequest) -> HttpResponse:
    """The form; posted, with the estimates under it. Nothing is kept."""
    account = request.account
    permissions.require(request.user, Permission.REFRESH, account)
    form = _form(request)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            context["freight"] = services.estimate_freight(
                account=account, wish=form.wish(), actor=request.user
            )
        except UnknownParts as exc:
            form.add_error("goods", exc.user_message)
        except FreightUnavailable as exc:
            context["unavailable"] = exc
    is_wrong = form.is_bound and form.mistakes()
    return show(request, FREIGHT, context, status=422 if is_wrong else 200)


def _form(request: PortalRequest) -> FreightForm:
    account = request.account
    bill_to = list(addresses_for(account, AddressKind.BILL_TO))
    ship_to = list(addresses_for(account, AddressKind.SHIP_TO))
    return FreightForm(
        request.POST if request.method == "POST" else None,
        bill_to=bill_to,
        ship_to=ship_to,
        initial=FreightForm.first_typed(account, bill_to, ship_to, request.GET),
    )

"""What the freight of an order may cost, asked before it is placed."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from apps import ingram
from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.catalog import services as catalog
from apps.catalog.exceptions import CatalogError
from apps.catalog.offers import ProductOffer
from apps.catalog.part_numbers import normalised
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram.operations import freight as api
from apps.orders import mapping
from apps.orders.choices import ShipComplete
from apps.orders.entry import OrderEntry, OwnLine
from apps.orders.exceptions import FreightUnavailable
from apps.orders.freight import FreightComparison, FreightPlan, Plan
from apps.orders.models import OrderDraft
from apps.orders.services import drafts

NOT_IN_ONE_PLACE = "No warehouse has all of it."


def compare_freight(*, draft: OrderDraft, entry: OrderEntry, actor: User) -> FreightComparison:
    """Both ways of sending a draft's own lines, with each carrier's charge and days.

    Two calls, one when it all lies in one place anyway, and one for every 50 parts whose stock was
    not asked within the last minute. Raises FreightUnavailable and NotPermitted.
    [spec] POST /resellers/v6/freightestimate
    """
    permissions.require(actor, Permission.PLACE_ORDERS, draft.account)
    lines = mapping.own_lines(draft.lines.all())
    try:
        offers = _offers(draft, lines, actor)
        with client_for(draft.account, actor=actor, purpose="freight estimate") as client:
            split = api.estimate_freight(client, mapping.to_freight_request(entry, lines))
            plans = [mapping.freight_plan(Plan.SPLIT, split)]
            warehouse_id = mapping.one_warehouse(lines, offers)
            if plans[0].warehouses != (warehouse_id,):
                plans.append(_complete(client, entry, lines, warehouse_id))
    except ValidationError as exc:
        raise FreightUnavailable(
            "Freight cannot be estimated yet: the ship-to address has to be whole, and each line "
            "needs a known part and a quantity."
        ) from exc
    except (ingram.IngramError, CatalogError) as exc:
        raise FreightUnavailable(exc.user_message, correlation_id=exc.correlation_id) from exc
    except ConnectionInactive as exc:
        raise FreightUnavailable(exc.user_message) from exc
    return FreightComparison(plans=tuple(plans), currency=split.currency or draft.account.currency)


def choose_carrier(*, draft: OrderDraft, actor: User, carrier_code: str, plan: Plan) -> None:
    """Write an estimate's carrier into the form; the complete plan asks for one shipment too.

    Raises NotPermitted and DraftPlaced.
    """
    entered = {**draft.entered, "carrier_code": carrier_code[:10]}
    if plan is Plan.COMPLETE:
        entered["ship_complete"] = ShipComplete.ALL.value
    elif entered.get("ship_complete") == ShipComplete.ALL.value:
        entered["ship_complete"] = ""
    drafts.keep_header(draft=draft, actor=actor, entered=entered)


def _complete(
    client: ingram.Client,
    entry: OrderEntry,
    lines: Sequence[OwnLine],
    warehouse_id: str,
) -> FreightPlan:
    if not warehouse_id:
        return FreightPlan(plan=Plan.COMPLETE, reason=NOT_IN_ONE_PLACE)
    request = mapping.to_freight_request(entry, lines, warehouse_id=warehouse_id)
    return mapping.freight_plan(Plan.COMPLETE, api.estimate_freight(client, request))


def _offers(draft: OrderDraft, lines: Sequence[OwnLine], actor: User) -> dict[str, ProductOffer]:
    wanted = [line.ingram_part_number for line in lines if line.ingram_part_number]
    offers = catalog.price_and_availability(draft.account, wanted, actor=actor)
    return {part: offers[normalised(part)] for part in wanted}

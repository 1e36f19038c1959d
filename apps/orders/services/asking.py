"""Ask the distributor for orders that the mirror does not know, or not by this number yet."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount, User
from apps.ingram import Client, NotFound
from apps.ingram.operations import orders as api
from apps.ingram.operations.orders import OrderFilters
from apps.ingram.schemas.orders import OrderSummary
from apps.orders.choices import AskBy
from apps.orders.models import Term
from apps.orders.services import mirror
from apps.sync.asking import Asked, asking, wanted_text

#: So many orders are read in full to see whether they carry what was asked for.
MOST_READ = 5
LONGEST = {AskBy.ORDER: 11}


def ask_distributor(*, account: CustomerAccount, actor: User, by: AskBy, text: str) -> Asked:
    """Search the distributor's orders by one number and mirror what carries it.

    One call; by a number that a row of order search does not tell up to MOST_READ more, since a
    filter that is not known there is ignored silently (field notes 4.4). Raises NotPermitted and
    DistributorNotAsked. [spec] GET /resellers/v6/orders/search
    """
    wanted = wanted_text(text, by, LONGEST.get(by, api.LONGEST_FILTER))
    with asking(account, actor=actor, purpose="order search") as client:
        return _asked(client, account, by, wanted)


def _asked(client: Client, account: CustomerAccount, by: AskBy, wanted: str) -> Asked:
    rows = api.search_orders(client, page_size=25, **_filter(by, wanted)).orders
    if by in (AskBy.ORDER, AskBy.PURCHASE_ORDER):
        fitting = [row for row in rows if wanted in _numbers(row, by)]
        mirror.save_summaries(account, fitting)
        found = [row.ingram_order_number for row in fitting]
    else:
        found = [
            row.ingram_order_number
            for row in rows[:MOST_READ]
            if _carries(client, account, row, by, wanted)
        ]
    return Asked(by=by, text=wanted, found=tuple(found), others=len(rows) - len(found))


def _filter(by: AskBy, wanted: str) -> OrderFilters:
    filters: dict[AskBy, OrderFilters] = {
        AskBy.ORDER: {"ingram_order_number": wanted},
        AskBy.PURCHASE_ORDER: {"customer_order_number": wanted},
        AskBy.END_CUSTOMER: {"end_customer_order_number": wanted},
        AskBy.PART: {"ingram_part_number": wanted},
        AskBy.VENDOR_PART: {"vendor_part_number": wanted},
        AskBy.SERIAL: {"serial_number": wanted},
        AskBy.TRACKING: {"tracking_number": wanted},
    }
    return filters[by]


def _numbers(row: OrderSummary, by: AskBy) -> set[str]:
    if by is AskBy.PURCHASE_ORDER:
        return {row.customer_order_number.upper()}
    parts = {sub_order.sub_order_number.upper() for sub_order in row.sub_orders}
    return parts | {row.ingram_order_number.upper()}


def _carries(
    client: Client, account: CustomerAccount, row: OrderSummary, by: AskBy, wanted: str
) -> bool:
    """Read the order into the mirror, and see whether it is found there by what was asked for."""
    try:
        order = mirror.read_order(client, account, row.ingram_order_number)
    except NotFound:  # search knows it, details do not (yet)
        return False
    return Term.objects.filter(subject=order, kind=by.term, text=wanted).exists()

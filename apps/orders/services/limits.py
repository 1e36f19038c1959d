"""How much a person may order: the account's approval limit, above which a manager orders."""

from __future__ import annotations

from decimal import Decimal

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.core.templatetags.figures import grouped
from apps.orders.changes import OrderChange
from apps.orders.exceptions import AboveLimit
from apps.orders.models import Order

#: So many who may order it are named.
MOST_NAMED = 5


def check_amount(
    *, account: CustomerAccount, actor: User, amount: Decimal | None, currency: str
) -> None:
    """Raises AboveLimit, which names who may order it.

    An amount that is unknown, or in another currency than the limit, is not within it. No query
    where the account has no limit, one for those who are within it or may order above.
    """
    limit = account.approval_limit
    if limit is None:
        return
    is_known = amount is not None and currency in ("", account.currency)
    if is_known and amount is not None and amount <= limit:
        return
    if permissions.allowed(actor, Permission.APPROVE_ORDERS, account):
        return
    told = f"{grouped(amount, 2)} {currency}".rstrip() if amount is not None else "unknown"
    raise AboveLimit(
        f"You may order up to {grouped(limit, 2)} {account.currency} in {account.name}; this "
        f"comes to {told}. Nothing was sent. {_whom_to_ask(account)}"
    )


def check_growth(*, order: Order, change: OrderChange, actor: User) -> None:
    """Raises AboveLimit when a change makes more of an order than the person may place.

    What it takes away is not reckoned: less is always within. The order's lines must be loaded.
    """
    grown = [line for line in change.lines if line.quantity > line.quantity_before]
    if order.account.approval_limit is None or not (grown or change.added):
        return
    prices = {line.ingram_line_number: line.unit_price for line in order.lines.all()}
    more: list[Decimal | None] = [
        _times(prices.get(line.ingram_line_number), line.quantity - line.quantity_before)
        for line in grown
    ]
    more += [_times(part.unit_price, part.quantity) for part in change.added]
    known = [order.total, *more]
    total = sum((part for part in known if part is not None), Decimal(0))
    check_amount(
        account=order.account,
        actor=actor,
        amount=None if None in known else total,
        currency=order.currency,
    )


def _times(price: Decimal | None, quantity: int) -> Decimal | None:
    return None if price is None else price * quantity


def _whom_to_ask(account: CustomerAccount) -> str:
    names = [str(person) for person in people_with(account, Permission.APPROVE_ORDERS)]
    if not names:
        return "Nobody in this account may order more: ask an administrator to name a manager."
    named = ", ".join(names[:MOST_NAMED])
    return f"Who may order it: {named}. Give them the address of this page; all is kept."

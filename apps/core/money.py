"""Amounts with their currency. A float never holds one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX"})


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in a currency (ISO 4217); rounding is left to whoever displays it."""

    amount: Decimal
    currency: str

    def rounded(self) -> Decimal:
        return self.amount.quantize(CENT, rounding=ROUND_HALF_UP)


def extended(unit_price: Decimal | None, quantity: int) -> Decimal | None:
    """Unit price times quantity; an unknown price stays unknown, it never becomes 0."""
    return None if unit_price is None else unit_price * quantity


def to_the_cent(amount: Decimal, currency: str) -> Decimal:
    """The amount in the smallest coin of the currency, rounded half up."""
    coin = Decimal(1) if currency in WITHOUT_CENTS else CENT
    return amount.quantize(coin, rounding=ROUND_HALF_UP)

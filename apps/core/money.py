"""Amounts with their currency. A float never holds one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


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

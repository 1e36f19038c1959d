"""How numbers of invoices and orders are compared."""

from __future__ import annotations

from apps.ingram.schemas.invoices import comparable_number

LONGEST = 40


def comparable(invoice_number: str) -> str:
    """The number as the mirror knows it: in capitals, without dashes (field notes 5.6)."""
    return comparable_number(invoice_number)[:LONGEST]


def order_numbers(ingram_order_number: str) -> list[str]:
    """The order that an invoice may mean, the likeliest first.

    Most name the part of an order that was invoiced, 20-RD3QV-11, and the order is 20-RD3QV.
    """
    whole = ingram_order_number.strip().upper()
    found = [whole] if whole else []
    if whole.count("-") >= 2:
        found.append(whole.rpartition("-")[0])
    return found

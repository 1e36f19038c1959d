"""Deals, also called special bids: what comes back (field notes 5.6, 9.4)."""

from __future__ import annotations

from datetime import date

from apps.ingram.schemas.order_changes import NamedParty
from apps.ingram.schemas.reading import (
    Answer,
    Currency,
    Day,
    Identifier,
    Many,
    Maybe,
    Number,
    Page,
    Text,
    WholeNumber,
    spelt,
)


class DealSummary(Answer):
    """A row of deal search. The vendor may be missing, and is needed to ask for the details."""

    deal_id: Identifier = ""  # may hold blanks
    version: Text = ""
    end_user_name: Text = spelt("endUser")
    vendor_name: Text = spelt("vendor")
    expires_on: Day = spelt("dealExpiryDate", default=None)


class DealPage(Page):
    deals: Many[DealSummary] = ()


class DealLine(Answer):
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    upc: Identifier = spelt("upc", "upcCode")
    description: Text = spelt("productDescription")
    retail_price: Number = spelt("msrp", default=None)
    extended_retail_price: Number = spelt("extendedMSRP", "extendedMsrp", default=None)
    standard_price: Number = None
    quantity_approved: WholeNumber = spelt("approvedQuantity", default=None)
    quantity_remaining: WholeNumber = spelt("remainingQuantity", default=None)
    comments: Text = ""
    special_conditions: Text = ""
    starts_on: Day = spelt("startDate", default=None)
    expires_on: Day = spelt("expirationDate", default=None)

    def days_left(self, today: date) -> int | None:
        """Days until it expires, negative afterwards. Theirs was counted on another day."""
        return _days_left(self.expires_on, today)


class DealDetails(Answer):
    """One deal in full, its amounts in `currency`."""

    deal_id: Identifier = ""
    version: Text = ""
    end_user_name: Text = spelt("endUser")
    vendor_name: Text = spelt("vendor")
    currency: Currency = spelt("currencyCode")
    extended_retail_price: Number = spelt("extendedMsrp", "extendedMSRP", default=None)
    received_on: Day = spelt("dealReceivedOn", default=None)
    expires_on: Day = spelt("dealExpiryDate", default=None)
    price_protection_ends_on: Day = spelt("priceProtectionEndDate", default=None)
    end_user: Maybe[NamedParty] = spelt("endUserInfo", default=None)
    lines: Many[DealLine] = spelt("products", default=())

    def days_left(self, today: date) -> int | None:
        """Days until the deal expires, negative afterwards; None when it is not told."""
        return _days_left(self.expires_on, today)


def _days_left(expires_on: date | None, today: date) -> int | None:
    return (expires_on - today).days if expires_on else None

"""The order of own lines, as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from apps.accounts.choices import OrderWay
from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.entry import Destination, OrderEntry
from apps.orders.forms.addressed import TYPED_ADDRESS
from apps.orders.forms.destination import DestinationForm
from apps.orders.forms.fields import PlainField
from apps.orders.forms.header import HeaderForm

NOBODY = ""
END_USER = "end_user"
WAYS: list[tuple[str, str]] = [
    (OrderWay.QUEUED.value, "Queued: accepted at once, also at night, and made within minutes"),
    (OrderWay.IMMEDIATE.value, "Immediate: made at once, the order number comes with the answer"),
]
ACCEPT = "accept"
BACK_ORDERS = [
    (ACCEPT, "Accept: what is not in stock follows"),
    ("refuse", "Refuse: only what is in stock"),
]
_WARRANTY = (
    "A line with a warranty can only be ordered immediately: the queued way has no place for its "
    "link."
)


class OwnOrderForm(HeaderForm):
    """An order without a quote: its way, its end user and its bid are decided here too."""

    end_user = forms.ChoiceField(
        label="End user",
        widget=forms.RadioSelect,
        required=False,
        choices=[(NOBODY, "Not named"), (TYPED_ADDRESS, "Named here")],
        help_text="Some parts can only be ordered for a named end user.",
    )
    special_bid_number = PlainField(
        label="Special bid number",
        limit=36,
        required=False,
        help_text="For all lines that name no other.",
    )
    vendor_authorization_number = PlainField(
        label="Vendor's authorization number",
        limit=40,
        required=False,
        help_text="Without it the orders of some vendors are put on hold.",
    )
    back_orders = forms.ChoiceField(
        label="Back-orders",
        choices=BACK_ORDERS,
        help_text="Has no effect when “Shipping together” is set.",
        error_messages={"required": "Choose whether back-orders are accepted."},
    )
    takes_part = forms.BooleanField(
        label="Order what can be ordered",
        required=False,
        help_text="If some lines are refused, order the others all the same. Otherwise one refused "
        "line refuses the whole order.",
    )
    way = forms.ChoiceField(
        label="How it is placed",
        widget=forms.RadioSelect,
        choices=WAYS,
        error_messages={"required": "Choose how the order is placed."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bill_to: list[Address],
        ship_to: list[Address],
        has_warranty: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, bill_to=bill_to, ship_to=ship_to, initial=initial)
        self.end_user_address = DestinationForm(data, prefix=END_USER, initial=_unprefixed(initial))
        self.end_user_address.fields["company_name"].error_messages["required"] = (
            "Enter the end user's company."
        )
        if has_warranty:
            self._choice("way").choices = [WAYS[1]]
            self._choice("way").help_text = _WARRANTY
            self._choice("way").error_messages["invalid_choice"] = _WARRANTY
            self.initial["way"] = OrderWay.IMMEDIATE.value

    def addresses(self) -> list[DestinationForm]:
        return [*super().addresses(), *([self.end_user_address] if self.has_end_user else [])]

    @property
    def has_end_user(self) -> bool:
        return self.is_bound and self.data.get("end_user") == TYPED_ADDRESS

    @staticmethod
    def first_entered(
        account: CustomerAccount, bill_to: Sequence[Address], ship_to: Sequence[Address]
    ) -> dict[str, str]:
        return HeaderForm.first_entered(account, bill_to, ship_to) | {
            "way": account.order_way,
            "end_user": NOBODY,
            "back_orders": ACCEPT,
            f"{END_USER}-country_code": account.country_code,
        }

    def entry(self) -> OrderEntry:
        """What was entered, in the domain's types; only of a valid form."""
        cleaned = self.cleaned_data
        return OrderEntry(
            **self.header(),
            way=OrderWay(cleaned["way"]),
            end_user=self._end_user(),
            special_bid_number=cleaned["special_bid_number"],
            accepts_back_orders=cleaned["back_orders"] == ACCEPT,
            vendor_authorization_number=cleaned["vendor_authorization_number"],
            takes_part=cleaned["takes_part"],
        )

    def _end_user(self) -> Destination | None:
        return self.end_user_address.entry() if self.has_end_user else None


def _unprefixed(initial: dict[str, Any] | None) -> dict[str, Any]:
    start = f"{END_USER}-"
    return {
        name.removeprefix(start): text
        for name, text in (initial or {}).items()
        if name.startswith(start)
    }

"""Who pays and where the goods go: what every form with addresses asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.entry import Destination
from apps.orders.forms.destination import DestinationForm, described

TYPED_ADDRESS = "typed"


class AddressedForm(forms.Form):
    """Bill-to by its id; ship-to from the account's addresses, or typed into `destination`."""

    bill_to = forms.ChoiceField(
        label="Bill to",
        error_messages={
            "required": "Choose who is billed.",
            "invalid_choice": "Choose one of the bill-to addresses of this account.",
        },
    )
    ship_to = forms.ChoiceField(
        label="Ship to",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose where the goods go.",
            "invalid_choice": "Choose one of the ship-to addresses, or type one.",
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bill_to: list[Address],
        ship_to: list[Address],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.destination = DestinationForm(data, initial=initial)
        self._stored = {str(address.pk): address for address in ship_to}
        self._bill_to_ids = {address.address_id: address for address in bill_to}
        self._choice("bill_to").choices = [(a.address_id, str(a)) for a in bill_to]
        self._choice("ship_to").choices = [
            *((key, described(address)) for key, address in self._stored.items()),
            (TYPED_ADDRESS, "Another address"),
        ]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        return field

    def addresses(self) -> list[DestinationForm]:
        """The typed addresses that count."""
        return [self.destination] if self.has_typed_address else []

    def is_valid(self) -> bool:
        mistakes = sum(not form.is_valid() for form in self.addresses())  # each is looked at
        return super().is_valid() and not mistakes

    @property
    def has_typed_address(self) -> bool:
        return self.is_bound and self.data.get("ship_to") == TYPED_ADDRESS

    @property
    def has_bill_to(self) -> bool:
        return bool(self._bill_to_ids)

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with an error and its first sentence, in the order of the page."""
        return [
            (form[name], str(messages[0]))
            for form in (self, *self.addresses())
            for name, messages in form.errors.items()
            if name in form.fields
        ]

    @staticmethod
    def first_entered(
        account: CustomerAccount, bill_to: Sequence[Address], ship_to: Sequence[Address]
    ) -> dict[str, str]:
        """What stands in the form before anything is typed: the account's own addresses."""
        return {
            "bill_to": bill_to[0].address_id if bill_to else "",
            "ship_to": str(ship_to[0].pk) if ship_to else TYPED_ADDRESS,
            "country_code": account.country_code,
        }

    def destination_entry(self) -> Destination:
        """Where the goods go; only of a valid form."""
        stored = self._stored.get(self.cleaned_data["ship_to"])
        if stored is None:
            return self.destination.entry()
        written = {name: getattr(stored, name) for name in DestinationForm.base_fields}
        return Destination(address_id=stored.address_id, **written)

    def bill_to_address(self) -> Address:
        return self._bill_to_ids[self.cleaned_data["bill_to"]]

"""The shape of what is typed: orders, their changes, and the filters of the list."""

from __future__ import annotations

from apps.orders.forms.asking import likely
from apps.orders.forms.changes import ChangeForm
from apps.orders.forms.filters import OrderFilterForm
from apps.orders.forms.freight import FreightForm
from apps.orders.forms.ordering import OrderForm
from apps.orders.forms.own_order import OwnOrderForm

__all__ = [
    "ChangeForm",
    "FreightForm",
    "OrderFilterForm",
    "OrderForm",
    "OwnOrderForm",
    "likely",
]

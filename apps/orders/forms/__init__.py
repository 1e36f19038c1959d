"""The shape of what is typed: the order of a quote, and the filters of the list."""

from __future__ import annotations

from apps.orders.forms.changes import ChangeForm
from apps.orders.forms.filters import OrderFilterForm
from apps.orders.forms.ordering import OrderForm

__all__ = ["ChangeForm", "OrderFilterForm", "OrderForm"]

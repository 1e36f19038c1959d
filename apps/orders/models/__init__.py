from apps.orders.models.drafts import OrderDraft, OrderDraftLine, new_form_key
from apps.orders.models.mirror import (
    DateChange,
    Order,
    OrderLine,
    Package,
    Shipment,
    SubOrder,
    Term,
)
from apps.orders.models.reminders import HoldReminder

__all__ = [
    "DateChange",
    "HoldReminder",
    "Order",
    "OrderDraft",
    "OrderDraftLine",
    "OrderLine",
    "Package",
    "Shipment",
    "SubOrder",
    "Term",
    "new_form_key",
]

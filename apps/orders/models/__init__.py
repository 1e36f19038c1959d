from apps.orders.models.drafts import OrderDraft, OrderDraftLine, new_form_key
from apps.orders.models.mirror import (
    Order,
    OrderLine,
    Package,
    Shipment,
    SubOrder,
)
from apps.orders.models.traces import DateChange, OrderNews, Term

__all__ = [
    "DateChange",
    "Order",
    "OrderDraft",
    "OrderDraftLine",
    "OrderLine",
    "OrderNews",
    "Package",
    "Shipment",
    "SubOrder",
    "Term",
    "new_form_key",
]

"""What both kinds of order form do with what was typed."""

from __future__ import annotations

from django.http import QueryDict

from apps.orders import services
from apps.orders.exceptions import PurchaseOrderNumberInUse
from apps.orders.forms.header import HeaderForm
from apps.orders.models import OrderDraft


def entered(posted: QueryDict) -> dict[str, str]:
    """The fields as they were posted; PostgreSQL has no place for the NUL character.

    A box that was left empty is not posted: it is kept as empty, or the account's own way of
    ordering would tick it again.
    """
    boxes = {"customer_hold": ""} if "customer_order_number" in posted else {}
    return boxes | {
        name: str(posted[name]).replace("\0", "")
        for name in posted
        if name != "csrfmiddlewaretoken"
    }


def has_free_number(form: HeaderForm, draft: OrderDraft) -> bool:
    """Whether the purchase order number is free; otherwise the field says who has it."""
    try:
        services.check_purchase_order_number(
            account=draft.account,
            customer_order_number=form.cleaned_data["customer_order_number"],
            form_key=draft.form_key,
        )
    except PurchaseOrderNumberInUse as exc:
        form.add_error("customer_order_number", exc.user_message)
        return False
    return True

"""Serial numbers, which an invoice tells only when it is asked to."""

from __future__ import annotations

from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram import IngramError
from apps.invoices.exceptions import SerialsNotRead
from apps.invoices.models import Invoice
from apps.invoices.services import mirror


def load_serials(*, invoice: Invoice, actor: User) -> Invoice:
    """Read the invoice again with its serial numbers, now. One call.

    Raises NotPermitted and SerialsNotRead.
    [spec] GET /resellers/v6.1/invoices/{invoiceNumber}
    """
    permissions.require(actor, Permission.REFRESH, invoice.account)
    purpose = f"serial numbers of {invoice.invoice_number}"
    try:
        with client_for(invoice.account, actor=actor, purpose=purpose) as client:
            return mirror.read_invoice(
                client, invoice.account, invoice.invoice_number, with_serials=True
            )
    except IngramError as exc:
        raise SerialsNotRead(exc.user_message, correlation_id=exc.correlation_id) from exc
    except ConnectionInactive as exc:
        raise SerialsNotRead(str(exc)) from exc

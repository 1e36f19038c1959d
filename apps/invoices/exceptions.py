from __future__ import annotations


class InvoiceError(Exception):
    """Something about invoices that a person can act on; the message is fit to be shown."""

    def __init__(self, user_message: str, *, correlation_id: str = "") -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.correlation_id = correlation_id


class SerialsNotRead(InvoiceError):
    """The serial numbers of an invoice could not be read."""

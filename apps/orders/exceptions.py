from __future__ import annotations


class OrderError(Exception):
    """An order can't be placed as asked; `user_message` says why and what to do."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class PurchaseOrderNumberInUse(OrderError):
    """The customer's order number stands on an earlier order or submission of the account."""

    def __init__(self, customer_order_number: str, *, where: str, url: str = "") -> None:
        super().__init__(
            f"{customer_order_number} was used before, by {where}. Give this order another number."
        )
        self.where = where
        self.url = url


class QuoteAlreadyOrdered(OrderError):
    """Somebody ordered the quote already; `url` leads to the order or submission."""

    def __init__(self, user_message: str, *, url: str = "") -> None:
        super().__init__(user_message)
        self.url = url


class QuoteNotOrderable(OrderError):
    """The distributor does not take an order of this quote: expired, changed, not ready."""


class SummaryOutdated(OrderError):
    """What was confirmed is no longer what would be ordered; the summary has to be read again."""


class OrderBlocked(OrderError):
    """Something about the order has to be mended before it can be placed."""


class ChangesNotSeen(OrderError):
    """Prices or stock got worse, and the person has not said that they have seen it."""


class AboveLimit(OrderError):
    """The amount is above what the person may order; the words name who may."""


class FreightUnavailable(OrderError):
    """No estimate came; `correlation_id` is set when the distributor was asked."""

    def __init__(self, user_message: str, *, correlation_id: str = "") -> None:
        super().__init__(user_message)
        self.correlation_id = correlation_id


class NotOnCustomerHold(OrderError):
    """The order is not, or no longer, on a customer hold of ours: it cannot be changed."""


class ChangeUnderWay(OrderError):
    """An earlier change of the order is not finished; `url` leads to it."""

    def __init__(self, user_message: str, *, url: str) -> None:
        super().__init__(user_message)
        self.url = url


class NothingChanged(OrderError):
    """The change asks for what the order already is."""


class NothingLeft(OrderError):
    """The change takes every line out: that is a cancellation."""


class UnknownParts(OrderError):
    """Parts that cannot be added to an order: not known, or not sold to the account."""


class OrderOutdated(OrderError):
    """The order is no longer what the person saw when they asked for a change."""


class DraftPlaced(OrderError):
    """The draft was sent: it can no longer be changed."""


class TooManyLines(OrderError):
    """A draft holds so many lines and no more; none of those given was taken."""


class LinesIncomplete(OrderError):
    """The lines of a draft cannot be ordered as they are; each wrong line says what to mend."""

"""Asking what the vendor demands before a quote can be ordered."""

from __future__ import annotations

from apps.accounts.models import User
from apps.quotes.mapping import QuoteRequirements
from apps.quotes.models import Quote


def validate_quote(*, quote: Quote, actor: User) -> QuoteRequirements:
    """Ask live whether the quote can be ordered and what the vendor demands. One call.

    Raises QuoteNotOrderable with the distributor's reason, DistributorTrouble when it could not
    be asked; both carry the correlation id. [spec] GET /resellers/v6/q2o/validatequote
    """
    raise NotImplementedError

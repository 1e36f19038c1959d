"""Asking what the vendor demands before a quote can be ordered."""

from __future__ import annotations

from apps.accounts.models import User
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram import IngramError, NotFound, Rejected, ValidationFailed
from apps.ingram.operations import quotes as operations
from apps.quotes.exceptions import DistributorTrouble, QuoteNotOrderable
from apps.quotes.mapping import QuoteRequirements, requirements_of
from apps.quotes.models import Quote


def validate_quote(*, quote: Quote, actor: User) -> QuoteRequirements:
    """Ask live whether the quote can be ordered and what the vendor demands. One call.

    Raises QuoteNotOrderable with the distributor's reason, DistributorTrouble when it could not
    be asked; both carry the correlation id. [spec] GET /resellers/v6/q2o/validatequote
    """
    try:
        with client_for(
            quote.account, actor=actor, purpose=f"validate {quote.quote_number}"
        ) as client:
            validation = operations.validate_quote(client, quote.quote_number)
    except (ValidationFailed, NotFound) as exc:
        raise QuoteNotOrderable(_reason(exc), correlation_id=exc.correlation_id) from exc
    except IngramError as exc:
        raise trouble(exc) from exc
    except ConnectionInactive as exc:
        raise DistributorTrouble(exc.user_message) from exc
    return requirements_of(validation, correlation_id=validation.correlation_id)


def trouble(error: IngramError) -> DistributorTrouble:
    """The client's error in the words of this app."""
    return DistributorTrouble(error.user_message, correlation_id=error.correlation_id)


def _reason(error: Rejected) -> str:
    said = " ".join(str(field) for field in error.fields)
    return f"{error.user_message} {said}".strip()

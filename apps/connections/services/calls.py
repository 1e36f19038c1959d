"""The record of every call, so that its correlation id can be quoted to the distributor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Q
from django.utils.timezone import now

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import ApiCall, Connection
from apps.ingram import CallRecord

logger = logging.getLogger(__name__)

# "Last good call" is for people; a write for each call would be for nobody.
GOOD_CALL_GRAIN = timedelta(minutes=1)
LONGEST_PATH = 300
LONGEST_ERROR = 200


def recorder(
    account: CustomerAccount, *, actor: User | None, purpose: str
) -> Callable[[CallRecord], None]:
    """What a client does with each attempt: leave an ApiCall row, never a token or a secret."""

    def record(call: CallRecord) -> None:
        try:
            _store(call, account, actor, purpose)
        except DatabaseError:
            # The call was made; an order must not look failed because its record is missing.
            logger.exception("Call %s %s is not recorded", call.operation, call.correlation_id)

    return record


def _store(call: CallRecord, account: CustomerAccount, actor: User | None, purpose: str) -> None:
    ApiCall.objects.create(
        connection_id=account.connection_id,
        # A connection can be tested before it has an account.
        account=account if account.pk else None,
        actor=actor,
        operation=call.operation,
        method=call.method,
        path=call.path[:LONGEST_PATH],
        purpose=purpose[:80],
        priority=call.priority,
        status=call.status,
        duration_ms=call.duration_ms,
        attempt=call.attempt,
        correlation_id=call.correlation_id,
        error=call.error[:LONGEST_ERROR],
        at=call.at,
    )
    if call.status is not None and call.status < 300:
        due = Q(last_good_call_at=None) | Q(last_good_call_at__lt=now() - GOOD_CALL_GRAIN)
        Connection.objects.filter(due, pk=account.connection_id).update(last_good_call_at=call.at)

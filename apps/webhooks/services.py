"""Take an event in, and act on its hints later."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from apps import ingram
from apps.connections.models import Connection
from apps.connections.selectors import connection_by_key
from apps.core.wake import wake
from apps.ingram.webhooks import is_signed
from apps.orders.services import hear_of_orders, take_order_hint
from apps.quotes.services import take_quote_hint
from apps.sync.exceptions import BeingRead
from apps.webhooks import mapping, selectors, tasks
from apps.webhooks.choices import EventState
from apps.webhooks.exceptions import NotTheirs
from apps.webhooks.mapping import Hint, QuoteHint
from apps.webhooks.models import WebhookEvent

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_TRIES = 8
BATCH = 200
A_MOMENT = timedelta(seconds=2)
BODY_KEPT = timedelta(days=30)
_FIRST_PAUSE, _LONGEST_PAUSE = 10, 3600
_NO_SECRET = ("no connection has this secret",)


def take_in(*, key: str, signature: str, body: bytes) -> WebhookEvent:
    """Verify and store an event; a repeat of its id is counted and causes no work.

    Raises NotTheirs. Every active connection's current and previous secret are valid (field
    notes 10.1); an unknown key costs the same work as a known one.
    """
    connection = _connection(key)
    try:
        text = body.decode()
        envelope = mapping.envelope_of(text)
    except (UnicodeDecodeError, mapping.UnreadableEvent) as exc:
        raise NotTheirs from exc
    secrets = connection.webhook_secrets if connection else _NO_SECRET
    is_theirs = is_signed(signature, envelope.event_id, secrets=secrets)
    if connection is None or not is_theirs:
        raise NotTheirs
    return _store(connection, envelope, text)


def process(*, event_pk: int) -> None:
    """Act on an event's hints; whoever comes second does nothing.

    Each hint makes the domain read the truth from the API, so that order and repetition of events
    do not matter. A failure is kept with its words and tried again after a growing pause.
    """
    event = _claim(event_pk)
    if event is None:
        return
    try:
        hints = mapping.hints_of(mapping.envelope_of(event.body))
        for hint in hints:
            _take(event, hint)
    except BeingRead:
        _postpone(event)
    except ingram.IngramError as exc:
        _try_later(event, exc.user_message, exc.correlation_id)
    except Exception as exc:
        log.exception("webhook event %s broke off", event.pk)
        _try_later(event, f"Unexpected: {type(exc).__name__}")
    else:
        _finish(event, EventState.DONE if hints else EventState.KEPT)


def sweep() -> None:
    """Wake waiting events whose alarm has rung, and drop the bodies of old ones."""
    for event_pk in selectors.due(limit=BATCH):
        wake(tasks.process, event_pk)
    WebhookEvent.objects.filter(received_at__lt=timezone.now() - BODY_KEPT).exclude(
        body=""
    ).exclude(state=EventState.WAITING).update(body="")


def run_again(*, event_pk: int) -> bool:
    """Have an event processed once more; False when it waits anyway or its body is gone."""
    asked = (
        WebhookEvent.objects.filter(pk=event_pk)
        .exclude(state=EventState.WAITING)
        .exclude(body="")
        .update(state=EventState.WAITING, tries=0, next_step_at=timezone.now(), message="")
    )
    if asked:
        wake(tasks.process, event_pk)
    return bool(asked)


def _connection(key: str) -> Connection | None:
    try:
        return connection_by_key(key)
    except Http404:
        return None


@transaction.atomic
def _store(connection: Connection, envelope: mapping.Envelope, text: str) -> WebhookEvent:
    digest = hashlib.sha256(text.encode()).hexdigest()
    event, is_new = WebhookEvent.objects.get_or_create(
        connection=connection,
        event_id=envelope.event_id,
        defaults={
            "topic": envelope.topic,
            "event": envelope.event,
            "event_type": envelope.event_type,
            "body": text,
            "body_digest": digest,
        },
    )
    if is_new:
        numbers = mapping.orders_named(envelope)
        if numbers:
            hear_of_orders(
                connection=connection, ingram_order_numbers=numbers, at=event.received_at
            )
        wake(tasks.process, event.pk)
        return event
    is_other = int(event.body_digest != digest)
    WebhookEvent.objects.filter(pk=event.pk).update(
        repeats=F("repeats") + 1, other_bodies=F("other_bodies") + is_other
    )
    if is_other:
        log.warning("webhook event %s came again with another body", event.pk)
    return event


def _claim(event_pk: int) -> WebhookEvent | None:
    now = timezone.now()
    claimed = WebhookEvent.objects.filter(
        pk=event_pk, state=EventState.WAITING, next_step_at__lte=now
    ).update(tries=F("tries") + 1, next_step_at=now + LEASE)
    if not claimed:
        return None
    return WebhookEvent.objects.select_related("connection").get(pk=event_pk)


def _take(event: WebhookEvent, hint: Hint) -> None:
    if isinstance(hint, QuoteHint):
        take_quote_hint(
            connection=event.connection,
            quote_number=hint.quote_number,
            failure=hint.failure,
            rejected_part_numbers=hint.rejected_part_numbers,
        )
    else:
        take_order_hint(
            connection=event.connection,
            heard_at=event.received_at,
            ingram_order_numbers=hint.ingram_order_numbers,
            customer_order_number=hint.customer_order_number,
            failure=hint.failure,
        )


def _finish(event: WebhookEvent, state: EventState) -> None:
    WebhookEvent.objects.filter(pk=event.pk).update(
        state=state,
        message="",
        correlation_id="",
        next_step_at=None,
        processed_at=timezone.now(),
    )


def _postpone(event: WebhookEvent) -> None:
    """Somebody is reading the order, maybe since before the event: look again in a moment."""
    WebhookEvent.objects.filter(pk=event.pk).update(
        tries=F("tries") - 1, next_step_at=timezone.now() + A_MOMENT
    )
    wake(tasks.process, event.pk, after=A_MOMENT.total_seconds())


def _try_later(event: WebhookEvent, message: str, correlation_id: str = "") -> None:
    is_last = event.tries >= MOST_TRIES
    pause = min(_FIRST_PAUSE * 2 ** (event.tries - 1), _LONGEST_PAUSE)
    WebhookEvent.objects.filter(pk=event.pk).update(
        state=EventState.FAILED if is_last else EventState.WAITING,
        message=message,
        correlation_id=correlation_id,
        next_step_at=None if is_last else timezone.now() + timedelta(seconds=pause),
    )

"""Take an event in, and act on its hints later."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from apps import ingram
from apps.catalog.services import take_reported_stock
from apps.connections.selectors import WebhookPartner, webhook_partner
from apps.connections.services import note_webhook
from apps.core.wake import wake, wake_at_once
from apps.ingram.webhooks import is_signed
from apps.orders.services import take_order_hint
from apps.quotes.services import take_quote_hint
from apps.sync.exceptions import BeingRead
from apps.webhooks import mapping, selectors, storing, tasks
from apps.webhooks.choices import EventState
from apps.webhooks.exceptions import NotTheirs
from apps.webhooks.mapping import Hint, QuoteHint, StockHint
from apps.webhooks.models import WebhookEvent

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_TRIES = 8
SWEPT = 2_000
TOGETHER = 50
"""So many events are handed to a worker in one call."""
PATIENCE = 30
"""Seconds after which the rest of such a call is left to the sweeper."""
A_MOMENT = timedelta(seconds=2)
MOST_UNREADABLE_TOLD = 50
_FIRST_PAUSE, _LONGEST_PAUSE = 10, 3600
_NO_SECRET = ("no connection has this secret",)

_partners: dict[str, WebhookPartner] = {}
_gathered: list[int] = []
_gathering = threading.Lock()


def take_in(*, key: str, signature: str, body: bytes) -> int:
    """Verify and store an event, and give its id; a repeat is counted and causes no work.

    Raises NotTheirs. Every active connection's current and previous secret are valid (field
    notes 10.1); an unknown key costs the same work as a known one. One statement; another when
    the partner is not known yet or has changed.
    """
    try:
        text = body.decode()
        envelope = mapping.envelope_of(text)
    except (UnicodeDecodeError, mapping.UnreadableEvent) as exc:
        raise NotTheirs from exc
    stored = _store(_partners.get(key), signature, envelope, text)
    stored = stored or _store(_asked_anew(key), signature, envelope, text)
    if stored is None:
        raise NotTheirs
    event_pk, is_new = stored
    if is_new:
        _have_processed(event_pk)
    return event_pk


def process_several(*, event_pks: Sequence[int]) -> None:
    """Act on one after the other; what takes too long is left to the sweeper."""
    until = time.monotonic() + PATIENCE
    for event_pk in event_pks:
        if time.monotonic() < until:
            process(event_pk=event_pk)


def process(*, event_pk: int) -> None:
    """Act on an event's hints; whoever comes second does nothing.

    Each hint makes the domain read the truth from the API, so that order and repetition of events
    do not matter. Stock alone is taken as it was told, since it cannot be read again as a whole
    (field notes 10.2). A failure is kept with its words and tried again after a growing pause.
    """
    event = _claim(event_pk)
    if event is None:
        return
    note_webhook(connection=event.connection, at=event.received_at)
    try:
        hints = mapping.hints_of(mapping.envelope_of(event.body))
        said = " ".join(filter(None, [_take(event, hint) for hint in hints]))
    except BeingRead:
        _postpone(event)
    except ingram.IngramError as exc:
        _try_later(event, exc.user_message, exc.correlation_id)
    except Exception as exc:
        log.exception("webhook event %s broke off", event.pk)
        _try_later(event, f"Unexpected: {type(exc).__name__}")
    else:
        _finish(event, EventState.DONE if hints else EventState.KEPT, said)


def sweep() -> None:
    """Wake waiting events whose alarm has rung."""
    for event_pks in _batched(selectors.due(limit=SWEPT)):
        wake(tasks.process_several, event_pks)


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


def _asked_anew(key: str) -> WebhookPartner | None:
    partner = webhook_partner(key)
    if partner:
        _partners[key] = partner
    return partner


def _store(
    partner: WebhookPartner | None, signature: str, envelope: mapping.Envelope, text: str
) -> tuple[int, bool] | None:
    """The id of the row and whether it is new; None if it is not signed by the partner as it is."""
    secrets = partner.secrets if partner else _NO_SECRET
    if not is_signed(signature, envelope.event_id, secrets=secrets) or partner is None:
        return None
    row = storing.store(partner, envelope, text)
    if row is None:
        return None
    if row.is_another_body:
        log.warning("webhook event %s came again with another body", row.pk)
    return row.pk, not row.repeats


def _have_processed(event_pk: int) -> None:
    """Wake a worker. The events of a moment go in one call: a burst needs no call for each.

    A process that dies before it leaves them to the sweeper.
    """
    if not settings.WEBHOOKS_GATHERED_FOR:
        wake(tasks.process, event_pk)
        return
    with _gathering:
        _gathered.append(event_pk)
        is_first = len(_gathered) == 1
    if is_first:
        threading.Timer(settings.WEBHOOKS_GATHERED_FOR, _hand_over_gathered).start()


def _hand_over_gathered() -> None:
    with _gathering:
        event_pks = [*_gathered]
        _gathered.clear()
    for several in _batched(event_pks):
        wake_at_once(tasks.process_several, several)


def _batched(event_pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(event_pks), TOGETHER):
        yield event_pks[start : start + TOGETHER]


def _claim(event_pk: int) -> WebhookEvent | None:
    now = timezone.now()
    claimed = WebhookEvent.objects.filter(
        pk=event_pk, state=EventState.WAITING, next_step_at__lte=now
    ).update(tries=F("tries") + 1, next_step_at=now + LEASE)
    if not claimed:
        return None
    return WebhookEvent.objects.select_related("connection").get(pk=event_pk)


def _take(event: WebhookEvent, hint: Hint) -> str:
    """Act on one hint; gives what an administrator may want to know of it."""
    if isinstance(hint, StockHint):
        return _take_stock(event, hint)
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
    return ""


def _take_stock(event: WebhookEvent, hint: StockHint) -> str:
    """One statement for all figures. Those that cannot be read are named, the others count."""
    refreshed = take_reported_stock(
        connection=event.connection, figures=dict(hint.figures), reported_at=event.received_at
    )
    said = f"Stock of {len(hint.figures):,} parts was reported; {refreshed:,} products refreshed."
    if not hint.unreadable:
        return said
    lines = [*hint.unreadable[:MOST_UNREADABLE_TOLD]]
    if more := len(hint.unreadable) - len(lines):
        lines.append(f"and {more:,} more")
    count = len(hint.unreadable)
    what = "1 item" if count == 1 else f"{count:,} items"
    return "\n".join([f"{said} {what} could not be read.", *lines])


def _finish(event: WebhookEvent, state: EventState, message: str) -> None:
    WebhookEvent.objects.filter(pk=event.pk).update(
        state=state,
        message=message,
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

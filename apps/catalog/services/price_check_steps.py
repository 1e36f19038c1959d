"""One step of a price check: claim it, price what waits, keep each portion as it comes."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps import ingram
from apps.catalog import price_checks, selectors, tasks
from apps.catalog.choices import LineOutcome, PriceCheckState
from apps.catalog.mapping import offer_of, row_of
from apps.catalog.models import PriceCheck, PriceCheckLine
from apps.catalog.priced_lines import ANSWERED, take_nothing, take_offer
from apps.catalog.services import mirror
from apps.catalog.services.asking_parts import Told, ask_for
from apps.catalog.services.prices import best_offer
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.core.wake import wake
from apps.ingram import Client, IngramError, Priority
from apps.ingram.operations.catalog import search_products
from apps.ingram.schemas.catalog import ProductPage
from apps.ingram.schemas.prices import MAX_PRODUCTS
from apps.ingram.side_by_side import as_they_come

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Longer than a portion takes, waiting for the call allowance included; each one renews it."""
STEP_SECONDS = 120.0
"""A step that has worked so long hands over to the next one."""
MOST_REPLACEMENTS = 20
"""So many discontinued parts are asked after in a step; background work has 40 calls a minute."""
_FIRST_PAUSE, _LONGEST_PAUSE = 15, 1800


class _Lost(Exception):
    """The check was deleted, or its lease ran out and somebody else goes on with it."""


def step(*, check_id: int) -> None:
    """Price what waits in a check; whoever comes second does nothing.

    50 parts a call, as many side by side as the connection pool holds, in the background's part
    of the allowance. Each portion is kept when it comes, so a worker that is killed leaves only
    what it had not heard. A failure is kept with its words and correlation id and tried again
    after a growing pause. The calls are made outside any transaction.
    """
    check = _claim(check_id)
    if check is None:
        return
    purpose = f"price check {check.pk}"
    try:
        with client_for(
            check.account, actor=check.actor, priority=Priority.BACKGROUND, purpose=purpose
        ) as client:
            troubles = _price(client, check)
            if not troubles:
                _name_replacements(client, check)
        _turned(check, troubles)
    except _Lost:
        log.info("price check %s: given up or taken over", check.pk)
    except IngramError as exc:
        _turned(check, [exc])
    except ConnectionInactive as exc:
        _failed(check, str(exc))
    except Exception as exc:
        log.exception("price check %s: the step broke off", check.pk)
        _failed(check, f"The pricing broke off: {type(exc).__name__}.")


def _claim(check_id: int) -> PriceCheck | None:
    # One conditional UPDATE is both test and claim, as in the submission ledger.
    now = timezone.now()
    claimed = PriceCheck.objects.filter(pk=check_id, next_step_at__lte=now).update(
        next_step_at=now + LEASE, step_started_at=now, state=PriceCheckState.PRICING
    )
    if not claimed:
        return None
    rows = PriceCheck.objects.select_related("account__connection", "actor")
    return rows.filter(pk=check_id, step_started_at=now).first()


def _price(client: Client, check: PriceCheck) -> list[IngramError]:
    """Keeps what could be priced; gives the errors of the calls that failed."""
    lines = list(check.lines.filter(outcome=LineOutcome.WAITING))
    known = selectors.ingram_part_numbers(check.account, [line.part_number for line in lines])
    portions = [lines[at : at + MAX_PRODUCTS] for at in range(0, len(lines), MAX_PRODUCTS)]
    reads = [partial(_asking, portion, known) for portion in portions]
    troubles: list[IngramError] = []
    until = time.monotonic() + STEP_SECONDS
    with closing(as_they_come(client, reads)) as answers:
        for place, told in answers:
            if isinstance(told, IngramError):
                troubles.append(told)
            else:
                _keep(check, portions[place], told)
            if time.monotonic() > until:
                break
    return troubles


def _asking(
    lines: Sequence[PriceCheckLine], known: Mapping[str, str], client: Client
) -> dict[str, Told]:
    return ask_for(client, [line.part_number for line in lines], known)


def _keep(check: PriceCheck, lines: Sequence[PriceCheckLine], told: Mapping[str, Told]) -> None:
    now = timezone.now()
    offers = []
    for line in lines:
        answer = told.get(line.part_number, Told())
        offer = best_offer(offer_of(one, priced_at=now) for one in answer.offers)
        if offer is None:
            take_nothing(line, why=answer.problem)
        else:
            take_offer(line, offer)
            offers.append(offer)
    with transaction.atomic():
        # First the check: a deletion waits for us, or we find nothing to add to.
        _renew(check, priced=len(lines), found=len(offers))
        _save(lines, ANSWERED)
        mirror.remember_offers(check.account, offers)


def _renew(check: PriceCheck, *, priced: int = 0, found: int = 0) -> None:
    kept = price_checks.of_step(check).update(
        next_step_at=timezone.now() + LEASE,
        lines_done=F("lines_done") + priced,
        lines_found=F("lines_found") + found,
    )
    if not kept:
        raise _Lost


def _save(lines: Sequence[PriceCheckLine], fields: Sequence[str]) -> None:
    PriceCheckLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
    )


# --- What replaces a discontinued part ---------------------------------------------------------


def _name_replacements(client: Client, check: PriceCheck) -> None:
    """Price and availability does not name them: the mirror does, or a search for the part.

    A search that fails leaves the replacement unknown; it is no reason to stop.
    [spec] GET /resellers/v6/catalog
    """
    lines = list(price_checks.without_replacement(check)[:MOST_REPLACEMENTS])
    if not lines:
        return
    numbers = [line.ingram_part_number for line in lines]
    known = price_checks.replacements(check.account, numbers)
    asked = [line for line in lines if not known.get(line.ingram_part_number)]
    reads = [partial(_searching, line.ingram_part_number) for line in asked]
    pages = [page for _, page in as_they_come(client, reads) if isinstance(page, ProductPage)]
    rows = [row_of(product) for page in pages for product in page.products]
    known |= {row.ingram_part_number: row.replacement_part_number for row in rows}
    for line in lines:
        line.replacement_part_number = known.get(line.ingram_part_number, "")[:40]
        line.is_replacement_asked = True
    with transaction.atomic():
        _renew(check)
        _save(lines, ["replacement_part_number", "is_replacement_asked"])
    mirror.remember_rows(check.account, rows, seen_at=timezone.now())


def _searching(ingram_part_number: str, client: Client) -> ProductPage:
    return search_products(client, keywords=[ingram_part_number])


# --- How a step ends ---------------------------------------------------------------------------


def _turned(check: PriceCheck, troubles: Sequence[IngramError]) -> None:
    """Done, on to the next step, or a pause after which what failed is tried again."""
    failure = next((x for x in troubles if not isinstance(x, ingram.RateLimited)), None)
    if failure is not None:
        _failed(check, failure.user_message, failure.correlation_id)
        return
    waits = [x.retry_after for x in troubles if isinstance(x, ingram.RateLimited)]
    with transaction.atomic():
        if not _end(check):
            return
        mine = PriceCheck.objects.filter(pk=check.pk)
        now = timezone.now()
        if waits:
            # The allowance belongs to people first: waiting for it is no failure.
            mine.update(next_step_at=now + timedelta(seconds=max([*waits, _FIRST_PAUSE])))
        elif price_checks.is_unfinished(check):
            mine.update(next_step_at=now)
            wake(tasks.step, check.pk)
        else:
            mine.update(next_step_at=None, state=PriceCheckState.DONE, done_at=now)


def _failed(check: PriceCheck, error: str, correlation_id: str = "") -> None:
    pause = min(_FIRST_PAUSE * 2 ** min(check.failures, 10), _LONGEST_PAUSE)
    _end(
        check,
        state=PriceCheckState.INTERRUPTED,
        failures=check.failures + 1,
        last_error=error,
        last_correlation_id=correlation_id,
        next_step_at=timezone.now() + timedelta(seconds=pause),
    )


def _end(check: PriceCheck, **changes: object) -> bool:
    """End the step, unless its lease ran out and somebody else has taken it meanwhile."""
    fresh = {"failures": 0, "last_error": "", "last_correlation_id": "", "step_started_at": None}
    return bool(price_checks.of_step(check).update(**{**fresh, **changes}))

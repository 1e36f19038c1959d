"""What changed between a draft and now, line by line, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import ValidationError

from apps.catalog.draft_lines import totals_of
from apps.core.choices import Tone
from apps.core.money import extended
from apps.core.templatetags.figures import grouped
from apps.orders.checks import Check, CheckedLine, CheckedOrder, Finding, PartNow
from apps.orders.entry import OrderEntry
from apps.orders.line_details import FIELDS
from apps.orders.mapping.own_orders import own_lines, to_own_request
from apps.orders.models import OrderDraftLine
from apps.orders.own_lines import MAX_ORDERED, problems_of, too_many

LINES, DETAILS = "lines", "details"


def checked_order(
    lines: Sequence[OrderDraftLine], check: Check, entry: OrderEntry, *, currency: str
) -> CheckedOrder:
    """The draft's lines beside what the distributor says now; `currency` is the account's.

    When it could not be asked the draft's own figures stand, and nothing is proved by them.
    """
    details = problems_of(lines)
    numbers = {line.pk: number for number, line in enumerate(lines, start=1)}
    checked = tuple(
        _checked_line(line, check, entry, numbers, details.get(line.pk, {})) for line in lines
    )
    findings = [*_of_the_order(lines)]
    if not any(found.is_blocking for line in checked for found in line.findings):
        findings = findings or [*_of_the_request(lines, entry)]
    prices = [line.extended_now for line in checked if line.extended_now is not None]
    before = totals_of(lines, currency=currency)
    told = next((part.currency for part in check.parts.values() if part.currency), "")
    return CheckedOrder(
        lines=checked,
        total_before=before.total,
        total_now=sum(prices, Decimal(0)) if prices else None,
        unknown=len(checked) - len(prices),
        currency=told or before.currency,
        trouble=check.trouble,
        correlation_id=check.correlation_id,
        findings=tuple(findings),
    )


def _of_the_order(lines: Sequence[OrderDraftLine]) -> Iterator[Finding]:
    if not lines:
        yield _blocking("There is no line to order.", LINES)
    if len(lines) > MAX_ORDERED:
        yield _blocking(too_many(len(lines)), LINES)


def _of_the_request(lines: Sequence[OrderDraftLine], entry: OrderEntry) -> Iterator[Finding]:
    """What nobody foresaw and the request itself refuses."""
    try:
        to_own_request(entry, own_lines(lines))
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = re.sub(r"[\[\]']", "", first["msg"].removeprefix("Value error, "))
        words = ": ".join(filter(None, ("It cannot be sent like this", where, said)))
        yield _blocking(words, DETAILS)


def _checked_line(
    line: OrderDraftLine,
    check: Check,
    entry: OrderEntry,
    numbers: Mapping[int, int],
    problems: Mapping[str, str],
) -> CheckedLine:
    now = _now(line, check)
    price = now.unit_price
    quantity = line.quantity
    findings = [*_mistakes(line, problems), *_of_the_part(line, now, entry, check)]
    return CheckedLine(
        number=numbers[line.pk],
        part_number=line.ingram_part_number or line.part_number,
        vendor_part_number=line.vendor_part_number,
        description=line.description,
        quantity=quantity,
        price_before=line.unit_price,
        price_now=price,
        extended_now=None if quantity is None else extended(price, quantity),
        available_now=now.available,
        details=line.details,
        covers=numbers.get(line.details.warranty_for or 0),
        findings=tuple(findings),
    )


def _now(line: OrderDraftLine, check: Check) -> PartNow:
    """What is known of the part: the answer, or the draft's figures when there is none."""
    if check.trouble:
        return PartNow(
            is_known=bool(line.ingram_part_number),
            unit_price=line.unit_price,
            currency=line.currency,
            available=line.available,
        )
    return check.parts.get(line.ingram_part_number) or PartNow(is_known=False, is_authorized=False)


def _mistakes(line: OrderDraftLine, problems: Mapping[str, str]) -> Iterator[Finding]:
    if line.quantity is None:
        yield _blocking(f"Quantity: {line.quantity_problem}", LINES)
    for name, words in problems.items():
        yield _blocking(f"{FIELDS[name].label}: {words}", LINES)


def _of_the_part(
    line: OrderDraftLine, now: PartNow, entry: OrderEntry, check: Check
) -> Iterator[Finding]:
    if not now.is_known:
        yield _blocking(now.problem or "The distributor knows no such part number.", LINES)
        return
    if not now.is_authorized:
        yield _blocking("Your account is not authorised to buy this part.", LINES)
        return
    if now.needs_end_user and not (entry.end_user or line.details.end_user):
        yield _blocking("An order of this part has to name the end user.", DETAILS)
    if now.is_discontinued:
        yield _worse("Discontinued: stock may not be filled up again.")
    if not check.trouble:
        yield from _of_the_price(line, now)
    yield from _of_the_stock(line, now, entry)


def _of_the_price(line: OrderDraftLine, now: PartNow) -> Iterator[Finding]:
    before, price = line.unit_price, now.unit_price
    if line.currency and now.currency and line.currency != now.currency and before is not None:
        yield _worse(f"The currency is now {now.currency}; it was {line.currency}.")
    elif price is None and before is None:
        yield _worse("The distributor tells no price.")
    elif price is None and before is not None:
        yield _worse(f"The distributor tells no price now; it was {grouped(before, 2)}.")
    elif before is None or price is None or price == before:
        return
    elif price > before:
        yield _worse(f"Price up from {grouped(before, 2)} to {grouped(price, 2)}.")
    else:
        words = f"Price down from {grouped(before, 2)} to {grouped(price, 2)}."
        yield Finding(words=words, tone=Tone.GOOD)


def _of_the_stock(line: OrderDraftLine, now: PartNow, entry: OrderEntry) -> Iterator[Finding]:
    available, wanted = now.available, line.quantity
    if available is None or wanted is None or available >= wanted:
        return
    is_news = line.available is None or available < line.available
    words = f"{grouped(max(available, 0))} of {grouped(wanted)} in stock."
    if not entry.accepts_back_orders and not entry.ship_complete:
        words += " Back-orders are not accepted, so the rest may be refused."
    yield Finding(words=words, tone=Tone.WARN, is_worse=is_news)


def _worse(words: str) -> Finding:
    return Finding(words=words, tone=Tone.WARN, is_worse=True)


def _blocking(words: str, mend_in: str) -> Finding:
    return Finding(words=words, tone=Tone.BAD, is_blocking=True, mend_in=mend_in)

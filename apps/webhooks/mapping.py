"""An event's envelope and the hints in it (field notes 10). Pure; reads whatever comes.

Key case varies with the payload's generation; root and resource are an object or an array; the
event type stands in the root, in the resource or in each of its items.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.ingram.schemas.reading import read_whole_number

QUOTES, ORDERS, CATALOG = "resellers/quotes", "resellers/orders", "resellers/catalog"
STOCK_UPDATE = "im::stock_update"
MOST_HINTS = 100
"""More objects than this in one event are left to the schedule: a body may be forged."""
_TEXT_LIMIT = 80
_PROBLEM_LIMIT = 500
_ORDER_NUMBERS = ("ingramordernumber", "ordernumber")
_PART_NUMBER_LIMIT = 40
_MOST_STOCK = 2**31 - 1

JsonObject = Mapping[str, object]


class UnreadableEvent(Exception):
    """The body is no JSON object or array of objects."""


@dataclass(frozen=True, kw_only=True)
class QuoteHint:
    quote_number: str
    failure: str = ""
    rejected_part_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrderHint:
    ingram_order_numbers: tuple[str, ...]
    customer_order_number: str = ""
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class StockHint:
    """What lies in all warehouses together, by part number; `unreadable` says what else came."""

    figures: tuple[tuple[str, int], ...]
    unreadable: tuple[str, ...] = ()


Hint = QuoteHint | OrderHint | StockHint


class _Unreadable(Exception):
    """An item of a stock event that tells no figure of a product."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An event with all keys in lower case; `resources` are always a sequence of objects."""

    event_id: str
    topic: str
    event: str
    event_type: str
    roots: tuple[JsonObject, ...]
    resources: tuple[JsonObject, ...]


def envelope_of(body: str | bytes) -> Envelope:
    """Read the envelope. Raises UnreadableEvent."""
    try:
        roots = _objects(_lowered(json.loads(body, parse_float=Decimal)))
    except (ValueError, RecursionError) as exc:
        raise UnreadableEvent from exc
    if not roots:
        raise UnreadableEvent
    resources = tuple(item for root in roots for item in _objects(root.get("resource")))
    return Envelope(
        event_id=_first((roots[0],), "eventid"),
        topic=_first(roots, "topic"),
        event=_first(roots, "event"),
        event_type=_first((*roots, *resources), "eventtype"),
        roots=roots,
        resources=resources,
    )


def hints_of(envelope: Envelope) -> tuple[Hint, ...]:
    """Which quotes and orders to read again, or new stock; empty for a topic that is not used."""
    topic = envelope.topic.lower()
    if topic == CATALOG and envelope.event_type.lower() == STOCK_UPDATE:
        return (_stock_hint(envelope),)
    if topic == QUOTES:
        hints: Iterable[Hint | None] = (_quote_hint(envelope, r) for r in envelope.resources)
    elif topic == ORDERS:
        hints = (_order_hint(envelope, r) for r in envelope.resources or envelope.roots)
    else:
        return ()
    return tuple(dict.fromkeys(hint for hint in hints if hint))[:MOST_HINTS]


def orders_named(envelope: Envelope) -> tuple[str, ...]:
    """The order numbers that an event names; nothing else of it."""
    if envelope.topic.lower() != ORDERS:
        return ()
    hints = (hint for hint in hints_of(envelope) if isinstance(hint, OrderHint))
    return tuple(number for hint in hints for number in hint.ingram_order_numbers)[:MOST_HINTS]


def _quote_hint(envelope: Envelope, resource: JsonObject) -> QuoteHint | None:
    number = _text(resource.get("quotenumber"))
    if not number:
        return None
    places = (*envelope.roots, resource)
    return QuoteHint(
        quote_number=number,
        failure=_problem(resource, ("reason", "message")),
        rejected_part_numbers=tuple(
            dict.fromkeys(p for place in places for p in _part_numbers(place.get("rejectedskus")))
        ),
    )


def _order_hint(envelope: Envelope, resource: JsonObject) -> OrderHint | None:
    orders = (resource, *_objects(resource.get("orders")))
    numbers = tuple(
        dict.fromkeys(
            number
            for order in orders
            for key in _ORDER_NUMBERS
            if (number := _text(order.get(key)))
        )
    )
    customer_order_number = _first(orders, "customerordernumber")
    if not (numbers or customer_order_number):
        return None
    return OrderHint(
        ingram_order_numbers=numbers[:MOST_HINTS],
        customer_order_number=customer_order_number,
        failure=_order_failure((*envelope.roots, resource)),
    )


def _order_failure(places: Iterable[JsonObject]) -> str:
    """The distributor documents no failure payload: these are its usual places (5.2, 7.4)."""
    words = []
    for place in places:
        words.append(_problem(place, ("reason", "message")))
        for key in ("errors", "rejectedlineitems"):
            words += [
                _problem(item, ("message", "rejectreason", "reason", "rejectedreason"))
                or "a line was rejected"
                for item in _objects(place.get(key))
            ]
    return "; ".join(dict.fromkeys(word for word in words if word))[:_PROBLEM_LIMIT]


def _problem(place: JsonObject, keys: Iterable[str]) -> str:
    words = (_text(place.get(key), limit=_PROBLEM_LIMIT) for key in keys)
    return "; ".join(dict.fromkeys(word for word in words if word))


def _stock_hint(envelope: Envelope) -> StockHint:
    """The last figure counts when a product stands there twice."""
    figures: dict[str, int] = {}
    unreadable = []
    for place, item in enumerate(_members(envelope), start=1):
        try:
            part_number, available = _stock(item)
        except _Unreadable as exc:
            unreadable.append(f"Item {place}: {exc}")
        else:
            figures[part_number] = available
    return StockHint(figures=tuple(figures.items()), unreadable=tuple(unreadable))


def _members(envelope: Envelope) -> Iterable[object]:
    """What stands in the place of the items, objects or not."""
    for root in envelope.roots:
        resource = root.get("resource")
        if isinstance(resource, list):
            yield from resource
        elif resource is not None:
            yield resource


def _stock(item: object) -> tuple[str, int]:
    """A part number and how many there are; what was sold beyond the stock is none in stock."""
    if not isinstance(item, Mapping):
        raise _Unreadable("not a product")
    part_number = _text(item.get("ingrampartnumber"), limit=_PART_NUMBER_LIMIT + 1).upper()
    if not part_number:
        raise _Unreadable("no Ingram part number")
    if len(part_number) > _PART_NUMBER_LIMIT:
        raise _Unreadable("the Ingram part number is too long")
    told = item.get("totalavailability")
    try:
        available = read_whole_number(told)
    except ValueError:
        available = None
    if available is None:
        shown = f"{_text(told, limit=40)!r} is" if _text(told) else "there is"
        raise _Unreadable(f"{part_number}: {shown} no quantity")
    if available > _MOST_STOCK:
        raise _Unreadable(f"{part_number}: the quantity is too large")
    return part_number, max(available, 0)


def _part_numbers(rejected: object) -> Iterable[str]:
    keys = ("ingrampartnumber", "vendorpartnumber", "partnumber", "sku")
    for item in rejected if isinstance(rejected, list) else [rejected]:
        if isinstance(item, Mapping):
            yield from (number for key in keys if (number := _text(item.get(key))))
        elif number := _text(item):
            yield number


def _lowered(value: object) -> object:
    if isinstance(value, dict):
        return {key.lower(): _lowered(item) for key, item in value.items()}
    return [_lowered(item) for item in value] if isinstance(value, list) else value


def _objects(value: object) -> tuple[JsonObject, ...]:
    members = value if isinstance(value, list) else [value]
    return tuple(member for member in members if isinstance(member, Mapping))


def _first(places: Iterable[JsonObject], key: str) -> str:
    return next((text for place in places if (text := _text(place.get(key)))), "")


def _text(value: object, *, limit: int = _TEXT_LIMIT) -> str:
    """Short text that every database takes: no NUL, no half of a surrogate pair."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).replace("\0", "").encode("utf-8", "replace").decode()
    return text.strip()[:limit]

"""The list of orders: what it can be narrowed to, and how it stays quick however long it is.

Up to MOST_ROWS matches are found by whatever index is best and then sorted; beyond that the list
is read in its order, row by row, until the page is full. Both cost the same in a mirror of any
size, and a planner that guesses wrongly (SQLite keeps no statistics of single values) cannot turn
one into the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core.pagination import MOST_ROWS, counted
from apps.orders.choices import OPEN_STATUSES, Attention, OrderDay, OrderStatus, TermKind
from apps.orders.mapping import words_of
from apps.orders.models import Order, Term

TABS: dict[str, tuple[str, tuple[OrderStatus, ...]]] = {
    "": ("All", ()),
    "open": ("Open", OPEN_STATUSES),
    "hold": ("On hold", (OrderStatus.ON_HOLD,)),
    "backordered": ("Backordered", (OrderStatus.BACKORDERED,)),
    "shipped": ("Shipped", (OrderStatus.SHIPPED, OrderStatus.DELIVERED)),
    "cancelled": ("Cancelled", (OrderStatus.CANCELLED, OrderStatus.REJECTED)),
}
SORTS = {
    "number": "ingram_order_number",
    "po": "customer_order_number_upper",
    "end_user": "end_user_name",
    "status": "status",
    "ordered": "ordered_on",
    "total": "sorted_total",
}
LATEST = "-ordered"
UNDER_WAY = (*OPEN_STATUSES, OrderStatus.SHIPPED)
#: A word that more terms than this begin with is looked for row by row.
MOST_TERMS = 5000
#: Where each row costs a look into the index, so many are counted and leafed through.
MOST_OF_COMMON = 500
#: So many words of a search count.
MOST_WORDS = 6
_DAYS = {
    OrderDay.ORDERED: "ordered_on",
    OrderDay.SHIPPED: "shipped_on",
    OrderDay.DELIVERED: "delivered_on",
    OrderDay.EXPECTED: "expected_on",
}
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What the list is narrowed to; every part may be left out."""

    text: str = ""
    term: TermKind | None = None
    status: str = ""
    tab: str = ""
    day: OrderDay = OrderDay.ORDERED
    day_from: date | None = None
    day_to: date | None = None
    attention: Attention | None = None
    sort: str = LATEST


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The orders of a list in their order, and how many each tab would show.

    A count of MOST_ROWS says "at least so many"; there are none where words match too many orders.
    """

    rows: QuerySet[Order]
    counts: dict[str, int]
    #: How many rows are counted and leafed through.
    most: int = MOST_ROWS


def newest_orders(account: CustomerAccount) -> QuerySet[Order]:
    return _sorted(Order.objects.filter(account=account), LATEST)


def listing_for(account: CustomerAccount, wanted: OrderFilter) -> Listing:
    """The account's orders from the mirror. No call.

    A query a word, and two when few orders match; else one to see that, one a tab and perhaps one
    more. The page takes two.
    """
    words = _looked_up(account, wanted)
    base = _narrowed(account, wanted, words)
    few = _few(base)
    if few is not None:
        counts = _counts_among(few)
        return Listing(rows=_sorted(_in_tab(few, wanted.tab), wanted.sort), counts=counts)
    if words.common:
        # Each row costs a look into the index: the tabs are not counted as well.
        return Listing(rows=_walked(account, wanted, words), counts={}, most=MOST_OF_COMMON)
    counts = {name: counted(_in_tab(base, name)) for name in TABS}
    if counts[wanted.tab] < MOST_ROWS:
        rows = _ids_only(_in_tab(base, wanted.tab))
        return Listing(rows=_sorted(rows, wanted.sort), counts=counts)
    return Listing(rows=_walked(account, wanted, words), counts=counts)


def orders_for(account: CustomerAccount, wanted: OrderFilter) -> QuerySet[Order]:
    """All orders that the list would show, in its order: for the export."""
    words = _looked_up(account, wanted)
    few = _few(_in_tab(_narrowed(account, wanted, words), wanted.tab))
    return _walked(account, wanted, words) if few is None else _sorted(few, wanted.sort)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The words of a search: `ids` has the orders with all rare ones (None: there is none)."""

    ids: frozenset[int] | None
    common: Sequence[str]
    kind: TermKind | None


def _looked_up(account: CustomerAccount, wanted: OrderFilter) -> _Words:
    ids: frozenset[int] | None = None
    common = []
    for word in dict.fromkeys(words_of(wanted.text)[:MOST_WORDS]):
        terms = _beginning(Term.objects.filter(account=account), word, wanted.term)
        found = list(terms.values_list("order_id", flat=True)[: MOST_TERMS + 1])
        if len(found) > MOST_TERMS:
            common.append(word)
        else:
            ids = frozenset(found) if ids is None else ids & frozenset(found)
    return _Words(ids=ids, common=common, kind=wanted.term)


def _beginning(terms: QuerySet[Term], word: str, kind: TermKind | None) -> QuerySet[Term]:
    """The terms that begin with the word: a range of an index."""
    if kind:
        terms = terms.filter(kind=kind)
    if connection.vendor == "postgresql":
        # LIKE reads the range of an index with pattern operators, whatever the collation.
        return terms.filter(text__startswith=word)
    return terms.filter(text__gte=word, text__lt=word + _LAST_CHARACTER)


def _narrowed(
    account: CustomerAccount, wanted: OrderFilter, words: _Words, *, walked_by: str = ""
) -> QuerySet[Order]:
    """What all tabs have in common; `walked_by` is the column in whose order it will be read."""
    rows = _with_words(Order.objects.filter(account=account), words)
    status, day = "status", _DAYS[wanted.day]
    if walked_by and connection.vendor == "sqlite":
        # It would rather find by a status or a day, and sort what may be all there is.
        rows = rows.alias(plain_status=Coalesce("status", "status"), plain_day=Coalesce(day, day))
        status = "plain_status" if walked_by != "status" else status
        day = "plain_day" if walked_by != day else day
    if wanted.status:
        rows = rows.filter(**{status: wanted.status})
    if statuses := TABS[wanted.tab][1] if walked_by else ():
        rows = rows.filter(**{f"{status}__in": statuses})
    if wanted.day_from:
        rows = rows.filter(**{f"{day}__gte": wanted.day_from})
    if wanted.day_to:
        rows = rows.filter(**{f"{day}__lte": wanted.day_to})
    if wanted.attention is Attention.LATE:
        rows = rows.filter(expected_on__lt=timezone.localdate())
    if wanted.attention is Attention.SLIPPED:
        rows = rows.filter(has_slipped=True)
    return rows.filter(**{f"{status}__in": UNDER_WAY}) if wanted.attention else rows


def _walked(account: CustomerAccount, wanted: OrderFilter, words: _Words) -> QuerySet[Order]:
    """Row by row in the list's order, until there are enough."""
    rows = _narrowed(account, wanted, words, walked_by=_column(wanted.sort))
    return _sorted(rows, wanted.sort)


def _with_words(rows: QuerySet[Order], words: _Words) -> QuerySet[Order]:
    if words.ids is not None:
        rows = rows.filter(pk__in=words.ids)
    for word in words.common:
        # Without the account, so that the index of the order's own terms is read.
        own = Term.objects.filter(order=OuterRef("pk"))
        rows = rows.filter(Exists(_beginning(own, word, words.kind)))
    return rows


def _in_tab(rows: QuerySet[Order], tab: str) -> QuerySet[Order]:
    statuses = TABS[tab][1]
    return rows.filter(status__in=statuses) if statuses else rows


def _few(rows: QuerySet[Order]) -> QuerySet[Order] | None:
    """The rows by their ids when there are at most MOST_ROWS, else None. One query."""
    ids = list(rows.order_by().values_list("pk", flat=True)[: MOST_ROWS + 1])
    return None if len(ids) > MOST_ROWS else Order.objects.filter(pk__in=ids)


def _ids_only(rows: QuerySet[Order]) -> QuerySet[Order]:
    return Order.objects.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))


def _counts_among(rows: QuerySet[Order]) -> dict[str, int]:
    found: dict[str, int] = rows.order_by().aggregate(
        **{
            f"tab_{name}": Count("pk", filter=Q(status__in=statuses) if statuses else None)
            for name, (_, statuses) in TABS.items()
        }
    )
    return {name: found[f"tab_{name}"] for name in TABS}


def _sorted(rows: QuerySet[Order], sort: str) -> QuerySet[Order]:
    """By the column and then the id, both in one direction: so an index holds the order."""
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{sign}{_column(sort)}", f"{sign}pk")


def _column(sort: str) -> str:
    return SORTS.get(sort.removeprefix("-"), SORTS["ordered"])

"""The list of orders: what it can be narrowed to, and how it stays quick however long it is.

Up to MOST_ROWS matches are found by whatever index is best and then sorted; beyond that the list
is read in its order, row by row, until the page is full. Both cost the same in a mirror of any
size, and a planner that guesses wrongly (SQLite keeps no statistics of single values) cannot turn
one into the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
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
#: The orders of a word that more terms than this begin with are not collected.
MOST_TERMS = 20_000
#: Where each row costs a look into the index, so many are counted and leafed through.
MOST_OF_COMMON = 250
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

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words and the tab leaves orders out."""
        return bool(self.status or self.day_from or self.day_to or self.attention)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The orders of a list in their order, how many there are, and how many in each tab.

    Counted and leafed through are `most` orders; a count above says that there are more. The tabs
    have no counts where one would have to look at far more orders than it finds.
    """

    rows: QuerySet[Order]
    count: int
    counts: dict[str, int]
    most: int


def newest_orders(account: CustomerAccount) -> QuerySet[Order]:
    """The account's orders, the latest first."""
    return _sorted(Order.objects.filter(account=account), LATEST)


def listing_for(account: CustomerAccount, wanted: OrderFilter) -> Listing:
    """The account's orders from the mirror. No call.

    Two queries for each word, and one that tells whether few orders match, which is all then;
    else one for all tabs, or one for the count. The page is one more.
    """
    words = _looked_up(account, wanted)
    base = _narrowed(account, wanted, words)
    if words.count and not wanted.is_narrowed and not wanted.tab:
        rows = _walked(account, wanted, words)
        return Listing(rows=rows, count=words.count, counts={}, most=MOST_ROWS)
    if words.common:
        return _counted(account, wanted, words, {}, most=MOST_OF_COMMON)
    statuses = list(base.order_by().values_list("status", flat=True)[: MOST_ROWS + 1])
    if len(statuses) <= MOST_ROWS:
        counts = _counts(statuses)
        rows = _few(_in_tab(base, wanted.tab), wanted.sort)
        return Listing(rows=rows, count=counts[wanted.tab], counts=counts, most=MOST_ROWS)
    counts = {} if wanted.is_narrowed else _bounded_counts(base)
    return _counted(account, wanted, words, counts, most=MOST_ROWS)


def _counted(
    account: CustomerAccount,
    wanted: OrderFilter,
    words: _Words,
    counts: dict[str, int],
    *,
    most: int,
) -> Listing:
    within = _in_tab(_narrowed(account, wanted, words), wanted.tab)
    count = counts[wanted.tab] if counts else counted(within, most=most + 1)
    rows = _walked(account, wanted, words) if count > most else _few(within, wanted.sort)
    return Listing(rows=rows, count=count, counts=counts, most=most)


def orders_for(account: CustomerAccount, wanted: OrderFilter) -> QuerySet[Order]:
    """All orders that the list would show, in its order: for the export."""
    words = _looked_up(account, wanted)
    within = _in_tab(_narrowed(account, wanted, words), wanted.tab)
    if counted(within, most=MOST_ROWS + 1) > MOST_ROWS:
        return _walked(account, wanted, words)
    return _few(within, wanted.sort)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The words of a search: the ids of the orders that have all but the `common` ones.

    Those are looked for order by order; `ids` is None where there are no others. `count` tells
    how many orders have all words, where it is known though the ids are too many to be named.
    """

    ids: frozenset[int] | None
    common: Sequence[str]
    kind: TermKind | None
    count: int = 0


def _looked_up(account: CustomerAccount, wanted: OrderFilter) -> _Words:
    ids: frozenset[int] | None = None
    words = list(dict.fromkeys(words_of(wanted.text)[:MOST_WORDS]))
    common = []
    for word in words:
        terms = _beginning(Term.objects.filter(account=account), word, wanted.term)
        if counted(terms, most=MOST_TERMS + 1) > MOST_TERMS:
            common.append(word)
        else:
            found = frozenset(terms.values_list("order_id", flat=True))
            ids = found if ids is None else ids & found
    if ids is not None and len(ids) > MOST_ROWS:
        return _Words(ids=None, common=words, kind=wanted.term, count=0 if common else len(ids))
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
    rows = Order.objects.filter(account=account)
    if words.ids is not None and not walked_by:
        # Their terms are the account's. Asked for the account too, SQLite reads all its orders.
        rows = Order.objects.all()
    for word in words.common:
        # Without the account, so that the index of the order's own terms is read.
        own = Term.objects.filter(order=OuterRef("pk"))
        rows = rows.filter(Exists(_beginning(own, word, words.kind)))
    if wanted.attention:
        rows = _needing(rows, wanted.attention)
    conditions = _conditions(wanted, words)
    if walked_by and connection.vendor == "sqlite":
        # It would rather find by a status, a day or ids, and sort what may be all there is.
        plain = {column for column in conditions if column != walked_by}
        rows = rows.alias(**{f"plain_{column}": Coalesce(column, column) for column in plain})
        conditions = {f"plain_{c}" if c in plain else c: q for c, q in conditions.items()}
    for column, lookups in conditions.items():
        rows = rows.filter(**{f"{column}__{name}": value for name, value in lookups})
    return rows


def _needing(rows: QuerySet[Order], attention: Attention) -> QuerySet[Order]:
    if attention is Attention.HELD:
        return rows.filter(hold_ends_at__gt=timezone.now(), status=OrderStatus.ON_HOLD)
    # Hidden from SQLite: most orders are in one of these states.
    rows = rows.alias(any_status=Coalesce("status", "status")).filter(any_status__in=UNDER_WAY)
    if attention is Attention.LATE:
        return rows.filter(expected_on__lt=timezone.localdate())
    return rows.filter(has_slipped=True)


def _conditions(wanted: OrderFilter, words: _Words) -> dict[str, list[tuple[str, object]]]:
    """What is asked of the status, of a day and of the id, by column."""
    status: list[tuple[str, object]] = []
    if wanted.status:
        status.append(("exact", wanted.status))
    days: list[tuple[str, object]] = []
    if wanted.day_from:
        days.append(("gte", wanted.day_from))
    if wanted.day_to:
        days.append(("lte", wanted.day_to))
    ids: list[tuple[str, object]] = [] if words.ids is None else [("in", words.ids)]
    return {"status": status, _DAYS[wanted.day]: days, "pk": ids}


def _walked(account: CustomerAccount, wanted: OrderFilter, words: _Words) -> QuerySet[Order]:
    """Row by row in the list's order, until there are enough."""
    column = _column(wanted.sort)
    rows = _narrowed(account, wanted, words, walked_by=column)
    if statuses := TABS[wanted.tab][1]:
        is_hidden = connection.vendor == "sqlite" and column != "status"
        rows = rows.filter(**{f"{'plain_' if is_hidden else ''}status__in": statuses})
    return _sorted(rows, wanted.sort)


def _in_tab(rows: QuerySet[Order], tab: str) -> QuerySet[Order]:
    statuses = TABS[tab][1]
    return rows.filter(status__in=statuses) if statuses else rows


def _counts(statuses: Sequence[str]) -> dict[str, int]:
    found = Counter(statuses)
    return {
        name: sum(found[status] for status in wanted) if wanted else len(statuses)
        for name, (_, wanted) in TABS.items()
    }


def _bounded_counts(rows: QuerySet[Order]) -> dict[str, int]:
    """How many rows each tab has, looking at no more than one above MOST_ROWS. One query."""
    counts: list[str] = []
    parameters: list[Any] = []
    for tab in TABS:
        found = _in_tab(rows, tab).order_by().values("pk")[: MOST_ROWS + 1]
        sql, values = found.query.sql_with_params()
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 - Django's own
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", parameters)
        return dict(zip(TABS, cursor.fetchone(), strict=True))


def _few(rows: QuerySet[Order], sort: str) -> QuerySet[Order]:
    """The matches, of which there are no more than MOST_ROWS: to be found, and then sorted.

    The column is hidden, or a planner may read the list in its order until it has met so few.
    """
    column = Coalesce(_column(sort), _column(sort))
    if sort.startswith("-"):
        return rows.order_by(column.desc(), "-pk")
    return rows.order_by(column.asc(), "pk")


def _sorted(rows: QuerySet[Order], sort: str) -> QuerySet[Order]:
    """By the column and then the id, both in one direction: so an index holds the order."""
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{sign}{_column(sort)}", f"{sign}pk")


def _column(sort: str) -> str:
    return SORTS.get(sort.removeprefix("-"), SORTS["ordered"])

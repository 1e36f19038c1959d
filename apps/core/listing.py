"""Every list of the mirror: what it can be narrowed to, and how it stays quick however long it is.

Up to MOST_ROWS matches are found by whatever index is best and then sorted; beyond that the list
is read in its order, row by row, until the page is full. Both cost the same in a mirror of any
size, and a planner that guesses wrongly (SQLite keeps no statistics of single values) cannot turn
one into the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from apps.core.pagination import MOST_ROWS, counted
from apps.core.terms import Term, words_of

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=Term)
#: What is asked of each column: pairs of a lookup (exact, in, gt, gte, lt, lte) and its value.
Conditions = Mapping[str, Sequence[tuple[str, Any]]]

#: The objects of a word that more terms than this begin with are not collected.
MOST_TERMS = 20_000
#: Where each row costs a look into the index, so many are counted and leafed through.
MOST_OF_COMMON = 250
#: So many words of a search count.
MOST_WORDS = 6
_SPAN = ("gt", "gte", "lt", "lte")
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A part of a list with a name; `where` is asked at each look, for it may depend on the day."""

    label: str
    where: Callable[[], Conditions] = dict


def in_states(label: str, *states: str) -> Tab:
    """The rows in one of the states."""
    return Tab(label=label, where=lambda: {"status": [("in", states)]})


@dataclass(frozen=True, kw_only=True)
class ListKind(Generic[M]):
    """What the list of one resource is made of.

    Each of `sorts` names a column, which never holds null where its place matters and has an
    index (account, column, id). The columns `in_order` have each an index in which the rows of one
    value stand in the default order. `documents` are large columns that no list shows: a sort
    would carry them along.
    """

    model: type[M]
    terms: type[Term]
    tabs: Mapping[str, Tab]
    sorts: Mapping[str, str]
    default_sort: str
    in_order: tuple[str, ...] = ("status",)
    documents: tuple[str, ...] = ()

    @property
    def all_rows(self) -> QuerySet[M]:
        return self.model._default_manager.all()

    @property
    def all_terms(self) -> QuerySet[Any]:
        """Of the terms of all accounts; each has its `subject`."""
        return self.terms._default_manager.all()

    def column(self, sort: str) -> str:
        """The column of a sort, with or without its sign; of the default one where it is none."""
        default = self.sorts[self.default_sort.removeprefix("-")]
        return self.sorts.get(sort.removeprefix("-"), default)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; every part may be left out. `special` narrows by a query."""

    text: str = ""
    term: str = ""
    tab: str = ""
    sort: str = ""
    conditions: Conditions = field(default_factory=dict)
    special: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words and the tab leaves rows out."""
        return bool(self.special or any(self.conditions.values()))


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[M]):
    """The rows of a list in their order, how many there are, and how many in each tab.

    Counted and leafed through are `most` rows; a count above says that there are more. The tabs
    have no counts where one would have to look at far more rows than it finds.
    """

    rows: QuerySet[M]
    count: int
    counts: dict[str, int]
    most: int


def newest(kind: ListKind[M], account_id: int) -> QuerySet[M]:
    """The account's objects in the list's own order."""
    rows = kind.all_rows.filter(account=account_id)
    return _sorted(kind, rows, kind.default_sort)


def listing_for(kind: ListKind[M], account_id: int, wanted: Wanted) -> Listing[M]:
    """The account's objects from the mirror. No call.

    Two queries for each word, and one that tells whether few objects match, which is all then;
    else one for all tabs, or one for the count. The page is one more.
    """
    look = _Look(kind=kind, account_id=account_id, wanted=wanted)
    words = look.words
    if words.count and not wanted.is_narrowed and not wanted.tab:
        return Listing(rows=look.walked(), count=words.count, counts={}, most=MOST_ROWS)
    if words.common:
        return _counted(look, {}, most=MOST_OF_COMMON)
    counts = _counts(look)
    if counts[""] <= MOST_ROWS:
        rows = look.few()
        return Listing(rows=rows, count=counts[wanted.tab], counts=counts, most=MOST_ROWS)
    known = {"": counts[""]}
    counts = {} if wanted.is_narrowed else _bounded_counts(look)
    return _counted(look, counts, most=MOST_ROWS, known={**known, **counts})


def rows_for(kind: ListKind[M], account_id: int, wanted: Wanted) -> QuerySet[M]:
    """All objects that the list would show, in its order: for the export."""
    look = _Look(kind=kind, account_id=account_id, wanted=wanted)
    many = counted(look.matches(wanted.tab), most=MOST_ROWS + 1) > MOST_ROWS
    return look.walked() if many else look.few()


def _counted(
    look: _Look[M], counts: dict[str, int], *, most: int, known: Mapping[str, int] | None = None
) -> Listing[M]:
    """`known` are the counts that need not be asked for, by tab."""
    tab = look.wanted.tab
    count = known[tab] if known and tab in known else counted(look.matches(tab), most=most + 1)
    rows = look.walked() if count > most else look.few()
    return Listing(rows=rows, count=count, counts=counts, most=most)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The words of a search: the ids of the objects that have all but the `common` ones.

    Those are looked for row by row; `ids` is None where there are no others. `count` tells how
    many objects have all words, where it is known though the ids are too many to be named.
    """

    ids: frozenset[int] | None
    common: Sequence[str]
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class _Look(Generic[M]):
    """One look at a list."""

    kind: ListKind[M]
    account_id: int
    wanted: Wanted

    @cached_property
    def words(self) -> _Words:
        """Two queries for each word."""
        ids: frozenset[int] | None = None
        words = list(dict.fromkeys(words_of(self.wanted.text)[:MOST_WORDS]))
        common = []
        own = self.kind.all_terms.filter(account=self.account_id)
        for word in words:
            terms = beginning(own, word, self.wanted.term)
            if counted(terms, most=MOST_TERMS + 1) > MOST_TERMS:
                common.append(word)
            else:
                found = frozenset(terms.values_list("subject_id", flat=True))
                ids = found if ids is None else ids & found
        if ids is not None and len(ids) > MOST_ROWS:
            return _Words(ids=None, common=words, count=0 if common else len(ids))
        return _Words(ids=ids, common=common)

    @property
    def only_span(self) -> tuple[str, ...]:
        """The column of a span that is all that is asked for: its index is read in its order.

        Else PostgreSQL would read the table until it has met enough, which may stand at its end.
        A flag beside it does not count: it has an index of its own rows.
        """
        asked = {column: told for column, told in self._conditions("").items() if told}
        asked = {column: told for column, told in asked.items() if told != [("exact", True)]}
        if len(asked) != 1 or self.wanted.special or self.words.common:
            return ()
        (column, told), *_ = asked.items()
        return (column,) if all(name in _SPAN for name, _ in told) else ()

    @property
    def sort(self) -> str:
        return self.wanted.sort or self.kind.default_sort

    @cached_property
    def stand_in_order(self) -> bool:
        """Whether an index holds the matches, and no others, in the list's order.

        That is so of all rows, of a span of the default column, and of one value `in_order`.
        """
        is_default = self.sort.removeprefix("-") == self.kind.default_sort.removeprefix("-")
        if self.wanted.special or self.words.common or not is_default:
            return False
        default = self.kind.column(self.sort)
        asked = [
            column in self.kind.in_order and (name == "exact" or (name == "in" and len(value) == 1))
            for column, lookups in self._conditions(self.wanted.tab).items()
            for name, value in lookups
            if column != default or name not in _SPAN
        ]
        return asked in ([], [True])

    def matches(self, tab: str = "") -> QuerySet[M]:
        """What the filters leave of the list, or of one tab of it."""
        return self._narrowed(self._conditions(tab))

    def few(self) -> QuerySet[M]:
        """The matches, of which there are no more than MOST_ROWS: to be found, and then sorted.

        The column is hidden, or a planner may read the list in its order until it has met so few.
        """
        sort = self.sort
        if self.stand_in_order:
            return _sorted(self.kind, self.matches(self.wanted.tab), sort)
        rows = self.matches(self.wanted.tab).defer(*self.kind.documents)
        column = Coalesce(self.kind.column(sort), self.kind.column(sort))
        if sort.startswith("-"):
            return rows.order_by(column.desc(), "-pk")
        return rows.order_by(column.asc(), "pk")

    def walked(self) -> QuerySet[M]:
        """Row by row in the list's order, until there are enough."""
        if self.stand_in_order:
            return self.few()
        sort = self.sort
        conditions = self._conditions(self.wanted.tab)
        rows = self._narrowed(conditions, walked_by=self.kind.column(sort))
        return _sorted(self.kind, rows, sort)

    def _conditions(self, tab: str) -> dict[str, list[tuple[str, Any]]]:
        asked: dict[str, list[tuple[str, Any]]] = {}
        parts: list[Conditions] = [self.wanted.conditions, self.kind.tabs[tab].where()]
        if self.words.ids is not None:
            parts.append({"pk": [("in", self.words.ids)]})
        for part in parts:
            for column, lookups in part.items():
                asked.setdefault(column, []).extend(lookups)
        return asked

    def _narrowed(
        self, conditions: Mapping[str, list[tuple[str, Any]]], *, walked_by: str = ""
    ) -> QuerySet[M]:
        """`walked_by` is the column in whose order the rows will be read."""
        rows = self.kind.all_rows
        if self.words.ids is None or walked_by:
            # Their terms are the account's. Asked for the account too, SQLite reads all its rows.
            rows = rows.filter(account=self.account_id)
        for word in self.words.common:
            # Without the account, so that the index of the object's own terms is read.
            own = self.kind.all_terms.filter(subject=OuterRef("pk"))
            rows = rows.filter(Exists(beginning(own, word, self.wanted.term)))
        if self.wanted.special:
            rows = self.wanted.special(rows)
        names = {column: column for column in conditions}
        if walked_by and connection.vendor == "sqlite":
            # It would rather find by a status, a day or ids, and sort what may be all there is.
            names |= {column: f"plain_{column}" for column in conditions if column != walked_by}
            hidden = {name: Coalesce(c, c) for c, name in names.items() if name != c}
            rows = rows.alias(**hidden)
        for column, lookups in conditions.items():
            rows = rows.filter(**{f"{names[column]}__{name}": value for name, value in lookups})
        return rows


def beginning(terms: QuerySet[T], word: str, kind: str = "") -> QuerySet[T]:
    """The terms that begin with the word: a range of an index."""
    if kind:
        terms = terms.filter(kind=kind)
    if connection.vendor == "postgresql":
        # LIKE reads the range of an index with pattern operators, whatever the collation.
        return terms.filter(text__startswith=word)
    return terms.filter(text__gte=word, text__lt=word + _LAST_CHARACTER)


def _counts(look: _Look[Any]) -> dict[str, int]:
    """How many rows each tab has of the first that match, one above MOST_ROWS. One query.

    The tab of all comes first, and has them all.
    """
    tabs = look.kind.tabs
    found = look.matches().order_by(*look.only_span)[: MOST_ROWS + 1]
    counts = found.aggregate(
        **{
            f"tab_{number}": Count("pk", filter=Q(*_lookups(tab.where())))
            for number, tab in enumerate(tabs.values())
        }
    )
    return dict(zip(tabs, counts.values(), strict=True))


def _lookups(conditions: Conditions) -> Iterator[tuple[str, Any]]:
    for column, asked in conditions.items():
        for name, value in asked:
            yield f"{column}__{name}", value


def _bounded_counts(look: _Look[Any]) -> dict[str, int]:
    """How many rows each tab has, looking at no more than one above MOST_ROWS. One query."""
    counts: list[str] = []
    parameters: list[Any] = []
    for tab in look.kind.tabs:
        found = look.matches(tab).order_by().values("pk")[: MOST_ROWS + 1]
        sql, values = found.query.sql_with_params()
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 - Django's own
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", parameters)
        return dict(zip(look.kind.tabs, cursor.fetchone(), strict=True))


def _sorted(kind: ListKind[M], rows: QuerySet[M], sort: str) -> QuerySet[M]:
    """By the column and then the id, both in one direction: so an index holds the order."""
    sign = "-" if sort.startswith("-") else ""
    return rows.defer(*kind.documents).order_by(f"{sign}{kind.column(sort)}", f"{sign}pk")

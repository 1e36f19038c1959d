"""A few objects of the mirror by the words of a search, as they are typed.

What is read is bounded, so that it costs the same in a mirror of any size; a list
(`core.listing`) finds and counts them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When

from apps.core.listing import MOST_WORDS, ListKind
from apps.core.terms import LONGEST, words_of

M = TypeVar("M", bound=Model)

#: So many terms that begin with a word are read; it is looked for row by row if there are more.
MOST_CANDIDATES = 500
LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, kw_only=True)
class Found(Generic[M]):
    """The rows, exact ones first; `exact` are the ids of those with the text as a whole term."""

    rows: list[M]
    exact: frozenset[int]


def found(kind: ListKind[M], account_id: int, text: str, limit: int) -> Found[M]:
    """At most `limit` of the account's objects that have all words of the text. Two queries.

    They are in the order of their list, or among exact ones and others. Where more terms than
    MOST_CANDIDATES begin with every word, they come from among so many.
    """
    words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    if not words:
        return Found(rows=[], exact=frozenset())
    exact, sure, *by_word = ids_of(_parts(kind, account_id, text, words, limit))
    start, to_ask = _divided(words, by_word)
    own = kind.all_terms.filter(subject=OuterRef("pk"))
    has_rest = [Exists(own.filter(begins("text", word))) for word in to_ask]
    # The terms are the account's. Asked for the account too, SQLite would read all its rows.
    rows = kind.all_rows.defer(*kind.documents).filter(
        Q(pk__in=exact | sure) | Q(*has_rest, pk__in=start)
    )
    sign = "-" if kind.default_sort.startswith("-") else ""
    order: list[Any] = [f"{sign}{kind.column(kind.default_sort)}", f"{sign}pk"]
    if exact:
        order.insert(0, Case(When(pk__in=exact, then=0), default=1))
    return Found(rows=list(rows.order_by(*order)[:limit]), exact=frozenset(exact))


def _parts(
    kind: ListKind[M], account_id: int, text: str, words: Sequence[str], limit: int
) -> list[QuerySet[Any]]:
    """Whose term the text is, whose begins with it, and whose begins with each of its words."""
    whole = " ".join(text.upper().split())[:LONGEST]
    terms = kind.all_terms.filter(account=account_id).order_by().values("subject_id")
    exact = terms.filter(text=whole)[:limit]
    # One word is the whole; several are looked for together and one by one.
    beginnings = [whole, *(words if len(words) > 1 else [])]
    return [exact, *(terms.filter(begins("text", b))[:MOST_CANDIDATES] for b in beginnings)]


def _divided(words: Sequence[str], by_word: Sequence[set[int]]) -> tuple[set[int], list[str]]:
    """The ids that may have all words, and the words for which each has still to be asked."""
    if not by_word:
        return set(), []
    read = dict(zip(words, by_word, strict=True))
    rare = [word for word, ids in read.items() if len(ids) < MOST_CANDIDATES]
    # If all are common, the longest leaves out the most.
    start = rare or [max(words, key=len)]
    ids = set.intersection(*(read[word] for word in start))
    return ids, [word for word in words if word not in start]


def begins(column: str, word: str) -> Q:
    """That the column begins with the word: a range of an index with pattern operators."""
    if connection.vendor == "postgresql":
        # LIKE reads the range, whatever the collation.
        return Q(**{f"{column}__startswith": word})
    return Q(**{f"{column}__gte": word, f"{column}__lt": word + LAST_CHARACTER})


def ids_of(parts: Iterable[QuerySet[Any]]) -> list[set[int]]:
    """The ids that each part finds; a part gives values of one column. One query for all."""
    selects: list[str] = []
    parameters: list[Any] = []
    found_ids: list[set[int]] = []
    for place, part in enumerate(parts):
        sql, values = part.query.sql_with_params()
        selects.append(f"SELECT {place}, found.* FROM ({sql}) AS found")  # noqa: S608 - Django's
        parameters += values
        found_ids.append(set())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        for place, subject_id in cursor.fetchall():
            found_ids[place].add(subject_id)
    return found_ids

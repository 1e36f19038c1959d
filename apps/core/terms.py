"""The words by which an object of the mirror is found: its numbers, and the words of its names.

They are written with the object, in upper case; a search then reads a range of an index, which
costs the same in a mirror of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.db import models

LONGEST = 80
_SHORTEST_WORD = 2
_WORD = re.compile(r"[^\W_]+")


class Term(models.Model):
    """A word of one object. A resource adds `subject`, the key of the object, and its Meta:

    `constraints = Term.constraints_for("order")` and `indexes = Term.indexes_for("order")`.
    """

    account = models.ForeignKey(
        "accounts.CustomerAccount", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=LONGEST)
    if TYPE_CHECKING:
        subject_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"

    @staticmethod
    def constraints_for(name: str) -> list[models.BaseConstraint]:
        fields = ["subject", "kind", "text"]
        return [models.UniqueConstraint(fields=fields, name=f"one_term_per_{name}")]

    @staticmethod
    def indexes_for(name: str) -> list[models.Index]:
        """By any word, and by one of a kind; LIKE reads their ranges whatever the collation."""
        return [
            models.Index(
                fields=["account", "text", "subject"],
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                name=f"{name}_term_any",
            ),
            models.Index(
                fields=["account", "kind", "text", "subject"],
                opclasses=["int8_ops", "varchar_ops", "varchar_pattern_ops", "int8_ops"],
                name=f"{name}_term_of_kind",
            ),
        ]


class _OfAnAccount(Protocol):
    account_id: int


T = TypeVar("T", bound=Term)


def terms_of(model: type[T], subject: _OfAnAccount, found: Iterable[tuple[str, str]]) -> list[T]:
    """The object's terms of the kinds and texts found, each once; not saved."""
    known = dict.fromkeys((kind, " ".join(text.upper().split())[:LONGEST]) for kind, text in found)
    return [
        model(account_id=subject.account_id, subject=subject, kind=kind, text=text)
        for kind, text in known
        if text
    ]


def words_of(text: str) -> list[str]:
    """What a person typed, as the beginnings of terms that an object must all have."""
    return [word[:LONGEST] for word in text.upper().split()]


def with_words(text: str) -> Iterator[str]:
    """The text, and each word of it: `RD3QV` finds 20-RD3QV, `Clinic` the Maple Ridge Clinic."""
    yield text
    words = _WORD.findall(text)
    if len(words) > 1:
        yield from (word for word in words if len(word) >= _SHORTEST_WORD)

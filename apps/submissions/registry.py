"""What can be submitted: each domain app registers its kinds; the ledger knows no domain.

A domain app writes them in `apps/<app>/submission_kind.py` and registers them in `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.submissions.choices import State

if TYPE_CHECKING:
    from apps.ingram import Client
    from apps.submissions.models import Submission

Body = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The distributor said yes: ACCEPTED is a promise with a number, COMPLETED is the thing.

    `message` tells a person what was left out, when not all was done.
    """

    state: State
    reference: str = ""
    result_number: str = ""
    message: str = ""
    received: object = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """It exists upstream; `is_complete` when nothing more is to be waited for.

    `message` tells a person what was left out, when not all was done.
    """

    is_complete: bool
    reference: str = ""
    result_number: str = ""
    message: str = ""
    received: object = None


@dataclass(frozen=True, kw_only=True)
class Absent:
    """A look-up that would have shown it did not. One alone proves nothing."""

    received: object = None


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """The look-up says neither yes nor no; `is_contradiction` calls a person at once.

    A contradiction: the business key exists upstream, but with other lines or from another day.
    """

    reason: str
    is_contradiction: bool = False
    received: object = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The distributor took it and then refused it; the proof could be read from the API."""

    message: str
    received: object = None


LookUp = Found | Absent | Unclear | Refused


def _nothing(submission: Submission) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class DecisionWords:
    """How the decisions about one kind read, where only a person can tell what became of it.

    `{name}` is the business key. A kind without `asks_number` needs none typed: `verify` is then
    given the submission's subject.
    """

    question: str = (
        "Look at the distributor's own site, or ask its support with the correlation ids, "
        "whether {name} exists there."
    )
    asks_number: bool = True
    link: str = "It exists: link it"
    send_again: str = "It does not exist: send it again"
    if_sent_again: str = "If it exists after all, there will be two of it."
    close: str = "It does not exist: close it"
    if_closed: str = "The name or PO number may then be used again."
    closed: str = "it does not exist"


@dataclass(frozen=True, kw_only=True)
class SubmissionKind:
    """How one kind of write is sent, looked up and shown.

    `send` gets the client, the body and the correlation id of the attempt, makes exactly one
    call, and lets the client's errors pass. `look_up` finds it by business key or reference and
    may be called in any live state. `verify` looks up what a person says was done, by the number
    that they typed. `on_change` runs inside the transaction of every change of state, and must
    not call the API. `shares_keys_of` is the code of another kind: a business key is then live
    once in both.
    """

    code: str
    label: str
    send: Callable[[Client, Body, str], Answer]
    look_up: Callable[[Client, Submission], LookUp]
    result_url: Callable[[Submission], str]
    origin_url: Callable[[Submission], str]
    verify: Callable[[Client, Submission, str], LookUp] | None = None
    on_change: Callable[[Submission], None] = _nothing
    shares_keys_of: str = ""
    decisions: DecisionWords = DecisionWords()

    @property
    def key_space(self) -> str:
        """Within which a business key is live once."""
        return self.shares_keys_of or self.code


class UnknownKind(LookupError):
    """No installed app registered this kind."""


_kinds: dict[str, SubmissionKind] = {}


def register(kind: SubmissionKind) -> SubmissionKind:
    """Make the kind known; a code is registered once."""
    known = _kinds.setdefault(kind.code, kind)
    if known is not kind:
        raise ValueError(f"{kind.code} is registered twice.")
    return kind


def kind(code: str) -> SubmissionKind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError as exc:
        raise UnknownKind(code) from exc


def labels() -> dict[str, str]:
    """Code and label of every kind, for lists and filters."""
    return {code: kind.label for code, kind in _kinds.items()}

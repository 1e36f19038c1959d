"""Writing an event beside what it tells, in the same transaction."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from apps.audit.choices import Action, Area, TermKind
from apps.audit.models import Event, Term
from apps.core.terms import terms_of, with_words

logger = logging.getLogger("portal.audit")

#: Names of what is never written down, whoever hands it over.
SECRET = re.compile(r"secret|password|token|credential|private|api_?key|recovery|\bkey\b", re.I)
_NO_SECRETS = {"token_path"}
KEPT_BACK = "not shown"
_LONGEST_VALUE = 500
_LONGEST_AGENT = 200


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose request is being answered, and from where it came."""

    actor: models.Model | None = None
    ip: str | None = None
    user_agent: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """What is recorded within it came from there."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    area: Area,
    action: Action,
    *,
    about: models.Model | str = "",
    accounts: Iterable[int | None] = (),
    actor: models.Model | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at_origin: Origin | None = None,
) -> None:
    """Write the event once for each account it concerns, or once for none. Two queries at most.

    `actor` is who is signed in unless another one is named. Secrets never stand in `before` and
    `after`: a value whose name sounds like one is replaced.
    """
    origin = at_origin or _origin.get() or Origin()
    actor = actor or origin.actor
    of_accounts = list(dict.fromkeys(accounts)) or [None]
    events = Event.objects.bulk_create(
        Event(
            area=area,
            action=action,
            account_id=account_id,
            actor_id=actor.pk if actor else None,
            actor_name=str(actor)[:150] if actor else "",
            **_described(about),
            before=harmless(before or {}),
            after=harmless(after or {}),
            ip=origin.ip,
            user_agent=origin.user_agent[:_LONGEST_AGENT],
        )
        for account_id in of_accounts
    )
    Term.objects.bulk_create(
        term
        for event in events
        if event.account_id
        for term in terms_of(Term, event, _words(event))  # type: ignore[arg-type] # has an account
    )
    transaction.on_commit(lambda: _tell(events))


def _tell(events: Iterable[Event]) -> None:
    """A line of the log for each, which leaves the machine with the others (LOG_SYSLOG).

    By ids: no name, no value, and not what somebody typed as a name, which may be a password.
    """
    for event in events:
        told = {
            "event": event.pk,
            "area": event.area,
            "action": event.action,
            "account": event.account_id,
            "person": event.actor_id,
            "object_kind": event.object_kind,
            "object_id": event.object_id,
            "ip": event.ip,
        }
        words = "%(area)s: %(action)s %(object_kind)s %(object_id)s by %(person)s from %(ip)s"
        logger.info(words, told, extra=told)


def harmless(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be kept: without secrets, and none of them long."""
    return {
        str(name): KEPT_BACK if value and _is_secret(str(name)) else _short(value)
        for name, value in values.items()
    }


def _is_secret(name: str) -> bool:
    return name not in _NO_SECRETS and bool(SECRET.search(name))


def _short(value: Any) -> Any:
    if isinstance(value, Mapping):
        return harmless(value)
    if isinstance(value, list | tuple):
        return [_short(one) for one in value[:50]]
    if isinstance(value, str):
        return value.replace("\x00", "")[:_LONGEST_VALUE]
    if isinstance(value, bytes | memoryview):
        return "a file" if len(value) else ""
    if isinstance(value, models.Model):
        return str(value)
    return value


def _described(about: models.Model | str) -> dict[str, str]:
    if isinstance(about, str):
        return {"object_name": about.replace("\x00", "")[:200]}
    return {
        "object_kind": str(about._meta.verbose_name)[:40],  # noqa: SLF001 - documented
        "object_id": str(about.pk or "")[:64],
        "object_name": str(about)[:200],
    }


def _words(event: Event) -> Iterator[tuple[str, str]]:
    for kind, text in (
        (TermKind.PERSON, event.actor_name),
        (TermKind.OBJECT, event.object_name),
        (TermKind.ADDRESS, event.ip or ""),
    ):
        for word in with_words(text):
            yield kind, word

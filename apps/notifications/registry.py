"""What people are told of: each domain app registers its kinds; this app knows no domain.

A domain app writes them in `apps/<app>/notification_kinds.py` and registers them in `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from apps.accounts.permissions import Permission
from apps.core.choices import Tone
from apps.notifications.choices import MailWay

if TYPE_CHECKING:
    from apps.notifications.models import Notification


@dataclass(frozen=True, kw_only=True)
class Ways:
    """By which ways a person is told of a kind."""

    in_portal: bool = True
    mail: MailWay = MailWay.NEVER


@dataclass(frozen=True, kw_only=True)
class MailWords:
    """What the e-mail about one notification says; `why` tells why this person gets it."""

    subject: str
    text: str
    why: str = ""


def _as_written(notification: Notification, at: datetime) -> MailWords | None:
    return MailWords(subject=notification.title, text=notification.text)


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """A kind of event, and who may hear of it.

    A person is told while their role in the account holds the `permission`. `help` says in a
    sentence when one is told. One that `stands` is on every page until it is dismissed or over,
    and no choice takes it away. `mails` are the ways that may be chosen. `mail_words` is asked
    just before the e-mail goes out, in the person's time zone: None when it is true no longer.
    """

    code: str
    group: str
    label: str
    help: str
    icon: str
    tone: Tone = Tone.NEUTRAL
    permission: Permission = Permission.VIEW
    default: Ways = field(default_factory=Ways)
    stands: bool = False
    mails: tuple[MailWay, ...] = tuple(MailWay)
    mail_words: Callable[[Notification, datetime], MailWords | None] = _as_written


#: In which order the groups stand among the choices; one that is not named here comes last.
_GROUPS = ("Orders", "Quotes", "Submissions", "Returns", "Invoices", "Connection")

_kinds: dict[str, NotificationKind] = {}


class UnknownKind(LookupError):
    """No installed app registered this kind."""


def register(kind: NotificationKind) -> NotificationKind:
    """Make the kind known; a code is registered once."""
    known = _kinds.setdefault(kind.code, kind)
    if known is not kind:
        raise ValueError(f"{kind.code} is registered twice.")
    return kind


def kind(code: str) -> NotificationKind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError as exc:
        raise UnknownKind(code) from exc


def kinds() -> tuple[NotificationKind, ...]:
    """All of them, in the order in which their groups stand."""
    return tuple(sorted(_kinds.values(), key=_place))


def _place(kind: NotificationKind) -> tuple[int, str]:
    known = kind.group in _GROUPS
    return (_GROUPS.index(kind.group) if known else len(_GROUPS), kind.group)

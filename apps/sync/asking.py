"""Asking the distributor, because a person wants it, for what the mirror does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models.enums import TextChoices

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.ingram import Client, IngramError
from apps.sync.exceptions import DistributorNotAsked

Notice = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the distributor told: `found` stand in the mirror now.

    `others` are rows of its answer that do not carry what was asked for, or that were too many to
    be looked into.
    """

    by: TextChoices
    text: str
    found: tuple[str, ...]
    others: int

    def notice(self, noun: str) -> Notice:
        """What a list says of it."""
        what = f"{self.by.label.lower()} {self.text}"
        others = (
            f"It answered with {self.others} more that do not carry it or were not looked into."
            if self.others
            else ""
        )
        if not self.found:
            return {
                "tone": "info",
                "title": f"The distributor knows no {noun} with {what}",
                "text": others or "Check the number, or ask for it as something else.",
            }
        nouns = f"1 {noun}" if len(self.found) == 1 else f"{len(self.found)} {noun}s"
        return {
            "tone": "good",
            "title": f"The distributor knows {nouns} with {what}",
            "text": others,
        }


@contextmanager
def asking(account: CustomerAccount, *, actor: User, purpose: str) -> Iterator[Client]:
    """A client for the question. Raises NotPermitted, and DistributorNotAsked for its errors."""
    permissions.require(actor, Permission.REFRESH, account)
    try:
        with client_for(account, actor=actor, purpose=purpose) as client:
            yield client
    except IngramError as exc:
        raise DistributorNotAsked(exc.user_message, correlation_id=exc.correlation_id) from exc
    except ConnectionInactive as exc:
        raise DistributorNotAsked(exc.user_message) from exc


def wanted_text(text: str, by: TextChoices, longest: int) -> str:
    """What was typed as it is compared. Raises DistributorNotAsked where it is no such number."""
    wanted = " ".join(text.upper().split())
    if not wanted or len(wanted) > longest:
        raise DistributorNotAsked(
            f"The distributor can be asked for at most {longest} characters as {by.label.lower()}."
        )
    return wanted

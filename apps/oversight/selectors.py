"""Reads for whoever looks after an account; each asks for the permission first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.shortcuts import get_object_or_404

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.audit.models import Event
from apps.connections.models import ApiCall
from apps.core.listing import Listing, Wanted, listing_for, rows_for
from apps.oversight.listing import CALLS, EVENTS

#: Of so many of the last calls the operations are offered as a filter.
_LAST_CALLS = 2_000


def events_of(user: User, account: CustomerAccount, wanted: Wanted) -> Listing[Event]:
    """The audit of the account. Raises NotPermitted."""
    permissions.require(user, Permission.READ_AUDIT, account)
    return listing_for(EVENTS, account.pk, wanted)


def all_events_of(user: User, account: CustomerAccount, wanted: Wanted) -> Iterable[Event]:
    """All that the list would show, for the export. Raises NotPermitted."""
    permissions.require(user, Permission.READ_AUDIT, account)
    # With what was and what is, which the list leaves out.
    return rows_for(EVENTS, account.pk, wanted).defer(None)


def event_for(user: User, account: CustomerAccount, *, event_id: int) -> Event:
    """One event of the account. Two queries; raises NotPermitted and Http404."""
    permissions.require(user, Permission.READ_AUDIT, account)
    return get_object_or_404(Event, pk=event_id, account=account)


def calls_of(user: User, account: CustomerAccount, wanted: Wanted) -> Listing[ApiCall]:
    """The calls that were made for the account. Raises NotPermitted."""
    permissions.require(user, Permission.READ_CALLS, account)
    return listing_for(CALLS, account.pk, wanted)


def call_for(user: User, account: CustomerAccount, *, call_id: int) -> ApiCall:
    """One call made for the account. Two queries; raises NotPermitted and Http404."""
    permissions.require(user, Permission.READ_CALLS, account)
    calls = ApiCall.objects.select_related("actor", "connection")
    return get_object_or_404(calls, pk=call_id, account=account)


def operations_of(account: CustomerAccount) -> list[str]:
    """The operations among the account's last calls, by name. One query."""
    last = ApiCall.objects.filter(account=account).order_by("-at", "-pk")
    names = last.values_list("operation", flat=True)[:_LAST_CALLS]
    return sorted(set(names))


def people_of(account: CustomerAccount) -> Sequence[tuple[int, str]]:
    """The people of the account, by name. One query."""
    people = User.objects.filter(memberships__account=account).order_by("first_name", "last_name")
    return [(person.pk, str(person)) for person in people]

"""The form of a return: opened once, kept whatever happens."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.returns import returnable
from apps.returns.choices import Origin
from apps.returns.exceptions import NothingToReturn, ReturnSent
from apps.returns.models import ReturnDraft
from apps.returns.returnable import Found
from apps.sync import selectors as sync_selectors
from apps.sync import services as sync

#: Without the letters and figures that one takes for each other.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST_KEPT = 4000
#: So many invoices are asked for at once when the mirror does not hold their lines.
_MOST_READ = 5


def new_reference() -> str:
    """A reference of ours that nobody has used: the day and eight signs."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"RET-{timezone.localdate():%y%m%d}-{signs}"


def recognise(account: CustomerAccount, text: str) -> tuple[Origin, str]:
    """What a number that was typed is: an invoice, an order or a serial number.

    Raises NothingToReturn when the mirror knows it as none of them. Nine queries at most.
    """
    number = text.strip()[:60]
    for origin in Origin:
        found = returnable.find(account, origin, number) if number else None
        if found and (found.invoices or (origin is Origin.ORDER and found.unread)):
            return origin, number
    raise NothingToReturn(
        f"No invoice, order or serial number “{number}” is known here. Check the number, or open "
        "the invoice and start from there."
        if number
        else "Enter the number of an invoice or an order, or a serial number."
    )


def open_draft(
    *, account: CustomerAccount, actor: User, origin: Origin, number: str
) -> ReturnDraft:
    """The person's open draft of this origin, or a new one with a reference of its own.

    Two tabs get the same draft, and with it the same form key. Raises NotPermitted, and
    NothingToReturn where the account has no such invoice.
    """
    permissions.require(actor, Permission.CREATE_RETURNS, account)
    found = returnable.find(account, origin, number)
    if not found.invoices and not (origin is Origin.ORDER and found.unread):
        raise NothingToReturn(
            f"No invoice of {origin.label.lower()} {number} is known in this account."
        )
    have_invoices_read(account, found)
    # Search and details spell the number of one invoice in two ways.
    is_invoice = origin is Origin.INVOICE
    name = found.invoices[0].invoice_number[:60] if is_invoice else ""
    number = found.invoices[0].comparable_number if is_invoice else number.upper()
    names = {"account": account, "actor": actor, "origin": origin, "origin_number": number[:60]}
    draft = ReturnDraft.objects.filter(**names, is_sent=False).first()
    if draft is not None:
        return _named(draft, name)
    entered = {"reference_number": new_reference(), **_first_entered(origin, number, found)}
    try:
        with transaction.atomic():
            return ReturnDraft.objects.create(**names, origin_name=name, entered=entered)
    except IntegrityError:
        return ReturnDraft.objects.get(**names, is_sent=False)


def _named(draft: ReturnDraft, name: str) -> ReturnDraft:
    """Search tells an invoice's number without dashes, and details, which come later, with them."""
    if draft.origin_name != name:
        draft.origin_name = name
        ReturnDraft.objects.filter(pk=draft.pk).update(origin_name=name)
    return draft


def _first_entered(origin: Origin, number: str, found: Found) -> dict[str, str]:
    """One piece of the line that a serial number stands on; nothing else is chosen for anybody.

    Nothing is where it stands on a line that cannot go back. Where no line tells it, it is the
    only one's.
    """
    if origin is not Origin.SERIAL:
        return {}
    named = [line for line in found.returnables if number.upper() in line.serial_numbers]
    chosen = named or [line for line in found.returnables if not line.knows_all_serials]
    may_go_back = [line for line in chosen if line.may_go_back]
    if not may_go_back or (not named and len(chosen) > 1):
        return {}
    key = may_go_back[0].key
    return {f"quantity-{key}": "1", f"serials-{key}": number.upper()}


def have_invoices_read(account: CustomerAccount, found: Found) -> None:
    """Have a worker read the invoices whose lines the mirror does not hold."""
    for number in found.unread[:_MOST_READ]:
        sync.refresh_one(account=account, resource="invoices", key=number)


def are_being_read(account: CustomerAccount, found: Found) -> bool:
    """Whether a worker is reading some of these invoices now. No query."""
    return any(
        sync_selectors.refresh_of_one(account, "invoices", number).is_moving
        for number in found.unread[:_MOST_READ]
    )


def keep_entered(*, draft: ReturnDraft, actor: User, entered: Mapping[str, str]) -> None:
    """Keep what was typed, right or wrong; a blank reference becomes one of ours.

    Raises NotPermitted and ReturnSent.
    """
    permissions.require(actor, Permission.CREATE_RETURNS, draft.account)
    kept = {name: text.replace("\x00", "")[:_LONGEST_KEPT] for name, text in entered.items()}
    if not kept.get("reference_number", "").strip():
        kept["reference_number"] = new_reference()
    rows = ReturnDraft.objects.filter(pk=draft.pk, is_sent=False)
    if not rows.update(entered=kept, updated_at=timezone.now()):
        raise ReturnSent("This return was sent already.")
    draft.entered = kept


def discard_draft(*, draft: ReturnDraft, actor: User) -> None:
    """Delete a draft that was not sent. Raises NotPermitted and ReturnSent."""
    permissions.require(actor, Permission.CREATE_RETURNS, draft.account)
    deleted, _ = ReturnDraft.objects.filter(pk=draft.pk, is_sent=False).delete()
    if not deleted:
        raise ReturnSent("This return was sent already.")

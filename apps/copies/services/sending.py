"""Copies on their way: what is to be sent is stored first, a worker sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.accounts.selectors import people_with
from apps.copies import selectors, tasks
from apps.copies.choices import CopyKind, DeliveryState
from apps.copies.exceptions import CopyError, TooManyMails
from apps.copies.models import CopyMail, Delivery, QuoteCopy
from apps.copies.services.making import make_copy, require_kind, require_leave
from apps.core.wake import wake
from apps.quotes.models import Quote
from apps.quotes.sell_prices import fingerprint_of, priced


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent along with the document, and to whom: clean addresses, each once."""

    recipients: tuple[str, ...]
    subject: str
    message: str = ""


def send_copy(
    *, quote: Quote, kind: CopyKind, actor: User, letter: Letter, form_key: str
) -> CopyMail:
    """Make a copy and queue it for each recipient; the same form_key returns the same mail.

    Raises NotPermitted, NotReadyForPaper, NeedsApproval, TooManyMails, and CopyError when an
    internal copy would go to somebody who may not see cost.
    """
    permissions.require(actor, Permission.EDIT_QUOTES, quote.account)
    require_kind(actor, kind, quote.account)
    known = _sent_before(actor, form_key)
    if known is not None:
        return known
    _require_readers(kind, quote.account, letter.recipients)
    _require_allowance(actor, len(letter.recipients))
    made = make_copy(quote=quote, kind=kind, actor=actor)
    try:
        with transaction.atomic():
            _lock(actor)
            _require_allowance(actor, len(letter.recipients))
            copy = QuoteCopy.objects.create(
                quote=quote,
                kind=kind,
                pdf=made.content,
                file_name=made.file_name,
                price_fingerprint=made.price_fingerprint,
                made_by=actor,
            )
            return _queue(copy, actor, letter, form_key)
    except IntegrityError as exc:
        return _sent_by_other_click(actor, form_key, exc)


def send_again(
    *, mail: CopyMail, actor: User, form_key: str, only_refused: bool = False
) -> CopyMail:
    """Queue the very same document and message once more, under new message ids.

    Prices that a manager has refused since, or that no longer reach the minimum, stay here.
    Raises as `send_copy` does.
    """
    copy = mail.copy
    quote, kind = copy.quote, CopyKind(copy.kind)
    permissions.require(actor, Permission.EDIT_QUOTES, quote.account)
    require_kind(actor, kind, quote.account)
    known = _sent_before(actor, form_key)
    if known is not None:
        return known
    if copy.pdf_deleted_at:
        raise CopyError("The document is no longer kept. Send a new copy.")
    addresses = [
        row.address
        for row in mail.deliveries.all()
        if not only_refused or row.state_shown is DeliveryState.REFUSED
    ]
    if not addresses:
        raise CopyError("Nobody is left to send this to.")
    _require_readers(kind, quote.account, addresses)
    prices = priced(quote)
    if fingerprint_of(prices) == copy.price_fingerprint:
        require_leave(quote, prices, kind)
    letter = Letter(recipients=tuple(addresses), subject=mail.subject, message=mail.message)
    try:
        with transaction.atomic():
            _lock(actor)
            _require_allowance(actor, len(addresses))
            return _queue(copy, actor, letter, form_key)
    except IntegrityError as exc:
        return _sent_by_other_click(actor, form_key, exc)


def _queue(copy: QuoteCopy, actor: User, letter: Letter, form_key: str) -> CopyMail:
    mail = CopyMail.objects.create(
        copy=copy,
        subject=letter.subject,
        message=letter.message,
        sent_by=actor,
        form_key=form_key,
    )
    rows = Delivery.objects.bulk_create(
        Delivery(mail=mail, address=address) for address in letter.recipients
    )
    for row in rows:
        wake(tasks.deliver, row.pk)
    return mail


def _sent_before(actor: User, form_key: str) -> CopyMail | None:
    return CopyMail.objects.filter(form_key=form_key, sent_by=actor).first()


def _sent_by_other_click(actor: User, form_key: str, exc: IntegrityError) -> CopyMail:
    known = _sent_before(actor, form_key)
    if known is None:
        raise CopyError("This form was used before. Load the page again.") from exc
    return known


def _lock(actor: User) -> None:
    # Whoever counts what the person sent this hour waits for whoever is adding to it.
    User.objects.select_for_update().only("pk").get(pk=actor.pk)


def _require_allowance(actor: User, wanted: int) -> None:
    most = settings.COPIES_PER_HOUR
    left = most - selectors.mails_in_last_hour(actor)
    if wanted > left:
        raise TooManyMails(
            f"You may send {most} copies an hour, and {max(left, 0)} are left. "
            "Send to fewer people, or wait a little."
        )


def _require_readers(kind: CopyKind, account: CustomerAccount, addresses: Iterable[str]) -> None:
    if kind is not CopyKind.INTERNAL:
        return
    readers = people_with(account, Permission.SEE_COST).values_list("email", flat=True)
    known = {address.casefold() for address in readers}
    others = [address for address in addresses if address.casefold() not in known]
    if others:
        raise CopyError(
            "An internal copy goes only to people of this account who may see cost. "
            f"Take out {', '.join(others)}, or send a customer copy."
        )

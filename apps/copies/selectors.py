"""Reads of copies. The first argument is who looks; an outsider gets 404."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.permissions import Permission, allows
from apps.accounts.selectors import accounts_for
from apps.copies.choices import OPEN_STATES, CopyKind
from apps.copies.models import CopyMail, Delivery, QuoteCopy
from apps.quotes.models import Quote
from apps.quotes.sell_prices import priced, why_not_to_customer

MOST_SHOWN = 50
MOST_AT_ONCE = 200


def kinds_of(role: str | None) -> list[CopyKind]:
    """The kinds of copy that the role may have, the one for customers first. No query."""
    if not allows(role, Permission.EDIT_QUOTES):
        return []
    sees_cost = allows(role, Permission.SEE_COST)
    return [CopyKind.CUSTOMER, CopyKind.INTERNAL] if sees_cost else [CopyKind.CUSTOMER]


def mails_of(quote: Quote, *, most: int = MOST_SHOWN) -> list[CopyMail]:
    """What was sent of the quote, the latest first, without the documents. Two queries."""
    mails = CopyMail.objects.filter(copy__quote=quote).select_related("copy", "sent_by")
    return list(mails.defer("copy__pdf").prefetch_related("deliveries")[:most])


def why_no_customer_copy(quote: Quote) -> str:
    """In words; empty when one may leave. At most two queries when the lines are loaded."""
    return why_not_to_customer(quote, priced(quote))


def mail_for(user: User, *, quote_number: str, mail_id: int) -> CopyMail:
    """A mail of a quote in any account of the person, else 404. Two queries."""
    _require_number(quote_number)
    mails = CopyMail.objects.filter(
        copy__quote__account__in=accounts_for(user), copy__quote__quote_number=quote_number
    )
    found = mails.select_related("copy__quote__account").defer("copy__pdf")
    return get_object_or_404(found.prefetch_related("deliveries"), pk=mail_id)


def copy_for(user: User, *, quote_number: str, copy_id: int) -> QuoteCopy:
    """A document that was sent, with its bytes, else 404, as after COPY_PDF_DAYS. One query."""
    _require_number(quote_number)
    copies = QuoteCopy.objects.filter(
        quote__account__in=accounts_for(user),
        quote__quote_number=quote_number,
        pdf_deleted_at=None,
    )
    return get_object_or_404(copies.select_related("quote__account"), pk=copy_id)


def mails_in_last_hour(user: User) -> int:
    """How many addresses the person has sent to within an hour. One query."""
    since = timezone.now() - timedelta(hours=1)
    return Delivery.objects.filter(mail__sent_by=user, mail__asked_at__gt=since).count()


def due(at: datetime) -> Sequence[int]:
    """Ids of the deliveries whose time has come, and of those that a worker left. One query."""
    rows = Delivery.objects.filter(state__in=OPEN_STATES, next_try_at__lte=at)
    return list(rows.order_by("next_try_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


def has_open(mails: Sequence[CopyMail]) -> bool:
    """Whether something is still to come. No query when the deliveries are loaded."""
    return any(mail.is_open for mail in mails)


def _require_number(quote_number: str) -> None:
    if "\0" in quote_number:  # PostgreSQL refuses to look for it
        raise Http404

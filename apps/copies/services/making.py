"""A quote as a document, for those who may have it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.accounts.selectors import branding_of
from apps.copies.choices import CopyKind
from apps.copies.exceptions import NeedsApproval, NotReadyForPaper
from apps.copies.mapping import paper_of
from apps.copies.typesetting import pdf_of
from apps.quotes.models import Quote
from apps.quotes.sell_prices import PricedQuote, fingerprint_of, priced, why_not_to_customer

_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A document that was just set."""

    content: bytes
    file_name: str
    company: str
    price_fingerprint: str


def make_copy(*, quote: Quote, kind: CopyKind, actor: User) -> Made:
    """Set the quote as a PDF; nothing is kept. Up to some seconds for hundreds of lines.

    Raises NotPermitted, NotReadyForPaper, and for a customer copy NeedsApproval: what may not
    leave cannot be downloaded either. At most six queries.
    """
    require_kind(actor, kind, quote.account)
    prices = priced(quote)
    require_leave(quote, prices, kind)
    branding = branding_of(quote.account)
    now = timezone.localtime().replace(microsecond=0)
    paper = paper_of(quote, prices, kind=kind, branding=branding, prepared_by=actor, on=now.date())
    return Made(
        content=pdf_of(paper, logo=bytes(branding.logo), at=timezone.now().replace(microsecond=0)),
        file_name=file_name_of(quote, kind),
        company=branding.company_name,
        price_fingerprint=fingerprint_of(prices),
    )


def require_kind(actor: User, kind: CopyKind, account: CustomerAccount) -> None:
    """Raise NotPermitted unless the person may have a copy of that kind. One query."""
    of_kind = {
        CopyKind.CUSTOMER: Permission.EDIT_QUOTES,
        CopyKind.INTERNAL: Permission.SEE_COST,
    }
    permissions.require(actor, of_kind[kind], account)


def require_leave(quote: Quote, prices: PricedQuote, kind: CopyKind) -> None:
    """Raise unless prices and lines are fit for such a copy. At most one query."""
    if not prices.lines:
        raise NotReadyForPaper("The quote has no lines yet.")
    if kind is CopyKind.INTERNAL:
        return
    reason = why_not_to_customer(quote, prices)
    if reason:
        raise (NeedsApproval if prices.is_complete else NotReadyForPaper)(reason)


def file_name_of(quote: Quote, kind: CopyKind) -> str:
    """Letters, digits and dots alone: safe in a header and on any disk."""
    number = _NOT_IN_A_FILE_NAME.sub("-", quote.quote_number).strip("-.") or "quote"
    return f"{number}{'-internal' if kind is CopyKind.INTERNAL else ''}.pdf"

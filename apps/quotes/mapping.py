"""From the distributor's quote to our rows and back. Pure: no queries, no calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from apps.ingram.errors import IngramError, NotFound, ValidationFailed
from apps.ingram.schemas.quotes import (
    QuoteCreateLine,
    QuoteCreateRequest,
    QuoteDetails,
    QuoteEndUser,
    QuoteSummary,
    QuoteValidation,
    VendorMandatoryField,
)
from apps.ingram.schemas.quotes import QuoteLine as UpstreamLine
from apps.ingram.schemas.reading import Party
from apps.quotes.choices import QuoteStatus
from apps.quotes.header import Header
from apps.quotes.models import Quote, QuoteLine

SEVERAL_VENDORS = "Several vendors"


@dataclass(frozen=True, kw_only=True)
class RequiredAttribute:
    """A field the vendor demands before the quote can be ordered."""

    name: str
    label: str
    value_hint: str = ""


@dataclass(frozen=True, kw_only=True)
class RequiredLine:
    """A line of the validation; its numbers go back upstream with the order."""

    customer_line_number: str
    ingram_part_number: str
    quantity: int | None
    attributes: tuple[RequiredAttribute, ...]


@dataclass(frozen=True, kw_only=True)
class QuoteRequirements:
    """What validating a quote answered: it is orderable once these are filled in."""

    quote_number: str
    vendor_name: str
    header: tuple[RequiredAttribute, ...]
    lines: tuple[RequiredLine, ...]
    correlation_id: str = ""

    @property
    def demands_nothing(self) -> bool:
        return not self.header and not any(line.attributes for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class DraftedLine:
    """A line that is fit to be sent: either part number, and a whole quantity."""

    ingram_part_number: str
    vendor_part_number: str
    quantity: int
    special_bid_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Requester:
    first_name: str
    last_name: str
    email: str


_STATUSES = {
    "DRAFT": QuoteStatus.DRAFT,
    "IN PROGRESS": QuoteStatus.IN_PROGRESS,
    "PROCESSING": QuoteStatus.IN_PROGRESS,
    "PENDING": QuoteStatus.IN_PROGRESS,
    "SUBMITTED": QuoteStatus.IN_PROGRESS,
    "ACTIVE": QuoteStatus.ACTIVE,
    "READY TO ORDER": QuoteStatus.READY,
    "ORDERED": QuoteStatus.ORDERED,
    "CLOSED": QuoteStatus.CLOSED,
    "CANCELLED": QuoteStatus.CLOSED,
    "EXPIRED": QuoteStatus.EXPIRED,
    "FAILED": QuoteStatus.FAILED,
    "REJECTED": QuoteStatus.FAILED,
    "ERROR": QuoteStatus.FAILED,
}


def status_of(words: str) -> QuoteStatus:
    """Our status for theirs, which comes as upper-case words (field notes 5.0, 7.2)."""
    return _STATUSES.get(words, QuoteStatus.OTHER) if words else QuoteStatus.IN_PROGRESS


def summary_values(row: QuoteSummary) -> dict[str, object]:
    """What a row of search tells of a quote. What it does not tell is absent, never blank."""
    return _told(
        {
            "name": row.quote_name[:200],
            "revision": row.revision[:20],
            "status": status_of(row.status) if row.status else "",
            "status_text": row.status_text[:60],
            "created_at": row.created_at,
            "modified_at": row.modified_at,
            "expires_on": row.expires_on,
            "currency": row.currency,
            "total": row.total,
            "vendor_name": _vendor_of([row.vendor_name]),
            "special_bid_number": row.special_bid_number[:64],
            "created_by": row.created_by[:120],
            "end_user_name": (row.end_user_name or row.end_user_contact)[:120],
        }
    )


def details_values(details: QuoteDetails) -> dict[str, object]:
    """The columns that quote details fill. What they do not tell is absent, never blank."""
    end_user = party_values(details.end_user)
    named = details.attribute("vendorName")
    vendors = [named] if named else [line.vendor_name for line in details.lines]
    return _told(
        {
            "name": details.quote_name[:200],
            "revision": details.revision[:20],
            "status": status_of(details.status) if details.status else "",
            "status_text": details.status_text[:60],
            "created_at": details.created_at,
            "modified_at": details.modified_at,
            "expires_on": details.expires_on,
            "currency": details.currency,
            "total": details.total or details.extended_price_total,
            "subtotal": details.extended_price_total,
            "retail_total": details.extended_retail_price_total,
            "tax_total": details.tax_total,
            "freight": details.freight_amount,
            "fees": details.extra_fees_total,
            # Their schema knows no smallest count: one below nought is none.
            "line_count": max(details.line_count or 0, 0) or len(details.lines),
            "vendor_name": _vendor_of(vendors),
            "special_bid_number": (details.special_bid_number or details.attribute("dealId"))[:64],
            "special_bid_effective_on": details.special_bid_effective_on,
            "special_bid_expires_on": details.special_bid_expires_on,
            "vendor_quote_number": details.vendor_quote_number[:64],
            "end_user_name": (end_user.get("company_name") or end_user.get("contact", ""))[:120],
            "end_user": end_user,
            "contact": party_values(details.reseller),
            "customer_need": details.customer_need,
            "payment_terms": details.payment_terms[:120],
            "intro_html": details.intro_html,
            "purchase_instructions_html": details.purchase_instructions_html,
            "legal_terms_html": details.legal_terms_html,
            "leasing_instructions_html": details.leasing_instructions_html,
        }
    ) | {
        # A reason is about the present status: an old one must not outlive it.
        "status_reason": details.status_reason or details.closing_reason
    }


def line_rows(quote: Quote, lines: Sequence[UpstreamLine]) -> list[QuoteLine]:
    return [
        QuoteLine(
            quote=quote,
            position=position,
            line_number=line.line_number[:64],
            ingram_part_number=line.ingram_part_number[:40],
            vendor_part_number=line.vendor_part_number[:80],
            vendor_name=line.vendor_name[:80],
            description=line.description,
            quantity=line.quantity,
            quantity_minimum=line.quantity_minimum,
            unit_price=line.price.unit_price,
            extended_price=line.price.extended_price,
            retail_price=line.price.retail_price,
            extended_retail_price=line.price.extended_retail_price,
            discount_off_list=line.price.discount_off_list,
            special_bid_number=_bid_of(line)[:64],
            is_suggestion=bool(line.is_suggestion),
            is_subscription=bool(line.is_subscription),
            plan_description=line.plan_description,
            notes=line.notes,
            serial_number=line.serial_number[:80],
            starts_on=line.starts_on or line.requested_start_on,
            ends_on=line.ends_on,
        )
        for position, line in enumerate(lines, start=1)
    ]


def party_values(party: Party | None) -> dict[str, str]:
    """A company and its address as plain text, without what is empty."""
    told = party.model_dump() if party else {}
    return {name: str(value) for name, value in told.items() if value}


def to_create_request(
    *, header: Header, lines: Sequence[DraftedLine], requester: Requester
) -> QuoteCreateRequest:
    """The body of [spec] POST /resellers/v6/quotes/create."""
    values = header.values
    return QuoteCreateRequest(
        quote_name=values["name"],
        contact_first_name=requester.first_name[:50],
        contact_last_name=requester.last_name[:50],
        customer_contact=requester.email,
        expires_on=header.expires_on,
        customer_need=values["customer_need"],
        deal_id=values["deal_id"],
        send_quote_copy=header.recipients,
        end_user=_end_user(values) if header.has_end_user else None,
        lines=tuple(
            QuoteCreateLine(
                customer_line_number=str(number),
                ingram_part_number=line.ingram_part_number,
                vendor_part_number="" if line.ingram_part_number else line.vendor_part_number,
                quantity=line.quantity,
                special_bid_number=line.special_bid_number,
            )
            for number, line in enumerate(lines, start=1)
        ),
    )


def requirements_of(validation: QuoteValidation, *, correlation_id: str) -> QuoteRequirements:
    return QuoteRequirements(
        quote_number=validation.quote_number,
        vendor_name=validation.vendor_name,
        header=tuple(map(_attribute, validation.vendor_mandatory_fields)),
        lines=tuple(
            RequiredLine(
                customer_line_number=line.customer_line_number,
                ingram_part_number=line.ingram_part_number,
                quantity=line.quantity,
                attributes=tuple(map(_attribute, line.vendor_mandatory_fields)),
            )
            for line in validation.lines
        ),
        correlation_id=correlation_id,
    )


def was_made_after(row: QuoteSummary, moment: datetime) -> bool:
    """Whether a found quote may be the one sent at `moment`: search tells only its day."""
    return row.created_at is None or row.created_at.date() >= _day_before(moment)


def says_absent(error: IngramError) -> bool:
    """Whether quote details were refused because there is no such quote.

    The documents list no 404 for them (field notes 4.1): it may come as a 400 with words.
    """
    words = error.user_message.lower()
    return isinstance(error, NotFound) or (
        isinstance(error, ValidationFailed) and "quote" in words and "not found" in words
    )


def _day_before(moment: datetime) -> date:
    # The distributor's day may end hours before or after ours.
    return date.fromordinal(moment.date().toordinal() - 1)


def _told(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def _vendor_of(names: Iterable[str]) -> str:
    """The vendor, or a word for several of them: search says "MULTIPLE", details name each."""
    vendors = {name for name in names if name}
    if len(vendors) > 1 or {name.upper() for name in vendors} == {"MULTIPLE"}:
        return SEVERAL_VENDORS
    return next(iter(vendors), "")[:80]


def _bid_of(line: UpstreamLine) -> str:
    numbers = (discount.special_bid_number for discount in line.price.discounts)
    return next((number for number in numbers if number), "")


def _attribute(field: VendorMandatoryField) -> RequiredAttribute:
    return RequiredAttribute(name=field.name, label=field.label)


def _end_user(values: Mapping[str, str]) -> QuoteEndUser:
    return QuoteEndUser(
        company_name=values["company_name"],
        contact=values["contact"] or values["company_name"],
        address_line1=values["address_line_1"],
        address_line2=values["address_line_2"],
        city=values["city"],
        state=values["state"],
        postal_code=values["postal_code"],
        country_code=values["country_code"],
        email=values["email"],
        phone_number=values["phone_number"],
    )

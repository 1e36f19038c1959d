"""From what the distributor tells of a deal to rows of ours. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from apps.core.terms import terms_of, with_words
from apps.deals.choices import TermKind
from apps.deals.models import Deal, DealLine, Term
from apps.ingram.schemas import deals as schema
from apps.ingram.schemas.reading import Party

#: Amounts from 10 to this power on fit no column of ours and are no amounts.
_TOO_LARGE = 12


def summary_values(row: schema.DealSummary) -> dict[str, Any]:
    """What a row of search tells; what it leaves blank is left out."""
    return _told(
        {
            "version": cut("version", row.version),
            "vendor_name": cut("vendor_name", row.vendor_name),
            "end_user_name": cut("end_user_name", row.end_user_name),
            "expires_on": row.expires_on,
        }
    )


def details_values(details: schema.DealDetails) -> dict[str, Any]:
    """The same of the details, with what only they tell."""
    company = details.end_user.company_name if details.end_user else ""
    return _told(
        {
            "version": cut("version", details.version),
            "vendor_name": cut("vendor_name", details.vendor_name),
            "end_user_name": cut("end_user_name", details.end_user_name or company),
            "expires_on": details.expires_on,
            "received_on": details.received_on,
            "price_protection_ends_on": details.price_protection_ends_on,
            "currency": details.currency[:3],
            "extended_retail_price": amount(details.extended_retail_price),
            "end_user": party_values(details.end_user),
        }
    )


def line_rows(deal: Deal, lines: Sequence[schema.DealLine]) -> list[DealLine]:
    return [
        DealLine(
            deal=deal,
            position=position,
            ingram_part_number=cut("ingram_part_number", line.ingram_part_number, DealLine),
            vendor_part_number=cut("vendor_part_number", line.vendor_part_number, DealLine),
            upc=cut("upc", line.upc, DealLine),
            description=_storable(line.description),
            retail_price=amount(line.retail_price),
            extended_retail_price=amount(line.extended_retail_price),
            standard_price=amount(line.standard_price),
            quantity_approved=line.quantity_approved,
            quantity_remaining=line.quantity_remaining,
            comments=_storable(line.comments),
            special_conditions=_storable(line.special_conditions),
            starts_on=line.starts_on,
            expires_on=line.expires_on,
        )
        for position, line in enumerate(lines, start=1)
    ]


def header_terms(deal: Deal) -> list[tuple[str, str]]:
    """The words that search tells already."""
    texts = (
        (TermKind.DEAL, deal.deal_id),
        (TermKind.END_USER, deal.end_user_name),
        (TermKind.VENDOR, deal.vendor_name),
    )
    return [(kind, word) for kind, text in texts for word in with_words(text)]


def all_terms(deal: Deal, lines: Iterable[DealLine]) -> list[Term]:
    """The words of the header and the part numbers of the lines."""
    parts = [
        (TermKind.PART, number)
        for line in lines
        for number in (line.ingram_part_number, line.vendor_part_number, line.upc)
    ]
    return terms_of(Term, deal, [*header_terms(deal), *parts])


def is_older(told: str, known: str) -> bool:
    """Whether a version is an earlier one, as far as both are numbers."""
    are_numbers = all(v.isascii() and v.isdigit() and len(v) < 10 for v in (told, known))
    return are_numbers and int(told) < int(known)


def party_values(party: Party | None) -> dict[str, str]:
    """A company and its address as plain text, without what is empty."""
    told = party.model_dump() if party else {}
    return {name: _storable(str(value)) for name, value in told.items() if value}


def amount(value: Decimal | None) -> Decimal | None:
    """An amount that fits its column; one of a trillion is no amount but a fault."""
    return None if value is None or value.adjusted() >= _TOO_LARGE else value


def _storable(text: str) -> str:
    # PostgreSQL has no place for the NUL character.
    return text.replace("\0", "")


def cut(column: str, text: str, model: type[Any] = Deal) -> str:
    return _storable(text)[: model._meta.get_field(column).max_length]  # noqa: SLF001 - documented


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}

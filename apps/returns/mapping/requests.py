"""A return as it is asked for, and what was asked beside what the distributor made of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.ingram.schemas.returns import ReturnCreateLine, ReturnCreateRequest
from apps.ingram.schemas.returns import ShipFrom as SentFrom
from apps.returns.entry import AskedLine, ReturnEntry
from apps.returns.mapping.replies import part_key
from apps.returns.models import RequestLine, ReturnCase
from apps.returns.returnable import Returnable

#: How much of the API's 35 characters a reference may take when parts repeat: "-50" is added.
SUFFIX = 3


def asked_elements(entry: ReturnEntry, returnables: Mapping[str, Returnable]) -> list[AskedLine]:
    """The lines to send. A line with serial numbers becomes one for each piece.

    Claims are told apart by part and reference (field notes 8.1): where a part repeats, the
    reference of the second one ends in -2, and so on.
    """
    elements: list[AskedLine] = []
    seen: Counter[str] = Counter()
    for typed in entry.lines:
        line = returnables[typed.key]
        serials = typed.serial_numbers or ("",)
        pieces = 1 if typed.serial_numbers else typed.quantity
        for serial in serials:
            part = part_key(line.ingram_part_number, line.vendor_part_number)
            seen[part] += 1
            assert line.invoiced_on is not None  # noqa: S101 - checked before by the service
            elements.append(
                AskedLine(
                    key=typed.key,
                    invoice_number=line.invoice_number,
                    invoiced_on=line.invoiced_on,
                    ingram_part_number=line.ingram_part_number,
                    vendor_part_number=line.vendor_part_number,
                    description=line.description,
                    customer_order_number=line.customer_order_number,
                    quantity=pieces,
                    box_count=max(1, typed.box_count // len(serials)),
                    serial_number=serial,
                    reference_number=reference_for(entry.reference_number, seen[part]),
                    is_late=not line.time.is_open,
                )
            )
    return elements


def reference_for(reference_number: str, occurrence: int) -> str:
    """The reference of the n-th line of one part."""
    return reference_number if occurrence == 1 else f"{reference_number}-{occurrence}"


def to_request(entry: ReturnEntry, elements: Sequence[AskedLine]) -> ReturnCreateRequest:
    """[spec] POST /resellers/v6/returns/create"""
    ship_from = entry.ship_from
    sent_from = SentFrom(
        company_name=ship_from.company_name,
        contact=ship_from.contact,
        address_line1=ship_from.address_line_1,
        address_line2=ship_from.address_line_2,
        city=ship_from.city,
        state=ship_from.state,
        postal_code=ship_from.postal_code,
        country_code=ship_from.country_code,
        phone_number=ship_from.phone_number,
        email=ship_from.email,
    )
    return ReturnCreateRequest(
        lines=tuple(
            ReturnCreateLine(
                invoice_number=element.invoice_number,
                invoiced_on=element.invoiced_on,
                customer_order_number=element.customer_order_number,
                ingram_part_number=element.ingram_part_number,
                vendor_part_number=element.vendor_part_number,
                serial_number=element.serial_number,
                quantity=element.quantity,
                primary_reason=entry.primary_reason,
                secondary_reason=entry.secondary_reason,
                notes=entry.notes,
                reference_number=element.reference_number,
                ship_from=sent_from,
                box_count=element.box_count,
            )
            for element in elements
        )
    )


def fingerprint(body: Mapping[str, object]) -> str:
    """Of what a summary shows: another one when anything that is sent has changed."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Which case is of which line that was sent; `strange` are cases of none of them."""

    pairs: tuple[tuple[RequestLine, ReturnCase], ...]
    strange: tuple[ReturnCase, ...]


def fit_of(sent: Iterable[RequestLine], cases: Iterable[ReturnCase]) -> Fit:
    """Pair lines without a case with cases by reference and part; cases' lines must be loaded.

    A case whose lines are not told is of the line that carries its reference, if only one does.
    """
    free = [line for line in sent if line.case_id is None]
    pairs, strange = [], []
    for case in cases:
        named = [line for line in free if _same(line.reference_number, case.reference_number)]
        parts = {told.part_key for told in case.lines.all()} | {
            told.vendor_part_number.upper() for told in case.lines.all()
        }
        fitting = [line for line in named if not parts or _parts(line) & parts]
        if not fitting or (not parts and len(named) > 1):
            strange.append(case)
            continue
        free.remove(fitting[0])
        pairs.append((fitting[0], case))
    return Fit(pairs=tuple(pairs), strange=tuple(strange))


def words_for_unclaimed(lines: Iterable[RequestLine]) -> str:
    """What to tell a person of lines of which no claim was made."""
    parts = ", ".join(
        f"{line.quantity} of {line.ingram_part_number or line.vendor_part_number}"
        f" (invoice {line.invoice_number})"
        for line in lines
    )
    return (
        f"The distributor made no claim for {parts}. These pieces stay with you." if parts else ""
    )


def _parts(line: RequestLine) -> set[str]:
    return {part for part in (line.part_key, line.vendor_part_number.upper()) if part}


def _same(one: str, other: str) -> bool:
    return one.strip().upper() == other.strip().upper()

"""Returns: why goods come back, what is decided of a case, and how much is left to ask for."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.data.catalogue import Product, in_currency
from sandbox.invoicing import Invoice, InvoiceLine
from sandbox.records import Address, ReturnCase

OPEN, APPROVED, PARTIALLY, DENIED, VOIDED = (
    "Open",
    "Approved",
    "Partially Approved",
    "Denied",
    "Voided",
)
STATUSES = (OPEN, APPROVED, PARTIALLY, DENIED, VOIDED)
POLICY = timedelta(days=45)
LOOKED_AT_FROM = 11
RESTOCKING = Decimal("0.15")
WAREHOUSES = {
    "USD": ("96", "Returns Centre (ref RMA#)\n7200 Depot Road\nMillington, TN 38053\n"),
    "CAD": ("97", "Returns Centre (ref RMA#)\n88 Standish Court\nMississauga, ON L5R 4A1\n"),
    "EUR": ("98", "Returns Centre (ref RMA#)\nLogistikring 14\n94315 Straubing\n"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A code of field-notes 8.2 and the words by which a phrase means it."""

    code: str
    name: str
    words: tuple[str, ...]
    is_ours: bool = True
    comes_back: bool = True

    @property
    def text(self) -> str:
        return f"({self.code}) {self.name}"


#: The first one with a word in the secondary reason, else in the primary one, else the last.
REASONS = (
    Reason(code="DM", name="Damaged from Carrier", words=("damage",)),
    Reason(code="DF", name="Defective Items", words=("defect", "does not work", "faulty")),
    Reason(code="LS", name="Lost Shipment", words=("lost", "never arrived"), comes_back=False),
    Reason(
        code="SS",
        name="Short Shipment",
        words=("partial", "short", "missing", "not received"),
        comes_back=False,
    ),
    Reason(code="OS", name="Over Shipment", words=("too many", "more than")),
    Reason(code="PR", name="Pricing Error", words=("price", "pricing"), comes_back=False),
    Reason(code="WS", name="Wrong Sales Sealed", words=("wrong", "incorrect"), is_ours=False),
    Reason(code="TE", name="Opened Return", words=("opened",), is_ours=False),
    Reason(code="RF", name="Refusal Credit", words=("refuse",), is_ours=False),
    Reason(code="SB", name="Stock Balance", words=("stock", "not sold"), is_ours=False),
    # With the space that the real answers have inside (field-notes 5.6).
    Reason(code="CS ", name="Customer Service Discretion", words=(), is_ours=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    outcome: str
    why: str
    fits: Callable[[ReturnCase, Reason, Product | None], bool]


#: The first rule that fits decides a case; where none does, it is approved whole.
RULES = (
    Rule(
        outcome=DENIED,
        why="Asked for more than 45 days after the invoice",
        fits=lambda case, reason, _product: (
            not reason.is_ours and case.created_at.date() - case.invoiced_on > POLICY
        ),
    ),
    Rule(
        outcome=DENIED,
        why="Opened goods are not taken back",
        fits=lambda _case, reason, _product: reason.code == "TE",
    ),
    Rule(
        outcome=DENIED,
        why="The vendor does not take this product back",
        fits=lambda _case, reason, product: (
            not reason.is_ours and product is not None and not product.is_returnable
        ),
    ),
    Rule(
        outcome=PARTIALLY,
        why="Of more than ten pieces half are approved until they have been looked at",
        fits=lambda case, _reason, _product: case.quantity >= LOOKED_AT_FROM,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What the reseller says of one line that it wants to give back."""

    quantity: int
    primary_reason: str
    secondary_reason: str
    ship_from: Address
    number_of_boxes: int = 1
    reference_number: str = ""
    notes: str = ""
    serial_number: str = ""


def reason_of(secondary: str, primary: str) -> Reason:
    for phrase in (secondary.lower(), primary.lower()):
        for reason in REASONS:
            if any(word in phrase for word in reason.words):
                return reason
    return REASONS[-1]


def open_case(
    number: str, invoice: Invoice, line: InvoiceLine, asked: Asked, now: datetime
) -> ReturnCase:
    """A case as it is before anybody has looked at it: no claim id, no credit, no address."""
    reason = reason_of(asked.secondary_reason, asked.primary_reason)
    value = line.line.unit_price * asked.quantity
    is_charged = reason.comes_back and not reason.is_ours
    return ReturnCase(
        customer=invoice.order.customer,
        number=number,
        status=OPEN,
        created_at=now,
        modified_at=now,
        reason=reason.text,
        is_claim=not reason.comes_back,
        primary_reason=asked.primary_reason,
        secondary_reason=asked.secondary_reason,
        reference_number=asked.reference_number,
        notes=asked.notes,
        serial_number=asked.serial_number,
        number_of_boxes=asked.number_of_boxes,
        ship_from=asked.ship_from,
        invoice_number=invoice.number,
        invoiced_on=invoice.invoiced_on,
        customer_order_number=invoice.order.customer_order_number,
        currency=invoice.order.currency,
        line_number=int(line.line.number),
        part_number=line.line.part_number,
        vendor_part_number=line.line.vendor_part_number,
        upc=line.line.upc,
        description=line.line.description,
        ship_from_branch=line.shipments[0].warehouse_id,
        quantity=asked.quantity,
        unit_price=line.line.unit_price,
        tax=in_currency(value, invoice.tax_rate),
        fees=in_currency(value, RESTOCKING) if is_charged else Decimal(0),
    )


def decide(case: ReturnCase, product: Product | None, now: datetime) -> ReturnCase:
    """By RULES: approved goods get a claim id, a credit and the address to send them to."""
    reason = reason_of(case.secondary_reason, case.primary_reason)
    rule = next((rule for rule in RULES if rule.fits(case, reason, product)), None)
    outcome = rule.outcome if rule else APPROVED
    decided = replace(
        case, status=outcome, modified_at=now, decision=rule.why if rule else "Approved"
    )
    if outcome == DENIED:
        return replace(decided, credit=Decimal(0))
    approved = case.quantity if outcome == APPROVED else (case.quantity + 1) // 2
    branch, address = WAREHOUSES[case.currency] if reason.comes_back else ("", "")
    return replace(
        decided,
        quantity_approved=approved,
        rma_claim_id=_claim_id(case.number),
        credit=in_currency(case.estimated_total, Decimal(approved) / case.quantity),
        return_branch=branch,
        return_warehouse_address=address,
    )


def void(case: ReturnCase, now: datetime) -> ReturnCase:
    return replace(case, status=VOIDED, modified_at=now, decision="Taken back by the reseller")


def quantity_left(invoice: Invoice, part_number: str, cases: Iterable[ReturnCase]) -> int:
    """What was invoiced of a part less what was asked back for and not refused."""
    invoiced = sum(line.quantity for line in invoice.lines if line.line.part_number == part_number)
    asked_back = (
        case.quantity_claimed
        for case in cases
        if (case.invoice_number, case.part_number) == (invoice.number, part_number)
    )
    return invoiced - sum(asked_back)


def new_case_stem(dice: random.Random) -> str:
    """The lines of one request share it, each with a figure of its own after it."""
    tail = "".join(dice.choice(string.ascii_uppercase) + str(dice.randrange(10)) for _ in range(3))
    return f"CAS-{dice.randrange(100_000):05}-{tail}"


def _claim_id(case_number: str) -> str:
    dice = random.Random(case_number)
    middle = "".join(dice.choices(string.ascii_uppercase + string.digits, k=4))
    return f"{dice.randrange(10, 99)}-R{middle}-{dice.randrange(10, 99)}"

"""Returns for tests, and a form as a person fills it in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.ingram.operations.returns import create_return
from apps.ingram.schemas.returns import ReturnCreateLine, ReturnCreateRequest, ShipFrom
from apps.invoices.models import Invoice
from apps.returns import mapping
from apps.returns.choices import CaseKind, CaseStatus, Origin
from apps.returns.models import (
    ReasonPhrase,
    RequestLine,
    ReturnCase,
    ReturnCaseLine,
    ReturnDraft,
    Term,
)
from apps.returns.returnable import key_of
from apps.returns.services import open_draft
from apps.submissions.models import Submission

PART, OTHER_PART = "6YE881", "1A8249"
CREATE = "/resellers/v6/returns/create"
SEARCH = "/resellers/v6/returns/search"
DETAILS = "/resellers/v6/returns/{caseRequestNumber}"

_numbers = count(1)


def make_case(account: CustomerAccount, **changes: Any) -> ReturnCase:
    number = next(_numbers)
    values: dict[str, Any] = {
        "case_request_number": f"CAS-{number:05}-A1B2C3-1",
        "return_claim_id": f"12-R{number:04}-34",
        "kind": CaseKind.RETURN,
        "status": CaseStatus.OPEN,
        "status_text": "Open",
        "reason_code": "DF",
        "reason_text": "(DF) Defective Items",
        "reference_number": f"REF-{number}",
        "asked_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "created_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "currency": "USD",
        "estimated_total": Decimal("389.43"),
        "synced_at": timezone.now(),
        "details_at": timezone.now(),
    }
    case = ReturnCase.objects.create(account=account, **values | changes)
    make_findable(case)
    return case


def make_case_line(case: ReturnCase, **changes: Any) -> ReturnCaseLine:
    values: dict[str, Any] = {
        "position": case.lines.count() + 1,
        "ingram_part_number": PART,
        "vendor_part_number": "V-6YE881",
        "description": "Notebook",
        "invoice_number": "40-10000-11",
        "quantity": 1,
        "status": case.status,
    }
    values |= changes
    values.setdefault("invoice_key", values["invoice_number"].replace("-", ""))
    values.setdefault("part_key", values["ingram_part_number"])
    line = ReturnCaseLine.objects.create(case=case, account=case.account, **values)
    make_findable(case)
    return line


def make_findable(case: ReturnCase) -> None:
    """Write the words by which the return is found, as the mirror does when it reads one."""
    terms = mapping.case_terms(case, case.lines.all())
    Term.objects.bulk_create(terms, ignore_conflicts=True)


def make_return_draft(invoice: Invoice, actor: User) -> ReturnDraft:
    return open_draft(
        account=invoice.account,
        actor=actor,
        origin=Origin.INVOICE,
        number=invoice.invoice_number,
    )


def field_of(invoice: Invoice, part: str = PART, name: str = "quantity") -> str:
    """The name of a field of the form for one part of the invoice."""
    return f"{name}-{key_of(invoice.comparable_number, part)}"


def reason(secondary: str = "The carton was damaged by the carrier.") -> str:
    # A test with transactions of its own empties the table that a migration filled.
    phrase, _ = ReasonPhrase.objects.get_or_create(
        secondary=secondary, defaults={"primary": "The product arrived damaged"}
    )
    return str(phrase.pk)


def filled_in(invoice: Invoice, **changes: str) -> dict[str, str]:
    """The form, well filled in: one piece of the first part, damaged, from a typed address."""
    return {
        field_of(invoice): "1",
        "reason": reason(),
        "reference_number": "REF-2026-1",
        "ship_from": "typed",
        "company_name": "Lakeside Medical Group",
        "contact": "Dana Whitfield",
        "address_line_1": "410 Shore Drive",
        "city": "Flint",
        "state": "mi",
        "postal_code": "48502",
        "country_code": "us",
        "email": "Dana@lakeside.example",
    } | changes


def keys_of(browser: Client, draft: ReturnDraft, fields: dict[str, str]) -> dict[str, str]:
    """Fill in the form; the hidden fields of the summary that follows."""
    answer = browser.post(draft.get_absolute_url(), fields)
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(answer.url).content.decode()
    return dict(re.findall(r'type="hidden" name="(form_key|agreed)" value="([^"]+)"', page))


def confirm_url(draft: ReturnDraft) -> str:
    return f"{draft.get_absolute_url()}confirm/"


def only_submission() -> Submission:
    return Submission.objects.get()


def asked(submission: Submission) -> list[RequestLine]:
    return list(submission.return_lines.order_by("position"))


def ask_elsewhere(invoice: Invoice, *, quantity: int, reference_number: str = "ELSEWHERE") -> None:
    """A return that is asked for past the portal, of which the mirror knows nothing."""
    line = ReturnCreateLine(
        invoice_number=invoice.invoice_number,
        invoiced_on=invoice.invoiced_on,
        ingram_part_number=PART,
        quantity=quantity,
        primary_reason="It is damaged",
        secondary_reason="The carton was damaged.",
        reference_number=reference_number,
        ship_from=ShipFrom(
            company_name="Lakeside",
            contact="Dana",
            address_line1="410 Shore Drive",
            city="Flint",
            state="MI",
            postal_code="48502",
            country_code="US",
            email="dana@lakeside.example",
        ),
        box_count=1,
    )
    with client_for(invoice.account) as client:
        create_return(client, ReturnCreateRequest(lines=(line,)))

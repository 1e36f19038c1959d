"""Into the mirror: what search, details and the answer to a new return tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.ingram import Client
from apps.ingram.operations import returns as api
from apps.ingram.schemas.invoices import comparable_number
from apps.ingram.schemas.returns import ReturnClaim, ReturnDetails
from apps.invoices.models import Invoice
from apps.returns import mapping, notification_kinds
from apps.returns.choices import CaseStatus, MoveKind
from apps.returns.mapping.replies import first_moment, is_news
from apps.returns.models import Move, ReturnCase, ReturnCaseLine, Term
from apps.sync import services as sync

RESOURCE = "returns"
#: No webhook tells of returns. How old the details may be before a visit has them read again.
MOVING_FOR = timedelta(minutes=30)
SETTLED_FOR = timedelta(hours=24)
_COLUMNS = (
    "return_claim_id",
    "kind",
    "status",
    "status_text",
    "reason_code",
    "reason_text",
    "reference_number",
    "created_at",
    "modified_at",
    "estimated_total",
    "credit",
    "currency",
    "notes",
    "synced_at",
    "details_at",
)


@transaction.atomic
def keep_claims(account: CustomerAccount, claims: Sequence[ReturnClaim]) -> int:
    """Upsert the rows of a page of search; how many are new or changed. At most six statements.

    One that is news has to be read in full again: `details_at` empties. A blank never takes away
    what is known.
    """
    now = timezone.now()
    told = {c.case_request_number: mapping.claim_values(c) for c in claims if c.case_request_number}
    known = _known(account, told)
    changed, moves = [], []
    for number, values in told.items():
        case = known.get(number)
        if case is not None and not is_news(case, values):
            continue
        if case is None:
            case = _new(account, number, values, now)
        moves += _moves(case, values, now)
        _apply(case, values)
        case.synced_at, case.details_at = now, None
        changed.append(case)
    saved = ReturnCase.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["account", "case_request_number"],
        update_fields=_COLUMNS,
    )
    Move.objects.bulk_create(moves)
    notification_kinds.tell_of_moves(moves)
    terms = [term for case in saved for term in mapping.case_terms(case)]
    Term.objects.bulk_create(terms, ignore_conflicts=True)
    ReturnCase.objects.filter(account=account, case_request_number__in=told).update(synced_at=now)
    return len(changed)


def _known(account: CustomerAccount, numbers: Collection[str]) -> dict[str, ReturnCase]:
    rows = ReturnCase.objects.select_for_update().filter(
        account=account, case_request_number__in=numbers
    )
    return {case.case_request_number: case for case in rows}


def _new(
    account: CustomerAccount, number: str, values: Mapping[str, Any], now: datetime
) -> ReturnCase:
    return ReturnCase(
        account=account,
        case_request_number=number[:64],
        # Until its invoice is known; the answers tell no currency.
        currency=account.currency,
        asked_at=first_moment(dict(values), now),
        synced_at=now,
    )


def _apply(case: ReturnCase, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(case, name, value)


def _moves(case: ReturnCase, values: Mapping[str, Any], now: datetime) -> list[Move]:
    """What these values change of a case that has not got them yet; an open case has not moved."""
    moves = []
    at = values.get("modified_at") or (now if case.pk else None)
    status = values.get("status", case.status)
    if status != (case.status if case.pk else CaseStatus.OPEN):
        moves.append(
            Move(
                case=case,
                kind=MoveKind.STATUS,
                status=status,
                status_text=values.get("status_text", ""),
                happened_at=at,
                noticed_at=now,
            )
        )
    credit = values.get("credit")
    if credit and credit != case.credit:
        moves.append(
            Move(case=case, kind=MoveKind.CREDIT, credit=credit, happened_at=at, noticed_at=now)
        )
    return moves


@transaction.atomic
def keep_details(
    account: CustomerAccount, details: ReturnDetails, *, asked_at: datetime | None = None
) -> ReturnCase:
    """Upsert one return with its lines, which are written anew. A fixed number of statements.

    It is as old as the question: an answer that was asked for earlier than what stands in the
    mirror is left out.
    """
    now = asked_at or timezone.now()
    number = details.case_request_number
    values = mapping.details_values(details)
    case = _known(account, [number]).get(number)
    if case is not None and case.details_at and case.details_at > now:
        return case
    case = case or _new(account, number, values, now)
    moves = _moves(case, values, now)
    _apply(case, values)
    case.currency = _currency(account, case.invoice_number) or case.currency
    case.synced_at = case.details_at = now
    case.save()
    Move.objects.bulk_create(moves)
    notification_kinds.tell_of_moves(moves)
    lines = mapping.line_rows(case, details.lines)
    if lines:
        case.lines.all().delete()
        ReturnCaseLine.objects.bulk_create(lines)
    rewrite_terms(case, lines or list(case.lines.all()))
    return case


def rewrite_terms(case: ReturnCase, lines: Sequence[ReturnCaseLine]) -> None:
    """Write the words by which the return is found; serial numbers are those of our request."""
    serials = case.asked_lines.exclude(serial_number="").values_list("serial_number", flat=True)
    case.terms.all().delete()
    terms = mapping.case_terms(case, lines, serials)
    Term.objects.bulk_create(terms, ignore_conflicts=True)


def _currency(account: CustomerAccount, invoice_number: str) -> str:
    """That of the invoice: the answers tell none."""
    rows = Invoice.objects.filter(
        account=account, comparable_number=comparable_number(invoice_number)
    )
    return rows.values_list("currency", flat=True).first() or ""


def read_case(client: Client, account: CustomerAccount, case_request_number: str) -> ReturnCase:
    """Read one return from the API and mirror it. One call; raises the client's errors.

    [spec] GET /resellers/v6/returns/{caseRequestNumber}
    """
    asked_at = timezone.now()
    details = api.return_details(client, case_request_number)
    return keep_details(account, details, asked_at=asked_at)


def refresh_when_stale(*, case: ReturnCase) -> None:
    """Have a worker read the return again if the mirror is old; many askers cause one reading."""
    allowed = MOVING_FOR if case.state is CaseStatus.OPEN else SETTLED_FOR
    if case.details_at is None or timezone.now() - case.details_at > allowed:
        _have_read(case)


def refresh_case(*, case: ReturnCase, actor: User) -> None:
    """Have a worker read the return now, because a person asks. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, case.account)
    _have_read(case, actor=actor)


def _have_read(case: ReturnCase, actor: User | None = None) -> None:
    sync.refresh_one(
        account=case.account, resource=RESOURCE, key=case.case_request_number, actor=actor
    )

"""Reads of returns; the list has listing.py. A page is found in all accounts of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for, people_of
from apps.invoices.models import Invoice
from apps.orders.models import Order
from apps.returns.choices import CREATE_RETURN
from apps.returns.listing import to_send
from apps.returns.models import Move, ReasonPhrase, RequestLine, ReturnCase, ReturnDraft
from apps.submissions.choices import State
from apps.submissions.models import Submission


def case_for(user: User, *, case_request_number: str) -> ReturnCase:
    """One return with its parts, found in all accounts of the person. Four queries, no call.

    The number may be typed in small letters. Raises Http404.
    """
    spellings = (case_request_number, case_request_number.upper())
    case = (
        ReturnCase.objects.filter(account__in=accounts_for(user), case_request_number__in=spellings)
        .select_related("account__connection", "submission__actor", "sent_back_by")
        .prefetch_related(
            "lines",
            Prefetch("moves", Move.objects.order_by("noticed_at", "pk")),
            "asked_lines",
        )
        .order_by("-asked_at", "-pk")
        .first()
    )
    if case is None:
        raise Http404("No return with this number in your accounts.")
    return case


@dataclass(frozen=True, kw_only=True)
class Related:
    """Where a return came from: pages of the mirror, or numbers without one."""

    invoices: Sequence[tuple[str, str]]
    order: Order | None
    siblings: Sequence[ReturnCase]


def related_to(case: ReturnCase) -> Related:
    """Its invoices, its order, and the other cases asked for with it. Three queries at most."""
    keys = {line.invoice_key: line.invoice_number for line in case.lines.all() if line.invoice_key}
    rows = Invoice.objects.filter(account=case.account_id, comparable_number__in=keys)
    known = {invoice.comparable_number: invoice for invoice in rows.only(*_INVOICE_COLUMNS)}
    invoices = [
        (known[key].invoice_number, known[key].get_absolute_url()) if key in known else (number, "")
        for key, number in keys.items()
    ]
    numbers = {invoice.customer_order_number.upper() for invoice in known.values()}
    numbers |= {line.customer_order_number.upper() for line in case.lines.all()}
    orders = Order.objects.filter(
        account=case.account_id, customer_order_number_upper__in=numbers - {""}
    )
    siblings = ReturnCase.objects.none()
    if case.submission_id:
        siblings = ReturnCase.objects.filter(submission=case.submission_id).exclude(pk=case.pk)
    return Related(
        invoices=invoices,
        # The column is hidden, or SQLite would read all orders by day instead of looking for these.
        order=orders.order_by(Coalesce("ordered_on", "ordered_on").desc(), "-pk").first(),
        siblings=list(siblings.order_by("case_request_number")),
    )


_INVOICE_COLUMNS = ("invoice_number", "comparable_number", "customer_order_number")


def draft_for(user: User, *, draft_id: int) -> ReturnDraft:
    """A return that is being written, in any account of the person. One query; raises Http404."""
    drafts = ReturnDraft.objects.filter(account__in=accounts_for(user))
    related = ("account__connection", "actor", "submission__actor", "submission__account")
    return get_object_or_404(drafts.select_related(*related), pk=draft_id)


def drafts_of(user: User, account: CustomerAccount) -> QuerySet[ReturnDraft]:
    """The person's returns that were begun and not sent, the latest first."""
    rows = ReturnDraft.objects.filter(account=account, actor=user, is_sent=False)
    return rows.order_by("-updated_at", "-pk")


def asked_lines(submission: Submission) -> list[RequestLine]:
    """What a submission asks for, line by line, each with its case. One query."""
    rows = RequestLine.objects.filter(submission=submission).select_related("case")
    return list(rows.order_by("position"))


def reasons_offered() -> list[ReasonPhrase]:
    return list(ReasonPhrase.objects.filter(is_offered=True))


@dataclass(frozen=True, kw_only=True)
class EarlierUse:
    """Where a reference stands already."""

    where: str
    url: str


def earlier_use(
    account: CustomerAccount, reference_number: str, *, form_key: str = ""
) -> EarlierUse | None:
    """The return or submission of the account that carries this reference. Two queries at most."""
    case = ReturnCase.objects.filter(
        account=account, reference_number__iexact=reference_number
    ).first()
    if case is not None:
        return EarlierUse(where=f"return {case}", url=case.get_absolute_url())
    submission = (
        Submission.objects.filter(account=account, kind=CREATE_RETURN)
        .with_key(reference_number)
        .exclude(state=State.REJECTED)
        .exclude(form_key=form_key)
        .select_related("actor")
        .first()
    )
    if submission is None:
        return None
    return EarlierUse(
        where=f"a return that {submission.actor} sent",
        url=reverse("submissions:detail", args=[submission.pk]),
    )


def returns_to_send(account: CustomerAccount) -> QuerySet[ReturnCase]:
    """Approved returns whose goods nobody has said to be on their way, the oldest first."""
    return to_send(ReturnCase.objects.filter(account=account)).order_by("asked_at", "pk")


def askers_of(account: CustomerAccount) -> list[User]:
    """Who asked for returns of the account here, for the filter. One query."""
    return people_of(account, (ReturnCase, "asked_by"))


def under_way(account: CustomerAccount) -> QuerySet[Submission]:
    """Returns that are on their way to the distributor, or wait for a decision."""
    rows = Submission.objects.filter(account=account, kind=CREATE_RETURN)
    ended = (State.COMPLETED, State.REJECTED)
    return rows.exclude(state__in=ended).select_related("actor", "account").order_by("-created_at")

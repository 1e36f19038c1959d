"""Reads of the ledger. Lists are of one account; a page is found among all of a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.connections.models import ApiCall
from apps.submissions import registry
from apps.submissions.choices import LIVE_STATES, State
from apps.submissions.models import Attempt, Submission
from apps.submissions.registry import DecisionWords


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list may be narrowed by; an empty text means any."""

    state: str = ""
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class InFlight:
    """What a page says of a submission while one waits for it, and when it has ended."""

    title: str
    known: str
    correlation_id: str
    result_url: str
    origin_url: str
    version: str
    poll_url: str
    """Empty when nothing more happens by itself."""
    next_url: str
    next_label: str
    meanwhile: str
    element_id: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person is asked about a submission, and where each decision goes."""

    words: DecisionWords
    question: str
    link_url: str
    send_again_url: str
    close_url: str
    send_again_id: str
    close_id: str


_WORDS = {
    State.QUEUED: "It waits to be sent.",
    State.SENDING: "It is being sent. Do not send it again.",
    State.ACCEPTED: "The distributor has taken it and is working on it.",
    State.COMPLETED: "The distributor has confirmed it.",
    State.REJECTED: "Nothing was done.",
    State.UNKNOWN: "The answer was lost. It will be looked up before anything is sent again.",
    State.RECONCILING: "It is being looked up. Do not send it again.",
    State.NEEDS_ATTENTION: "A manager of the account has to decide what becomes of it.",
}


def in_flight(submission: Submission) -> InFlight:
    """At most one query of its own, for the last correlation id; none with attempts prefetched.

    `version` changes with everything that is shown, so that a page that polls is told nothing
    while nothing is new.
    """
    kind = registry.kind(submission.kind)
    ids = [a.correlation_id for a in submission.attempts.all() if a.correlation_id]
    version = f"{submission.state}.{submission.sends}.{submission.look_ups}"
    status_url = reverse("submissions:status", args=[submission.pk])
    is_final = submission.status.is_final
    result_url = kind.result_url(submission) if submission.result_number else ""
    return InFlight(
        title=f"{kind.label} {submission.business_key}",
        known=_known(submission),
        correlation_id=ids[-1] if ids else "",
        result_url=result_url,
        origin_url=kind.origin_url(submission),
        version=version,
        poll_url="" if is_final else f"{status_url}?seen={version}",
        next_url=result_url or submission.get_absolute_url(),
        next_label=f"Open {submission.result_number}" if result_url else "See what happened",
        meanwhile="" if is_final else "You may leave this page; it goes on without you.",
        element_id=f"submission-{submission.pk}",
    )


def decision_of(submission: Submission, *, back_to: str = "") -> Decision:
    """The decisions that are open for a person; `back_to` names the page that shows them."""
    words = registry.kind(submission.kind).decisions
    origin = f"?from={back_to}" if back_to else ""

    def url(deed: str) -> str:
        return reverse(f"submissions:{deed}", args=[submission.pk]) + origin

    return Decision(
        words=words,
        question=words.question.format(name=submission.subject or submission.business_key),
        link_url=url("link"),
        send_again_url=url("send_again"),
        close_url=url("close"),
        send_again_id=f"send-again-{submission.pk}",
        close_id=f"close-{submission.pk}",
    )


def subject_url(submission: Submission) -> str:
    """The page of what a change is about; empty for a write that makes something new."""
    return registry.kind(submission.kind).origin_url(submission) if submission.subject else ""


def _known(submission: Submission) -> str:
    """What happened, in the distributor's words when there are any."""
    refused = [
        f"{error['field']}: {error['message']}" if error.get("field") else error["message"]
        for error in submission.field_errors
        if error.get("message") and error["message"] not in submission.message
    ]
    said = [submission.message, *refused] if submission.message else refused
    if submission.status in {State.QUEUED, State.NEEDS_ATTENTION} or not said:
        said.append(_WORDS[submission.status])
    return " ".join(said)


def submissions_for(
    account: CustomerAccount, filters: Filters | None = None
) -> QuerySet[Submission]:
    """The account's submissions with their people, newest first."""
    filters = filters or Filters()
    rows = Submission.objects.filter(account=account).select_related("actor", "account")
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.text:
        rows = rows.filter(
            Q(business_key__icontains=filters.text)
            | Q(reference__icontains=filters.text)
            | Q(result_number__icontains=filters.text)
        )
    return rows.order_by("-created_at", "-pk")


def needing_attention(
    account: CustomerAccount, *, sender: User | None = None
) -> QuerySet[Submission]:
    """What waits for a person's decision, with its attempts; the longest waiting first.

    Of the `sender` alone if there is one.
    """
    rows = (
        _undecided(account, sender).select_related("actor", "account").prefetch_related(_attempts())
    )
    return rows.order_by("state_since", "pk")


def _attempts() -> Prefetch[str, QuerySet[Attempt], str]:
    return Prefetch("attempts", Attempt.objects.select_related("actor"))


def submission_for(user: User, *, submission_id: int) -> Submission:
    """One submission with its attempts; Http404 unless it is in one of the person's accounts."""
    rows = Submission.objects.select_related("actor", "account__connection")
    return get_object_or_404(
        rows.prefetch_related(_attempts()), pk=submission_id, account__in=accounts_for(user)
    )


def submission_to_work_on(submission_id: int) -> Submission | None:
    """The row as a worker needs it: with account, connection and person."""
    rows = Submission.objects.select_related("account__connection", "actor")
    return rows.filter(pk=submission_id).first()


def find(
    *, account: CustomerAccount, kind: str, reference: str = "", business_key: str = ""
) -> Submission | None:
    """The account's latest submission of the kind with this reference or business key.

    A rejected one only when there is no other: it is the one that a late notice speaks of.
    """
    if not (reference or business_key):
        return None
    rows = Submission.objects.filter(account=account, kind=kind)
    if reference:
        rows = rows.filter(reference=reference)
    if business_key:
        rows = rows.with_key(business_key)
    rows = rows.select_related("account__connection", "actor")
    return rows.exclude(state=State.REJECTED).first() or rows.first()


def due(*, at: datetime | None = None, limit: int) -> Sequence[Submission]:
    """Live rows whose alarm has rung, the longest waiting first. One query."""
    rows = Submission.objects.filter(state__in=LIVE_STATES, next_step_at__lte=at or timezone.now())
    return list(rows.order_by("next_step_at")[:limit])


def last_correlation_id(submission: Submission, *, since: datetime) -> str:
    """That of the latest call made for it; a look-up may make several. One query."""
    calls = ApiCall.objects.filter(
        at__gte=since, connection=submission.account.connection, purpose=submission.purpose
    )
    return calls.values_list("correlation_id", flat=True).first() or ""


def count_needing_attention(account: CustomerAccount, *, sender: User | None = None) -> int:
    """How many wait for a person's decision, or of the `sender` alone. One query of an index."""
    return _undecided(account, sender).count()


def _undecided(account: CustomerAccount, sender: User | None) -> QuerySet[Submission]:
    rows = Submission.objects.filter(account=account, state=State.NEEDS_ATTENTION)
    return rows.filter(actor=sender) if sender else rows

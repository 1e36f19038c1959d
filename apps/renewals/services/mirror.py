"""Into the mirror: what renewal search and renewal details tell, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.core.terms import terms_of
from apps.ingram import Client
from apps.ingram.operations import renewals as api
from apps.ingram.schemas.renewals import RenewalDetails, RenewalSummary
from apps.renewals import mapping
from apps.renewals.choices import DayKind
from apps.renewals.models import Renewal, RenewalLine, Term
from apps.renewals.services.months import count_months, figures_of, lock_account
from apps.sync import services as sync

RESOURCE = "renewals"
#: How old the details may be before a visit has them read again.
OPEN_FOR, CLOSED_FOR = timedelta(hours=4), timedelta(days=7)
_COLUMNS = (
    "reference_number",
    "quote_number",
    "customer_order_number",
    "state",
    "status",
    "status_text",
    "expires_on",
    "value",
    "vendor_name",
    "end_user_name",
    "starts_from",
    "starts_to",
    "ends_from",
    "ends_to",
    "invoiced_from",
    "invoiced_to",
    "synced_at",
    "details_at",
)
_NAMES = {
    "reference_number",
    "quote_number",
    "customer_order_number",
    "vendor_name",
    "end_user_name",
}
#: What tells that the lines and references may have changed too.
_NEWS = {"status", "status_text", "value", "expires_on", "quote_number"}

Spans = Mapping[DayKind, tuple[date, date]]


@transaction.atomic
def save_summaries(
    account: CustomerAccount, rows: Sequence[RenewalSummary], *, found_by: Spans | None = None
) -> int:
    """Upsert the rows of a page of renewal search; how many were new or different.

    `found_by` are the spans of days that the search was asked for: each row lies within them.
    Nine statements at most. One whose status, value or expiry is news has to be read in full.
    """
    lock_account(account)
    told = {
        renewal_id: mapping.summary_values(row)
        for row in rows
        if (renewal_id := _key(row.renewal_id))
    }
    known = {
        renewal.renewal_id: renewal
        for renewal in Renewal.objects.filter(account=account, renewal_id__in=told)
    }
    before = {renewal_id: figures_of(renewal) for renewal_id, renewal in known.items()}
    now = timezone.now()
    changed, renamed = [], []
    for renewal_id, values in told.items():
        renewal = known.get(renewal_id) or Renewal(account=account, renewal_id=renewal_id)
        values |= mapping.span_values(dict(found_by or {}), renewal)
        news = {name for name, value in values.items() if getattr(renewal, name) != value}
        if renewal.pk and not news:
            continue
        if renewal.pk is None or news.intersection(_NAMES):
            renamed.append(renewal_id)
        for name in news:
            setattr(renewal, name, values[name])
        if news & _NEWS:
            renewal.details_at = None
        renewal.synced_at = now
        changed.append(renewal)
    saved = Renewal.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["account", "renewal_id"],
        update_fields=_COLUMNS,
    )
    was = [before[one.renewal_id] for one in changed if one.renewal_id in before]
    count_months(account, before=was, after=map(figures_of, changed))
    _keep_words([one for one in saved if one.renewal_id in renamed])
    return len(changed)


def read_renewal(client: Client, account: CustomerAccount, renewal_id: str) -> Renewal:
    """Read one renewal from the API and mirror it. One call; raises the client's errors."""
    return save_details(account, renewal_id, api.renewal_details(client, renewal_id))


@transaction.atomic
def save_details(account: CustomerAccount, renewal_id: str, details: RenewalDetails) -> Renewal:
    """Write one renewal with its products; they are written anew. Eleven statements."""
    lock_account(account)
    now = timezone.now()
    known = Renewal.objects.filter(account=account, renewal_id=renewal_id).first()
    before = [figures_of(known)] if known else []
    values: dict[str, Any] = mapping.details_values(details)
    renewal, _ = Renewal.objects.update_or_create(
        account=account,
        renewal_id=renewal_id,
        defaults={**values, "synced_at": now, "details_at": now},
    )
    count_months(account, before=before, after=[figures_of(renewal)])
    renewal.lines.all().delete()
    lines = mapping.line_rows(renewal, details.lines)
    RenewalLine.objects.bulk_create(lines, batch_size=200)
    renewal.terms.all().delete()
    Term.objects.bulk_create(
        mapping.all_terms(renewal, lines), ignore_conflicts=True, batch_size=500
    )
    return renewal


def refresh_when_stale(*, renewal: Renewal) -> None:
    """Have a worker read the renewal if the mirror is old. Many askers cause one reading."""
    allowed = OPEN_FOR if renewal.is_open else CLOSED_FOR
    if renewal.details_at is None or timezone.now() - renewal.details_at > allowed:
        _have_read(renewal)


def refresh_renewal(*, renewal: Renewal, actor: User) -> None:
    """Have a worker read the renewal now, because a person asks. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, renewal.account)
    _have_read(renewal, actor=actor)


def _have_read(renewal: Renewal, actor: User | None = None) -> None:
    sync.refresh_one(
        account=renewal.account, resource=RESOURCE, key=renewal.renewal_id, actor=actor
    )


def _key(renewal_id: str) -> str:
    return renewal_id.replace("\0", "")[: Renewal._meta.get_field("renewal_id").max_length]  # noqa: SLF001


def _keep_words(renewals: Sequence[Renewal]) -> None:
    words = [term for one in renewals for term in terms_of(Term, one, mapping.header_terms(one))]
    Term.objects.bulk_create(words, ignore_conflicts=True, batch_size=500)

"""Into the mirror: what deal search and deal details tell, and what a person adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.core.terms import terms_of
from apps.deals import mapping
from apps.deals.choices import AskBy
from apps.deals.models import Deal, DealLine, Term
from apps.ingram import Client
from apps.ingram.operations import deals as api
from apps.ingram.schemas.deals import DealDetails, DealSummary
from apps.sync import services as sync
from apps.sync.asking import Asked, asking, wanted_text

RESOURCE = "deals"
#: How old the details may be before a visit has them read again.
CURRENT_FOR, EXPIRED_FOR = timedelta(hours=4), timedelta(days=7)
#: The longest text that the distributor is asked for, and how many deals it may answer with.
LONGEST, MOST_ASKED = 100, 100
_COLUMNS = ("version", "vendor_name", "end_user_name", "expires_on", "synced_at", "details_at")
_NAMES = {"vendor_name", "end_user_name"}


@transaction.atomic
def save_summaries(account: CustomerAccount, rows: Sequence[DealSummary]) -> int:
    """Upsert the rows of a page of deal search; how many were new or different.

    Five statements at most. A deal with news has to be read in full again; of two versions of a
    deal the later one counts, whichever comes first.
    """
    told: dict[str, DealSummary] = {}
    for row in rows:
        if (key := key_of(row.deal_id)) and not (
            key in told and mapping.is_older(row.version, told[key].version)
        ):
            told[key] = row
    known = {
        deal.deal_id: deal
        for deal in Deal.objects.select_for_update().filter(account=account, deal_id__in=told)
    }
    now = timezone.now()
    changed, renamed = [], set()
    for key, row in told.items():
        deal = known.get(key) or Deal(account=account, deal_id=key)
        if mapping.is_older(row.version, deal.version):
            continue
        values = mapping.summary_values(row)
        news = {name for name, value in values.items() if getattr(deal, name) != value}
        if deal.pk and not news:
            continue
        if deal.pk is None or news & _NAMES:
            renamed.add(key)
        for name in news:
            setattr(deal, name, values[name])
        deal.details_at, deal.synced_at = None, now
        changed.append(deal)
    saved = Deal.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["account", "deal_id"],
        update_fields=_COLUMNS,
    )
    words = [
        term
        for deal in saved
        if deal.deal_id in renamed
        for term in terms_of(Term, deal, mapping.header_terms(deal))
    ]
    Term.objects.bulk_create(words, ignore_conflicts=True, batch_size=500)
    return len(changed)


def read_deal(client: Client, account: CustomerAccount, deal_id: str) -> Deal:
    """Read one deal of the mirror in full. One call; raises the client's errors.

    It is left as it is while its vendor is not known: the newest document demands one
    ([spec] GET /resellers/v6/deals/{dealId}).
    """
    known = Deal.objects.get(account=account, deal_id=deal_id)
    if not known.asked_vendor:
        return known
    details = api.deal_details(client, deal_id, vendor_name=known.asked_vendor)
    return save_details(account, deal_id, details)


@transaction.atomic
def save_details(account: CustomerAccount, deal_id: str, details: DealDetails) -> Deal:
    """Write one deal with its products; they are written anew. Ten statements."""
    now = timezone.now()
    deal, _ = Deal.objects.update_or_create(
        account=account,
        deal_id=deal_id,
        defaults={**mapping.details_values(details), "synced_at": now, "details_at": now},
    )
    deal.lines.all().delete()
    lines = mapping.line_rows(deal, details.lines)
    DealLine.objects.bulk_create(lines, batch_size=200)
    deal.terms.all().delete()
    Term.objects.bulk_create(mapping.all_terms(deal, lines), ignore_conflicts=True, batch_size=500)
    return deal


def name_vendor(*, deal: Deal, actor: User, vendor_name: str) -> None:
    """Keep who a person says the vendor is, and have the deal read with that.

    The details want to be asked with a vendor whom search does not always name (field notes
    5.8). Raises NotPermitted.
    """
    permissions.require(actor, Permission.REFRESH, deal.account)
    named = mapping.cut("named_vendor", " ".join(vendor_name.split()))
    Deal.objects.filter(pk=deal.pk).update(named_vendor=named)
    _have_read(deal, actor=actor)


def ask_distributor(*, account: CustomerAccount, actor: User, by: AskBy, text: str) -> Asked:
    """Search the distributor's deals and mirror those that carry what was asked for. One call.

    A filter that is not known there is ignored silently (field notes 4.4). Raises NotPermitted
    and DistributorNotAsked. [spec] GET /resellers/v6/deals/search
    """
    wanted = wanted_text(text, by, LONGEST)
    with asking(account, actor=actor, purpose="deal search") as client:
        rows = api.search_deals(
            client,
            deal_id=wanted if by is AskBy.DEAL else "",
            end_user_name=wanted if by is AskBy.END_USER else "",
            vendor_name=wanted if by is AskBy.VENDOR else "",
            page_size=MOST_ASKED,
        ).deals
    fitting = [row for row in rows if wanted in _asked_of(row, by)]
    save_summaries(account, fitting)
    found = tuple(row.deal_id for row in fitting)
    return Asked(by=by, text=wanted, found=found, others=len(rows) - len(found))


def _asked_of(row: DealSummary, by: AskBy) -> str:
    told = {
        AskBy.DEAL: row.deal_id,
        AskBy.END_USER: row.end_user_name,
        AskBy.VENDOR: row.vendor_name,
    }
    return " ".join(told[by].upper().split())


def refresh_when_stale(*, deal: Deal) -> None:
    """Have a worker read the deal if the mirror is old. Many askers cause one reading."""
    if not deal.asked_vendor:
        return
    allowed = EXPIRED_FOR if deal.is_expired else CURRENT_FOR
    if deal.details_at is None or timezone.now() - deal.details_at > allowed:
        _have_read(deal)


def refresh_deal(*, deal: Deal, actor: User) -> None:
    """Have a worker read the deal now, because a person asks. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, deal.account)
    _have_read(deal, actor=actor)


def _have_read(deal: Deal, actor: User | None = None) -> None:
    sync.refresh_one(account=deal.account, resource=RESOURCE, key=deal.deal_id, actor=actor)


def key_of(deal_id: str) -> str:
    """The id as it is kept: only its length and what no database holds is mended."""
    return mapping.cut("deal_id", deal_id)

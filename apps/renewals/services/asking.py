"""Ask the distributor for renewals by what the mirror does not hold of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from apps.accounts.models import CustomerAccount, User
from apps.ingram import Client, Rejected
from apps.ingram.operations import renewals as api
from apps.ingram.operations.renewals import RenewalFilters
from apps.ingram.schemas.renewals import RenewalState as TheirState
from apps.ingram.schemas.renewals import RenewalSummary
from apps.renewals.choices import DayKind, RenewalState, RenewalStatus, TermKind
from apps.renewals.models import Renewal
from apps.renewals.services import mirror
from apps.sync.asking import asking
from apps.sync.exceptions import DistributorNotAsked

PAGE_SIZE, MOST_PAGES = 100, 3
#: So many renewals are read in full to see whether they carry a number that search does not tell.
MOST_READ = 5
_BY_NUMBER = (TermKind.SERIAL, TermKind.INGRAM_PURCHASE)
_ASKED_BY = (*_BY_NUMBER, TermKind.PURCHASE_ORDER, TermKind.END_USER, TermKind.VENDOR)
_UNTOLD = (DayKind.STARTS, DayKind.ENDS, DayKind.INVOICED)
PASSED_OVER = (
    "The distributor answered with all its renewals: it seems to pass over these days, so "
    "nothing was taken from its answer."
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a person wants to see, in the words of the list's filters."""

    text: str = ""
    term: TermKind | None = None
    vendor_name: str = ""
    status: RenewalStatus | None = None
    state: RenewalState | None = None
    spans: Mapping[DayKind, tuple[date, date]] = field(default_factory=dict)

    @property
    def is_worth_asking(self) -> bool:
        """Whether it names what the mirror may not know though it holds the renewal."""
        return self.term in _BY_NUMBER or any(kind in _UNTOLD for kind in self.spans)

    @property
    def can_be_asked(self) -> bool:
        """Whether the distributor's search has filters for it."""
        if self.text:
            return self.term in _ASKED_BY
        return bool(self.vendor_name or self.status or self.spans)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the distributor told: `read` rows stand in the mirror now, of `found` in all."""

    read: int
    found: int


def ask_distributor(*, account: CustomerAccount, actor: User, question: Question) -> Answered:
    """Search the distributor's renewals and mirror what it finds.

    At most MOST_PAGES calls; by a number that a row does not tell up to MOST_READ more. That a
    renewal was found by a span of days is kept, since nothing else tells when it was invoiced.
    Raises NotPermitted and DistributorNotAsked. [spec] POST /resellers/v6/renewals/search
    """
    if not question.can_be_asked:
        raise DistributorNotAsked(
            "Choose beside the search what the text is: a purchase order, a serial number, an "
            "end user or a vendor. The distributor can be asked for these."
        )
    try:
        with asking(account, actor=actor, purpose="renewal search") as client:
            return _asked(client, account, question)
    except ValueError as exc:
        raise DistributorNotAsked("The distributor takes no such long text.") from exc


def _asked(client: Client, account: CustomerAccount, question: Question) -> Answered:
    rows: list[RenewalSummary] = []
    found = 0
    for number in range(1, MOST_PAGES + 1):
        page = api.search_renewals(
            client, page_number=number, page_size=PAGE_SIZE, **_filters(question)
        )
        found = page.records_found or len(rows) + len(page.renewals)
        _check_heeded(account, question, found)
        mirror.save_summaries(account, page.renewals, found_by=question.spans)
        rows += page.renewals
        if not page.renewals or len(rows) >= found:
            break
    if question.term in _BY_NUMBER:
        _read_in_full(client, account, rows[:MOST_READ])
    return Answered(read=len(rows), found=found)


def _check_heeded(account: CustomerAccount, question: Question, found: int) -> None:
    """A filter that the distributor does not know is ignored silently (field notes 4.4)."""
    if found > 1 and any(kind in _UNTOLD for kind in question.spans):
        known = Renewal.objects.filter(account=account)[: found + 1].count()
        if known and found >= known:
            raise DistributorNotAsked(PASSED_OVER)


def _read_in_full(client: Client, account: CustomerAccount, rows: list[RenewalSummary]) -> None:
    for row in rows:
        try:
            mirror.read_renewal(client, account, row.renewal_id)
        except Rejected:  # search knows it, details do not (yet)
            continue


def _filters(question: Question) -> RenewalFilters:
    status = question.status.sub_status if question.status else None
    # "Other" is ours for whatever we do not know, too.
    is_other = question.status is RenewalStatus.OTHER
    state = question.state
    text = {term: question.text if question.term is term else "" for term in _ASKED_BY}
    return {
        "customer_order_number": text[TermKind.PURCHASE_ORDER],
        "ingram_purchase_order_number": text[TermKind.INGRAM_PURCHASE],
        "serial_number": text[TermKind.SERIAL],
        "end_user_name": text[TermKind.END_USER],
        "vendor_name": text[TermKind.VENDOR] or question.vendor_name,
        "sub_status": None if is_other else status,
        "state": TheirState(state.label) if state and not status else None,
        "starts_between": question.spans.get(DayKind.STARTS),
        "ends_between": question.spans.get(DayKind.ENDS),
        "invoiced_between": question.spans.get(DayKind.INVOICED),
        "expires_between": question.spans.get(DayKind.EXPIRES),
    }

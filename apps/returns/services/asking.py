"""Ask the distributor for returns that the mirror does not know, or not by this number yet."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount, User
from apps.ingram import Client, Rejected
from apps.ingram.operations import returns as api
from apps.ingram.operations.returns import ReturnFilters
from apps.ingram.schemas.invoices import comparable_number
from apps.ingram.schemas.returns import ReturnClaim
from apps.returns.choices import AskBy
from apps.returns.models import Term
from apps.returns.services import mirror
from apps.sync.asking import Asked, asking, wanted_text

#: So many returns are read in full to see whether they carry what was asked for.
MOST_READ = 5
LONGEST = 40
#: A row of return search tells none of these: the return itself has to be read.
_IN_DETAILS = (AskBy.INVOICE, AskBy.PART, AskBy.VENDOR_PART)


def ask_distributor(*, account: CustomerAccount, actor: User, by: AskBy, text: str) -> Asked:
    """Search the distributor's returns by one number and mirror what carries it.

    One call; by a number that a row of return search does not tell up to MOST_READ more, since a
    filter that is not known there is ignored silently (field notes 4.4). Raises NotPermitted and
    DistributorNotAsked. [spec] GET /resellers/v6/returns/search
    """
    wanted = wanted_text(text, by, LONGEST)
    with asking(account, actor=actor, purpose="return search") as client:
        return _asked(client, account, by, wanted)


def _asked(client: Client, account: CustomerAccount, by: AskBy, wanted: str) -> Asked:
    rows = api.search_returns(client, page_size=25, **_filter(by, wanted)).claims
    if by in _IN_DETAILS:
        fitting = [row for row in rows[:MOST_READ] if _carries(client, account, row, by, wanted)]
    else:
        fitting = [row for row in rows if wanted == _number(row, by).upper()]
        mirror.keep_claims(account, fitting)
    found = tuple(row.case_request_number for row in fitting)
    return Asked(by=by, text=wanted, found=found, others=len(rows) - len(found))


def _filter(by: AskBy, wanted: str) -> ReturnFilters:
    filters: dict[AskBy, ReturnFilters] = {
        AskBy.CASE: {"case_request_number": wanted},
        AskBy.CLAIM: {"return_claim_id": wanted},
        AskBy.REFERENCE: {"reference_number": wanted},
        AskBy.INVOICE: {"invoice_number": wanted},
        AskBy.PART: {"ingram_part_number": wanted},
        AskBy.VENDOR_PART: {"vendor_part_number": wanted},
    }
    return filters[by]


def _number(row: ReturnClaim, by: AskBy) -> str:
    told = {
        AskBy.CASE: row.case_request_number,
        AskBy.CLAIM: row.return_claim_id,
        AskBy.REFERENCE: row.reference_number,
    }
    return told[by]


def _carries(
    client: Client, account: CustomerAccount, row: ReturnClaim, by: AskBy, wanted: str
) -> bool:
    """Read the return into the mirror, and see whether it is found there by what was asked for."""
    try:
        case = mirror.read_case(client, account, row.case_request_number)
    except Rejected:  # search knows it, details do not (yet)
        return False
    # Answers spell an invoice's number with dashes or without; its words hold both.
    text = comparable_number(wanted) if by is AskBy.INVOICE else wanted
    return Term.objects.filter(subject=case, kind=by.term, text=text).exists()

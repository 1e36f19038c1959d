"""How the one search finds returns."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.returns.listing import RETURNS
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """Returns by case, claim, reference, invoice, purchase order, part or serial. Two queries."""
    matches = found(RETURNS, account.pk, words, limit)
    return [
        Hit(
            title=case.case_request_number,
            text=" · ".join(
                filter(None, (case.return_claim_id, case.reference_number, case.reason_text))
            ),
            url=case.get_absolute_url(),
            chip=case.state,
            chip_text=case.status_label,
            is_exact=case.pk in matches.exact,
        )
        for case in matches.rows
    ]


register(Finder(code="returns", label="Returns", icon="undo-2", find=find, list_url="returns:list"))

from __future__ import annotations

from typing import Any

from apps.accounts.models import CustomerAccount
from apps.core.distinct import texts_in
from apps.deals.models import Deal
from tests.deals.things import make_deal


def test_each_text_of_the_account_is_told_once_in_order(
    account: CustomerAccount, other_account: CustomerAccount, django_assert_num_queries: Any
) -> None:
    for vendor in ("HPE", "CISCO", "", "HPE", "APC", "CISCO"):
        make_deal(account, vendor_name=vendor)
    make_deal(other_account, vendor_name="BROTHER")

    with django_assert_num_queries(1):
        found = texts_in(Deal, "vendor_name", account_id=account.pk)

    assert found == ["APC", "CISCO", "HPE"]
    assert texts_in(Deal, "vendor_name", account_id=account.pk, limit=2) == ["APC", "CISCO"]


def test_no_rows_have_no_texts(account: CustomerAccount) -> None:
    assert texts_in(Deal, "vendor_name", account_id=account.pk) == []

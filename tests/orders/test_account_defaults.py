"""An account's own way of ordering stands in a new order until somebody chooses otherwise."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.orders.models import OrderDraft
from apps.orders.services.drafting import start_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(account):
    account.holds_orders, account.carrier_code = True, "UG"
    account.save()
    return account


def form_of(browser, draft: OrderDraft):
    return browser.get(reverse("orders:draft_details", args=[draft.pk])).context["form"]


def test_a_new_order_takes_the_accounts_hold_and_carrier(held, buyer, signed_in):
    draft = start_order(account=held, actor=buyer)

    form = form_of(signed_in(buyer), draft)

    assert form["customer_hold"].value()
    assert form["carrier_code"].value() == "UG"


def test_a_hold_that_was_unticked_stays_so(held, buyer, signed_in):
    draft = start_order(account=held, actor=buyer)
    browser = signed_in(buyer)

    browser.post(
        reverse("orders:draft_details", args=[draft.pk]),
        {"customer_order_number": "PO-1", "carrier_code": ""},
    )

    form = form_of(browser, draft)
    assert not form["customer_hold"].value()
    assert form["carrier_code"].value() == ""

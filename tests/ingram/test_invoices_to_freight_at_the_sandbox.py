"""The client and the sandbox check each other: invoices, returns, renewals, deals, freight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from apps.ingram import Client, OutcomeUnknown, ValidationFailed, close_sessions
from apps.ingram.operations import catalog, deals, freight, invoices, quotes, renewals, returns
from apps.ingram.schemas.freight import FreightRequest
from apps.ingram.schemas.invoices import (
    InvoiceDetails,
    InvoiceNumberOf,
    InvoiceSummary,
    comparable_number,
)
from apps.ingram.schemas.prices import PriceRequest
from apps.ingram.schemas.renewals import RenewalState, RenewalSubStatus, RenewalSummary
from apps.ingram.schemas.returns import ReturnCreateRequest, ReturnStatus
from tests.ingram.test_journey import make_sandbox_client
from tests.ingram.test_returns import make_line

Filters = dict[str, Any]


@pytest.fixture
def counter(sandbox: Any) -> Iterator[Client]:
    yield make_sandbox_client(sandbox)
    close_sessions()


def all_invoices(client: Client, **options: Any) -> list[InvoiceSummary]:
    return [row for page in invoices.iter_invoices(client, **options) for row in page.invoices]


def all_renewals(client: Client, **options: Any) -> list[RenewalSummary]:
    return [row for page in renewals.iter_renewals(client, **options) for row in page.renewals]


def around(day: date | None) -> tuple[date, date]:
    assert day is not None
    return day - timedelta(days=3), day + timedelta(days=3)


def test_every_invoice_is_walked_once_whatever_the_size_of_a_page(counter: Client) -> None:
    told = invoices.search_invoices(counter, page_size=1).records_found

    whole = [row.invoice_number for row in all_invoices(counter)]
    in_forties = [row.invoice_number for row in all_invoices(counter, page_size=40)]

    assert len(set(whole)) == len(whole) == told
    assert in_forties == whole


#: What is asked because of a row, and what each row found must then fulfil.
INVOICE_FILTERS: dict[str, Callable[[InvoiceSummary], tuple[Filters, Callable[[Any], bool]]]] = {
    "number": lambda row: (
        {"invoice_number": row.invoice_number},
        lambda found: found.invoice_number == row.invoice_number,
    ),
    "status": lambda row: (
        {"status": row.status_text},
        lambda found: found.status == row.status,
    ),
    "day": lambda row: (
        {"invoiced_on": row.invoiced_on},
        lambda found: found.invoiced_on == row.invoiced_on,
    ),
    "days": lambda row: (
        {"invoiced_between": around(row.invoiced_on)},
        lambda found: around(row.invoiced_on)[0] <= found.invoiced_on <= around(row.invoiced_on)[1],
    ),
    "due days": lambda row: (
        {"due_between": around(row.due_on)},
        lambda found: around(row.due_on)[0] <= found.due_on <= around(row.due_on)[1],
    ),
    "order days": lambda row: (
        {"ordered_between": around(row.ordered_on)},
        lambda found: around(row.ordered_on)[0] <= found.ordered_on <= around(row.ordered_on)[1],
    ),
    "order": lambda row: (
        {"ingram_order_number": row.ingram_order_number},
        lambda found: found.ingram_order_number == row.ingram_order_number,
    ),
    "customer's order": lambda row: (
        {"customer_order_number": row.customer_order_number},
        lambda found: found.customer_order_number == row.customer_order_number,
    ),
}


@pytest.mark.parametrize("name", INVOICE_FILTERS)
def test_an_invoice_filter_finds_some_and_only_what_fulfils_it(counter: Client, name: str) -> None:
    every = all_invoices(counter)
    filters, fulfils = INVOICE_FILTERS[name](every[len(every) // 2])

    found = all_invoices(counter, **filters)

    assert {row.invoice_number for row in found} == {
        row.invoice_number for row in every if fulfils(row)
    }
    assert 0 < len(found) < len(every)


def test_invoices_are_sorted_as_asked(counter: Client) -> None:
    for is_descending in (False, True):
        rows = all_invoices(counter, sort_by="InvoiceDate", is_descending=is_descending)
        days = [row.invoiced_on for row in rows if row.invoiced_on]

        assert days == sorted(days, reverse=is_descending)


def test_an_invoice_is_the_same_in_search_in_full_and_by_its_order(counter: Client) -> None:
    row = all_invoices(counter)[0]

    invoice = invoices.invoice_details(counter, row.invoice_number)
    by_order = invoices.invoice_details(
        counter, row.ingram_order_number, number_of=InvoiceNumberOf.ORDER
    )

    assert comparable_number(invoice.invoice_number) == comparable_number(row.invoice_number)
    assert (invoice.invoiced_on, invoice.due_on) == (row.invoiced_on, row.due_on)
    assert invoice.summary.totals.amount_due == row.amount_due
    assert invoice.customer_order_number == row.customer_order_number
    assert invoice.currency == "USD"
    assert by_order.ingram_order_number == invoice.ingram_order_number
    assert invoice.problems == ()


def test_an_unknown_invoice_is_refused(counter: Client) -> None:
    with pytest.raises(ValidationFailed, match="no invoice"):
        invoices.invoice_details(counter, "99-99999-11")


def returnable(client: Client) -> tuple[InvoiceDetails, str]:
    """An invoice with a part of which something can still be sent back: the newest ones first."""
    row = all_invoices(client)[0]
    invoice = invoices.invoice_details(client, row.invoice_number)
    return invoice, invoice.lines[0].ingram_part_number


def make_return_of(client: Client, reference_number: str) -> ReturnCreateRequest:
    invoice, part = returnable(client)
    line = make_line(
        invoice_number=invoice.invoice_number,
        invoiced_on=invoice.invoiced_on,
        ingram_part_number=part,
        reference_number=reference_number,
    )
    return ReturnCreateRequest(lines=(line,))


def test_a_return_is_created_and_found_again_by_its_reference_number(counter: Client) -> None:
    request = make_return_of(counter, "Ret-2026-7")

    accepted = returns.create_return(counter, request)

    claim = accepted.claim_for(request.lines[0])
    assert claim is not None
    assert accepted.unanswered(request.lines) == ()
    (row,) = returns.search_returns(counter, reference_number="Ret-2026-7").claims
    assert row.case_request_number == claim.case_request_number
    details = returns.return_details(counter, claim.case_request_number)
    assert details.lines[0].ingram_part_number == request.lines[0].ingram_part_number
    assert details.reference_number.upper() == "RET-2026-7"
    assert details.reason is not None


def test_a_return_whose_answer_was_lost_is_found_and_not_sent_again(
    counter: Client, sandbox: Any
) -> None:
    request = make_return_of(counter, "Ret-lost")
    sandbox.lose_answer("POST", "/resellers/v6/returns/create")

    with pytest.raises(OutcomeUnknown):
        returns.create_return(counter, request)

    assert len(returns.search_returns(counter, reference_number="Ret-lost").claims) == 1
    assert sandbox.calls("POST /resellers/v6/returns/create") == 1


def test_more_than_was_invoiced_cannot_be_returned(counter: Client) -> None:
    (line,) = make_return_of(counter, "Ret-much").lines
    too_much = ReturnCreateRequest(lines=(line.model_copy(update={"quantity": 99_999}),))

    with pytest.raises(ValidationFailed) as caught:
        returns.create_return(counter, too_much)

    assert [field.field for field in caught.value.fields if "quantity" in field.field]
    assert returns.search_returns(counter, reference_number="Ret-much").claims == ()


def test_every_return_is_walked_once_and_each_status_is_part_of_the_whole(counter: Client) -> None:
    every = [claim for page in returns.iter_returns(counter, page_size=9) for claim in page.claims]
    numbers = [claim.case_request_number for claim in every]
    by_status = {
        status: [
            claim
            for page in returns.iter_returns(counter, return_statuses=[status])
            for claim in page.claims
        ]
        for status in ReturnStatus
    }

    assert len(set(numbers)) == len(numbers) > 9
    for status, claims in by_status.items():
        assert {claim.status for claim in claims} <= {status.upper()}
    assert sum(map(len, by_status.values())) == len(every)
    assert len([claims for claims in by_status.values() if claims]) > 1


def test_returns_are_found_by_reason_and_by_the_days_of_their_making(counter: Client) -> None:
    every = [claim for page in returns.iter_returns(counter) for claim in page.claims]
    one = next(claim for claim in every if claim.reason and claim.created_at)
    assert one.reason is not None
    assert one.created_at is not None
    days = around(one.created_at.date())

    by_reason = returns.search_returns(counter, reasons=[one.reason], page_size=100).claims
    by_day = returns.search_returns(counter, created_between=days, page_size=100).claims

    assert {claim.reason for claim in by_reason} == {one.reason}
    assert one.case_request_number in {claim.case_request_number for claim in by_day}
    assert all(
        days[0] <= claim.created_at.date() <= days[1] for claim in by_day if claim.created_at
    )
    assert 0 < len(by_day) < len(every)


def test_every_renewal_is_open_or_closed_and_walked_once(counter: Client) -> None:
    every = {row.renewal_id for row in all_renewals(counter, page_size=11)}
    still_open = {row.renewal_id for row in all_renewals(counter, state=RenewalState.OPEN)}
    closed = {row.renewal_id for row in all_renewals(counter, state=RenewalState.CLOSED)}

    assert len(every) == renewals.search_renewals(counter).records_found
    assert still_open
    assert closed
    assert still_open | closed == every
    assert not still_open & closed


def test_renewals_are_found_by_sub_status_vendor_and_expiry(counter: Client) -> None:
    every = all_renewals(counter)
    pending = all_renewals(counter, sub_status=RenewalSubStatus.QUOTE_PENDING)
    one = pending[0]
    of_vendor = all_renewals(counter, vendor_name=one.vendor_name)
    expiring = all_renewals(counter, expires_between=around(one.expires_on))

    assert {row.status for row in pending} == {"QUOTE PENDING"}
    assert {row.renewal_id for row in of_vendor} == {
        row.renewal_id for row in every if row.vendor_name == one.vendor_name
    }
    first, last = around(one.expires_on)
    assert {row.renewal_id for row in expiring} == {
        row.renewal_id for row in every if row.expires_on and first <= row.expires_on <= last
    }
    assert 0 < len(expiring) < len(every)


def test_a_renewal_is_the_same_in_search_and_in_full(counter: Client) -> None:
    row = next(row for row in all_renewals(counter) if row.quote_number)

    renewal = renewals.renewal_details(counter, row.renewal_id)

    assert renewal.renewal_id == row.renewal_id
    assert (renewal.value, renewal.expires_on) == (row.value, row.expires_on)
    assert renewal.vendor_name == row.vendor_name
    assert renewal.lines
    assert renewal.problems == ()
    assert quotes.quote_details(counter, row.quote_number).quote_number == row.quote_number


def test_every_deal_is_walked_once_and_can_be_opened_by_what_its_row_tells(
    counter: Client,
) -> None:
    every = [deal for page in deals.iter_deals(counter, page_size=13) for deal in page.deals]

    assert len({deal.deal_id for deal in every}) == len(every)
    assert len(every) == deals.search_deals(counter).records_found
    with_blank = next(deal for deal in every if " " in deal.deal_id)
    without_vendor = next(deal for deal in every if not deal.vendor_name)
    for row in (every[0], with_blank, without_vendor):
        deal = deals.deal_details(counter, row.deal_id, vendor_name=row.vendor_name)
        assert (deal.deal_id, deal.expires_on) == (row.deal_id, row.expires_on)
        assert deal.currency == "USD"
        assert deal.lines


def test_deals_are_found_by_vendor(counter: Client) -> None:
    every = deals.search_deals(counter, page_size=100).deals
    vendor = next(deal.vendor_name for deal in every if deal.vendor_name)

    found = deals.search_deals(counter, vendor_name=vendor, page_size=100).deals

    assert {deal.vendor_name for deal in found if deal.vendor_name} == {vendor}
    assert 0 < len(found) < len(every)


def test_freight_is_estimated_from_the_warehouses_that_price_and_availability_tells(
    counter: Client,
) -> None:
    products = [{"ingram_part_number": "6YE881", "quantity_requested": 2}]
    prices = PriceRequest.model_validate({"products": products})
    offer = catalog.price_and_availability(counter, prices)[0]
    warehouse_id = offer.availability.warehouses[0].warehouse_id
    line = {"ingram_part_number": "6YE881", "quantity": 2, "warehouse_id": warehouse_id}

    estimate = freight.estimate_freight(
        counter, FreightRequest.model_validate({"ship_to_address_id": "200", "lines": [line]})
    )

    (part,) = estimate.distributions
    assert part.warehouse_id == warehouse_id
    assert part.carrier_code in {carrier.carrier_code for carrier in part.carriers}
    assert estimate.freight_total == part.freight_amount
    assert estimate.currency == "USD"
    assert estimate.problems == ()

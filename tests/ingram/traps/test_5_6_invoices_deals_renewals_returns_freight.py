"""The table of field notes 5.6, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.operations import deals, freight, invoices, renewals, returns
from apps.ingram.schemas.deals import DealDetails, DealPage
from apps.ingram.schemas.freight import FreightAnswer, FreightRequest
from apps.ingram.schemas.invoices import (
    InvoiceDetails,
    InvoicePage,
    InvoiceSummary,
    comparable_number,
)
from apps.ingram.schemas.renewals import (
    RenewalDetails,
    RenewalPage,
    RenewalState,
    RenewalSubStatus,
    RenewalSummary,
)
from apps.ingram.schemas.return_reasons import ReturnReason, reason_of
from apps.ingram.schemas.returns import (
    ReturnAccepted,
    ReturnClaim,
    ReturnCreateRequest,
    ReturnDetails,
)
from tests.ingram.test_freight import make_freight
from tests.ingram.test_returns import make_return
from tests.ingram.upstream import Upstream

NO_ROWS: dict[str, Any] = {"recordsFound": 0, "pageSize": 25, "pageNumber": 1}


def test_invoice_number_is_kept_as_received_and_compared_without_dashes() -> None:
    row = InvoiceSummary.read({"invoiceNumber": "40MKTRW11"})
    details = InvoiceDetails.read({"invoiceNumber": "40-mktrw-11"})

    assert row.invoice_number == "40MKTRW11"
    assert details.invoice_number == "40-mktrw-11"
    assert comparable_number(row.invoice_number) == comparable_number(details.invoice_number)


def test_invoice_number_has_11_characters_in_search_and_12_in_the_path(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"invoiceNumber": "123456789012"})

    with pytest.raises(ValueError, match="at most 11"):
        invoices.search_invoices(client, invoice_number="123456789012")
    assert upstream.calls == []

    assert invoices.invoice_details(client, "123456789012").invoice_number == "123456789012"


def test_order_link_has_three_names() -> None:
    row = InvoiceSummary.read({"erpOrderNumber": "40-MKTRW-11"})
    details = InvoiceDetails.read({"ingramOrderNumber": "40-25436-11"})
    misdescribed = InvoiceDetails.read({"orderNumber": "40-25436-11", "ingramOrderNumber": ""})

    assert row.ingram_order_number == "40-MKTRW-11"
    assert details.ingram_order_number == misdescribed.ingram_order_number == "40-25436-11"


@pytest.mark.parametrize(
    "charge",
    [
        {
            "chargeDescription": "FREIGHT OUT",
            "miscChargeLineCount": 1,
            "miscChargeLineTotal": Decimal("31.9"),
            "chargeLineReference": "8",
            "isNonMisc": "N",
        },
        {
            "ChargeDescription": "FREIGHT OUT",
            "MiscChargeLineCount": 1,
            "MiscChargeLineTotal": Decimal("31.9"),
            "ChargeLineReference": "8",
            "IsNonMisc": "N",
        },
    ],
)
def test_v6_1_summary_misccharges_are_read_in_both_cases(charge: dict[str, Any]) -> None:
    invoice = InvoiceDetails.read({"summary": {"miscCharges": [charge]}})

    (found,) = invoice.summary.charges
    assert (found.description, found.line_count, found.amount, found.reference) == (
        "FREIGHT OUT",
        1,
        Decimal("31.9"),
        "8",
    )
    assert found.is_non_misc is False


def test_v6_1_enduserinfo_is_read_although_undocumented() -> None:
    invoice = InvoiceDetails.read({"endUserInfo": {"contact": "ABC", "postalCode": "532232451"}})

    assert invoice.end_user is not None
    assert (invoice.end_user.contact, invoice.end_user.postal_code) == ("ABC", "532232451")


def test_types_of_amounts_may_be_texts_or_numbers() -> None:
    invoice = InvoiceDetails.read(
        {
            "lines": [{"unitWeight": "0.0"}],
            "summary": {
                "foreignFxTotals": {
                    "foreignTotalTaxableAmount": "533.33",
                    "foreignInvoiceAmountDue": "533.33",
                }
            },
        }
    )
    as_number = InvoiceSummary.read({"invoicedAmountDue": Decimal("243.16")})
    as_text = InvoiceSummary.read({"invoicedAmountDue": "243.16", "invoiceAmountInclTax": "85.23"})

    assert invoice.lines[0].unit_weight == 0
    assert invoice.summary.foreign is not None
    assert invoice.summary.foreign.taxable_amount == Decimal("533.33")
    assert invoice.summary.foreign.amount_due == Decimal("533.33")
    assert as_number.amount_due == as_text.amount_due == Decimal("243.16")
    assert as_text.amount_with_tax == Decimal("85.23")
    assert invoice.problems == ()


@pytest.mark.parametrize(
    ("serials", "numbers"),
    [
        (None, ()),
        ([], ()),
        ([{"serialNumber": None}], ()),
        ([{"serialNumber": "2TEPYT"}, {"serialNumber": "2TER09"}], ("2TEPYT", "2TER09")),
    ],
)
def test_serials_may_be_null_and_may_outnumber_the_quantity(
    serials: Any, numbers: tuple[str, ...]
) -> None:
    invoice = InvoiceDetails.read({"lines": [{"quantity": 1, "serialNumbers": serials}]})

    assert invoice.lines[0].serial_numbers == numbers
    assert invoice.lines[0].quantity == 1


def test_invoice_search_extras_filter_has_a_capital_d(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, NO_ROWS)

    invoices.search_invoices(client, delivery_number="335238411")

    assert ("DeliveryNumber", "335238411") in upstream.calls[0].query


def test_invoice_search_extras_in_the_answer_are_read() -> None:
    page = InvoicePage.read(
        {"invoices": [{"forgntotalamount": Decimal("12.30"), "isfseccenabled": "true"}]}
    )

    assert page.invoices[0].foreign_amount == Decimal("12.30")
    assert page.invoices[0].is_fsec_enabled is True


def test_deals_next_page_is_an_internal_path_and_never_followed(
    client: Client, upstream: Upstream
) -> None:
    inside = "/bids/v1/special-bidsB2B?Size=25&Page=2"
    upstream.reply(200, {"deals": [{"dealId": "A"}], "nextPage": inside})
    upstream.reply(200, {**NO_ROWS, "deals": []})

    found = [deal.deal_id for page in deals.iter_deals(client) for deal in page.deals]

    assert found == ["A"]
    assert {call.path for call in upstream.calls} == {"/resellers/v6/deals/search"}
    assert [dict(call.query)["Page"] for call in upstream.calls] == ["1", "2"]


def test_deals_write_the_extended_retail_price_in_two_ways() -> None:
    deal = DealDetails.read(
        {
            "extendedMsrp": Decimal("15944.61"),
            "products": [{"extendedMSRP": Decimal("4906.11"), "msrp": "4906.11"}],
        }
    )

    assert deal.extended_retail_price == Decimal("15944.61")
    assert deal.lines[0].extended_retail_price == deal.lines[0].retail_price == Decimal("4906.11")


def test_deals_may_lack_vendor_and_company() -> None:
    deal = DealDetails.read(
        {"dealId": "1", "vendor": None, "endUserInfo": {"contact": "Stark", "companyName": None}}
    )

    assert deal.vendor_name == ""
    assert deal.end_user is not None
    assert (deal.end_user.contact, deal.end_user.company_name) == ("Stark", "")


@pytest.mark.parametrize("links", [{"topic": "Deals", "href": "/x"}, [{"topic": "Deals"}], None])
def test_deals_links_do_no_harm_as_object_or_list(links: Any) -> None:
    page = DealPage.read({"deals": [{"dealId": "A", "links": links}]})

    assert [deal.deal_id for deal in page.deals] == ["A"]
    assert page.problems == ()


def test_deals_ids_with_blanks_are_encoded(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"dealId": "TEST-RESEU DISC/2"})

    deals.deal_details(client, "TEST-RESEU DISC/2", vendor_name="TestVendor")

    assert upstream.calls[0].path == "/resellers/v6/deals/TEST-RESEU%20DISC%2F2"


def test_renewals_search_sends_an_object_with_the_misspelt_key_and_us_dates(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, NO_ROWS)

    renewals.search_renewals(
        client,
        state=RenewalState.CLOSED,
        sub_status=RenewalSubStatus.LOST,
        expires_between=(date(2026, 1, 2), date(2026, 12, 31)),
    )

    assert upstream.calls[0].json == {
        "status": {"OpporutinyStatus": {"value": "Closed", "subStatus": "Lost to competitior"}},
        "dateType": {
            "expirationDate": {"customStartDate": "01/02/2026", "customEndDate": "12/31/2026"}
        },
    }


@pytest.mark.parametrize("is_array", [False, True])
def test_renewals_search_reads_an_object_and_an_array(
    client: Client, upstream: Upstream, is_array: bool
) -> None:
    answer = {**NO_ROWS, "recordsFound": 1, "renewals": [{"renewalId": 4239056}]}
    upstream.reply(200, [answer] if is_array else answer)

    page = renewals.search_renewals(client)

    assert [row.renewal_id for row in page.renewals] == ["4239056"]
    assert page.records_found == 1


def test_renewals_ids_and_values_are_numbers_here_and_texts_there() -> None:
    row = RenewalSummary.read({"renewalId": 4239056, "renewalValue": Decimal("381.5")})
    details = RenewalDetails.read({"renewalId": "4239056", "renewalValue": "381.5"})

    assert row.renewal_id == details.renewal_id == "4239056"
    assert row.value == details.value == Decimal("381.5")
    assert row.problems == details.problems == ()


def test_renewals_reference_is_a_text_here_and_an_object_there() -> None:
    named = RenewalSummary.read({"referenceNumber": "QUO-15850886-M6H4V9"})
    notified = RenewalSummary.read({"referenceNumber": "N-77"})
    detailed = RenewalDetails.read(
        {"referenceNumber": {"notificationId": "N-77", "quoteNumber": "QUO-15850886-M6H4V9"}}
    )
    listed = RenewalDetails.read({"referenceNumber": [{"notificationId": "N-77"}]})

    assert named.quote_number == detailed.quote_number == "QUO-15850886-M6H4V9"
    assert (notified.quote_number, notified.reference.number) == ("", "N-77")
    assert detailed.reference.notification_id == listed.reference.notification_id == "N-77"


def test_renewals_keep_the_end_customers_number_as_it_comes() -> None:
    renewal = RenewalDetails.read({"endCustomerOrderNumber": "115030.0"})

    assert renewal.end_customer_order_number == "115030.0"


def test_renewals_contact_loses_its_padding() -> None:
    renewal = RenewalDetails.read({"endUserInfo": {"contact": "Thanos" + " " * 94}})

    assert renewal.end_user is not None
    assert renewal.end_user.contact == "Thanos"


def test_renewals_say_yes_no_or_nothing() -> None:
    words = ("Yes", "No", "")
    renewal = RenewalDetails.read({"products": [{"isConsolidated": word} for word in words]})

    assert [line.is_consolidated for line in renewal.lines] == [True, False, None]
    assert renewal.problems == ()


def test_renewals_attributes_are_named_by_their_description() -> None:
    renewal = RenewalDetails.read(
        {
            "additionalAttributes": [
                {"attributeDescription": "SerialNumber", "attributeValue": "9517647541"}
            ]
        }
    )

    assert [(one.name, one.value) for one in renewal.attributes] == [("SerialNumber", "9517647541")]


def test_returns_claim_id_has_two_names_and_is_often_empty() -> None:
    row = ReturnClaim.read({"returnClaimId": "12-RH5LX-34"})
    details = ReturnDetails.read({"rmaClaimId": "12-RH5LX-34"})
    created = ReturnAccepted.read({"returnsClaims": [{"rmaClaimId": ""}]})

    assert row.return_claim_id == details.return_claim_id == "12-RH5LX-34"
    assert created.claims[0].return_claim_id == ""


def test_returns_status_and_kind_vary_in_case() -> None:
    search = ReturnClaim.read({"status": "OPEN", "type": "Claim"})
    create = ReturnClaim.read({"status": "Open", "type": "CLAIM"})

    assert (search.status, search.kind) == (create.status, create.kind) == ("OPEN", "CLAIM")
    assert create.status_text == "Open"


def test_returns_credit_may_be_null_and_is_then_unknown() -> None:
    assert ReturnClaim.read({"credit": None}).credit is None
    assert ReturnClaim.read({"credit": 0}).credit == 0


def test_returns_quantity_and_boxes_go_out_as_integers(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"returnsClaims": [{"caseRequestNumber": "CAS-1", "quantity": "1"}]})

    accepted = returns.create_return(client, make_return(quantity=1, box_count=2))

    (sent,) = upstream.calls[0].json["list"]
    assert (sent["quantity"], sent["numberOfBoxes"]) == (1, 2)
    assert accepted.claims[0].quantity == 1


def test_returns_ship_from_goes_out_as_an_array_and_is_taken_as_either() -> None:
    body = make_return().body()
    (line,) = body["list"]
    (ship_from,) = line["shipFromInfo"]

    assert ReturnCreateRequest.model_validate(body) == make_return()
    as_object = {"list": [{**line, "shipFromInfo": ship_from}]}
    assert ReturnCreateRequest.model_validate(as_object) == make_return()


@pytest.mark.parametrize("text", ["(CS ) Customer Service Discretion", "(CS) Something else"])
def test_returns_reason_code_may_hold_a_blank(text: str) -> None:
    assert reason_of(text) is ReturnReason.CUSTOMER_SERVICE_DISCRETION
    assert ReturnDetails.read({"returnReason": text}).reason is reason_of(text)


def test_freight_sends_the_address_as_an_object_and_the_quantity_as_a_text(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"freightEstimateResponse": {"currencyCode": "USD"}})

    freight.estimate_freight(client, make_freight(quantity=3))

    body = upstream.calls[0].json
    assert body["shipToAddress"]["addressLine1"] == "1 Main Street"
    assert body["lines"][0]["quantity"] == "3"
    assert FreightRequest.model_validate(body) == make_freight(quantity=3)


def test_freight_carrier_figures_are_texts() -> None:
    answer = FreightAnswer.read(
        {
            "freightEstimateResponse": {
                "distribution": [
                    {
                        "carrierList": [
                            {"shipVia": "UPS GROUND  ", "estimatedFreightCharge": "23.8"},
                            {"estimatedFreightCharge": "46", "daysInTransit": "3"},
                        ]
                    }
                ]
            }
        }
    )

    assert answer.estimate is not None
    ups, home = answer.estimate.distributions[0].carriers
    assert (ups.carrier_name, ups.freight_amount) == ("UPS GROUND", Decimal("23.8"))
    assert (home.freight_amount, home.transit_days) == (Decimal(46), 3)


def test_freight_net_total_is_0_while_the_gross_amount_is_set() -> None:
    answer = FreightAnswer.read(
        {"freightEstimateResponse": {"totalNetAmount": 0, "grossAmount": Decimal("418.17")}}
    )

    assert answer.estimate is not None
    assert (answer.estimate.net_total, answer.estimate.gross_total) == (0, Decimal("418.17"))


def test_returns_dates_of_a_line_are_days_and_of_the_case_moments() -> None:
    found = ReturnDetails.read(
        {
            "createdOn": "2022-02-02T19:33:10Z",
            "products": [{"invoiceDate": "2022-01-24T00:00:00Z", "ingramLineNumber": 1}],
        }
    )

    assert found.created_at == datetime(2022, 2, 2, 19, 33, 10, tzinfo=UTC)
    assert found.lines[0].invoiced_on == date(2022, 1, 24)
    assert found.lines[0].line_number == "1"


def test_renewals_quote_number_is_found_in_a_link() -> None:
    page = RenewalPage.read(
        {
            "renewals": [
                {
                    "referenceNumber": "",
                    "links": [
                        {"topic": "renewals", "href": "/resellers/v6/renewals/4419005"},
                        {"topic": "quotedetails", "href": "/resellers/v6/quotes/QUO-1-M6H4V9"},
                    ],
                }
            ]
        }
    )

    assert page.renewals[0].quote_number == "QUO-1-M6H4V9"

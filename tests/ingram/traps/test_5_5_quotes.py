"""The traps of field notes 5.5: quotes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.operations import quotes
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage, QuoteSummary, QuoteValidation
from apps.quotes.terms import shown
from tests.ingram.test_requests import make_quote
from tests.ingram.upstream import Upstream

QUOTE: dict[str, Any] = {"quoteNumber": "QUO-1"}


def row(**values: Any) -> QuoteSummary:
    (found,) = QuotePage.read({"quotes": [values]}).quotes
    return found


def test_firstname_lastname_vs_firstname_lastname_are_sent_as_the_schema_spells_them() -> None:
    body = make_quote(contact_first_name="Ann", contact_last_name="Lee").body()

    assert (body["firstname"], body["lastname"]) == ("Ann", "Lee")
    assert {"firstName", "lastName"} & body.keys() == set()


def test_customercontact_vs_customercontact_is_sent_as_the_schema_spells_it() -> None:
    body = make_quote(customer_contact="rep@reseller.example").body()

    assert body["CustomerContact"] == "rep@reseller.example"
    assert "customercontact" not in body


@pytest.mark.parametrize("given", [3, "3", "3.0"])
def test_quantity_is_sent_as_a_text_and_read_as_a_number(given: Any) -> None:
    quote = QuoteDetails.read({"products": [{"quantity": given}]})

    assert quote.lines[0].quantity == 3
    assert make_quote().body()["products"][0]["quantity"] == "2"


def test_sendquotecopy_is_a_list_of_addresses_joined_by_commas() -> None:
    body = make_quote(send_quote_copy=["a@x.example", "b@x.example"]).body()

    assert body["sendQuoteCopy"] == "a@x.example,b@x.example"
    assert "sendQuoteCopy" not in make_quote().body()


def test_pricingtype_is_left_out_unless_it_is_given() -> None:
    assert "pricingType" not in make_quote().body()
    assert make_quote(pricing_type="y").body()["pricingType"] == "y"


def test_quoteexpirydate_is_written_as_in_the_united_states() -> None:
    assert make_quote(expires_on=date(2027, 3, 9)).body()["quoteExpiryDate"] == "03/09/2027"


@pytest.mark.parametrize("key", ["specialBidId", "specialBidNumber", "dealId"])
def test_bid_keys_are_many_in_answers(key: str) -> None:
    assert QuoteDetails.read({key: "B-1"}).special_bid_number == "B-1"
    assert row(**{key: "B-1"}).special_bid_number == "B-1"


def test_bid_keys_of_a_request_are_of_the_quote_and_of_the_line() -> None:
    line = {"ingram_part_number": "A", "quantity": 1, "special_bid_number": "B-2"}

    body = make_quote(deal_id="B-1", lines=[line]).body()

    assert (body["dealId"], body["products"][0]["specialBid"]) == ("B-1", "B-2")


def test_bid_keys_come_with_their_days_and_may_stand_among_the_attributes() -> None:
    quote = QuoteDetails.read(
        {
            "specialBidEffectiveDate": "2026-01-02",
            "specialBidExpirationDate": "2026-03-04",
            "additionalAttributes": [
                {"attributeName": "DEALID", "attributeValue": "B-1"},
                {"attributeName": "estimateId", "attributeValue": "E-1"},
                {"attributeName": "vendorName", "attributeValue": "Cisco"},
                {"attributeName": "vendorMessage", "attributeValue": "Hello"},
            ],
        }
    )

    assert quote.special_bid_effective_on == date(2026, 1, 2)
    assert quote.special_bid_expires_on == date(2026, 3, 4)
    names = ("dealId", "estimateId", "vendorName", "vendorMessage")
    assert [quote.attribute(name) for name in names] == ["B-1", "E-1", "Cisco", "Hello"]


@pytest.mark.parametrize("key", ["status", "quoteStatus"])
def test_status_key_differs_between_search_and_details(key: str) -> None:
    assert QuoteDetails.read({key: "Ready To Order"}).is_orderable
    assert row(**{key: "Active"}).status == "ACTIVE"


@pytest.mark.parametrize("key", ["vendor", "vendorName"])
def test_vendor_key_differs_between_search_validate_and_lines(key: str) -> None:
    assert row(**{key: "Cisco"}).vendor_name == "Cisco"
    assert QuoteValidation.read({"vendorName": "Cisco"}).vendor_name == "Cisco"
    assert (
        QuoteDetails.read({"products": [{"vendorName": "Cisco"}]}).lines[0].vendor_name == "Cisco"
    )


def test_end_user_is_two_texts_in_search_and_an_object_in_details() -> None:
    found = row(endUserName="ACME", endUserContact="Ann")
    quote = QuoteDetails.read({"endUserInfo": {"companyName": "ACME", "contact": "Ann"}})

    assert (found.end_user_name, found.end_user_contact) == ("ACME", "Ann")
    assert quote.end_user
    assert (quote.end_user.company_name, quote.end_user.contact) == ("ACME", "Ann")


@pytest.mark.parametrize("key", ["prevPage", "previousPage", "nextPage"])
def test_paging_link_has_two_names_and_is_not_needed(
    key: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"quotes": [QUOTE], "recordsFound": 1, "pageSize": 25, key: "/rubbish"})

    assert len(list(quotes.iter_quotes(client))) == 1
    assert [call.path for call in upstream.calls] == ["/resellers/v6/quotes/search"]


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00:00", "", None])
def test_no_expiry_is_the_first_day_of_the_calendar(text: str | None) -> None:
    found = row(ingramQuoteExpiryDate=text)

    assert (found.expires_on, found.problems) == (None, ())


def test_linenumber_may_be_a_guid() -> None:
    guid = "2a2fb5df-46a6-e911-a98a-000d3af5bb4c"

    quote = QuoteDetails.read({"products": {"lineNumber": guid}})

    assert quote.lines[0].line_number == guid


def test_misspellings_of_fees_and_discounts_are_read() -> None:
    price = {"extrafees": "1.50", "discounts": {"avaliableQunatity": 9}}

    quote = QuoteDetails.read({"products": [{"price": price}]})

    read = quote.lines[0].price
    assert read.extra_fees == Decimal("1.50")
    assert read.discounts[0].quantity_available == 9


def test_totalquoteamount_discountofflist_are_texts() -> None:
    quote = QuoteDetails.read(
        {"totalQuoteAmount": "1,234.50", "products": [{"price": {"discountOffList": "12.5"}}]}
    )

    assert quote.total == Decimal("1234.50")
    assert quote.lines[0].price.discount_off_list == Decimal("12.5")


@pytest.mark.parametrize("given", [7, "7"])
def test_quotetype_is_a_text_although_a_number_comes(given: Any) -> None:
    assert QuoteValidation.read({"quoteType": given}).quote_type == "7"
    assert row(quoteType=given).quote_type == "7"
    assert QuoteDetails.read({"quoteType": given}).problems == ()


def test_webhook_prices_are_whole_numbers_and_texts() -> None:
    line = {"price": {"quotePrice": 100}, "weight": "1.5", "isSuggestionProduct": "false"}

    (read,) = QuoteDetails.read({"products": [line]}).lines

    assert read.price.unit_price == Decimal(100)
    assert (read.weight, read.is_suggestion) == (Decimal("1.5"), False)


@pytest.mark.parametrize(
    "key", ["introPreamble", "purchaseInstructions", "legalTerms", "leasingInstructions"]
)
def test_html_of_legal_texts_is_kept_and_made_harmless_when_shown(key: str) -> None:
    names = {
        "introPreamble": "intro_html",
        "purchaseInstructions": "purchase_instructions_html",
        "legalTerms": "legal_terms_html",
        "leasingInstructions": "leasing_instructions_html",
    }
    given = "<p onclick='x()'>Terms</p>#####<b>of</b> <QUOTE NUMBER><script>x()</script>"

    text = getattr(QuoteDetails.read({key: given}), names[key])

    assert text == given
    assert shown(text, quote_number="QUO-1") == "<p>Terms</p><p><b>of</b> QUO-1</p>"


def test_sorting_text_of_the_prose_is_not_what_is_sent(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"quotes": []})

    quotes.search_quotes(client, sort_by="createdDate", is_descending=True)

    sent = dict(upstream.calls[0].query)
    assert (sent["sortBy"], sent["sortingOrder"]) == ("createdDate", "desc")
    assert "sortingColumnName" not in sent


@pytest.mark.parametrize("status", ["Active", "Draft", "Closed", "Ordered", "Brand new"])
def test_scope_text_disagrees_so_a_quote_of_any_status_is_read(status: str) -> None:
    found = row(quoteNumber="QUO-1", quoteStatus=status)

    assert (found.quote_number, found.status_text) == ("QUO-1", status)


@pytest.mark.parametrize("key", ["vmfAdditionalAttributesLines", "linesVendorMandatoryAttributes"])
def test_validate_order_key_map_of_lines_has_two_keys_and_fillers(key: str) -> None:
    field = {"attributeName": "resellerCtacEmail", "attributeValue": "String"}
    filler = {"attributeName": "", "attributeValue": ""}

    answer = QuoteValidation.read({"lines": [{"quantity": "1", key: [field, filler]}]})

    assert answer.lines[0].quantity == 1
    assert [f.name for f in answer.lines[0].vendor_mandatory_fields] == ["resellerCtacEmail"]


@pytest.mark.parametrize("key", ["vmfAdditionalAttributes", "vmfadditionalAttributes"])
def test_validate_order_key_map_of_the_header_knows_both_cases(key: str) -> None:
    answer = QuoteValidation.read({key: [{"attributeName": "A", "attributeValue": "ABC1234"}]})

    assert [field.name for field in answer.vendor_mandatory_fields] == ["A"]


def test_validate_order_key_map_never_hands_on_their_placeholder() -> None:
    field = {"attributeName": "A", "attributeValue": "ABC1234"}

    answer = QuoteValidation.read({"vmfAdditionalAttributes": [field]})

    assert "ABC1234" not in repr(answer.vendor_mandatory_fields)


@pytest.mark.parametrize(
    ("name", "description", "label"),
    [
        ("VEND_AUTH_NBR_FLG", "Authorization Number", "Authorization Number"),
        ("x", "resellerContactEmailFlag", "Reseller contact email"),
        ("VEND_AUTH_NBR_FLG", "", "Vend auth nbr"),
    ],
)
def test_validate_order_key_map_makes_a_label_for_people_of_a_flag_name(
    name: str, description: str, label: str
) -> None:
    answer = QuoteValidation.read(
        {"vmfAdditionalAttributes": [{"attributeName": name, "attributeDescription": description}]}
    )

    assert answer.vendor_mandatory_fields[0].label == label

from __future__ import annotations

from datetime import date

from apps.ingram.operations import quotes
from apps.ingram.schemas.quotes import (
    QuoteAccepted,
    QuoteCreateRequest,
    QuoteDetails,
    QuotePage,
    QuoteValidation,
)
from tests.contract.cases.case import DAYS, PARTY, Case

FULL_QUOTE = QuoteCreateRequest.model_validate(
    {
        "quote_name": "Branch office",
        "contact_first_name": "Jo",
        "contact_last_name": "Doe",
        "customer_contact": "rep@reseller.example",
        "expires_on": date(2027, 3, 9),
        "customer_need": "Ten seats",
        "end_user": PARTY,
        "deal_id": "D-1",
        "pricing_type": "y",
        "send_quote_copy": ["a@x.example", "b@x.example"],
        "lines": [
            {
                "customer_line_number": "1",
                "ingram_part_number": "6YE881",
                "vendor_part_number": "V-1",
                "quantity": 3,
                "special_bid_number": "B-1",
                "notes": "soon",
                "pricing_type": "y",
            }
        ],
    }
)
CASES = (
    Case(
        operation=quotes.CREATE_QUOTE,
        answer=QuoteAccepted,
        calls=(lambda client: quotes.create_quote(client, FULL_QUOTE),),
    ),
    Case(
        operation=quotes.SEARCH_QUOTES,
        answer=QuotePage,
        calls=(
            lambda client: quotes.search_quotes(client),
            lambda client: quotes.search_quotes(
                client,
                quote_number="QUO",
                quote_name="Branch",
                special_bid_number="B-1",
                end_user_contact="Jo",
                vendor_name="Cisco",
                status="Active",
                created_between=DAYS,
                sort_by="createdDate",
                is_descending=True,
            ),
            lambda client: next(quotes.iter_quotes(client)),
        ),
    ),
    Case(
        operation=quotes.QUOTE_DETAILS,
        answer=QuoteDetails,
        calls=(lambda client: quotes.quote_details(client, "QUO-14551943-D2Y9L9"),),
    ),
    Case(
        operation=quotes.VALIDATE_QUOTE,
        answer=QuoteValidation,
        calls=(lambda client: quotes.validate_quote(client, "QUO-14551943-D2Y9L9"),),
    ),
)

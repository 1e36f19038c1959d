from __future__ import annotations

from apps.ingram.operations import catalog
from apps.ingram.schemas.catalog import ProductDetails, ProductPage
from apps.ingram.schemas.prices import PriceAnswer, PriceRequest
from tests.contract.cases.case import ATTRIBUTES, Case

FULL_PRICES = PriceRequest.model_validate(
    {
        "products": [
            {
                "ingram_part_number": "6YE881",
                "vendor_part_number": "V-1",
                "customer_part_number": "C-1",
                "upc": "0718908728116",
                "plan_id": "438323",
                "quantity_requested": 3,
            }
        ],
        "shows_reserve_inventory": True,
        "special_bid_number": "B-1",
        "attributes": ATTRIBUTES,
    }
)
CASES = (
    Case(
        operation=catalog.SEARCH_PRODUCTS,
        answer=ProductPage,
        calls=(
            lambda client: catalog.search_products(client),
            lambda client: catalog.search_products(
                client,
                keywords=["laptop", "15"],
                vendors=["Lenovo"],
                vendor_part_numbers=["20VE0117MH"],
                vendor_number="1234",
                category="Computers",
                kind="physical",
                has_discounts=True,
                skip_authorization=False,
                group_name="NCE",
                plan_name="Microsoft 365 E3",
                plan_id="438323",
                shows_group_info=True,
                page_number=2,
                page_size=50,
            ),
            lambda client: catalog.search_products(client, kind="subscription"),
        ),
    ),
    Case(
        operation=catalog.PRODUCT_DETAILS,
        answer=ProductDetails,
        calls=(
            lambda client: catalog.product_details(client, "6YE881"),
            lambda client: catalog.product_details(client, "5348387"),
        ),
    ),
    Case(
        operation=catalog.PRODUCT_DETAILS_BY_VENDOR_PART,
        answer=ProductDetails,
        calls=(
            lambda client: catalog.product_details_by_vendor_part(
                client, vendor_part_number="20VE0117MH", plan_name="E5", plan_id="438323"
            ),
        ),
    ),
    Case(
        operation=catalog.PRICE_AND_AVAILABILITY,
        answer=PriceAnswer,
        wrapped_in="offers",
        calls=(lambda client: catalog.price_and_availability(client, FULL_PRICES),),
    ),
)

"""Catalogue of v5: search by a part number, price and availability."""

from __future__ import annotations

from collections.abc import Sequence

from apps.ingram.calls import Operation
from apps.ingram.errors import NotFound, NotOffered
from apps.ingram.operations.paging import page_query
from apps.ingram.schemas.catalog import ProductDetails, ProductPage
from apps.ingram.schemas.legacy.catalog import (
    FoundProductDetails,
    FoundProducts,
    OldPriceRequest,
    PriceAndStock,
    PriceItem,
    PriceReply,
    PriceServiceRequest,
    ProductSearchReply,
)
from apps.ingram.schemas.legacy.envelope import RequestPreamble, members, told
from apps.ingram.schemas.prices import PriceRequest, ProductOffer, ProductQuery
from apps.ingram.transport import Client

SEARCH_PRODUCTS_V5 = Operation(
    name="catalog.search_v5",
    method="GET",
    path="/resellers/v5/Catalog",
    none_statuses=frozenset({404}),
    has_im_headers=False,
)
PRICE_AND_AVAILABILITY_V5 = Operation(
    name="catalog.price_and_availability_v5",
    method="POST",
    path="/resellers/v5/Catalog/priceandavailability",
    has_im_headers=False,
)


def search_products(
    client: Client,
    *,
    keywords: Sequence[str] = (),
    vendor_part_numbers: Sequence[str] = (),
    page_number: int = 1,
    page_size: int = 25,
) -> ProductPage:
    """The products with one number: Ingram's, the vendor's, the reseller's or the UPC.

    v5 knows no words, so a keyword is taken for such a number; several, or none, raise
    NotOffered. There is one page only: any further one is empty, without a call.
    [spec] GET /resellers/v5/Catalog
    """
    page_query(page_number, page_size)
    numbers = [*keywords, *vendor_part_numbers]
    if len(numbers) != 1:
        raise NotOffered(detail="v5 finds products by exactly one part number")
    if page_number > 1:
        return ProductPage.read({"pageNumber": page_number})
    return _found(client, SEARCH_PRODUCTS_V5, numbers[0])


def product_details(client: Client, ingram_part_number: str) -> ProductDetails:
    """What v5's search tells of a product: its numbers, its name, and whether it has a warranty.

    Raises NotFound. [spec] GET /resellers/v5/Catalog
    """
    page = _found(client, SEARCH_PRODUCTS_V5, ingram_part_number)
    for product in page.products:
        if product.ingram_part_number.upper() == ingram_part_number.strip().upper():
            known = {**product.raw, "indicators": {"hasWarranty": product.has_warranty}}
            details = FoundProductDetails.read(known).standing_in(page.raw)
            return ProductDetails.read(details, correlation_id=page.correlation_id)
    raise NotFound(path=SEARCH_PRODUCTS_V5.path, correlation_id=page.correlation_id)


def _found(client: Client, operation: Operation, part_number: str) -> ProductPage:
    reply = client.call(
        operation,
        query={
            "customerNumber": client.config.customer_number,
            "isoCountryCode": client.config.country_code.upper(),
            "partNumber": part_number,
        },
    )
    if reply.data is None:
        return ProductPage.read({"pageNumber": 1}, correlation_id=reply.correlation_id)
    inside = ProductSearchReply.read(reply.data).inside
    if inside is None or not inside.is_told:
        raise client.unreadable(operation, reply)
    found = inside.found[0] if inside.found else FoundProducts.read({})
    return ProductPage.read(found.standing_in(reply.data), correlation_id=reply.correlation_id)


def price_and_availability(
    client: Client,
    request: PriceRequest,
    *,
    includes_availability: bool = True,
    includes_pricing: bool = True,
    includes_attributes: bool = True,
) -> tuple[ProductOffer, ...]:
    """Price and stock of at most 50 products over v5. It tells no currency and no discounts.

    A product that was not found has an `error`; the others have their offers even if the whole
    is called PARTIAL SUCCESS. Prices and attributes come whether or not they are asked for, and
    discounts and reserved stock never. Raises NotOffered for plans and additional attributes.
    [spec] POST /resellers/v5/Catalog/priceandavailability
    """
    if request.attributes or any(product.plan_id for product in request.products):
        raise NotOffered(detail="plans and additional attributes have no place in a v5 price call")
    config = client.config
    prices = PriceAndStock(
        shows_warehouses=str(includes_availability),
        items=tuple(_item(product, request.special_bid_number) for product in request.products),
    )
    preamble = RequestPreamble(
        iso_country_code=config.country_code.upper(), customer_number=config.customer_number
    )
    body = OldPriceRequest(
        service_request=PriceServiceRequest(request_preamble=preamble, prices=prices)
    )
    reply = client.call(PRICE_AND_AVAILABILITY_V5, body=body)
    inside = PriceReply.read(reply.data).inside
    if inside is None or inside.answer is None:
        raise client.unreadable(PRICE_AND_AVAILABILITY_V5, reply)
    details = members(told(inside.answer.raw, "details"))
    return tuple(
        ProductOffer.read(offer.standing_in(detail), correlation_id=reply.correlation_id)
        for offer, detail in zip(inside.answer.offers, details, strict=True)
    )


def _item(product: ProductQuery, special_bid_number: str) -> PriceItem:
    return PriceItem(
        ingram_part_number=product.ingram_part_number,
        vendor_part_number=product.vendor_part_number,
        customer_part_number=product.customer_part_number,
        upc=product.upc,
        quantity=product.quantity_requested or 1,
        special_bid_number=special_bid_number,
    )

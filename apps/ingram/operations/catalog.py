"""Catalogue: search, details, price and availability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, Unpack

from apps.ingram.calls import Operation
from apps.ingram.config import Resource
from apps.ingram.operations.legacy import catalog as legacy
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.operations.versions import by_version, not_offered
from apps.ingram.schemas.catalog import ProductDetails, ProductPage
from apps.ingram.schemas.prices import PriceRequest, ProductOffer
from apps.ingram.schemas.reading import as_list
from apps.ingram.transport import Client

SEARCH_PRODUCTS = Operation(
    name="catalog.search",
    method="GET",
    path="/resellers/v6/catalog",
    none_statuses=frozenset({404}),
)
PRODUCT_DETAILS = Operation(
    name="catalog.details", method="GET", path="/resellers/v6/catalog/details/{ingramPartNumber}"
)
PRODUCT_DETAILS_BY_VENDOR_PART = Operation(
    name="catalog.details_by_vendor_part", method="GET", path="/resellers/v6/catalog/details"
)
PRICE_AND_AVAILABILITY = Operation(
    name="catalog.price_and_availability",
    method="POST",
    path="/resellers/v6/catalog/priceandavailability",
)


class ProductFilters(TypedDict, total=False):
    """What products can be searched by; `kind` is as in search_products."""

    keywords: Sequence[str]
    vendors: Sequence[str]
    vendor_part_numbers: Sequence[str]
    vendor_number: str
    category: str
    kind: str
    has_discounts: bool | None
    skip_authorization: bool | None
    group_name: str
    plan_name: str
    plan_id: str
    shows_group_info: bool | None


@by_version(Resource.CATALOG, v5=legacy.search_products)
def search_products(
    client: Client,
    *,
    keywords: Sequence[str] = (),
    vendors: Sequence[str] = (),
    vendor_part_numbers: Sequence[str] = (),
    vendor_number: str = "",
    category: str = "",
    kind: str = "",
    has_discounts: bool | None = None,
    skip_authorization: bool | None = None,
    group_name: str = "",
    plan_name: str = "",
    plan_id: str = "",
    shows_group_info: bool | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> ProductPage:
    """One page of products; `kind` is `physical`, `digital`, `subscription` or `any`.

    An empty page when nothing is found (404). [spec] GET /resellers/v6/catalog
    """
    reply = client.call(
        SEARCH_PRODUCTS,
        query={
            "keyword": list(keywords),
            "vendor": list(vendors),
            "vendorPartNumber": list(vendor_part_numbers),
            "vendorNumber": vendor_number,
            "category": category,
            "type": f"IM::{kind}" if kind else "",
            "hasDiscounts": _word(has_discounts),
            "skipAuthorisation": _word(skip_authorization),
            "groupName": group_name,
            "planName": plan_name,
            "planID": plan_id,
            "showGroupInfo": _word(shows_group_info),
            **page_query(page_number, page_size),
        },
    )
    page = ProductPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_PRODUCTS, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_products(
    client: Client, *, first_page: int = 1, page_size: int = 100, **filters: Unpack[ProductFilters]
) -> Iterator[ProductPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_products(client, page_number=number, page_size=page_size, **filters),
        lambda page: (*page.products, *page.subscriptions),
        first_page=first_page,
    )


@by_version(Resource.CATALOG, v5=legacy.product_details)
def product_details(client: Client, ingram_part_number: str) -> ProductDetails:
    """One product. Raises NotFound. [spec] GET /resellers/v6/catalog/details/{ingramPartNumber}"""
    reply = client.call(PRODUCT_DETAILS, path={"ingramPartNumber": ingram_part_number})
    product = ProductDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(PRODUCT_DETAILS, reply, is_there=bool(product.ingram_part_number))
    return product


@by_version(Resource.CATALOG, v5=not_offered)
def product_details_by_vendor_part(
    client: Client, *, vendor_part_number: str = "", plan_name: str = "", plan_id: str = ""
) -> ProductDetails:
    """A product by the vendor's part number, or a subscription by its plan's name or id.

    Raises NotFound. [spec] GET /resellers/v6/catalog/details
    """
    reply = client.call(
        PRODUCT_DETAILS_BY_VENDOR_PART,
        query={"vendorPartNumber": vendor_part_number, "planName": plan_name, "planId": plan_id},
    )
    product = ProductDetails.read(reply.data, correlation_id=reply.correlation_id)
    is_there = bool(product.ingram_part_number or product.vendor_part_number or product.plans)
    client.expect(PRODUCT_DETAILS_BY_VENDOR_PART, reply, is_there=is_there)
    return product


@by_version(Resource.CATALOG, v5=legacy.price_and_availability)
def price_and_availability(
    client: Client,
    request: PriceRequest,
    *,
    includes_availability: bool = True,
    includes_pricing: bool = True,
    includes_attributes: bool = True,
) -> tuple[ProductOffer, ...]:
    """The reseller's own price, and the stock by warehouse, of at most 50 products.

    The order of the offers is not promised: match by part number. A product that was not
    found has an `error` and nothing else. A POST that only reads, so it is retried.
    [spec] POST /resellers/v6/catalog/priceandavailability
    """
    reply = client.call(
        PRICE_AND_AVAILABILITY,
        query={
            "includeAvailability": includes_availability,
            "includePricing": includes_pricing,
            "includeProductAttributes": includes_attributes,
        },
        body=request,
    )
    offers = tuple(
        ProductOffer.read(offer, correlation_id=reply.correlation_id)
        for offer in as_list(_offers(reply.data))
    )
    is_there = not offers or any(offer.is_told for offer in offers)
    client.expect(PRICE_AND_AVAILABILITY, reply, is_there=is_there)
    return offers


def _offers(data: Any) -> Any:
    # The root is an array; an object that wraps it is believed too.
    return data.get("offers", data) if isinstance(data, dict) else data


def _word(flag: bool | None) -> str:
    return "" if flag is None else str(flag).lower()

"""v5 catalogue: search by part number, price and availability."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from apps.ingram.schemas.catalog import ProductDetails, ProductPage, ProductSummary
from apps.ingram.schemas.legacy.envelope import (
    Enveloped,
    Inside,
    OldRequest,
    RequestPreamble,
    ServiceReply,
    arranged,
    members,
    told,
)
from apps.ingram.schemas.prices import MAX_PRODUCTS, Availability, Pricing, ProductOffer, Warehouse
from apps.ingram.schemas.reading import (
    Currency,
    Day,
    Flag,
    Identifier,
    JsonObject,
    Many,
    Maybe,
    Text,
    WholeNumber,
    read_whole_number,
    spelt,
)
from apps.ingram.schemas.sending import Line, limited

_FAILED = "FAILED"


class PriceItem(OldRequest):
    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    customer_part_number: Annotated[Line, limited(40)] = ""
    upc: Annotated[Line, limited(20)] = ""
    quantity: Annotated[int, Field(ge=1)] = 1
    special_bid_number: Annotated[Line, limited(36)] = ""


class PriceAndStock(OldRequest):
    """The two flags are words, the third is a boolean."""

    shows_warehouses: Line = Field("True", alias="showwarehouseavailability")
    shows_extra: Line = Field("Y", alias="extravailabilityflag")
    includes_all_systems: bool = Field(default=False, alias="includeallsystems")
    items: Annotated[
        tuple[PriceItem, ...], Field(min_length=1, max_length=MAX_PRODUCTS, alias="item")
    ]


class PriceServiceRequest(OldRequest):
    request_preamble: RequestPreamble
    prices: PriceAndStock = Field(alias="priceandstockrequest")


class OldPriceRequest(OldRequest):
    """[spec] POST /resellers/v5/Catalog/priceandavailability: at most 50 products."""

    service_request: PriceServiceRequest


class OldWarehouse(Warehouse):
    location: Text = spelt("warehousedescription")
    quantity_available: WholeNumber = spelt("availablequantity", default=None)
    quantity_on_order: WholeNumber = spelt("onorderquantity", default=None)
    quantity_on_hold: WholeNumber = spelt("onholdquantity", default=None)
    backorder_eta_on: Day = spelt("etadate", default=None)


class OldAvailability(Availability):
    warehouses: Many[OldWarehouse] = ()


def _nested(detail: JsonObject) -> JsonObject:
    """v5 is flat: prices and stock are put where v6 has them, descriptions into one."""
    stock = told(detail, "warehousedetails")
    total = _total_of(stock)
    descriptions = (told(detail, name) for name in ("partdescription1", "partdescription2"))
    prices = {name: told(detail, name) for name in ("customerprice", "retailprice")}
    return {
        **detail,
        "description": " ".join(text for text in descriptions if isinstance(text, str)),
        "listed_pricing": prices | {"currencycode": told(detail, "currency", "currencycode")},
        "availability": {
            "warehouses": stock,
            "total": total,
            "is_available": None if total is None else total > 0,
        },
    }


def _total_of(stock: Any) -> int | None:
    """All that is in stock; None, which is no 0, when no warehouse tells."""
    told_quantities = (told(warehouse, "availablequantity") for warehouse in members(stock))
    quantities = [_whole(quantity) for quantity in told_quantities]
    known = [quantity for quantity in quantities if quantity is not None]
    return sum(known) if known else None


def _whole(value: object) -> int | None:
    try:
        return read_whole_number(value)
    except ValueError:
        return None


class OldOffer(Enveloped, ProductOffer):
    """A product that was not found has FAILED for its own status, whatever the whole has."""

    status_code: Text = spelt("itemstatus")
    status_message: Text = spelt("statusmessage")
    global_part_number: Identifier = spelt("globalskuid")
    description: Text = spelt("description", "partdescription1", "partdescription2")
    product_class: Text = spelt("class")
    product_status: Text = spelt("skustatus")
    category_codes: Text = spelt("categorysubcategory")
    accepts_back_order: Flag = spelt("backorderflag", default=None)
    is_end_user_required: Flag = spelt("enduserrequired", default=None)
    is_authorized: Flag = spelt("skuauthorized", default=None)
    warehouses: Many[OldWarehouse] = spelt("warehousedetails", default=())
    availability: OldAvailability = spelt("availability", default=OldAvailability())
    listed_pricing: Maybe[Pricing] = spelt(
        "listed_pricing", "customerprice", "retailprice", default=None
    )

    @property
    def error(self) -> str:
        """Why there is no offer: the message is set for good ones too and means nothing then."""
        if self.status_code.upper() != _FAILED:
            return ""
        return self.status_message or "The distributor gave no reason."


Offers = Annotated[tuple[OldOffer, ...], arranged(_nested)]


class PriceDetails(Inside):
    offers: Offers = spelt("details", default=())


class PriceInside(Inside):
    answer: Maybe[PriceDetails] = spelt("priceandstockresponse", default=None)


class FoundProduct(ProductSummary):
    vendor_part_number: Identifier = spelt("manufacturerpartnumber", "vendorpartnumber")
    description: Text = spelt("productdescription")
    currency: Currency = ""


class FoundProductDetails(Enveloped, ProductDetails):
    vendor_part_number: Identifier = spelt("manufacturerpartnumber", "vendorpartnumber")
    description: Text = spelt("productdescription")


class FoundProducts(Enveloped, ProductPage):
    """The products that have the number asked for: there are no further pages."""

    records_found: WholeNumber = spelt("responseflag", default=None)
    products: Many[FoundProduct] = spelt("partnumbers", default=())


class ProductSearchInside(Inside):
    found: Many[FoundProducts] = spelt("productsearchresponse", default=())


PriceReply = ServiceReply[PriceInside]
ProductSearchReply = ServiceReply[ProductSearchInside]

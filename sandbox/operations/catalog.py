"""Product search and product details."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Product
from sandbox.gate import answer
from sandbox.paging import Page
from sandbox.problems import Field, invalid, nothing_found
from sandbox.reading import one, yes
from sandbox.rendering.plans import plan_details
from sandbox.world import WORLD

TYPES = ("im::physical", "im::digital", "im::any", "im::subscription")


Fits = Callable[[Product], bool]


async def search(request: web.Request) -> web.Response:
    page, filters = Page(request), _filters(request)
    products = request.app[WORLD].catalogue.products
    found = [product for product in products if all(fits(product) for fits in filters)]
    if one(request, "type").lower() == "im::subscription":
        return _subscriptions(request, page, found)
    if not found:
        raise nothing_found()
    return answer(page.body("catalog", found, _row))


async def details(request: web.Request) -> web.Response:
    """By Ingram part number; a longer one than the document's six characters is taken too."""
    product = request.app[WORLD].catalogue.by_number(request.match_info["ingramPartNumber"])
    if product is None:
        raise nothing_found()
    return answer(_details(product))


async def details_of_plan(request: web.Request) -> web.Response:
    catalogue = request.app[WORLD].catalogue
    plan_id, plan_name = one(request, "planId", 100), one(request, "planName", 100)
    vendor_part_number = one(request, "vendorPartNumber", 100)
    if not (plan_id or plan_name or vendor_part_number):
        text = "One of vendorPartNumber, planName and planId is required"
        raise invalid(Field("vendorPartNumber", "", text))
    if plan_id:
        product = catalogue.by_plan(plan_id)
    elif vendor_part_number:
        product = catalogue.by_vendor_number(vendor_part_number)
    else:
        product = catalogue.by_plan_name(plan_name)
    if product is None:
        raise nothing_found()
    return answer(_details(product))


def _filters(request: web.Request) -> list[Fits]:
    """Words are all to be found; of several vendors or part numbers one is enough."""
    vendors = _lower(request.query.getall("vendor", []))
    parts = _lower(request.query.getall("vendorPartNumber", []))
    category = one(request, "category", 100).lower()
    number = one(request, "vendorNumber").lower()
    plan = one(request, "planID") or one(request, "planId")
    filters: list[Fits] = [_has_word(word) for word in _words(request)] + _kind(request)
    if vendors:
        filters.append(lambda p: any(vendor in p.vendor_name.lower() for vendor in vendors))
    if parts:
        filters.append(lambda product: product.vendor_part_number.lower() in parts)
    if category:
        filters.append(lambda p: category in (p.category.lower(), p.sub_category.lower()))
    if number:
        filters.append(lambda product: product.vendor_number.lower() == number)
    if plan:
        filters.append(lambda product: bool(product.plan and product.plan.plan_id == plan))
    if one(request, "hasDiscounts").lower() in ("true", "false"):
        wanted = yes(request, "hasDiscounts")
        filters.append(lambda product: product.has_discounts == wanted)
    return filters


def _words(request: web.Request) -> list[str]:
    return " ".join(request.query.getall("keyword", [])).lower().split()


def _has_word(word: str) -> Fits:
    return lambda product: word in product.text or word == product.upc


def _kind(request: web.Request) -> list[Fits]:
    kind = one(request, "type").lower()
    if kind not in ("", *TYPES):
        raise invalid(Field("type", kind, "type must be one of " + ", ".join(TYPES)))
    if kind in ("", "im::any"):
        return []
    return [lambda product: kind == f"im::{product.kind}"]


def _lower(values: Iterable[str]) -> set[str]:
    return {value.strip().lower() for value in values if value.strip()}


def _row(product: Product) -> dict[str, Any]:
    """Booleans are words here, and an unset one is empty (field-notes 5.1)."""
    return {
        "description": f" {product.description}",
        "category": product.category,
        "subCategory": product.sub_category,
        "productType": product.category,
        "ingramPartNumber": product.part_number,
        "vendorPartNumber": product.vendor_part_number,
        "upcCode": product.upc,
        "vendorName": product.vendor_name,
        "endUserRequired": _word(product.needs_end_user),
        "hasDiscounts": "true" if product.has_discounts else "",
        "type": f"IM::{product.kind.title()}",
        "discontinued": _word(product.is_discontinued),
        "newProduct": _word(product.is_new),
        "directShip": _word(product.is_direct_ship),
        "hasWarranty": _word(product.has_serials),
        "extraDescription": product.detail,
        "replacementSku": product.replacement,
        "authorizedToPurchase": _word(product.is_authorized),
        "links": [{"topic": "catalog", "href": f"/catalog/{product.part_number}", "type": "GET"}],
    }


def _word(value: bool) -> str:
    return "true" if value else "false"


def _subscriptions(request: web.Request, page: Page, found: list[Product]) -> web.Response:
    wanted_group = one(request, "groupName", 200)
    wanted_name = one(request, "planName", 200)
    groups: dict[str, list[Product]] = {}
    for product in found:
        plan = product.plan
        if plan and wanted_group in ("", plan.group) and wanted_name in ("", plan.name):
            groups.setdefault(plan.group, []).append(product)
    if not groups:
        raise nothing_found()
    if yes(request, "showGroupInfo"):
        rows = [_group(request.path, name, plans) for name, plans in groups.items()]
    else:
        rows = [{"plans": [_plan(product)]} for plans in groups.values() for product in plans]
    return answer(page.body("subscriptionCatalog", rows, lambda row: row))


def _group(path: str, name: str, plans: list[Product]) -> dict[str, Any]:
    return {
        "groupName": name,
        "groupDescription": f"The plans of {name}.",
        "numberOfPlans": str(len(plans)),
        "link": f"{path}?groupName={name}&showGroupInfo=false",
    }


def _plan(product: Product) -> dict[str, Any]:
    assert product.plan is not None  # noqa: S101
    plan, base = product.plan, "/resellers/v6/catalog"
    period = {"subscriptionPeriodUnit": plan.unit, "subscriptionPeriod": plan.length}
    return {
        "planId": plan.plan_id,
        "planName": plan.name,
        "planDescription": product.detail,
        "subscriptionPeriodSummary": [period],
        "links": [
            {"topic": "catalog", "href": f"{base}/priceandavailability", "type": "POST"},
            {"topic": "catalog", "href": f"{base}/details?planId={plan.plan_id}", "type": "GET"},
        ],
    }


def _details(product: Product) -> dict[str, Any]:
    known = {
        "ingramPartNumber": product.part_number,
        "vendorPartNumber": product.vendor_part_number,
        "productAuthorized": str(product.is_authorized),
        "description": product.description,
        "productDetailDescription": product.detail,
        "upc": product.upc or None,
        "productCategory": product.category,
        "productSubcategory": product.sub_category,
        "vendorName": product.vendor_name,
        "vendorNumber": product.vendor_number,
        "productStatusCode": None,
        "productClass": product.product_class,
        "customerPartNumber": None,
        "indicators": _indicators(product),
        "additionalInformation": _measures(product),
        "technicalSpecifications": [
            _specification("Product Type", product.sub_category),
            _specification("Brand Name", product.vendor_name),
            _specification("Model", f"<b>{product.vendor_part_number}</b>"),
            _specification("Weight (Approximate)", f"{product.weight} lb"),
        ],
        "warrantyInformation": [],
    }
    return known | ({"subscriptionDetails": [plan_details(product)]} if product.plan else {})


def _indicators(product: Product) -> dict[str, Any]:
    """The real answer keeps to neither case nor name of its schema (field-notes 5.1)."""
    physical = product.kind == "physical"
    return {
        "hasWarranty": product.has_serials,
        "isNewProduct": product.is_new,
        "hasReturnLimits": not product.is_returnable,
        "isBackOrderAllowed": physical and not product.is_discontinued,
        "isShippedFromPartner": False,
        "isReplacementProduct": False,
        "replacementType": "Suggested" if product.replacement else None,
        "replacementSku": product.replacement or None,
        "isDirectship": product.is_direct_ship,
        "isDownloadable": product.kind == "digital",
        "isDigitalType": not physical,
        "skuType": "M" if physical else "D",
        "hasStdSpecialPrice": bool(product.special_discount),
        "hasAcopSpecialPrice": False,
        "hasAcopQuantityBreak": bool(product.quantity_breaks),
        "hasStdWebDiscount": False,
        "hasAcopWebDiscount": False,
        "hasSpecialBid": bool(product.special_discount),
        "isExportableToCountry": True,
        "isDiscontinuedProduct": product.is_discontinued,
        "isRefurbished": False,
        "isReturnableProduct": product.is_returnable,
        "isIngramShip": not product.is_direct_ship,
        "isEnduserRequired": product.needs_end_user,
        "isHeavyWeight": product.weight > 70,
        "hasLtl": product.weight > 150,
        "isClearanceProduct": product.product_class == "O",
        "hasBundle": False,
        "isOversizeProduct": product.weight > 100,
        "isPreorderProduct": False,
        "isLicenseProduct": product.sub_category == "Licenses",
        "isDirectshipOrderable": product.is_direct_ship,
        "isServiceSku": product.category == "Services",
        "isConfigurable": False,
    }


def _measures(product: Product) -> dict[str, Any]:
    side = str(round(float(product.weight) ** 0.5 * 4, 1))
    return {
        "productWeight": [{"plantId": "", "weight": product.weight, "weightUnit": "LB"}],
        "isBulkFreight": product.weight > 150,
        "height": side,
        "width": side,
        "length": side,
        "netWeight": str(product.weight),
        "dimensionUnit": "IN",
    }


def _specification(name: str, value: str) -> dict[str, str]:
    return {
        "headername": "Basic",
        "attributename": name,
        "attributevalue": value,
        "attributedisplay": f"Basic|{name}|{value}",
    }

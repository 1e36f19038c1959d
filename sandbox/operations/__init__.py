"""The API's operations, one module a resource; ROUTES says which handler serves which path."""

from __future__ import annotations

from sandbox.gate import Handler
from sandbox.operations import (
    catalog,
    deals,
    freight,
    invoices,
    order_changes,
    order_create,
    order_create_v6,
    orders,
    prices,
    quotes,
    renewals,
    returns,
    tokens,
    validate,
    vendor_info,
)
from sandbox.operations.legacy import catalog as legacy_catalog
from sandbox.operations.legacy import invoices as legacy_invoices
from sandbox.operations.legacy import orders as legacy_orders
from sandbox.operations.legacy import quotes as legacy_quotes

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/oauth/oauth20/token", tokens.token),
    ("POST", "/oauth/oauth20/token", tokens.token),
    ("GET", "/oauth/oauth30/token", tokens.token),
    ("POST", "/oauth/oauth30/token", tokens.token),
    ("GET", "/resellers/v6/catalog", catalog.search),
    ("GET", "/resellers/v6/catalog/details", catalog.details_of_plan),
    ("GET", "/resellers/v6/catalog/details/{ingramPartNumber}", catalog.details),
    ("POST", "/resellers/v6/catalog/priceandavailability", prices.price_and_availability),
    ("POST", "/resellers/v6/quotes/create", quotes.create),
    ("GET", "/resellers/v6/quotes/search", quotes.search),
    ("GET", "/resellers/v6/quotes/{quoteNumber}", quotes.details),
    ("GET", "/resellers/v6/q2o/validatequote", validate.validate),
    ("POST", "/resellers/v7/orders", order_create.create_v7),
    ("POST", "/resellers/v6/orders", order_create_v6.create_v6),
    ("PUT", "/resellers/v6/orders/{orderNumber}", order_changes.modify),
    ("DELETE", "/resellers/v6/orders/{OrderNumber}", order_changes.cancel),
    ("GET", "/resellers/v6/orders/search", orders.search),
    ("GET", "/resellers/v6.1/orders/{ordernumber}", orders.details),
    ("GET", "/resellers/v6/orders/{ordernumber}", legacy_orders.details_v6),
    ("POST", "/resellers/v7/vendorrequiredinfo", vendor_info.vendor_required_info),
    ("GET", "/resellers/v6/deals/search", deals.search),
    ("GET", "/resellers/v6/deals/{dealId}", deals.details),
    ("POST", "/resellers/v6/freightestimate", freight.estimate),
    ("POST", "/resellers/v6/renewals/search", renewals.search),
    ("GET", "/resellers/v6/renewals/{renewalId}", renewals.details),
    ("GET", "/resellers/v6/invoices", invoices.search),
    ("GET", "/resellers/v6/invoices/", invoices.search),
    ("GET", "/resellers/v6.1/invoices/{invoiceNumber}", invoices.details),
    ("GET", "/resellers/v6/invoices/{invoicenumber}", legacy_invoices.details),
    ("POST", "/resellers/v5/Catalog/priceandavailability", legacy_catalog.price_and_availability),
    ("GET", "/resellers/v5/Catalog", legacy_catalog.search),
    ("POST", "/resellers/v5/Orders", legacy_orders.create_v5),
    ("GET", "/resellers/v5/Orders/search", legacy_orders.search_v5),
    ("GET", "/resellers/v5/Orders/{ordernumber}", legacy_orders.details_v5),
    ("DELETE", "/resellers/v5/Orders/{ordernumber}", legacy_orders.cancel_v5),
    ("POST", "/resellers/v5/quote/search", legacy_quotes.search),
    ("GET", "/resellers/v5/quote/{quoteNumber}", legacy_quotes.details),
    ("GET", "/resellers/v5/invoices/{invoiceNumber}", legacy_invoices.details_v5),
    ("GET", "/resellers/v6/returns/search", returns.search),
    ("GET", "/resellers/v6/returns/{caseRequestNumber}", returns.details),
    ("POST", "/resellers/v6/returns/create", returns.create),
)

"""Where the documents contradict themselves, each other or the real API: the one list.

A test fails when an entry is no longer needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Stands for the operation of an answer that any endpoint may give.
EVERY_ENDPOINT = "*"


@dataclass(frozen=True)
class Problem:
    """Where a request or an answer departs from a document."""

    #: Our name of it for a request, "METHOD /their/path" for an answer.
    operation: str
    place: str
    detail: str = field(default="", compare=False)


#: Where a request of ours departs from a document, and why.
REQUESTS = {
    Problem("catalog.details", "path {ingramPartNumber}"): (
        "documented with 6 characters, but the documents' own examples have 7 (field notes 5.1)"
    ),
    Problem("catalog.search", "query type"): (
        "the documentation page knows IM::subscription, the document's list does not"
    ),
    Problem("catalog.search", "query planName"): (
        "the documentation page searches by a plan's name too, the document by its id only"
    ),
    Problem("quotes.search", "query quoteCreateDate-bt"): (
        "documented as one text, described as two values: sent twice like the other ranges"
    ),
    Problem("returns.search", "query createdOn-bt"): (
        "documented as one text, its format nowhere: sent twice like the other ranges"
    ),
    Problem("returns.search", "query modifiedOn-bt"): "the same",
    Problem("orders.create_v6", "body.resellerInfo.phoneNumber"): (
        "documented as a number, elsewhere as a text: digits in a text keep a leading zero"
    ),
    Problem("orders.create_v6", "body.lines[].endUserInfo[].phoneNumber"): (
        "the same, and the documents' own example sends a text"
    ),
    Problem("orders.create_v6", "body.lines[].endUserInfo[].addressSequenceNumber"): (
        "in the documents' warranty example, not in their schema"
    ),
    Problem("orders.create_v6", "body.lines[].endUserInfo[].contactId"): "the same",
    Problem("orders.create_v6", "body.lines[].customerPartNumber"): (
        "in the documents' example for SAP countries, not in their schema"
    ),
}
#: Fields whose example is a word for its own type, or a date that means none.
UNREADABLE = {
    "QuoteSummary.expires_on": "0001-01-01",
    "ProductOffer.is_bundle_part": "boolean",
    "ServiceFee.amount": "decimal",
    "ServiceFee.currency": "string",
    "QuantityBreak.currency": "string",
    "Package.tracking_url": "string",
}
#: Keys without a field, and why; they stay in `raw`.
UNREAD = {
    "links": "addresses are built from identifiers, theirs mix versions (field notes 5.7)",
    "link": "the same",
    "nextPage": "the documented links are broken: pages are counted (field notes 5.7)",
    "previousPage": "the same",
    "prevPage": "the same",
    "attributedisplay": "repeats heading, name and value",
    "attributeValue": "of a vendor mandatory field: a placeholder, never to be prefilled",
    "warrantyInformation": "objects in one document, texts in the other, empty in all examples",
    "index": "of a subscription price: its place in the list",
    "resourceUId": "a second identifier of the resource",
    "fees": "of a subscription option: no page shows them yet",
    "shpToGstinNumber": "a tax number of India",
    "serviceresponse": "v5 quote search: its example of a success is the answer about an order",
    "errors": "documented of a 204, which has no body",
    "cpucode": "v5 price call: a code of the distributor's own product groups",
    "mediacpu": "the same",
    "newmedia": "the same",
    "fulfillmentflag": "v5 invoice: a switch of the distributor's own system",
    "shippableswitch": "the same",
    "originalshipcode": "the same",
    "freightforwardercode": "the same",
    "daysRemaining": "of a deal: counted on another day; days_left() counts from a given one",
}
#: Where an answer of the sandbox departs from a document, and why.
ANSWERS = {
    Problem(EVERY_ENDPOINT, "status 401"): "by the gateway in front of the API: in no document",
    Problem(EVERY_ENDPOINT, "status 403"): "the same, of an unknown customer number",
    Problem(EVERY_ENDPOINT, "status 429"): "the same, over the limit",
    Problem(EVERY_ENDPOINT, "status 503"): "the same, under maintenance",
    Problem(EVERY_ENDPOINT, "401 has a body"): (
        "documented bare for some operations: the gateway tells its fault (field notes 4.3, E)"
    ),
    Problem(EVERY_ENDPOINT, "status 500"): "any operation may fail, not only those that say so",
    Problem("GET /resellers/v6.1/orders/{ordernumber}", "status 400"): (
        "nothing is documented between 200 and 500"
    ),
    Problem("GET /resellers/v6.1/orders/{ordernumber}", "status 404"): "the same",
    Problem("GET /resellers/v6/orders/{ordernumber}", "200 lines[].unitPrice type"): (
        "documented as a whole number, with decimals in the example (field notes 5.4)"
    ),
    Problem("GET /resellers/v6/orders/{ordernumber}", "204 is no JSON"): (
        "documented with a body, which HTTP does not allow; null in the example"
    ),
    Problem("POST /resellers/v7/vendorrequiredinfo", "status 400"): (
        "no refusal is documented: that of the others is expected"
    ),
    Problem("PUT /resellers/v6/orders/{orderNumber}", "200 type"): (
        "null in the documents' own example of a release (field notes 5.3)"
    ),
    Problem("POST /resellers/v6/renewals/search", "400 type"): (
        "an array around the errors in the examples, none in the schema (field notes 4.3, shape D)"
    ),
    Problem("POST /resellers/v6/freightestimate", "400 type"): "the same",
    Problem("POST /resellers/v6/returns/create", "400 type"): "the same",
    Problem("POST /resellers/v6/renewals/search", "500 type"): "the same",
    Problem("POST /resellers/v6/freightestimate", "500 type"): "the same",
    Problem("POST /resellers/v6/returns/create", "500 type"): "the same",
    Problem("GET /resellers/v6/q2o/validatequote", "200 lines[].quantity type"): (
        "documented as a whole number, a text in the example (field notes 5.5)"
    ),
    Problem("GET /resellers/v6/deals/{dealId}", "200 vendor type"): (
        "null in the example: some deals do not name their vendor (field notes 5.6)"
    ),
    Problem("GET /resellers/v6/deals/{dealId}", "200 endUserInfo.companyName type"): "the same",
    Problem("GET /resellers/v6/deals/search", "200 deals[].vendor type"): "the same deals",
    **{
        Problem(
            "GET /resellers/v5/quote/{quoteNumber}",
            f"200 quoteDetailResponse.quoteProductList[].price.{name} type",
        ): "a text in the example, like all numbers of this answer (field notes 4.2)"
        for name in ("quotePrice", "msrp", "extendedMsrp", "extendedQuotePrice")
    },
    Problem("POST /resellers/v6/quotes/create", "status 400"): (
        "no refusal is documented: that of the others is expected (field notes 4.1)"
    ),
}
#: Documented answers that the sandbox never gives, and why.
NOT_SHOWN = {
    Problem("POST /resellers/v7/orders", "status 201"): "describes the webhook, no answer",
    Problem("POST /resellers/v6/quotes/create", "status 201"): "the same",
}
#: Where the sandbox answers and a document does not, and whose description judges it.
ELSEWHERE = {
    ("POST", "/oauth/oauth20/token"): ("GET", "/oauth/oauth20/token"),
    ("GET", "/oauth/oauth30/token"): ("GET", "/oauth/oauth20/token"),
    ("POST", "/oauth/oauth30/token"): ("GET", "/oauth/oauth20/token"),
}
#: Operations of the documents that the sandbox does not have, and why.
NOT_BUILT = {
    "POST /resellers/v1/webhooks/orderstatusevent": (
        "a device of the documentation: posts a sample to an address, no endpoint of the API"
    ),
    "POST /resellers/v1/webhooks/availabilityupdate": "the same",
    "POST /resellers/v6/q2o/orders": "replaced by orders v7",
    "POST /products/v4/multiskupriceandstock": "version 4 is no longer offered",
    "POST /products/v4/productsearch": "the same",
    "POST /invoices/v4/invoicedetails": "the same",
    "POST /orders/v4/ordermodify": "the same",
    "POST /orders/v4/orderlookup": "the same",
    "POST /orders/v4/orderdetails": "the same",
    "POST /orders/v4/orderdelete": "the same",
    "POST /orders/v4/ordercreate": "the same",
    "POST /quotes/v1/quotedetails": "the same",
    "POST /quotes/v1/quotes": "the same",
}
#: Operations of the distributor's own SDK that are not performed: which of those above.
SDK_NOT_PERFORMED = {
    "OrderStatusApi.resellers_v1_webhooks_orderstatusevent_post": (
        "POST /resellers/v1/webhooks/orderstatusevent"
    ),
    "StockUpdateApi.resellers_v1_webhooks_availabilityupdate_post": (
        "POST /resellers/v1/webhooks/availabilityupdate"
    ),
}

"""Invoice details of early version 6, and of version 5."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.invoicing import plain
from sandbox.operations.invoices import asked_for, known_invoices, with_serials
from sandbox.operations.legacy.envelope import Envelope
from sandbox.rendering.invoices import legacy_invoice_details
from sandbox.rendering.invoices_v5 import invoice_details_v5
from sandbox.world import WORLD

NINE_MONTHS = timedelta(days=274)
_V5 = Envelope()


async def details(request: web.Request) -> web.Response:
    """What v6.1 answers in capitals: so the examples have it, where the schema is that of v5."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    invoice = asked_for(request, request.match_info["invoicenumber"])
    today = world.clock.now().date()
    serials = with_serials(request)
    return answer(legacy_invoice_details(invoice, customer, today, with_serials=serials))


@_V5
async def details_v5(request: web.Request) -> web.Response:
    """By the number with or without the two figures before it; only of the last nine months."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    wanted = plain(request.match_info["invoiceNumber"])
    for invoice in known_invoices(world, customer, NINE_MONTHS):
        if wanted in (invoice.number, invoice.number[2:]):
            details = invoice_details_v5(invoice, customer)
            return _V5.success({"invoicedetailresponse": details}, "Invoice Found", "200")
    return _V5.failed("Invoice Not Found", "404")

"""Quotes with lines and sell prices, and a mail server to send their copies through."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from pypdf import PdfReader

from apps.accounts.models import CustomerAccount
from apps.copies.services.sending import Letter
from apps.quotes.models import Quote, QuoteLine, SellRule
from tests.quotes.factories import make_quote

COST = Decimal("741.13")


def make_priced_quote(
    account: CustomerAccount, *, lines: int = 2, margin: str = "20", **changes: Any
) -> Quote:
    """Each line costs 741.13 a piece; sell prices by a margin on the whole quote."""
    quote = make_quote(account, **changes)
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=place,
            ingram_part_number=f"IMP{place:04}",
            vendor_part_number=f"C9300-{place}",
            vendor_name="Cisco",
            description=f"Switch {place}",
            quantity=3,
            unit_price=COST,
            extended_price=3 * COST,
            retail_price=Decimal("1999.00"),
            special_bid_number="BID-77",
            notes="do not tell",
        )
        for place in range(1, lines + 1)
    )
    SellRule.objects.create(quote=quote, scope="quote", kind="margin", figure=Decimal(margin))
    return quote


def text_of(pdf: bytes) -> str:
    """The words of all pages, with single spaces.

    Where several glyphs make a letter, pypdf puts control characters between.
    """
    pages = PdfReader(BytesIO(pdf)).pages
    words = " ".join(page.extract_text() for page in pages).split()
    return "".join(sign for sign in " ".join(words) if sign.isprintable())


def letter(*recipients: str, **changes: str) -> Letter:
    values = {"subject": "Your quote", "message": "As we said."}
    return Letter(recipients=recipients or ("buyer@customer.example",), **values | changes)


class MailServer:
    """A real one in this process. `says` maps a step to its answer: rcpt, data, or drop."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.refused: dict[str, str] = {}
        self.data_answer = "250 OK"
        self.drops = False

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.refused.get(address) or self.refused.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.drops:
            assert server.transport is not None
            server.transport.close()
            return "250 OK"
        if self.data_answer.startswith("250"):
            self.received.append(envelope)
        return self.data_answer


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, Controller]]:
    handler = MailServer()
    with socket.socket() as probe:  # aiosmtpd must be told its port
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, controller
    finally:
        controller.stop()

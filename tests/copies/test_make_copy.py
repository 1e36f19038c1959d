"""A quote as a document: what stands on it, and who may have it."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import Branding
from apps.copies import services
from apps.copies.choices import CopyKind
from apps.copies.exceptions import NeedsApproval, NotReadyForPaper
from apps.copies.mapping import LIGHT, colours_of, contrast
from apps.quotes.models import QuoteLine, SellRule
from apps.quotes.sell_prices import priced
from tests.copies.things import make_priced_quote, text_of

CUSTOMER, INTERNAL = CopyKind.CUSTOMER, CopyKind.INTERNAL
NAMES = (
    "Acme & Söhne", "Ωμέγα", "Привет", "日本電気株式会社", "한국전자", "深圳公司",
    "שלום", "कंपनी", "บริษัท", "நிறுவனம்", "ქართული", "Tiếng Việt",
)  # fmt: skip


def make(quote, actor, kind=CUSTOMER) -> bytes:
    return services.make_copy(quote=quote, kind=kind, actor=actor).content


def picture() -> bytes:
    """A PNG of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"\0\xff\0\0")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_a_customer_copy_tells_sell_prices_and_what_the_customer_needs(quote, buyer):
    text = text_of(make(quote, buyer))

    assert quote.quote_number in text
    assert "Harbour Clinic" in text
    assert "Cisco C9300-1 Switch 1 3 926.41 2,779.23" in text
    assert "Total 5,558.46 USD" in text
    assert "Valid until" in text
    assert "Page 1 of 1" in text


def test_a_customer_copy_holds_nothing_of_cost_or_distributor(quote, buyer):
    pdf = make(quote, buyer)

    reader = PdfReader(BytesIO(pdf))
    told = text_of(pdf) + str(reader.metadata) + str(reader.xmp_metadata)
    for secret in ("741.13", "2,223.39", "1,999", "IMP0001", "BID-77", "do not tell", "Margin"):
        assert secret not in told, secret


def test_an_internal_copy_tells_cost_sell_and_margin(quote, buyer):
    text = text_of(make(quote, buyer, INTERNAL))

    assert "741.13 2,223.39 926.41 2,779.23 20.00 %" in text
    assert "Cost 4,446.78 USD" in text
    assert "Margin 1,111.68 USD" in text
    assert "not for customers" in text
    assert "Special bid BID-77" in text


def test_a_long_quote_repeats_its_table_head_and_counts_its_pages(account, buyer):
    quote = make_priced_quote(account, lines=80)

    pages = [page.extract_text() for page in PdfReader(BytesIO(make(quote, buyer))).pages]

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Unit price" in page
    assert "Switch 80" in pages[-1]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_are_set_with_real_glyphs(account, buyer, name):
    quote = make_priced_quote(account, end_user_name=name)

    pdf = make(quote, buyer)

    assert name in text_of(pdf)


def test_what_people_typed_is_never_read_as_markup(account, buyer):
    Branding.objects.create(account=account, terms='#panic("x") @gone <label> $x^2$ *bold*')
    quote = make_priced_quote(account, name='#read("/etc/passwd") = [x] \\ // \x00\x1b', margin="5")

    text = text_of(make(quote, buyer))

    assert '#read("/etc/passwd") = [x] \\ //' in text
    assert '#panic("x") @gone <label> $x^2$ *bold*' in text


def test_the_companys_own_looks_are_taken_over(quote, account, buyer):
    Branding.objects.create(
        account=account,
        company_name="Ada & Sons",
        logo=picture(),
        colour="#AA0000",
        address="1 Quay\nLenexa",
        terms="Prices hold for 14 days.",
    )

    pdf = make(quote, buyer)

    text = text_of(pdf)
    assert "Ada & Sons 1 Quay Lenexa" in text
    assert "Prices hold for 14 days." in text
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1


@pytest.mark.parametrize(("country", "width"), [("US", 612), ("CA", 612), ("DE", 595), ("AU", 595)])
def test_paper_is_that_of_the_accounts_country(quote, account, buyer, country, width):
    account.country_code = country
    account.save()
    quote.account = account

    page = PdfReader(BytesIO(make(quote, buyer))).pages[0]

    assert round(float(page.mediabox.width)) == width


def test_it_is_valid_until_the_first_of_quote_and_special_bid_ends(account, buyer):
    quote = make_priced_quote(
        account, expires_on=date(2031, 5, 9), special_bid_expires_on=date(2031, 4, 2)
    )

    assert "Valid until 2 April 2031" in text_of(make(quote, buyer))


def test_colours_that_nobody_could_read_are_not_used():
    colours = colours_of("#FFFF00", "#101010")

    assert contrast(colours.heading, LIGHT) >= 4.5
    assert contrast(colours.on_head, colours.head) >= 4.5


def test_the_same_quote_and_time_give_the_same_bytes(quote, buyer, monkeypatch):
    from django.utils import timezone

    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert make(quote, buyer) == make(quote, buyer)


def test_who_may_not_write_quotes_gets_no_copy(quote, viewer, outsider):
    for person in (viewer, outsider):
        for kind in CopyKind:
            with pytest.raises(NotPermitted):
                make(quote, person, kind)


def test_no_customer_copy_leaves_below_the_minimum_margin(quote, account, buyer):
    account.minimum_margin = Decimal(25)
    account.save()
    quote.account = account

    with pytest.raises(NeedsApproval):
        make(quote, buyer)
    assert make(quote, buyer, INTERNAL).startswith(b"%PDF")


def test_an_unknown_sell_price_never_stands_on_a_customer_copy(quote, buyer):
    QuoteLine.objects.filter(quote=quote, position=2).update(unit_price=None, extended_price=None)

    with pytest.raises(NotReadyForPaper, match="1 of 2 lines"):
        make(quote, buyer)
    assert "unknown" in text_of(make(quote, buyer, INTERNAL))


def test_a_quote_without_lines_or_prices_has_no_copy(account, buyer):
    empty = make_priced_quote(account, lines=0)
    unpriced = make_priced_quote(account)
    SellRule.objects.filter(quote=unpriced).delete()

    for quote in (empty, unpriced):
        with pytest.raises(NotReadyForPaper):
            make(quote, buyer)


def test_the_figures_are_those_of_the_sell_prices(quote, buyer):
    prices = priced(quote)

    assert f"{prices.sell:,} USD" in text_of(make(quote, buyer))


def test_a_copy_is_shown_in_the_browser_and_saved(quote, buyer, signed_in):
    address = reverse("copies:customer", args=[quote.quote_number])
    browser = signed_in(buyer)

    shown, saved = browser.get(address), browser.get(f"{address}?download=1")

    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == f'inline; filename="{quote.quote_number}.pdf"'
    assert saved["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert shown.content.startswith(b"%PDF")


def test_words_stand_where_no_copy_may_leave(quote, account, buyer, signed_in):
    account.minimum_margin = Decimal(25)
    account.save()

    page = signed_in(buyer).get(reverse("copies:customer", args=[quote.quote_number]))

    assert page.status_code == 422
    assert "manager" in page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_an_outsider_finds_no_copy_and_a_viewer_is_refused(quote, outsider, viewer, signed_in):
    for name in ("copies:customer", "copies:internal"):
        address = reverse(name, args=[quote.quote_number])
        assert signed_in(outsider).get(address).status_code == 404
        assert signed_in(viewer).get(address).status_code == 403

"""The documentation's own records, so that what people read there can be looked up here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sandbox.data.catalogue import Product
from sandbox.records import Address, Order, OrderLine, Package, Quote, QuoteLine, Shipment

CUSTOMER = "20-222222"


def _product(part: str, vendor_part: str, vendor: str, text: str, **changes: object) -> Product:
    known: dict[str, object] = {
        "part_number": part,
        "vendor_part_number": vendor_part,
        "vendor_name": vendor,
        "description": text,
        "detail": f"{vendor} {text.title()}",
        "upc": "",
        "vendor_number": "1234",
        "category": "Networking",
        "sub_category": "Switches",
        "kind": "physical",
        "product_class": "A",
        "list_price": Decimal("175.00"),
        "cost": Decimal("122.50"),
        "weight": Decimal("1.5"),
        "stock": (40, 25, 0, 10, 5),
        "on_order": 60,
        "eta_days": 14,
        "text": f"{text} {vendor} {vendor_part} {part}".lower(),
    }
    return Product(**(known | changes))  # type: ignore[arg-type]


PRODUCTS = (
    _product(
        "6YE881",
        "CBS350-24T-4G-NA",
        "Cisco",
        "CBS350 MANAGED 24PORT GE 4X1G SFP",
        upc="0889728293822",
        vendor_number="D190",
        list_price=Decimal("549.00"),
        cost=Decimal("389.43"),
        quantity_breaks=((5, Decimal("381.64")), (10, Decimal("373.85"))),
    ),
    _product(
        "YN6551",
        "CON-SNT-C9200L24",
        "Cisco",
        "SNTC 8X5XNBD CATALYST 9200L 24PORT",
        vendor_number="D190",
        category="Services",
        sub_category="Support Contracts",
        kind="digital",
        stock=(9999, 0, 0, 0, 0),
        needs_end_user=True,
    ),
    _product(
        "YN6231",
        "C9200L-24P-4G-E",
        "Cisco",
        "CATALYST 9200L 24PORT POE+ 4X1G NETWORK ESSENTIALS",
        vendor_number="D190",
        list_price=Decimal("4386.00"),
        cost=Decimal("2412.30"),
        needs_end_user=True,
    ),
    _product(
        "4AW708",
        "BE7H-M5-K9",
        "Cisco",
        "BUSINESS ED 7000H M5 APPL",
        vendor_number="D190",
        category="Unified Communications",
        sub_category="Phones",
        list_price=Decimal("31760.00"),
        cost=Decimal("20887.57"),
        product_class="X",
        is_direct_ship=True,
        stock=(0, 0, 0, 0, 0),
    ),
    _product("9DD701", "CBL-PWR-C15-C14-US", "Juniper", "POWER CORD FOR EX4300 US"),
    _product("03WK88", "LS1016A-CISCO", "Cisco", "6FT CONSOLE CABLE RJ45 DB9 SVCS"),
    _product(
        "1A8249",
        "SDSQUNC-016G-AN6IA",
        "Sandisk Mobile",
        "CLASS 10 100MB/S UHS-I CARD",
        upc="0619659134587",
        category="Device Storage",
        sub_category="Flash Memory Devices",
        list_price=Decimal("12.99"),
        cost=Decimal("7.43"),
    ),
    _product(
        "TSXML3", "TSXML3-TEST", "Tripp Lite", "TEST SKU IN STOCK", stock=(900, 900, 900, 900, 900)
    ),
    _product("TSXML1", "TSXML1-TEST", "Tripp Lite", "TEST SKU NO STOCK", stock=(0, 0, 0, 0, 0)),
    _product(
        "TSXML2",
        "TSXML2-TEST",
        "Tripp Lite",
        "TEST SKU DIRECT SHIP",
        product_class="X",
        is_direct_ship=True,
        stock=(0, 0, 0, 0, 0),
    ),
)
_CHURCH = Address(
    contact="RALPH BIZZELL",
    company_name="ASBURY METHODIST CHURCH",
    line1="INGRAM MICRO TEST ACCOUNT",
    line2="ATTN TOD DEBIE",
    city="SANTA ANA",
    state="CA",
    postal_code="927054931",
    country_code="US",
    phone_number="8286674626",
    email="clay.morgan@ingram.com",
)
ORDER = Order(
    customer=CUSTOMER,
    number="20-RD3QV",
    order_type="D",
    customer_order_number="16",
    end_customer_order_number="16",
    status="Processing",
    entered_at=datetime(2020, 5, 13, 7, 38, 52, tzinfo=UTC),
    currency="USD",
    bill_to_address_id="000",
    bill_to=Address(
        contact="CLAY MORGANX67468",
        company_name="INGRAM MICRO CAPS TEST ACCOUNT",
        line1="1759 WEHRLE DR",
        city="WILLIAMSVILLE",
        state="NY",
        postal_code="142210000",
        country_code="US",
        phone_number="8286674626",
        email="clay.morgan@ingram.com",
    ),
    ship_to=_CHURCH,
    end_user=_CHURCH,
    special_bid_number="3223A",
    notes="********* DIRECT SHIP INFO ******** || ECTN PNM || EU-PO-ID# 16",
    lines=(
        OrderLine(
            number="002",
            sub_order_number="20-RD3QV-11",
            customer_line_number="001",
            status="In Progress",
            part_number="4AW708",
            vendor_part_number="BE7H-M5-K9",
            vendor_name="Cisco",
            description="BUSINESS ED 7000H M5 APPL",
            upc="",
            weight=Decimal(1),
            unit_price=Decimal("20887.57"),
            quantity_ordered=1,
            quantity_confirmed=1,
            quantity_backordered=0,
            warehouse_id="10",
            location="Mira Loma, CA",
            special_bid_number="3223A",
            notes="EU#- 001837114 ABC TECHNOLOGIES || MC# C",
            promised_on=date(2020, 5, 13),
            # In progress, and yet with tracking and invoice: so the documentation has it.
            shipments=(
                Shipment(
                    quantity=1,
                    warehouse_id="10",
                    location="Mira Loma, CA",
                    shipped_on=date(2022, 10, 7),
                    delivered_on=date(2022, 10, 7),
                    invoice_number="20RD3QV11",
                    invoiced_on=date(2022, 10, 7),
                    packages=(
                        Package(
                            carrier_code="VL",
                            carrier_name="VIRTUAL",
                            tracking_number="390064340282",
                            carton_number="1",
                            quantity=1,
                            weight=Decimal("1.2"),
                            serial_numbers=("Q2EV-5SJ3-E6LN",),
                        ),
                    ),
                ),
            ),
        ),
    ),
)


def quote(now: datetime) -> Quote:
    """The quote of the documentation's validate answer, orderable whenever the sandbox starts."""
    return Quote(
        customer=CUSTOMER,
        number="QUO-14551943-D2Y9L9",
        guid="30786810-d7e8-e911-a97b-000d3a30e34c",
        name="Catalyst refresh, first floor",
        status="Ready To Order",
        created_at=now,
        modified_at=now,
        currency="USD",
        created_by="Ingram Micro",
        contact_name="Jordan Reyes",
        contact_email="rep@harborpoint.example",
        customer_need="Replace the access switches before the lease ends",
        end_user=Address(
            company_name="Lakeside Medical Group",
            contact="Dana Whitfield",
            line1="410 Shore Drive",
            city="Flint",
            state="MI",
            postal_code="48502",
            country_code="US",
            phone_number="8105550144",
            email="dana.whitfield@lakesidemedical.example",
        ),
        lines=(
            _quote_line("11", "YN6551", "CON-SNT-C9200L24", 1, "122.50", "175.00"),
            _quote_line("12", "YN6231", "C9200L-24P-4G-E", 2, "2412.30", "4386.00"),
        ),
    )


def _quote_line(
    number: str, part: str, vendor_part: str, quantity: int, price: str, msrp: str
) -> QuoteLine:
    product = next(product for product in PRODUCTS if product.part_number == part)
    return QuoteLine(
        guid=f"2a2fb5df-46a6-485e-903e-c025dc2216{number}",
        customer_line_number=number,
        part_number=part,
        vendor_part_number=vendor_part,
        vendor_name=product.vendor_name,
        description=product.description,
        quantity=quantity,
        quote_price=Decimal(price),
        msrp=Decimal(msrp),
    )

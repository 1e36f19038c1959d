"""`python -m tests.benchmarks.quote_copy`: copies of a quote of 500 lines.

Names in many scripts, so that every font is read. The memory is the most that this process, with
Django and all that the portal imports, or a process that sets a copy takes.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal

LINES = 500
MOST_SECONDS = 10.0
MOST_MEGABYTES = 300
NAMES = ["Söhne", "Ωμέγα", "Привет", "日本電気", "한국전자", "深圳公司", "שלום", "कंपनी", "บริษัท"]


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from apps.copies.choices import CopyKind

    seconds = {kind: _seconds(kind) for kind in CopyKind}
    mine, theirs = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    for kind, taken in seconds.items():
        sys.stdout.write(f"{kind.label} of {LINES} lines: {taken:.1f} s\n")
    sys.stdout.write(f"memory at its most: {mine:.0f} MB here, {theirs:.0f} MB to set a copy\n")
    if max(seconds.values()) > MOST_SECONDS or max(mine, theirs) > MOST_MEGABYTES:
        raise SystemExit(f"more than {MOST_SECONDS:.0f} s or {MOST_MEGABYTES} MB")


def _seconds(kind: object) -> float:
    from apps.accounts.models import Branding, CustomerAccount, User
    from apps.copies.choices import CopyKind
    from apps.copies.mapping import paper_of
    from apps.copies.typesetting import pdf_of
    from apps.quotes.models import Quote, QuoteLine, SellRule
    from apps.quotes.sell_prices import priced_by

    account = CustomerAccount(name="Counter Supply", country_code="DE", currency="EUR")
    quote = Quote(account=account, quote_number="QUO-00000500-A1B2C3", currency="EUR")
    lines = [
        QuoteLine(
            quote=quote,
            position=place,
            ingram_part_number=f"IMP{place:05}",
            vendor_name="Cisco",
            vendor_part_number=f"C9300-{place}-A",
            description=f"Catalyst 9300 48-port switch, essentials, {NAMES[place % len(NAMES)]}",
            quantity=place,
            unit_price=Decimal("1234.5678") + place,
            retail_price=Decimal("2500.00"),
        )
        for place in range(1, LINES + 1)
    ]
    rule = SellRule(quote=quote, scope="quote", kind="margin", figure=Decimal(18), rounding="0.01")
    started = time.perf_counter()
    paper = paper_of(
        quote,
        priced_by(quote, lines, [rule]),
        kind=CopyKind(kind),
        branding=Branding(account=account, company_name="Counter Supply", terms="Terms. " * 200),
        prepared_by=User(username="rep", email="rep@reseller.example"),
        on=date(2026, 11, 23),
    )
    pdf_of(paper, at=datetime.now(UTC).replace(microsecond=0))
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

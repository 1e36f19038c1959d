"""The list of renewals, their months, and a renewal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.benchmarks.pages.asked import Area, Page, days_ago, narrowed, of_list, searched, today

LIST = "/renewals/"


def pages() -> Iterator[Page]:
    yield Page(name="a renewal", path="/renewals/4100123/")
    yield Page(name="a renewal, whole page", path="/renewals/4100123/", is_whole=True)
    yield Page(name="the months", path="/renewals/months/", is_whole=True)
    past = f"{days_ago(400):%Y-%m}"
    yield Page(name="earlier months", path=f"/renewals/months/?from={past}", is_whole=True)
    yield from of_list(
        LIST,
        tabs=("open", "30", "60", "90", "closed"),
        sorts=("number", "po", "end_user", "vendor", "status", "expires", "value"),
    )
    month, year, ahead = days_ago(30), days_ago(365), today() + timedelta(days=60)
    yield from narrowed(
        LIST, "status=ready", "status=ordered", "status=lost", "status=expired&sort=value",
        "vendor=Cisco", "vendor=Cisco&tab=open", "vendor=Zebra&status=ready&sort=value",
        "vendor=Xerox&sort=end_user", "tab=open&sort=value", "tab=90&sort=-value",
        "tab=closed&sort=end_user", "tab=open&status=future",
        f"expires_from={month}", f"expires_from={year}&expires_to={month}",
        f"tab=open&expires_from={today()}&expires_to={ahead}&sort=expires",
        f"tab=closed&expires_from={year}&expires_to={month}&sort=expires",
        f"tab=open&expires_to={month}", f"starts_from={year}", f"starts_from={year}&sort=value",
        f"ends_from={month}&ends_to={ahead}", f"invoiced_from={year}&invoiced_to={month}",
        f"invoiced_to={year}&vendor=Dell",
    )  # fmt: skip
    yield from searched(
        LIST, "q=4100123", "q=41001", "q=NTF-300123", "q=QUO-14500120-X1", "q=PO-1000123",
        "q=EC-4100125", "q=20-1000124", "q=RN4100123", "q=P100002", "q=CON-100002", "q=ZZZ",
        "q=maple", "q=clinic", "q=maple+clinic", "q=cisco", "q=hp", "q=PO", "q=ntf+po", "q=m",
        "q=4100123&term=renewal", "q=maple&term=end_user", "q=PO&tab=open", "q=PO&tab=30",
        "q=PO&vendor=Cisco&sort=value", "q=maple&tab=closed",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("renewals",),
    exports=("/renewals/export.csv", "/renewals/export.xlsx", "/renewals/export.csv?rows=lines"),
)

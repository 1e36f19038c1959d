"""The list of deals, and a deal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.benchmarks.pages.asked import Area, Page, days_ago, narrowed, of_list, searched, today

LIST = "/deals/"


def pages() -> Iterator[Page]:
    yield Page(name="a deal", path="/deals/DL-600023/")
    yield Page(name="a deal, whole page", path="/deals/DL-600023/", is_whole=True)
    yield from of_list(
        LIST,
        tabs=("current", "ending", "expired"),
        sorts=("number", "end_user", "vendor", "expires"),
    )
    month, ahead = days_ago(30), today() + timedelta(days=60)
    yield from narrowed(
        LIST, "vendor=Cisco", "vendor=Cisco&sort=end_user", "vendor=Zebra&tab=expired",
        "tab=current&sort=end_user", "tab=expired&sort=vendor", f"expires_from={month}",
        f"expires_from={month}&expires_to={ahead}", f"expires_to={month}&sort=-vendor",
    )  # fmt: skip
    yield from searched(
        LIST, "q=DL-600023", "q=600023", "q=DL-6000", "q=P100002", "q=V-100002-K9", "q=ZZZ",
        "q=maple", "q=clinic", "q=maple+clinic", "q=cisco", "q=DL", "q=m",
        "q=600023&term=deal", "q=maple&term=end_user", "q=DL&tab=current",
        "q=DL&vendor=Cisco&sort=end_user",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("deals",),
    exports=("/deals/export.csv", "/deals/export.xlsx", "/deals/export.csv?rows=lines"),
)

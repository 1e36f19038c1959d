"""The list of quotes, and a quote."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.pages.asked import Area, Page, days_ago, narrowed, of_list, searched, today

LIST = "/quotes/"


def pages() -> Iterator[Page]:
    yield Page(name="a quote", path="/quotes/QUO-14500123-X1/")
    yield from of_list(
        LIST,
        tabs=("open", "ready", "expiring", "drafts"),
        sorts=(
            "number", "name", "end_user", "vendor", "status", "total", "created", "modified",
            "expires",
        ),
    )  # fmt: skip
    month, year = days_ago(30), days_ago(365)
    yield from narrowed(
        LIST, "status=ready", "status=ordered", "status=closed&sort=total", "vendor=Cisco",
        "vendor=Cisco&sort=-modified", "vendor=Zebra&tab=open", "owner=none", "tab=open&sort=total",
        "tab=ready&sort=expires", "tab=expiring&sort=total", f"created_from={month}",
        f"created_from={year}&created_to={month}&sort=total", f"expires_from={month}",
        f"expires_from={year}&expires_to={today()}", f"created_to={year}&tab=open",
        f"created_to={year}&status=ready",
    )  # fmt: skip
    yield from searched(
        LIST, "q=QUO-14500123-X1", "q=14500123", "q=QUO-14500", "q=BID5006", "q=P100002",
        "q=ZZZ", "q=network", "q=network+1123", "q=maple", "q=clinic", "q=maple+clinic", "q=QUO",
        "q=m", "q=QUO&tab=open", "q=QUO&status=ordered&sort=total", "q=maple&vendor=Cisco",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("quotes",),
    exports=("/quotes/export.csv", "/quotes/export.xlsx"),
)

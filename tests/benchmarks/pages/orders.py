"""The list of orders."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.pages.asked import (
    Area,
    Page,
    days_ago,
    narrowed,
    of_list,
    searched,
    today,
)

LIST = "/orders/"


def pages() -> Iterator[Page]:
    yield Page(name="an order", path="/orders/20-1001234/")
    yield from of_list(
        LIST,
        tabs=("open", "hold", "backordered", "shipped", "cancelled"),
        sorts=("number", "po", "end_user", "status", "ordered", "total"),
    )
    yield from narrowed(
        LIST, "tab=open&sort=total", "tab=hold&sort=end_user", "tab=shipped&sort=-po",
        "tab=cancelled&sort=number", "status=delivered", "status=delivered&sort=total",
        "status=partially_shipped", "attention=late", "attention=slipped",
    )  # fmt: skip
    month, year = days_ago(30), days_ago(365)
    yield from narrowed(
        LIST, f"day_from={month}", f"day_from={year}",
        f"day_from={year}&day_to={month}&sort=total",
        f"day=shipped&day_from={year}", f"day=delivered&day_from={year}&sort=-total",
        f"day=expected&day_from={today()}",
    )  # fmt: skip
    yield from searched(
        LIST, "q=20-1001234", "q=1001234", "q=20-10012", "q=PO-1772019", "q=EC-1001235",
        "q=20-1001234-11", "q=P100100", "q=P1", "q=V-100100-K9", "q=SN7001235", "q=1Z5000001234",
        "q=40-3001234", "q=ZZZ", "q=maple", "q=clinic", "q=maple+clinic", "q=20", "q=20+po", "q=m",
        "q=1001234&term=order", "q=maple&term=end_user", "q=maple&tab=hold", "q=20&tab=hold",
        "q=20&tab=cancelled&sort=total", f"q=po&day_from={month}",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("orders",),
    exports=("/orders/export.csv", "/orders/export.xlsx", "/orders/export.csv?rows=lines"),
)

"""The list of invoices with the picture of what is owed, and an invoice."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.pages.asked import Area, Page, days_ago, narrowed, of_list, searched

LIST = "/invoices/"


def pages() -> Iterator[Page]:
    yield Page(name="an invoice", path="/invoices/40-3001234/")
    yield Page(name="an invoice without dashes, whole", path="/invoices/403001234/", is_whole=True)
    yield from of_list(
        LIST,
        tabs=("open", "past_due", "settled"),
        sorts=("number", "po", "order", "status", "invoiced", "due", "amount"),
    )
    yield from narrowed(
        LIST, "status=open", "status=paid", "status=closed&sort=amount", "status=cancelled",
        "status=other", "type=invoice", "type=credit", "type=debit", "type=credit&sort=due",
        "type=debit&status=paid", "tab=open&sort=amount", "tab=past_due&sort=-amount",
        "tab=settled&sort=due", "tab=past_due&type=debit", "status=past_due&type=credit",
    )  # fmt: skip
    # Behind the bars of the picture, and from the field that they fill.
    for age in ("0", "30", "60", "90", "91", "none"):
        yield from narrowed(LIST, f"age={age}&currency=USD&sort=due", f"age={age}")
    yield from narrowed(
        LIST, "age=91&currency=EUR&sort=due", "age=30&currency=none&sort=due", "age=91&sort=amount",
        "age=91&tab=past_due", "age=0&tab=past_due", "currency=CAD", "currency=none",
        "currency=EUR&tab=past_due", "currency=EUR&sort=-due",
    )  # fmt: skip
    month, quarter, year = days_ago(30), days_ago(91), days_ago(365)
    yield from narrowed(
        LIST, f"day_from={month}", f"day_from={year}", f"day_from={year}&day_to={quarter}",
        f"day_from={year}&day_to={month}&sort=amount", f"day=due&day_from={month}",
        f"day=due&day_from={year}&day_to={quarter}", f"day=due&day_to={quarter}&sort=due",
        f"day=terms&day_from={year}&day_to={quarter}", f"day=ordered&day_from={year}",
        f"day=ordered&day_to={year}", f"day_to={year}&tab=open", f"day_to={year}&tab=past_due",
        f"day=ordered&day_to={year}&status=past_due&sort=-amount",
    )  # fmt: skip
    yield from searched(
        LIST, "q=40-3001234", "q=403001234", "q=3001234", "q=40-30012", "q=20-1001234-11",
        "q=20-1001234", "q=PO-1772019", "q=EC-1001235", "q=8000001234", "q=BID5004", "q=P100100",
        "q=V-100100-K9", "q=088972100100", "q=SN7001235", "q=P1", "q=SN70012", "q=ZZZ", "q=40",
        "q=40+po", "q=EC", "q=1001234&term=order", "q=SN7001235&term=serial",
        "q=40&term=invoice", "q=BID5004&tab=past_due", "q=40&tab=past_due",
        "q=40&tab=open&sort=amount", "q=40&type=debit", "q=po&age=91",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("orders", "invoices"),
    exports=("/invoices/export.csv", "/invoices/export.xlsx", "/invoices/export.csv?rows=lines"),
)

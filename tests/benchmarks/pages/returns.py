"""The list of returns, and a return."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.pages.asked import Area, Page, days_ago, narrowed, of_list, searched

LIST = "/returns/"


def pages() -> Iterator[Page]:
    yield Page(name="a return", path="/returns/CAS-5000123-1/")
    yield Page(name="a return, whole page", path="/returns/CAS-5000123-1/", is_whole=True)
    yield from of_list(
        LIST,
        tabs=("open", "approved", "refused"),
        sorts=("number", "reference", "status", "asked", "moved", "total"),
    )
    month, year = days_ago(30), days_ago(365)
    yield from narrowed(
        LIST, "status=open", "status=partly", "status=voided", "status=other", "case_kind=claim",
        "case_kind=return&sort=total", "reason=DF", "reason=DF&sort=-moved", "reason=DM&tab=open",
        "status=denied&case_kind=claim", "tab=approved&sort=total", "tab=refused&sort=number",
        "tab=open&sort=-total", f"asked_from={month}", f"asked_from={year}&asked_to={month}",
        f"moved_from={month}", f"moved_from={year}&moved_to={month}&sort=total",
        f"asked_to={year}&tab=refused", f"asked_to={year}&tab=open", f"moved_to={year}&reason=DF",
    )  # fmt: skip
    yield from searched(
        LIST, "q=CAS-5000123-1", "q=5000123", "q=CAS-50001", "q=12-R100123", "q=REF-200123",
        "q=40-3000861", "q=403000861", "q=PO-1000123", "q=P100002", "q=RS9000123", "q=ZZZ",
        "q=CAS", "q=CAS+ref", "q=P1", "q=5000123&term=case", "q=CAS&tab=refused",
        "q=CAS&tab=open&sort=total", "q=CAS&reason=DF", f"q=ref&asked_from={month}",
    )  # fmt: skip


AREA = Area(
    pages=pages,
    list_path=LIST,
    rows=("returns",),
    exports=("/returns/export.csv", "/returns/export.xlsx", "/returns/export.csv?rows=lines"),
)

"""The pictures of the start page: orders by week, the quote pipeline, spend by vendor."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html_join

from apps.accounts.models import CustomerAccount
from apps.accounts.permissions import Permission, allows
from apps.core.pictures import Bar, Cell, Part, Pattern, Picture, Row, Series, shares
from apps.core.templatetags.figures import grouped, money
from apps.invoices.spend import DAYS, CurrencySpend, Spend, spend_by_vendor
from apps.orders.weeks import GROUPS, Week, orders_by_week, orders_url
from apps.quotes.pipeline import ORDERED_DAYS, Stage, Worth, pipeline_of

#: So many vendors have a bar of their own, and so many a row in the table.
VENDORS, LISTED = 8, 50
#: Groups of orders that share a colour differ by these.
_PATTERNS: dict[str, Pattern] = {
    "partly": "stripes",
    "processing": "lines",
    "held": "dots",
    "void": "stripes",
    "other": "dots",
}


def pictures_of(account: CustomerAccount, *, role: str) -> list[Picture]:
    """Seven queries at most. Whoever may not see amounts gets counts alone."""
    sees_cost = allows(role, Permission.SEE_COST)
    pictures = [
        orders_picture(orders_by_week(account)),
        pipeline_picture(pipeline_of(account, with_approvals=sees_cost), with_worth=sees_cost),
    ]
    return [*pictures, *(spend_pictures(spend_by_vendor(account)) if sees_cost else [])]


def orders_picture(weeks: Sequence[Week]) -> Picture:
    """A column a week, stacked by where the orders stand."""
    codes = [code for code in GROUPS if any(week.counts.get(code) for week in weeks)]
    most = max(week.count for week in weeks)
    first, last = weeks[0].first, weeks[-1].last
    total = sum(week.count for week in weeks)
    busiest = max(weeks, key=lambda week: week.count)
    return Picture(
        name="orders-by-week",
        title="Orders by week",
        summary=f"{_some(total, 'order')} in {len(weeks)} weeks; most in the week of "
        f"{busiest.first:%-d %B}: {grouped(busiest.count)}",
        shape="columns",
        bars=[_week_bar(week, weeks[place - 1 : place], codes, most)
              for place, week in enumerate(weeks)] if total else [],
        legend=[
            Series(
                code=code,
                label=GROUPS[code].label,
                url=orders_url(first, last, code),
                figure=grouped(sum(week.counts.get(code, 0) for week in weeks)),
                pattern=_PATTERNS.get(code, ""),
            )
            for code in codes
        ],
        head=["Week of", *(GROUPS[code].label for code in codes), "All"],
        rows=[_week_row(week, codes) for week in weeks],
        empty="No orders were placed in the last twelve weeks. Each week becomes a bar here.",
    )  # fmt: skip


def _week_bar(week: Week, before: Sequence[Week], codes: Sequence[str], most: int) -> Bar:
    counts = {code: week.counts[code] for code in codes if week.counts.get(code)}
    places = shares(list(counts.values()), most)
    is_new_month = not before or before[0].first.month != week.first.month
    return Bar(
        label=f"{week.first.day}",
        under=f"{week.first:%b}" if is_new_month else "",
        spoken=f"Week of {week.first:%-d %B}",
        figure=grouped(week.count),
        url=orders_url(week.first, week.last),
        parts=[
            Part(
                code=code,
                start=start,
                size=size,
                told=f"{GROUPS[code].label}: {grouped(count)}",
                url=orders_url(week.first, week.last, code),
                pattern=_PATTERNS.get(code, ""),
            )
            for (code, count), (start, size) in zip(counts.items(), places, strict=True)
        ],
    )


def _week_row(week: Week, codes: Sequence[str]) -> Row:
    def cell(count: int, code: str = "") -> Cell:
        url = orders_url(week.first, week.last, code) if count else ""
        return Cell(text=grouped(count), url=url, is_none=not count)

    cells = [cell(week.counts.get(code, 0), code) for code in codes]
    return Row(label=f"{week.first:%-d %b %Y}", cells=[*cells, cell(week.count)])


def pipeline_picture(stages: Sequence[Stage], *, with_worth: bool) -> Picture:
    """A bar a stage, as long as it has quotes."""
    most = max(stage.count for stage in stages)
    worth = ["Value"] if with_worth else []
    return Picture(
        name="quote-pipeline",
        title="Quote pipeline",
        summary=f"How many quotes stand where; those ordered are of the last {ORDERED_DAYS} days",
        shape="rows",
        bars=[
            Bar(
                label=stage.label,
                figure=grouped(stage.count),
                under=_worth(stage.worth) if with_worth else "",
                url=stage.url,
                parts=[_only(stage.count, most)],
            )
            for stage in stages
        ] if most else [],
        head=["Stage", "Quotes", *worth],
        rows=[
            Row(
                label=stage.label,
                cells=[
                    Cell(text=grouped(stage.count), url=stage.url if stage.count else ""),
                    *(Cell(text=_worth(stage.worth)) for _ in worth),
                ],
            )
            for stage in stages
        ],
        empty="No quotes are under way. Drafts and the distributor's answers stand here.",
    )  # fmt: skip


def _worth(worth: Sequence[Worth]) -> str:
    """What it comes to, currency by currency; unknown where no total is told."""
    return format_html_join(
        " · ",
        "{}",
        ((money(None if one.untold == one.count else one.amount, one.currency),) for one in worth),
    )


def spend_pictures(spends: Sequence[CurrencySpend]) -> list[Picture]:
    """One for each currency; one that says why when nothing was bought."""
    if spends:
        return [_spend_picture(spend) for spend in spends]
    return [
        Picture(
            name="spend",
            title="Spend by vendor",
            summary=f"The last {DAYS} days",
            shape="rows",
            bars=[],
            head=[],
            rows=[],
            empty=f"No invoice of the last {DAYS} days tells its lines yet.",
        )
    ]


def _spend_picture(spend: CurrencySpend) -> Picture:
    name = f"spend-{spend.currency.lower() or 'untold'}"
    shown, others = spend.vendors[:VENDORS], spend.vendors[VENDORS:]
    rest = sum((one.amount for one in others), Decimal(0))
    most = max([*(one.amount for one in shown), rest])
    bars = [_vendor_bar(one, spend.currency, most) for one in shown]
    if others:
        bars.append(
            Bar(
                label=_some(len(others), "other vendor"),
                figure=money(rest, spend.currency),
                url=f"#{name}-others",
                parts=[_only(rest, most)],
            )
        )
    untold = sum(one.untold for one in spend.vendors)
    return Picture(
        name=name,
        title=f"Spend by vendor in {spend.currency}" if spend.currency
        else "Spend by vendor, currency not told",
        summary=_spend_summary(spend),
        shape="rows",
        bars=bars,
        head=["Vendor", "Invoices", f"Amount ({spend.currency})" if spend.currency else "Amount"],
        rows=[
            Row(
                label=_vendor(one),
                cells=[Cell(text=grouped(one.count), url=one.url), Cell(text=money(one.amount))],
                anchor=f"{name}-others" if place == VENDORS else "",
            )
            for place, one in enumerate(spend.vendors[:LISTED])
        ],
        note=f"In {_some(untold, 'invoice')} the amount of a line is not told." if untold else "",
    )  # fmt: skip


def _spend_summary(spend: CurrencySpend) -> str:
    vendors = len(spend.vendors)
    return format_html_join(
        "", "{}", [(money(spend.amount, spend.currency),),
                   (f" invoiced for goods of {_some(vendors, 'vendor')} in the last {DAYS} days",)]
    )  # fmt: skip


def _vendor_bar(spend: Spend, currency: str, most: Decimal) -> Bar:
    return Bar(
        label=_vendor(spend),
        figure=money(spend.amount, currency),
        under=_some(spend.count, "invoice"),
        url=spend.url,
        parts=[_only(spend.amount, most)],
    )


def _vendor(spend: Spend) -> str:
    return spend.vendor_name or "Vendor not told"


def _only(size: Decimal | int, most: Decimal | int) -> Part:
    ((start, length),) = shares([size], most)
    return Part(code="plain", start=start, size=length)


def _some(count: int, noun: str) -> str:
    return f"{grouped(count)} {noun}{'' if count == 1 else 's'}"

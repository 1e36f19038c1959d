"""What is owed, by currency and by how long it has been due: the picture on top of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core.listing import Conditions
from apps.invoices.choices import Age, Due
from apps.invoices.models import OpenBalance

#: How a currency that is not told is written in a URL.
NO_CURRENCY = "none"
#: The height of the picture in its own units, and the least that a bar shows of itself.
HEIGHT, LEAST = Decimal(48), Decimal(2)
_SINCE = {Age.DAYS_30: (1, 30), Age.DAYS_60: (31, 60), Age.DAYS_90: (61, 90)}


#: How many days ahead an amount falls due soon.
SOON = timedelta(days=7)


def span_of(age: Age | Due, today: date) -> list[tuple[str, Any]]:
    """The due days of an age, as lookups."""
    if age is Due.PAST:
        return [("lt", today)]
    if age is Due.SOON:
        return [("gte", today), ("lte", today + SOON)]
    if age is Age.NOT_DUE:
        return [("gte", today)]
    if age is Age.OLDER:
        return [("lt", today - timedelta(days=90))]
    if age is Age.UNTOLD:
        return []
    first, last = _SINCE[age]
    return [("gte", today - timedelta(days=last)), ("lte", today - timedelta(days=first))]


def age_of(told: str) -> Age | Due:
    """What the URL names."""
    return Due(told) if told in Due.values else Age(told)


def conditions_of(age: str, currency: str, today: date) -> Conditions:
    """What the list is asked for behind a bar of the picture."""
    conditions: dict[str, list[tuple[str, Any]]] = {}
    if age:
        conditions = {"is_owed": [("exact", True)], "due_on": span_of(age_of(age), today)}
    if currency:
        told = "" if currency == NO_CURRENCY else currency
        conditions["currency"] = [("exact", told)]
    return conditions


def without_day(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with no due date."""
    return rows.filter(due_on=None)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What is owed of one age. `y` and `height` are in the picture's own units."""

    age: Age
    currency: str
    amount: Decimal
    count: int
    count_untold: int
    y: Decimal
    height: Decimal
    is_current: bool

    @property
    def query(self) -> str:
        return f"?age={self.age.value}&currency={self.currency or NO_CURRENCY}&sort=due"

    @property
    def is_credit(self) -> bool:
        return self.amount < 0


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """The open balances of one currency; `currency` is empty where it is not told yet."""

    currency: str
    bars: Sequence[Bar]
    baseline: Decimal

    @property
    def amount(self) -> Decimal:
        return sum((bar.amount for bar in self.bars), Decimal(0))

    @property
    def past_due(self) -> Decimal:
        late = (bar.amount for bar in self.bars if bar.age not in (Age.NOT_DUE, Age.UNTOLD))
        return sum(late, Decimal(0))

    @property
    def count(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def count_untold(self) -> int:
        return sum(bar.count_untold for bar in self.bars)


def ageing_of(account: CustomerAccount, *, age: str = "", currency: str = "") -> list[Ageing]:
    """What is owed, the currency with most invoices first. One query on the open balances.

    `age` and `currency` are what the list shows, to mark its bar.
    """
    today = timezone.localdate()
    found = _sums(account, today)
    found.sort(key=lambda row: (not row["currency"], -sum(row[f"count_{a.name}"] for a in Age)))
    return [_ageing(row, age, currency) for row in found]


def due_counts(account: CustomerAccount) -> dict[Due, int]:
    """How many invoices are past due and how many soon will be: what the list counts. One query."""
    today = timezone.localdate()
    sums = {
        due.name: Sum(
            "count",
            filter=Q(**{f"due_on__{name}": day for name, day in span_of(due, today)}),
            default=0,
        )
        for due in Due
    }
    found = OpenBalance.objects.filter(account=account).aggregate(**sums)
    return {due: found[due.name] for due in Due}


def _sums(account: CustomerAccount, today: date) -> list[dict[str, Any]]:
    sums: dict[str, Sum] = {}
    for age in Age:
        due = Q(due_on=None)
        if age is not Age.UNTOLD:
            due = Q(**{f"due_on__{name}": day for name, day in span_of(age, today)})
        for column in ("amount", "count", "count_untold"):
            sums[f"{column}_{age.name}"] = Sum(column, filter=due, default=0)
    rows = OpenBalance.objects.filter(account=account).order_by("currency")
    return [dict(row) for row in rows.values("currency").annotate(**sums)]


def _ageing(row: dict[str, Any], age: str, currency: str) -> Ageing:
    ages = [a for a in Age if a is not Age.UNTOLD or row[f"count_{a.name}"]]
    amounts = [Decimal(row[f"amount_{a.name}"]) for a in ages]
    top, bottom = max(*amounts, Decimal(0)), min(*amounts, Decimal(0))
    scale = HEIGHT / ((top - bottom) or 1)
    shown = (row["currency"] or NO_CURRENCY) == currency
    return Ageing(
        currency=row["currency"],
        baseline=_rounded(top * scale) if top or bottom else HEIGHT,
        bars=[
            Bar(
                age=a,
                currency=row["currency"],
                amount=amount,
                count=row[f"count_{a.name}"],
                count_untold=row[f"count_untold_{a.name}"],
                **_place(amount, top * scale, scale),
                is_current=shown and a.value == age,
            )
            for a, amount in zip(ages, amounts, strict=True)
        ],
    )


def _place(amount: Decimal, baseline: Decimal, scale: Decimal) -> dict[str, Decimal]:
    """Where the bar stands: on the baseline, or below it; the smallest is still to be seen."""
    height = max(abs(amount) * scale, LEAST) if amount else Decimal(0)
    y = baseline if amount < 0 else baseline - height
    return {"y": _rounded(min(max(y, Decimal(0)), HEIGHT - height)), "height": _rounded(height)}


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.1"))

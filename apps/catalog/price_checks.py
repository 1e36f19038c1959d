"""Reads of price checks: one of a person's, its lines as they are filtered and sorted, its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Upper
from django.shortcuts import get_object_or_404

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.catalog.choices import LineOutcome
from apps.catalog.models import PriceCheck, PriceCheckLine, Product
from apps.core.money import Money

_FOUND = Q(outcome=LineOutcome.FOUND)
#: What a list of lines may be narrowed to: name in the address, word, condition.
SHOWN: Mapping[str, tuple[str, Q]] = {
    "": ("All", Q()),
    "found": ("Found", _FOUND),
    "missing": ("Not found", Q(outcome__in=(LineOutcome.NOT_FOUND, LineOutcome.UNREADABLE))),
    "stock": ("In stock", _FOUND & Q(available__gt=0, is_short=False)),
    "short": ("Short", _FOUND & Q(is_short=True)),
    "discontinued": ("Discontinued", _FOUND & Q(is_discontinued=True)),
}
SORTS: Mapping[str, str] = {
    "line": "position",
    "part": "part_number",
    "description": "description",
    "price": "customer_price",
    "msrp": "retail_price",
    "stock": "available",
    "quantity": "quantity",
    "total": "extended_price",
}
DEFAULT_SORT = "line"
#: What only an expanded cell and an export show.
_LARGE = ("warehouses", "discounts", "quantity_breaks")


@dataclass(frozen=True, kw_only=True)
class LineFilter:
    """What of a check is shown, in which order."""

    show: str = ""
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The figures of a whole check. `without_price` are lines found that tell none."""

    counts: Mapping[str, int]
    totals: Sequence[Money]
    without_price: int


def check_for(user: User, pk: int) -> PriceCheck:
    """A check in any account of the person. One query. Raises Http404."""
    return get_object_or_404(
        PriceCheck.objects.select_related("account", "actor"),
        account__in=accounts_for(user),
        pk=pk,
    )


def checks_of(account: CustomerAccount) -> QuerySet[PriceCheck]:
    """The account's checks, newest first."""
    return PriceCheck.objects.filter(account=account).select_related("actor").defer("left_out")


def lines_for(check: PriceCheck, wanted: LineFilter) -> QuerySet[PriceCheckLine]:
    """The lines as filtered and sorted; unknown figures come last either way."""
    name = wanted.sort.removeprefix("-")
    column = F(SORTS.get(name, SORTS[DEFAULT_SORT]))
    order = (
        column.desc(nulls_last=True) if wanted.sort.startswith("-") else column.asc(nulls_last=True)
    )
    condition = SHOWN.get(wanted.show, SHOWN[""])[1]
    return check.lines.filter(condition).order_by(order, "position", "pk")


def sums_of(check: PriceCheck) -> Sums:
    """Counts for the tabs, and what all lines come to by currency. Two queries.

    Amounts are added here: SQLite would add them as floats.
    """
    conditions = {name or "all": Count("pk", filter=rule) for name, (_, rule) in SHOWN.items()}
    unpriced = Count("pk", filter=_FOUND & Q(extended_price=None))
    counts = check.lines.aggregate(**conditions, unpriced=unpriced)
    priced = check.lines.filter(_FOUND).exclude(extended_price=None)
    totals: dict[str, Decimal] = {}
    for currency, amount in priced.order_by().values_list("currency", "extended_price"):
        totals[currency] = totals.get(currency, Decimal(0)) + (amount or 0)
    return Sums(
        counts={name: counts[name or "all"] for name in SHOWN},
        totals=[Money(amount=totals[name], currency=name) for name in sorted(totals)],
        without_price=counts["unpriced"],
    )


def taken_lines(check: PriceCheck, wanted: LineFilter) -> list[PriceCheckLine]:
    """The lines that can become those of a draft: what was found of the parts shown. One query."""
    return list(lines_for(check, wanted).filter(_FOUND).defer(*_LARGE))


def line_for(check: PriceCheck, line_id: int) -> PriceCheckLine:
    """Raises Http404."""
    return get_object_or_404(check.lines, pk=line_id)


# --- What a step asks --------------------------------------------------------------------------


def of_step(check: PriceCheck) -> QuerySet[PriceCheck]:
    """The check, as long as the step that claimed it holds it."""
    return PriceCheck.objects.filter(pk=check.pk, step_started_at=check.step_started_at)


def without_replacement(check: PriceCheck) -> QuerySet[PriceCheckLine]:
    """Discontinued parts whose replacement nobody has looked for."""
    return check.lines.filter(_FOUND, is_discontinued=True, is_replacement_asked=False)


def is_unfinished(check: PriceCheck) -> bool:
    """Whether anything is left for a next step. Two queries at most."""
    waiting = check.lines.filter(outcome=LineOutcome.WAITING)
    return waiting.exists() or without_replacement(check).exists()


def replacements(account: CustomerAccount, part_numbers: Iterable[str]) -> dict[str, str]:
    """What the mirror knows to replace these parts. One query."""
    rows = Product.objects.filter(account=account, ingram_part_number__in=part_numbers)
    told = rows.exclude(replacement_part_number="")
    return dict(told.values_list("ingram_part_number", "replacement_part_number"))


def holds_part(check: PriceCheck, part_number: str) -> bool:
    """Whether a line of the check is this part, listed or found. One query."""
    number = part_number.upper()
    lines = check.lines.annotate(found_number=Upper("ingram_part_number"))
    return lines.filter(Q(part_number=number) | Q(found_number=number)).exists()

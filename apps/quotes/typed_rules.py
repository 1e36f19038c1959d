"""Rules for sell prices as they are typed. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.quotes.choices import Rounding, SellKind, SellScope
from apps.quotes.models import QuoteLine
from apps.quotes.sell_prices import HUNDRED, keys_of, vendor_key

NO_FIGURE = "Write a figure such as 12.5."
TOO_LARGE = "Write a figure below 1,000,000,000."
_FIGURE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?", re.ASCII)
_MINUS = "\N{MINUS SIGN}"
LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a rule may be of: its scope, what names it there, and its fields in a form."""

    scope: SellScope
    key: str
    label: str

    @property
    def token(self) -> str:
        """Short and the same in every reading, so that a late answer meets the right line."""
        told = f"{self.scope}:{self.key}".encode()
        return hashlib.blake2s(told, digest_size=6).hexdigest()


@dataclass(frozen=True, kw_only=True)
class TypedRule:
    """What a form holds for a target. No figure means no rule of its own."""

    target: Target
    kind: str
    figure_text: str
    rounding: str


@dataclass(frozen=True, kw_only=True)
class ReadRule:
    """What was typed, as a rule; or `problem`, which says what to type instead."""

    figure: Decimal | None = None
    problem: str = ""


WHOLE_QUOTE = Target(scope=SellScope.QUOTE, key="", label="the whole quote")


def targets_of(lines: Sequence[QuoteLine]) -> tuple[list[Target], list[Target]]:
    """The vendors of a quote by name, and its lines in their order."""
    vendors = {key: line.vendor_name.strip() for line in lines if (key := vendor_key(line))}
    by_vendor = [
        Target(scope=SellScope.VENDOR, key=key, label=vendors[key]) for key in sorted(vendors)
    ]
    by_line = [
        Target(scope=SellScope.LINE, key=key, label=f"line {line.position}")
        for line, key in zip(lines, keys_of(lines), strict=True)
    ]
    return by_vendor, by_line


def typed_rules(posted: Mapping[str, str], targets: Sequence[Target]) -> Iterator[TypedRule]:
    """The rules that a form holds, of those targets whose figure it names."""
    for target in targets:
        if f"figure-{target.token}" in posted:
            yield TypedRule(
                target=target,
                kind=posted.get(f"kind-{target.token}", ""),
                figure_text=posted[f"figure-{target.token}"].strip()[:LONGEST],
                rounding=posted.get(f"rounding-{target.token}", Rounding.CENT),
            )


def read_rule(typed: TypedRule) -> ReadRule:
    """The figure, if the rule can be one: no margin of 100 %, no price below zero."""
    if not typed.figure_text:
        return ReadRule()
    if typed.kind not in SellKind.values or typed.rounding not in Rounding.values:
        return ReadRule(problem="Choose one of the kinds and roundings offered.")
    text = typed.figure_text.replace(_MINUS, "-").replace(" ", "").removesuffix("%")
    if not _FIGURE.fullmatch(text) or not any(map(str.isdigit, text)):
        return ReadRule(problem=NO_FIGURE)
    figure = Decimal(text.replace(",", "")) + 0  # minus nothing is nothing
    problem = _said_of(typed.kind, figure)
    return ReadRule(problem=problem) if problem else ReadRule(figure=figure)


def _said_of(kind: str, figure: Decimal) -> str:
    if abs(figure) >= 10**9:
        return TOO_LARGE
    if figure != round(figure, 4):
        return "Write at most 4 decimals."
    if kind == SellKind.MARGIN and figure >= HUNDRED:
        return "A margin is below 100 %: at 100 % no price is high enough."
    if kind == SellKind.FIXED and figure < 0:
        return "A price can't be below zero."
    if kind == SellKind.MARKUP and figure < -HUNDRED:
        return "A mark-up below -100 % makes a price below zero."
    if kind == SellKind.DISCOUNT and figure > HUNDRED:
        return "A discount above 100 % makes a price below zero."
    return ""

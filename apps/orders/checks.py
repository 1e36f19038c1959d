"""An order without a quote, checked again just before it is placed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.core.choices import Tone
from apps.orders.line_details import LineDetails


@dataclass(frozen=True, kw_only=True)
class PartNow:
    """What the distributor says of a part now; an unknown price or stock is None."""

    is_known: bool = True
    is_authorized: bool = True
    is_discontinued: bool = False
    needs_end_user: bool = False
    unit_price: Decimal | None = None
    currency: str = ""
    available: int | None = None
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        price = None if self.unit_price is None else str(self.unit_price)
        return {**vars(self), "unit_price": price}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PartNow:
        price = data["unit_price"]
        return cls(**{**data, "unit_price": None if price is None else Decimal(price)})


@dataclass(frozen=True, kw_only=True)
class Check:
    """What was asked, by Ingram part number; `trouble` says why nothing could be asked."""

    parts: Mapping[str, PartNow] = field(default_factory=dict)
    trouble: str = ""
    correlation_id: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "parts": {number: part.to_json() for number, part in self.parts.items()},
            "trouble": self.trouble,
            "correlation_id": self.correlation_id,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Check:
        return cls(
            parts={
                number: PartNow.from_json(part) for number, part in data.get("parts", {}).items()
            },
            trouble=data.get("trouble", ""),
            correlation_id=data.get("correlation_id", ""),
        )

    @property
    def fingerprint(self) -> str:
        """The same for the same figures, whenever they were asked."""
        figures = {**self.to_json(), "trouble": bool(self.trouble), "correlation_id": ""}
        return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about a line. `is_worse` has to be seen, `is_blocking` to be mended first.

    `mend_in` is the step in which it is mended: "lines" or "details".
    """

    words: str
    tone: Tone
    is_worse: bool = False
    is_blocking: bool = False
    mend_in: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckedLine:
    """A line with what it said in the draft and what is said now.

    `covers` is the number of the line that its warranty is for.
    """

    number: int
    part_number: str
    vendor_part_number: str
    description: str
    quantity: int | None
    price_before: Decimal | None
    price_now: Decimal | None
    extended_now: Decimal | None
    available_now: int | None
    details: LineDetails = field(default_factory=LineDetails)
    covers: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_detailed(self) -> bool:
        """Whether anything is said of it beside part and quantity."""
        return self.details != LineDetails()


@dataclass(frozen=True, kw_only=True)
class CheckedOrder:
    """All lines, what the order costs now, and what stands in its way.

    A total leaves out the `unknown` lines that have no price, and is None when no line has one.
    """

    lines: tuple[CheckedLine, ...]
    total_before: Decimal | None
    total_now: Decimal | None
    unknown: int
    currency: str
    trouble: str = ""
    correlation_id: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return (*self.findings, *(found for line in self.lines for found in line.findings))

    @property
    def is_blocked(self) -> bool:
        return any(found.is_blocking for found in self.all_findings)

    @property
    def must_be_seen(self) -> bool:
        """Whether a person has to say that they have seen what got worse."""
        return bool(self.trouble) or any(found.is_worse for found in self.all_findings)

    @property
    def count_changed(self) -> int:
        return sum(bool(line.findings) for line in self.lines)

    @property
    def good_words(self) -> str:
        """What to say when nothing was found."""
        if all(line.available_now is not None for line in self.lines):
            return "Prices are those of the draft, and everything is in stock."
        return "Prices are those of the draft. Stock is not told for every line."

    @property
    def mend_in(self) -> str:
        """The first step in which something blocking is mended."""
        places = [found.mend_in for found in self.all_findings if found.is_blocking]
        return "lines" if "lines" in places else next(iter(places), "")

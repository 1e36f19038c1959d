from __future__ import annotations

from django.db import models

from apps.core.choices import Tone


class ProductKind(models.TextChoices):
    """What sort of thing is sold; the values are our own, `mapping` knows the distributor's."""

    PHYSICAL = "physical", "Physical"
    DIGITAL = "digital", "Digital"
    SUBSCRIPTION = "subscription", "Subscription"


class ProductClass(models.TextChoices):
    """Where a product stands with the distributor (field notes 5.1); other letters occur."""

    A = "A", "In all warehouses"
    B = "B", "In some warehouses"
    C = "C", "In few warehouses"
    D = "D", "Discontinued by the distributor"
    E = "E", "Being phased out by the vendor"
    F = "F", "Contract stock"
    N = "N", "New"
    O = "O", "To be sold off"  # noqa: E741 - their letter
    S = "S", "On special demand"
    V = "V", "Discontinued by the vendor"
    X = "X", "Shipped by the vendor"


class PriceCheckState(models.TextChoices):
    """Where a price check stands; an interrupted one goes on by itself."""

    WAITING = "waiting", "Waiting"
    PRICING = "pricing", "Being priced"
    INTERRUPTED = "interrupted", "Interrupted"
    DONE = "done", "Done"

    @property
    def tone(self) -> Tone:
        return _CHECK_TONES[self]

    @property
    def icon(self) -> str:
        return _CHECK_ICONS[self]


class LineOutcome(models.TextChoices):
    """What came of a line of a price check; an unreadable one is never asked for."""

    WAITING = "waiting", "Waiting"
    FOUND = "found", "Found"
    NOT_FOUND = "not_found", "Not found"
    UNREADABLE = "unreadable", "Not asked"

    @property
    def tone(self) -> Tone:
        return _OUTCOME_TONES[self]

    @property
    def icon(self) -> str:
        return _OUTCOME_ICONS[self]


_CHECK_TONES = {
    PriceCheckState.WAITING: Tone.INFO,
    PriceCheckState.PRICING: Tone.INFO,
    PriceCheckState.INTERRUPTED: Tone.WARN,
    PriceCheckState.DONE: Tone.GOOD,
}
_CHECK_ICONS = {
    PriceCheckState.WAITING: "clock",
    PriceCheckState.PRICING: "loader",
    PriceCheckState.INTERRUPTED: "cloud-off",
    PriceCheckState.DONE: "circle-check",
}
_OUTCOME_TONES = {
    LineOutcome.WAITING: Tone.NEUTRAL,
    LineOutcome.FOUND: Tone.GOOD,
    LineOutcome.NOT_FOUND: Tone.WARN,
    LineOutcome.UNREADABLE: Tone.BAD,
}
_OUTCOME_ICONS = {
    LineOutcome.WAITING: "clock",
    LineOutcome.FOUND: "circle-check",
    LineOutcome.NOT_FOUND: "search-x",
    LineOutcome.UNREADABLE: "circle-alert",
}

"""Steps of a timeline: what happened, what is happening, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    FAILED = "failed"

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def spoken(self) -> str:
        """What a screen reader says before the step's own words."""
        return _SPOKEN[self]


_ICONS = {
    StepState.DONE: "circle-check",
    StepState.NOW: "circle-dot",
    StepState.NEXT: "circle-dashed",
    StepState.FAILED: "circle-x",
}
_SPOKEN = {
    StepState.DONE: "Done:",
    StepState.NOW: "Now:",
    StepState.NEXT: "Next:",
    StepState.FAILED: "Failed:",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step for templates/partials/timeline.html."""

    label: str
    state: StepState
    at: datetime | date | None = None
    who: str = ""
    note: str = ""

"""What a state looks like to a person: one table in the code for every status chip."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """The five meanings that a colour may have (static/css/tokens.css)."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"

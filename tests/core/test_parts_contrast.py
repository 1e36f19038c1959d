"""Colours can be read in both themes: tokens.css is measured, not trusted."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
PAIR = re.compile(
    r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);",
)
ALIAS = re.compile(r"--([\w-]+): var\(--([\w-]+)\);")
GROUNDS = ("ground", "surface", "raised", "sunken", "hover")
TONES = ("info", "good", "warn", "bad")


def colours(theme: str) -> dict[str, float]:
    """Relative luminance of every colour (WCAG 2), by its name."""
    found = {}
    for name, light, dark in PAIR.findall(TOKENS):
        lightness, chroma, hue = map(float, (light if theme == "light" else dark).split())
        found[name] = luminance(lightness, chroma, math.radians(hue))
    for name, other in ALIAS.findall(TOKENS):
        if other in found:
            found[name] = found[other]
    return found


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """From OKLCH through LMS to linear sRGB, clipped as a screen would."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    bright, dim = max(one, other), min(one, other)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme):
    of = colours(theme)
    pairs = [
        *((text, ground) for text in ("text", "muted", "accent") for ground in GROUNDS),
        *((f"{tone}-text", ground) for tone in TONES for ground in ("surface", "ground", "raised")),
        *(
            (text, f"{tone}-surface")
            for tone in TONES
            for text in (f"{tone}-text", "text", "muted")
        ),
        ("text", "accent-surface"),
        ("muted", "accent-surface"),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-bad", "bad-fill"),
        ("ground", "text"),
    ]

    weak = {pair: round(c, 2) for pair in pairs if (c := contrast(of[pair[0]], of[pair[1]])) < 4.5}

    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_of_controls_and_the_focus_ring_have_at_least_three(theme):
    of = colours(theme)
    pairs = [(line, ground) for line in ("control-line", "focus") for ground in GROUNDS]

    weak = {pair: round(c, 2) for pair in pairs if (c := contrast(of[pair[0]], of[pair[1]])) < 3}

    assert weak == {}

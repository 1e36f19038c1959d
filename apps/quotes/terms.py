"""The distributor's legal texts, made fit to be shown. Pure.

They hold tags, separators of five hashes, and a placeholder that looks like a tag (field notes
5.5); they have to be shown with the quote.
"""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a"}
_SEPARATOR = re.compile(r"\s*#{5,}\s*")
_PLACEHOLDER = re.compile(r"<\s*QUOTE NUMBER\s*>", re.IGNORECASE)
_BLOCKS = re.compile(r"<(?:p|br|ul|ol|li)\b", re.IGNORECASE)
_EMPTY = re.compile(r"<(b|strong|i|em|u|p)>\s*</\1>")


def shown(text: str, *, quote_number: str) -> SafeString:
    """The text with a few harmless tags and nothing else; links open apart, without referrer."""
    named = _PLACEHOLDER.sub(lambda _: str(escape(quote_number)), text)
    parts = [_EMPTY.sub("", _clean(part)).strip() for part in _SEPARATOR.split(named)]
    return mark_safe("".join(map(_block, filter(None, parts))))  # noqa: S308 - cleaned by nh3


def _clean(part: str) -> str:
    return nh3.clean(
        part,
        tags=_TAGS,
        clean_content_tags={"script", "style", "iframe", "object"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _block(part: str) -> str:
    """Plain text keeps its line breaks; what has blocks of its own is left as it is."""
    return part if _BLOCKS.search(part) else linebreaks(part)

"""What the page of every mirrored list shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest
from apps.accounts.saved_views import saved_views
from apps.core.list_form import ListForm
from apps.core.listing import Listing
from apps.core.pagination import page_of
from apps.sync.selectors import freshness_of


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file of the list: its words, the URL name of its view, what a row of it is, its kind."""

    label: str
    url_name: str
    icon: str
    rows: str = ""


def exports_of(
    app: str, noun: str, *, by_line: str = "", csv: str = "export", xlsx: str = "export_xlsx"
) -> list[Export]:
    """The list as Excel and CSV, and where `by_line` has words for it, with a row a line."""
    kinds = (("Excel", xlsx, "sheet"), ("CSV", csv, "file-text"))
    rows = [(noun, ""), *([(by_line, "lines")] if by_line else [])]
    return [
        Export(label=f"{words}, {kind}", url_name=f"{app}:{name}", icon=icon, rows=which)
        for words, which in rows
        for kind, name, icon in kinds
    ]


def list_context(
    request: PortalRequest,
    form: ListForm,
    listing: Listing[Any],
    *,
    page: ListPage,
    resource: str,
    nouns: tuple[str, str],
    exports: Sequence[Export] = (),
    besides: Sequence[str] = (),
) -> dict[str, Any]:
    """Filters, tabs, chips, rows, saved views and freshness. Three queries at most.

    `nouns` are the words for one row and for several; `readings` tells the freshness of the
    resource and of those `besides`.
    """
    wanted = form.wanted()
    readings = freshness_of(request.account, resource, *besides)
    return {
        "form": form,
        "wanted": wanted,
        "sort": wanted.sort,
        "tabs": form.tabs(listing.counts),
        "chips": form.chips(),
        "page": page_of(request, listing.rows, most=listing.most, count=listing.count),
        "saved": saved_views(request.user, page, form.query),
        "freshness": readings[resource],
        "readings": readings,
        "list_url": reverse(page),
        "noun": nouns[0],
        "nouns": nouns[1],
        "exports": exports,
    }

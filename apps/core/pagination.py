"""Pages of a list: a page number from the URL that is always answered with a page."""

from __future__ import annotations

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZES = (25, 50, 100)

M = TypeVar("M", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    """The page that `?page=` and `?size=` ask for; nonsense gives the first or the last page."""
    size = request.GET.get("size", "")
    per_page = int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    return Paginator(rows, per_page).get_page(request.GET.get("page"))

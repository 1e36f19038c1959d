"""The search as it stands in the URL."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from apps.catalog.choices import ProductKind
from apps.catalog.part_numbers import all_normalised, pasted_part_numbers
from apps.catalog.products import MAX_PAGE, PAGE_SIZES, ProductQuery
from apps.ingram.schemas.prices import MAX_PRODUCTS

MAX_TEXT = 400
MAX_PASTED = 50


class ProductQueryForm(forms.Form):
    """Odd page numbers and sizes are mended; a text that is too long is refused with the limit."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=MAX_TEXT,
        error_messages={
            "max_length": "Search for at most %(limit_value)d characters; these are %(show_value)d."
        },
    )
    vendor = forms.CharField(label="Vendor", required=False, max_length=80)
    category = forms.CharField(label="Category", required=False, max_length=120)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any kind"), *ProductKind.choices]
    )
    discounts = forms.BooleanField(label="With discounts", required=False)
    stock = forms.BooleanField(label="In stock", required=False)
    page = forms.CharField(required=False)
    size = forms.CharField(required=False)

    def clean_q(self) -> str:
        text = " ".join(self.cleaned_data["q"].split())
        if len(pasted_part_numbers(text)) > MAX_PASTED:
            raise forms.ValidationError(
                f"Look up at most {MAX_PASTED} part numbers at once. A quote takes longer lists."
            )
        return text

    def clean_kind(self) -> ProductKind | None:
        value = self.cleaned_data["kind"]
        return ProductKind(value) if value else None

    def clean_page(self) -> int:
        return min(max(_number(self.cleaned_data["page"], 1), 1), MAX_PAGE)

    def clean_size(self) -> int:
        size = _number(self.cleaned_data["size"], PAGE_SIZES[0])
        return size if size in PAGE_SIZES else PAGE_SIZES[0]

    def query(self) -> ProductQuery:
        """Of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return ProductQuery(
            text=data["q"],
            vendor=data["vendor"],
            category=data["category"],
            kind=data["kind"],
            has_discounts=data["discounts"],
            is_in_stock=data["stock"],
            page=data["page"],
            page_size=data["size"],
        )


def priced_parts(data: QueryDict) -> list[str]:
    """The part numbers that a page of results wants priced: no more than one call takes."""
    return all_normalised(data.getlist("part"))[:MAX_PRODUCTS]


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

"""The products that accounts have seen, to look at: the distributor's word is not edited."""

from __future__ import annotations

from django.contrib import admin

from apps.catalog.models import Product
from apps.core.admin import ReadOnlyAdmin


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    list_display = (
        "ingram_part_number",
        "vendor_part_number",
        "vendor_name",
        "description",
        "account",
        "customer_price",
        "currency",
        "available",
        "priced_at",
        "seen_at",
    )
    list_filter = ("account", "kind", "is_discontinued")
    search_fields = ("ingram_part_number__iexact", "vendor_part_number__istartswith", "upc__exact")
    list_select_related = ("account",)
    show_full_result_count = False

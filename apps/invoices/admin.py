"""The mirror of invoices, to be read, and the return windows, to be written."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.invoices.models import Invoice, OpenBalance, ReturnWindow


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = (
        "invoice_number",
        "account",
        "status",
        "invoiced_on",
        "due_on",
        "amount_due",
        "currency",
        "details_at",
    )
    list_filter = ("status", "invoice_type", "account")
    search_fields = ("comparable_number", "customer_order_number", "ingram_order_number")
    list_select_related = ("account",)
    date_hierarchy = "invoiced_on"


@admin.register(OpenBalance)
class OpenBalanceAdmin(ReadOnlyAdmin):
    list_display = ("account", "currency", "due_on", "amount", "count", "count_untold")
    list_filter = ("currency", "account")
    list_select_related = ("account",)


@admin.register(ReturnWindow)
class ReturnWindowAdmin(admin.ModelAdmin):
    list_display = ("__str__", "country_code", "vendor_name", "days", "is_returnable", "note")
    list_filter = ("country_code", "is_returnable")
    search_fields = ("vendor_name", "note")
    fieldsets = (
        (
            None,
            {
                "fields": ("country_code", "vendor_name", "days", "is_returnable", "note"),
                "description": "The distributor's API tells no return windows: what stands here "
                "is shown beside each line of an invoice and when a return is made. The most "
                "special row counts: vendor and country, then vendor, then country, then all.",
            },
        ),
    )

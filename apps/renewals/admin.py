"""The mirror of renewals, to be read: what it holds comes from the distributor alone."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.renewals.models import Renewal, RenewalLine


class RenewalLineInline(admin.TabularInline):
    model = RenewalLine
    extra = 0
    can_delete = False
    fields = ("ingram_part_number", "vendor_part_number", "description", "quantity", "unit_price")
    readonly_fields = fields


@admin.register(Renewal)
class RenewalAdmin(ReadOnlyAdmin):
    list_display = (
        "renewal_id",
        "account",
        "vendor_name",
        "end_user_name",
        "status",
        "expires_on",
        "value",
    )
    list_filter = ("state", "status", "account")
    search_fields = ("renewal_id", "customer_order_number", "end_user_name", "vendor_name")
    list_select_related = ("account",)
    date_hierarchy = "expires_on"
    inlines = (RenewalLineInline,)

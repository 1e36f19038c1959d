"""The mirror of deals, to be read: what it holds comes from the distributor alone."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.deals.models import Deal, DealLine


class DealLineInline(admin.TabularInline):
    model = DealLine
    extra = 0
    can_delete = False
    fields = ("ingram_part_number", "description", "quantity_approved", "quantity_remaining")
    readonly_fields = fields


@admin.register(Deal)
class DealAdmin(ReadOnlyAdmin):
    list_display = ("deal_id", "account", "vendor_name", "end_user_name", "expires_on")
    list_filter = ("account",)
    search_fields = ("deal_id", "end_user_name", "vendor_name")
    list_select_related = ("account",)
    date_hierarchy = "expires_on"
    inlines = (DealLineInline,)

"""The mirror of orders, to be read: what it holds comes from the distributor alone."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.orders.models import Order, OrderDraft, OrderLine


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    extra = 0
    can_delete = False
    fields = (
        "ingram_line_number",
        "ingram_part_number",
        "description",
        "quantity_ordered",
        "quantity_backordered",
        "extended_price",
        "status",
    )
    readonly_fields = fields


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = (
        "ingram_order_number",
        "customer_order_number",
        "account",
        "status",
        "ordered_on",
        "total",
        "currency",
        "details_at",
    )
    list_filter = ("status", "account")
    search_fields = ("ingram_order_number", "customer_order_number_upper", "end_user_name")
    list_select_related = ("account",)
    date_hierarchy = "ordered_on"
    inlines = (OrderLineInline,)


@admin.register(OrderDraft)
class OrderDraftAdmin(ReadOnlyAdmin):
    list_display = ("quote_number", "account", "actor", "is_placed", "submission", "updated_at")
    list_filter = ("is_placed", "account")
    search_fields = ("quote_number",)
    list_select_related = ("account", "actor", "submission")

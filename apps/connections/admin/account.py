"""Customer accounts: who they are at the distributor, their people and their defaults."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from apps.accounts.models import Branding, CustomerAccount, MaintenanceWindow, Membership
from apps.connections.forms import BrandingForm, MaintenanceWindowForm


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


class BrandingInline(admin.StackedInline):
    """How quote copies of the account look."""

    model = Branding
    form = BrandingForm
    verbose_name_plural = "Branding of quote copies"
    fields = [
        "company_name",
        "logo_now",
        "new_logo",
        "removes_logo",
        ("colour", "second_colour"),
        "address",
        "terms",
    ]
    readonly_fields = ["logo_now"]

    @admin.display(description="Logo")
    def logo_now(self, branding: Branding) -> str:
        if not branding.logo:
            return "None."
        picture = base64.b64encode(bytes(branding.logo)).decode()
        return format_html(
            '<img src="data:image/png;base64,{}" alt="The logo as it is printed" height="60">',
            picture,
        )


class MaintenanceWindowInline(admin.TabularInline):
    model = MaintenanceWindow
    form = MaintenanceWindowForm
    extra = 0
    verbose_name_plural = (
        "Maintenance windows (only when the distributor keeps other hours for this account than "
        "for its country)"
    )


@admin.register(CustomerAccount)
class CustomerAccountAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "customer_number",
        "country_code",
        "currency",
        "connection",
        "order_way",
        "members",
        "is_active",
    ]
    list_filter = ["connection", "country_code", "is_active"]
    list_select_related = ["connection"]
    search_fields = ["name", "customer_number"]
    fieldsets = [
        (None, {"fields": ["name", "connection", "is_active"]}),
        ("At the distributor", {"fields": [("customer_number", "country_code", "currency")]}),
        (
            "Ordering",
            {
                "fields": ["order_way", "holds_orders", "carrier_code"],
                "description": "What a new order begins with. The rep may choose otherwise.",
            },
        ),
        ("Limits", {"fields": ["approval_limit", "minimum_margin"]}),
        ("Bill-to and ship-to addresses", {"fields": ["addresses"]}),
    ]
    readonly_fields = ["addresses"]
    inlines = [MembershipInline, BrandingInline, MaintenanceWindowInline]

    def get_readonly_fields(
        self, request: HttpRequest, obj: CustomerAccount | None = None
    ) -> list[str]:
        # The mirror and the queued writes belong to this number at this connection.
        return [*self.readonly_fields, *(["connection", "customer_number"] if obj else [])]

    def get_inlines(self, request: HttpRequest, obj: CustomerAccount | None) -> list[Any]:
        return self.inlines if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomerAccount]:
        accounts: QuerySet[CustomerAccount] = super().get_queryset(request)
        return accounts.annotate(member_count=Count("memberships"))

    @admin.display(description="People", ordering="member_count")
    def members(self, account: Any) -> int:
        return int(account.member_count)

    @admin.display(description="Addresses")
    def addresses(self, account: CustomerAccount) -> str:
        if account.pk is None:
            return "Entered or imported once the account is saved."
        return format_html(
            '{} · <a href="{}?account__id__exact={}">Show</a> · '
            '<a href="{}?account={}">Add one</a> · <a href="{}?account={}">Import from .csv</a>',
            account.addresses.count(),
            reverse("admin:connections_address_changelist"),
            account.pk,
            reverse("admin:connections_address_add"),
            account.pk,
            reverse("admin:connections_address_import"),
            account.pk,
        )

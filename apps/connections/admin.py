"""The admin site's heart: connections, customer accounts, addresses, and the record of calls."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.models import CustomerAccount, Membership
from apps.connections import services
from apps.connections.forms import ConnectionForm
from apps.connections.models import Address, ApiCall, Connection


@admin.register(Connection)
class ConnectionAdmin(admin.ModelAdmin):
    form = ConnectionForm
    list_display = ["name", "environment", "base_url", "is_active", "last_good_call_at"]
    list_filter = ["environment", "is_active"]
    search_fields = ["name", "client_id"]
    readonly_fields = ["webhook_address", "last_good_call_at", "previous_secret"]
    fieldsets = [
        (None, {"fields": ["name", "environment", "base_url", "is_active"]}),
        (
            "Credentials",
            {"fields": ["client_id", "new_client_secret", "token_path"]},
        ),
        (
            "How the portal names itself",
            {"fields": ["sender_id", "application_id", "contact_email"]},
        ),
        (
            "API versions",
            {
                "fields": [
                    ("catalog_version", "orders_version"),
                    ("quotes_version", "invoices_version"),
                ],
                "description": "For countries in which the distributor does not offer v6 for a "
                "resource. v5 can do less: no change or release of orders, no new quotes, no "
                "search of invoices, and products are found by part number only.",
            },
        ),
        (
            "Webhooks",
            {
                "fields": [
                    "webhook_address",
                    "new_webhook_secret",
                    "previous_secret",
                    "forget_previous_webhook_secret",
                ],
                "description": "Copy the address into the distributor's developer portal. After a "
                "new secret the previous one is still taken until it is forgotten.",
            },
        ),
        ("Health", {"fields": ["last_good_call_at"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Connection | None = None) -> list[str]:
        # A sandbox's quotes and queued writes must not end up in production.
        return [*self.readonly_fields, *(["environment"] if obj else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_active": True, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Connection, form: Any, change: bool) -> None:
        services.store_connection(
            connection=obj,
            client_secret=form.cleaned_data["new_client_secret"],
            webhook_secret=form.cleaned_data["new_webhook_secret"],
        )
        if form.cleaned_data["forget_previous_webhook_secret"]:
            services.end_webhook_rotation(connection=obj)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Connection | None:
        connection = super().get_object(request, *args, **kwargs)
        if connection is not None:
            path = reverse("webhooks:ingram", args=[connection.key])
            connection.webhook_url = request.build_absolute_uri(path)
        return connection

    @admin.display(description="Webhook address")
    def webhook_address(self, connection: Connection) -> str:
        return getattr(connection, "webhook_url", "Known once the connection is saved.")

    @admin.display(description="Previous webhook secret")
    def previous_secret(self, connection: Connection) -> str:
        return "Set, and still taken." if connection.previous_webhook_secret else "Not set."


class AddressInline(admin.StackedInline):
    model = Address
    extra = 0
    classes = ["collapse"]
    fieldsets = [
        (None, {"fields": [("kind", "label"), ("address_id", "is_default")]}),
        (
            "Where",
            {
                "fields": [
                    ("company_name", "contact"),
                    ("address_line_1", "address_line_2"),
                    ("city", "state"),
                    ("postal_code", "country_code"),
                    ("phone_number", "email"),
                ]
            },
        ),
    ]


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


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
        ("Ordering", {"fields": ["order_way"]}),
    ]
    inlines = [MembershipInline, AddressInline]

    def get_readonly_fields(
        self, request: HttpRequest, obj: CustomerAccount | None = None
    ) -> list[str]:
        # The mirror and the queued writes belong to this number at this connection.
        return ["connection", "customer_number"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomerAccount]:
        accounts: QuerySet[CustomerAccount] = super().get_queryset(request)
        return accounts.annotate(member_count=Count("memberships"))

    @admin.display(description="People", ordering="member_count")
    def members(self, account: Any) -> int:
        return int(account.member_count)


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ["label", "kind", "account", "address_id", "city", "country_code", "is_default"]
    list_filter = ["kind", "country_code", "account"]
    list_select_related = ["account"]
    search_fields = ["label", "company_name", "address_id", "city", "postal_code"]
    autocomplete_fields = ["account"]


class OutcomeFilter(admin.SimpleListFilter):
    title = "outcome"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("good", "Answered"), ("refused", "Refused"), ("none", "No answer")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ApiCall]) -> QuerySet[ApiCall]:
        conditions = {
            "good": Q(status__lt=400),
            "refused": Q(status__gte=400),
            "none": Q(status=None),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


@admin.register(ApiCall)
class ApiCallAdmin(admin.ModelAdmin):
    """What was asked of the distributor; nothing here may be changed."""

    list_display = [
        "at",
        "operation",
        "status",
        "duration_ms",
        "attempt",
        "account",
        "actor",
        "purpose",
        "correlation_id",
        "error",
    ]
    list_filter = [OutcomeFilter, "connection"]
    list_select_related = ["account", "actor"]
    search_fields = ["=correlation_id", "^operation"]
    search_help_text = "A correlation id, or the beginning of an operation such as quotes.create."
    date_hierarchy = "at"
    # The table grows with each call; counting all of it for each page would cost more than it says.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiCall | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiCall | None = None) -> bool:
        return False

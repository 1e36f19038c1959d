"""Connections to the distributor: address, credentials, webhooks, health."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from apps.accounts.models import User
from apps.connections import selectors, services
from apps.connections.choices import StepOutcome
from apps.connections.forms import ConnectionForm
from apps.connections.models import Connection
from apps.core.templatetags.figures import exact
from apps.core.templatetags.parts import number


@admin.register(Connection)
class ConnectionAdmin(admin.ModelAdmin):
    form = ConnectionForm
    list_display = ["name", "environment", "base_url", "is_active", "last_good_call_at"]
    list_filter = ["environment", "is_active"]
    search_fields = ["name", "client_id"]
    search_help_text = "A name or a client id."
    readonly_fields = [
        "webhook_address",
        "last_webhook",
        "last_good_call",
        "previous_secret",
        "token_state",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "environment", "base_url", "is_active"],
                "description": "A connection is one application that you registered in the "
                "distributor's developer portal. Production and sandbox are two connections.",
            },
        ),
        (
            "Credentials",
            {
                "fields": ["client_id", "new_client_secret", "token_path"],
                "description": "Client id and client secret as the developer portal shows them "
                "for the application. The secret is stored encrypted and never shown again.",
            },
        ),
        (
            "How the portal names itself",
            {
                "fields": ["sender_id", "application_id", "contact_email"],
                "description": "Sent with every call as IM-SenderID and IM-ApplicationID; the "
                "distributor's support asks for them.",
            },
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
                    "last_webhook",
                    "new_webhook_secret",
                    "previous_secret",
                    "forget_previous_webhook_secret",
                ],
                "description": "Copy the address into the distributor's developer portal. After a "
                "new secret the previous one is still taken until it is forgotten.",
            },
        ),
        ("Health", {"fields": ["last_good_call", "token_state"]}),
    ]

    def get_urls(self) -> list[Any]:
        test = self.admin_site.admin_view(self.test_view)
        return [
            path("<int:pk>/test/", test, name="connections_connection_test"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        test = selectors.latest_test(int(object_id)) if object_id.isdecimal() else None
        context = {**(extra_context or {}), "test": test}
        return super().change_view(request, object_id, form_url, context)

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the distributor what this connection may do, keep it, and show it on its page."""
        connection = get_object_or_404(Connection, pk=pk)
        if not self.has_change_permission(request, connection):
            raise PermissionDenied
        if request.method == "POST":
            test = services.run_test(connection=connection, actor=cast("User", request.user))
            outcomes = [step.outcome for step in test.steps.all()]
            if set(outcomes) == {StepOutcome.PERMITTED}:
                messages.success(request, f"{connection} works. The test is below.")
            else:
                messages.warning(request, f"{connection}: the test found something to mend.")
            if "first_run" in request.POST:
                return redirect("first_run")
        return redirect("admin:connections_connection_change", pk)

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
        if not hasattr(connection, "webhook_url"):
            return "Known once the connection is saved."
        return number(connection.webhook_url, "webhook address")

    @admin.display(description="Last signed event")
    def last_webhook(self, connection: Connection) -> str:
        return exact(connection.last_webhook_at) if connection.last_webhook_at else "None yet."

    @admin.display(description="Last good call")
    def last_good_call(self, connection: Connection) -> str:
        return exact(connection.last_good_call_at) if connection.last_good_call_at else "None yet."

    @admin.display(description="Access token")
    def token_state(self, connection: Connection) -> str:
        if connection.pk is None:
            return "Fetched by the first call."
        return selectors.token_state(connection)

    @admin.display(description="Previous webhook secret")
    def previous_secret(self, connection: Connection) -> str:
        return "Set, and still taken." if connection.previous_webhook_secret else "Not set."

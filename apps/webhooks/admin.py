"""The events that came in: to be read, and to be run again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core.admin import ReadOnlyAdmin
from apps.webhooks import services
from apps.webhooks.models import WebhookEvent


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """Bodies are dropped after WEBHOOK_BODY_DAYS; ids are kept for longer, to know repeats by."""

    list_display = (
        "received_at",
        "event_type",
        "event_id",
        "connection",
        "state",
        "tries",
        "repeats",
        "other_bodies",
        "outcome",
    )
    list_filter = ("state", "topic", "connection")
    search_fields = ("event_id", "event_type")
    list_select_related = ("connection",)
    date_hierarchy = "received_at"
    actions = ("run_again",)

    @admin.display(description="Message")
    def outcome(self, event: WebhookEvent) -> str:
        """The first line; a stock event names below it what it could not read."""
        return event.message.partition("\n")[0]

    @admin.action(description="Run again", permissions=["run_again"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[WebhookEvent]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        asked = sum(services.run_again(event_pk=pk) for pk in chosen)
        self.message_user(request, f"{asked} of {len(chosen)} events will be run again.")
        if asked < len(chosen):
            self.message_user(
                request,
                "The others are waiting already, or their body was dropped.",
                messages.WARNING,
            )

    def has_run_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.change_webhookevent")

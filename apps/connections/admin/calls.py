"""The record of calls to the distributor."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from apps.connections.models import ApiCall


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

"""The mirror of each account: to be read, and to be filled anew."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core.admin import ReadOnlyAdmin
from apps.sync import services
from apps.sync.models import SyncState


@admin.register(SyncState)
class SyncStateAdmin(ReadOnlyAdmin):
    list_display = (
        "account",
        "resource",
        "done",
        "total",
        "filled_at",
        "last_success_at",
        "next_step_at",
        "last_error",
    )
    list_filter = ("resource", "account")
    list_select_related = ("account",)
    actions = ("fill_anew",)

    @admin.action(description="Fill the mirror anew", permissions=["fill_anew"])
    def fill_anew(self, request: HttpRequest, queryset: QuerySet[SyncState]) -> None:
        for row in queryset.select_related("account"):
            services.start_back_fill(account=row.account, resource=row.resource)
        self.message_user(request, "The mirror will be filled anew.")

    def has_fill_anew_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sync.change_syncstate")

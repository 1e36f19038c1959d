"""The ledger, to be read: what is decided is decided on the portal's own page."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.submissions.models import Attempt, Submission


class AttemptInline(admin.TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = ("started_at", "kind", "outcome", "correlation_id", "status", "message", "actor")
    readonly_fields = fields


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "business_key", "state", "account", "actor", "message")
    list_filter = ("state", "kind", "account")
    search_fields = ("business_key", "reference", "result_number", "attempts__correlation_id")
    list_select_related = ("account", "actor")
    date_hierarchy = "created_at"
    inlines = (AttemptInline,)

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.notifications.models import Digest, Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "person",
        "account",
        "kind",
        "created_at",
        "read_at",
        "mail_state",
        "sent_at",
        "said",
    )
    list_filter = ("mail_state", "kind")
    search_fields = ("title", "person__username", "person__email")
    list_select_related = ("person", "account")
    date_hierarchy = "created_at"


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ("on", "person", "mail_state", "sent_at", "said")
    list_filter = ("mail_state",)
    search_fields = ("person__username", "person__email")
    list_select_related = ("person",)

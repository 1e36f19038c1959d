"""The reasons that returns may give, to be kept; the mirror of returns, to be read."""

from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.returns.models import ReasonPhrase, ReturnCase, ReturnCaseLine, ReturnDraft


class ReturnCaseLineInline(admin.TabularInline):
    model = ReturnCaseLine
    extra = 0
    can_delete = False
    fields = (
        "ingram_part_number",
        "description",
        "invoice_number",
        "quantity",
        "extended_price",
        "status",
    )
    readonly_fields = fields


@admin.register(ReturnCase)
class ReturnCaseAdmin(ReadOnlyAdmin):
    list_display = (
        "case_request_number",
        "return_claim_id",
        "account",
        "status",
        "asked_at",
        "estimated_total",
        "credit",
        "currency",
        "details_at",
    )
    list_filter = ("status", "kind", "account")
    search_fields = ("case_request_number", "return_claim_id", "reference_number")
    list_select_related = ("account",)
    date_hierarchy = "asked_at"
    inlines = (ReturnCaseLineInline,)


@admin.register(ReturnDraft)
class ReturnDraftAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "account", "actor", "is_sent", "submission", "updated_at")
    list_filter = ("is_sent", "account")
    search_fields = ("origin_number",)
    list_select_related = ("account", "actor", "submission")


@admin.register(ReasonPhrase)
class ReasonPhraseAdmin(admin.ModelAdmin):
    """No list of the phrases is published: what the distributor takes is written down here."""

    list_display = ("primary", "secondary", "position", "is_offered")
    list_editable = ("position", "is_offered")
    search_fields = ("primary", "secondary")

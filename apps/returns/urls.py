from __future__ import annotations

from django.urls import path

from apps.returns.views import creating, listing, pages

app_name = "returns"

urlpatterns = [
    path("", listing.return_list, name="list"),
    path("export.csv", listing.export, {"kind": "csv"}, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("ask/", listing.ask, name="ask"),
    path("new/", creating.new, name="new"),
    path("drafts/<int:draft_id>/", creating.draft, name="draft"),
    path("drafts/<int:draft_id>/confirm/", creating.confirm, name="confirm"),
    path("drafts/<int:draft_id>/discard/", creating.discard, name="discard"),
    path("<str:case_request_number>/", pages.detail, name="detail"),
    path("<str:case_request_number>/fresh/", pages.fresh, name="fresh"),
    path("<str:case_request_number>/labels/", pages.labels, name="labels"),
    path("<str:case_request_number>/sent/", pages.sent, name="sent"),
]

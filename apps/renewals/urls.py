from __future__ import annotations

from django.urls import path

from apps.renewals.views import listing, pages

app_name = "renewals"

urlpatterns = [
    path("", listing.renewal_list, name="list"),
    path("export.csv", listing.export, {"kind": "csv"}, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("months/", listing.month_view, name="months"),
    path("ask/", listing.ask, name="ask"),
    # An id may hold a slash: what follows it is looked for first.
    path("<path:renewal_id>/fresh/", pages.fresh, name="fresh"),
    path("<path:renewal_id>/", pages.detail, name="detail"),
]

from __future__ import annotations

from django.urls import path

from apps.deals.views import listing, pages

app_name = "deals"

urlpatterns = [
    path("", listing.deal_list, name="list"),
    path("export.csv", listing.export, {"kind": "csv"}, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("ask/", listing.ask, name="ask"),
    # An id may hold a slash: what follows it is looked for first.
    path("<path:deal_id>/fresh/", pages.fresh, name="fresh"),
    path("<path:deal_id>/vendor/", pages.vendor, name="vendor"),
    path("<path:deal_id>/", pages.detail, name="detail"),
]

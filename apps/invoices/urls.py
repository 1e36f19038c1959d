from __future__ import annotations

from django.urls import path

from apps.invoices.views import listing, pages

app_name = "invoices"

urlpatterns = [
    path("", listing.invoice_list, name="list"),
    path("export.csv", listing.export, {"kind": "csv"}, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("ask/", listing.ask, name="ask"),
    path("<str:invoice_number>/", pages.detail, name="detail"),
    path("<str:invoice_number>/fresh/", pages.fresh, name="fresh"),
    path("<str:invoice_number>/serials/", pages.serials, name="serials"),
]

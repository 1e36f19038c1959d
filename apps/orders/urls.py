from __future__ import annotations

from django.urls import path

from apps.orders.views import changes, drafting, ordering, pages

app_name = "orders"

urlpatterns = [
    path("", pages.order_list, name="list"),
    path("export.csv", pages.export, name="export"),
    path("new/", drafting.new, name="new"),
    path("drafts/<int:pk>/", drafting.draft, name="draft"),
    path("from-quote/<str:quote_number>/", ordering.from_quote, name="from_quote"),
    path("from-quote/<str:quote_number>/summary/", ordering.summary, name="summary"),
    path("from-quote/<str:quote_number>/place/", ordering.place, name="place"),
    path("<str:ingram_order_number>/", pages.detail, name="detail"),
    path("<str:ingram_order_number>/fresh/", pages.fresh, name="fresh"),
    path("<str:ingram_order_number>/hold/", changes.hold, name="hold"),
    path(
        "<str:ingram_order_number>/reminder/dismiss/",
        changes.dismiss_reminder,
        name="dismiss_reminder",
    ),
    path("<str:ingram_order_number>/release/", changes.release, name="release"),
    path("<str:ingram_order_number>/cancel/", changes.cancel, name="cancel"),
    path("<str:ingram_order_number>/change/", changes.change, name="change"),
    path("<str:ingram_order_number>/change/send/", changes.send_change, name="send_change"),
]

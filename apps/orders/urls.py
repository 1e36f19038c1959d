from __future__ import annotations

from django.urls import path

from apps.orders.views import (
    changes,
    drafting,
    freight,
    listing,
    ordering,
    own_order,
    pages,
    starting,
    uploading,
)

app_name = "orders"

urlpatterns = [
    path("", listing.order_list, name="list"),
    path("export.csv", listing.export, {"kind": "csv"}, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("ask/", listing.ask, name="ask"),
    path("new/", starting.new, name="new"),
    path("new/empty/", starting.start_empty, name="start_empty"),
    path("new/lines/", starting.start_pasted, name="start_pasted"),
    path("new/file/", uploading.upload, name="start_upload"),
    path("add/", starting.add_to_draft, name="add_to_draft"),
    path("freight/", freight.freight, name="freight"),
    path("drafts/<int:pk>/", drafting.draft, name="draft"),
    path("drafts/<int:pk>/save/", drafting.save_draft, name="save_draft"),
    path("drafts/<int:pk>/lines/", drafting.paste_lines, name="paste_lines"),
    path("drafts/<int:pk>/lines/<int:line_id>/", drafting.edit_line, name="edit_line"),
    path("drafts/<int:pk>/lines/<int:line_id>/remove/", drafting.remove_line, name="remove_line"),
    path(
        "drafts/<int:pk>/lines/<int:line_id>/details/", drafting.line_details, name="line_details"
    ),
    path("drafts/<int:pk>/prices/", drafting.price_lines, name="price_lines"),
    path("drafts/<int:pk>/file/", uploading.upload, name="upload"),
    path("drafts/<int:pk>/go-on/", drafting.go_on, name="go_on"),
    path("drafts/<int:pk>/discard/", drafting.discard_draft, name="discard_draft"),
    path("drafts/<int:pk>/details/", own_order.details, name="draft_details"),
    path("drafts/<int:pk>/summary/", own_order.summary, name="draft_summary"),
    path("drafts/<int:pk>/place/", own_order.place, name="draft_place"),
    path("drafts/<int:pk>/freight/", own_order.freight, name="draft_freight"),
    path("drafts/<int:pk>/number/", own_order.number, name="number"),
    path("from-quote/<str:quote_number>/", ordering.from_quote, name="from_quote"),
    path("from-quote/<str:quote_number>/summary/", ordering.summary, name="summary"),
    path("from-quote/<str:quote_number>/place/", ordering.place, name="place"),
    path("<str:ingram_order_number>/", pages.detail, name="detail"),
    path("<str:ingram_order_number>/fresh/", pages.fresh, name="fresh"),
    path("<str:ingram_order_number>/again/", starting.order_again, name="order_again"),
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

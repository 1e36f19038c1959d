from __future__ import annotations

from django.urls import path

from apps.quotes.views import detail, drafts, listing, sell_prices, starting

app_name = "quotes"

urlpatterns = [
    path("", listing.quote_list, name="list"),
    path("export.csv", listing.export, name="export"),
    path("export.xlsx", listing.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("new/", drafts.new, name="new"),
    path("new/lines/", drafts.start_pasted, name="start_pasted"),
    path("add/", drafts.add_to_draft, name="add_to_draft"),
    path("from-renewal/<path:renewal_id>/", starting.from_renewal, name="from_renewal"),
    path("from-deal/<path:deal_id>/", starting.from_deal, name="from_deal"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/save/", drafts.save_draft, name="save_draft"),
    path("drafts/<int:pk>/lines/", drafts.paste_lines, name="paste_lines"),
    path("drafts/<int:pk>/lines/<int:line_id>/", drafts.edit_line, name="edit_line"),
    path("drafts/<int:pk>/lines/<int:line_id>/remove/", drafts.remove_line, name="remove_line"),
    path("drafts/<int:pk>/prices/", drafts.price_lines, name="price_lines"),
    path("drafts/<int:pk>/sell-price/", drafts.sell_price, name="draft_sell_price"),
    path("drafts/<int:pk>/create/", drafts.create, name="create"),
    path("drafts/<int:pk>/copy/", drafts.copy_draft, name="copy_draft"),
    path("drafts/<int:pk>/discard/", drafts.discard_draft, name="discard_draft"),
    path("approvals/", sell_prices.approvals, name="approvals"),
    path("<str:quote_number>/", detail.detail, name="detail"),
    path("<str:quote_number>/fresh/", detail.fresh, name="fresh"),
    path("<str:quote_number>/validate/", detail.validate, name="validate"),
    path("<str:quote_number>/copy/", detail.copy_quote, name="copy_quote"),
    path("<str:quote_number>/sell-prices/", sell_prices.sell_prices, name="sell_prices"),
    path("<str:quote_number>/approval/", sell_prices.ask_approval, name="ask_approval"),
    path(
        "<str:quote_number>/approval/<int:pk>/",
        sell_prices.decide_approval,
        name="decide_approval",
    ),
]

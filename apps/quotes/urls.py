from __future__ import annotations

from django.urls import path

from apps.quotes import views

app_name = "quotes"

urlpatterns = [
    path("", views.quote_list, name="list"),
    path("export.csv", views.export, name="export"),
    path("new/", views.new, name="new"),
    path("add/", views.add_to_draft, name="add_to_draft"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/save/", views.save_draft, name="save_draft"),
    path("drafts/<int:pk>/lines/", views.paste_lines, name="paste_lines"),
    path("drafts/<int:pk>/lines/<int:line_id>/", views.edit_line, name="edit_line"),
    path("drafts/<int:pk>/lines/<int:line_id>/remove/", views.remove_line, name="remove_line"),
    path("drafts/<int:pk>/prices/", views.price_lines, name="price_lines"),
    path("drafts/<int:pk>/create/", views.create, name="create"),
    path("drafts/<int:pk>/copy/", views.copy_draft, name="copy_draft"),
    path("drafts/<int:pk>/discard/", views.discard_draft, name="discard_draft"),
    path("<str:quote_number>/", views.detail, name="detail"),
    path("<str:quote_number>/fresh/", views.fresh, name="fresh"),
    path("<str:quote_number>/validate/", views.validate, name="validate"),
    path("<str:quote_number>/copy/", views.copy_quote, name="copy_quote"),
]

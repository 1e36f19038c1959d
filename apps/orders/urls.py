from __future__ import annotations

from django.urls import path

from apps.orders import views

app_name = "orders"

urlpatterns = [
    path("", views.order_list, name="list"),
    path("export.csv", views.export, name="export"),
    path("new/", views.new, name="new"),
    path("from-quote/<str:quote_number>/", views.from_quote, name="from_quote"),
    path("from-quote/<str:quote_number>/summary/", views.summary, name="summary"),
    path("from-quote/<str:quote_number>/place/", views.place, name="place"),
    path("<str:ingram_order_number>/", views.detail, name="detail"),
    path("<str:ingram_order_number>/fresh/", views.fresh, name="fresh"),
]

from __future__ import annotations

from django.urls import path

from apps.catalog.views import price_checks, products

app_name = "catalog"

urlpatterns = [
    path("", products.search, name="search"),
    path("prices/", products.prices, name="prices"),
    path("price-check/", price_checks.price_check_list, name="price_checks"),
    path("price-check/new/", price_checks.start, name="start_price_check"),
    path("price-check/<int:pk>/", price_checks.price_check, name="price_check"),
    path("price-check/<int:pk>/progress/", price_checks.progress, name="price_check_progress"),
    path("price-check/<int:pk>/again/", price_checks.again, name="price_check_again"),
    path("price-check/<int:pk>/go-on/", price_checks.go_on, name="price_check_go_on"),
    path("price-check/<int:pk>/take/", price_checks.take, name="price_check_take"),
    path("price-check/<int:pk>/delete/", price_checks.delete, name="delete_price_check"),
    path(
        "price-check/<int:pk>/lines/<int:line_id>/replacement/",
        price_checks.replacement,
        name="price_check_replacement",
    ),
    path(
        "price-check/<int:pk>/export.csv",
        price_checks.export,
        {"kind": "csv"},
        name="price_check_export",
    ),
    path(
        "price-check/<int:pk>/export.xlsx",
        price_checks.export,
        {"kind": "xlsx"},
        name="price_check_export_xlsx",
    ),
    path("plans/<str:plan_id>/", products.plan, name="plan"),
    path("plans/<str:plan_id>/offer/", products.plan_offer, name="plan_offer"),
    path("<str:part_number>/", products.product, name="product"),
    path("<str:part_number>/offer/", products.offer, name="offer"),
]

from __future__ import annotations

from django.urls import path

from apps.catalog import views

app_name = "catalog"

urlpatterns = [
    path("", views.search, name="search"),
    path("prices/", views.prices, name="prices"),
    path("plans/<str:plan_id>/", views.plan, name="plan"),
    path("<str:part_number>/", views.product, name="product"),
    path("<str:part_number>/offer/", views.offer, name="offer"),
]

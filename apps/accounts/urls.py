from __future__ import annotations

from django.urls import path

from apps.accounts import views

app_name = "accounts"

urlpatterns = [
    path("switch/", views.switch, name="switch"),
    path("views/<int:view_id>/rename/", views.rename_view, name="rename_view"),
    path("views/<int:view_id>/delete/", views.delete_view, name="delete_view"),
    path("views/<str:page>/", views.views, name="views"),
]

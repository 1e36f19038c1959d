from __future__ import annotations

from django.urls import path

from apps.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("ingram/<str:key>/", views.ingram, name="ingram"),
]

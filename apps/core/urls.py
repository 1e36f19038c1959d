from __future__ import annotations

from django.urls import path

from apps.core import views

app_name = "core"

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("healthz", views.healthz, name="healthz"),
]

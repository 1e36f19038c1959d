from __future__ import annotations

from django.urls import path

from apps.sync import views

app_name = "sync"

urlpatterns = [
    path("<slug:resource>/", views.status, name="status"),
    path("<slug:resource>/refresh/", views.refresh, name="refresh"),
]

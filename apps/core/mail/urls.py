from __future__ import annotations

from django.urls import path

from apps.core.mail import views

app_name = "mail"

urlpatterns = [
    path("", views.mails, name="list"),
    path("<str:file>/<int:place>/", views.mail, name="detail"),
    path("<str:file>/<int:place>/<int:number>/", views.attachment, name="attachment"),
]

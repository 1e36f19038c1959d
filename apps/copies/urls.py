from __future__ import annotations

from django.urls import path

from apps.copies import views

app_name = "copies"

urlpatterns = [
    path("<str:quote_number>/copies/", views.page, name="page"),
    path("<str:quote_number>/copies/log/", views.log, name="log"),
    path("<str:quote_number>/copies/customer.pdf", views.preview, {"kind": "customer"}, "customer"),
    path("<str:quote_number>/copies/internal.pdf", views.preview, {"kind": "internal"}, "internal"),
    path("<str:quote_number>/copies/<int:copy_id>.pdf", views.kept, name="kept"),
    path("<str:quote_number>/copies/mails/<int:mail_id>/again/", views.again, name="again"),
]

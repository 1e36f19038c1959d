from __future__ import annotations

from django.urls import path

from apps.submissions import views

app_name = "submissions"

urlpatterns = [
    path("", views.index, name="list"),
    path("attention/", views.attention, name="attention"),
    path("<int:submission_id>/", views.detail, name="detail"),
    path("<int:submission_id>/status/", views.status, name="status"),
    path("<int:submission_id>/link/", views.link, name="link"),
    path("<int:submission_id>/send-again/", views.send_again, name="send_again"),
    path("<int:submission_id>/close/", views.close, name="close"),
]

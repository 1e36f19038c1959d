from __future__ import annotations

from django.urls import path

from apps.accounts import company_sign_in, invitation_views, people_views, session_views, views

app_name = "accounts"

urlpatterns = [
    path("people/", invitation_views.people, name="people"),
    path("people/members/<int:member_id>/role/", people_views.change_role, name="change_role"),
    path("people/members/<int:member_id>/remove/", people_views.remove, name="remove_member"),
    path("people/invite/", invitation_views.invite, name="invite"),
    path("people/<int:invitation_id>/send-again/", invitation_views.send_again, name="send_again"),
    path("people/<int:invitation_id>/withdraw/", invitation_views.withdraw, name="withdraw"),
    path("join/<str:token>/", invitation_views.join, name="join"),
    path(
        "oidc/<str:provider_id>/login/callback/", company_sign_in.callback, name="company_callback"
    ),
    path("sessions/", session_views.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", session_views.end_session, name="end_session"),
    path("switch/", views.switch, name="switch"),
    path("views/<int:view_id>/rename/", views.rename_view, name="rename_view"),
    path("views/<int:view_id>/delete/", views.delete_view, name="delete_view"),
    path("views/<str:page>/", views.views, name="views"),
]

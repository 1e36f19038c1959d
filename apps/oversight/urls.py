from __future__ import annotations

from django.urls import path

from apps.oversight.views import audit, calls

app_name = "oversight"

urlpatterns = [
    path("audit/", audit.event_list, name="audit"),
    path("audit/export.csv", audit.export, {"kind": "csv"}, name="audit_export"),
    path("audit/export.xlsx", audit.export, {"kind": "xlsx"}, name="audit_export_xlsx"),
    path("audit/<int:event_id>/", audit.event, name="event"),
    path("calls/", calls.call_list, name="calls"),
    path("calls/traffic/", calls.traffic, name="traffic"),
    path("calls/<int:call_id>/", calls.call, name="call"),
]

from __future__ import annotations

from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    name = "apps.renewals"

    def ready(self) -> None:
        from apps.renewals import finding, sync_resource  # noqa: F401 - they register

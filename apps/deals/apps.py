from __future__ import annotations

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "apps.deals"

    def ready(self) -> None:
        from apps.deals import finding, sync_resource  # noqa: F401 - they register

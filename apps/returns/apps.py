from __future__ import annotations

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "apps.returns"

    def ready(self) -> None:
        from apps.returns import (  # they register
            finding,  # noqa: F401
            notification_kinds,  # noqa: F401
            submission_kind,  # noqa: F401
            sync_resource,  # noqa: F401
        )

from __future__ import annotations

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "apps.quotes"

    def ready(self) -> None:
        from apps.quotes import (  # they register
            finding,  # noqa: F401
            notification_kinds,  # noqa: F401
            submission_kind,  # noqa: F401
            sync_resource,  # noqa: F401
        )

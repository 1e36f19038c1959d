from __future__ import annotations

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "apps.invoices"

    def ready(self) -> None:
        from apps.invoices import (  # they register
            finding,  # noqa: F401
            notification_kinds,  # noqa: F401
            sync_resource,  # noqa: F401
        )

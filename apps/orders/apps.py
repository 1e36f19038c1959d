from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "apps.orders"

    def ready(self) -> None:
        from apps.orders import (  # they register
            change_kinds,  # noqa: F401
            finding,  # noqa: F401
            notification_kinds,  # noqa: F401
            submission_kind,  # noqa: F401
            sync_resource,  # noqa: F401
        )

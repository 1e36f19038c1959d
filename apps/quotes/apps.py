from __future__ import annotations

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "apps.quotes"

    def ready(self) -> None:
        from apps.quotes import submission_kind, sync_resource  # noqa: F401 - they register

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "apps.oversight"
    verbose_name = "Audit and calls, as pages"

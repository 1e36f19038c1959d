"""Make the return windows of the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.invoices import services


class Command(BaseCommand):
    help = "Load return windows for the demo, unless there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Return windows of the demo are for a demo only: DEMO is off.")
        services.load_demo_windows()

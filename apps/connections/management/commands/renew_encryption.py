"""Encrypt every stored secret with the newest key, so that older keys may go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from apps.connections import services


class Command(BaseCommand):
    help = "Encrypt stored secrets with the first of FIELD_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = services.renew_encryption()
        if options["verbosity"]:
            self.stdout.write(f"{rows} rows renewed. Older keys may leave FIELD_ENCRYPTION_KEYS.")

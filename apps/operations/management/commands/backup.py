"""Copy the database into a file while people work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.operations.services.backup import BackupFailed, back_up


class Command(BaseCommand):
    help = "Copy the database into a new file; keep FIELD_ENCRYPTION_KEYS elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = back_up(folder=options["folder"])
        except (BackupFailed, OSError) as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write(str(path))

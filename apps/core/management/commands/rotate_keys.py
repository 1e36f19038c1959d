"""Encrypt every stored secret with the newest key, so that older keys may go."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.key_rotation import Rotation, rotate

MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "Encrypt stored secrets with the first of FIELD_ENCRYPTION_KEYS. May be run at any time, "
        "broken off and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; end with an error unless the first key opens everything.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_check = options["check"]
        rotation = rotate(writes=not is_check)
        if options["verbosity"]:
            self._tell(rotation, is_check)
        if rotation.lost:
            named = "\n".join(rotation.lost[:MOST_NAMED])
            raise CommandError(
                f"No key of FIELD_ENCRYPTION_KEYS opens {len(rotation.lost)} secrets. Put back the "
                f"key that was removed, or enter these anew:\n{named}"
            )
        if is_check and rotation.stale:
            raise CommandError("Older keys are still needed: run rotate_keys without --check.")

    def _tell(self, rotation: Rotation, is_check: bool) -> None:
        done = "to be encrypted anew" if is_check else "encrypted anew"
        self.stdout.write(f"{rotation.stale} secrets {done}, {rotation.current} had the first key.")
        if not (rotation.lost or (is_check and rotation.stale)):
            self.stdout.write("Older keys may leave FIELD_ENCRYPTION_KEYS.")

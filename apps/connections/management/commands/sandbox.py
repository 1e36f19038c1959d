"""Run the stand-in for the distributor's API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the sandbox on this machine until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument(
            "--webhook-target",
            action="append",
            dest="webhook_targets",
            default=[],
            help="Where its webhooks go: http://127.0.0.1:8000/webhooks/ingram/<key>/.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Its own program in all but name: nothing of it is loaded by the other commands.
        from sandbox.server import main

        main(
            port=options["port"],
            state=settings.VAR_DIR / "sandbox.sqlite3",
            webhook_targets=tuple(options["webhook_targets"]),
        )

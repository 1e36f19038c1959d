"""Create the demo's people, accounts and connection to the local sandbox."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.connections import services
from apps.connections.exceptions import SetupRefused


class Command(BaseCommand):
    help = "Load the demo: people rep, manager and admin, and three accounts at the sandbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sandbox-port",
            type=int,
            default=os.environ.get("SANDBOX_PORT", "8001"),
            help="Where the sandbox listens on this machine (SANDBOX_PORT, else 8001).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            services.load_demo(sandbox_url=f"http://127.0.0.1:{options['sandbox_port']}")
        except SetupRefused as exc:
            raise CommandError(exc.user_message) from exc
        if options["verbosity"]:
            self.stdout.write("Sign in as rep, manager or admin, password demo-counter.")

"""Create or update a connection to the distributor and a customer account of it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.connections import services
from apps.connections.exceptions import SetupRefused


class Command(BaseCommand):
    help = "Create or update a connection and its customer account. May be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="The connection is found by it.")
        parser.add_argument(
            "--base-url",
            required=True,
            help="https://api.ingrammicro.com:443, with /sandbox for the distributor's sandbox; "
            "the environment follows from it.",
        )
        parser.add_argument("--client-id", required=True)
        parser.add_argument("--client-secret", required=True)
        parser.add_argument("--customer-number", required=True, help="For example 20-222222.")
        parser.add_argument("--country", required=True, help="Two letters: US, not USA.")
        parser.add_argument("--sender-id", default="")
        parser.add_argument("--webhook-secret", default="")
        parser.add_argument("--bill-to", default="", help="The id agreed at onboarding: 000.")

    def handle(self, *args: Any, **options: Any) -> None:
        setup = services.ConnectionSetup(
            name=options["name"],
            base_url=options["base_url"],
            client_id=options["client_id"],
            client_secret=options["client_secret"],
            customer_number=options["customer_number"],
            country_code=options["country"],
            sender_id=options["sender_id"],
            webhook_secret=options["webhook_secret"],
            bill_to=options["bill_to"],
        )
        try:
            account = services.set_up_account(setup=setup)
        except ValidationError as exc:
            raise CommandError(_in_words(exc)) from exc
        except SetupRefused as exc:
            raise CommandError(exc.user_message) from exc
        if options["verbosity"]:
            connection = account.connection
            self.stdout.write(f"{connection}: {connection.get_environment_display()}")
            self.stdout.write(f"Customer account: {account}")
            self.stdout.write(f"Webhook address: /webhooks/ingram/{connection.key}/")


def _in_words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "\n".join(
        f"{field.replace('_', ' ')}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    )

from __future__ import annotations

from django.db.models import TextChoices


class EnvironmentChoice(TextChoices):
    """What a connection declares to be; values equal those of apps.ingram.Environment."""

    PRODUCTION = "production", "Production"
    DISTRIBUTOR_SANDBOX = "distributor_sandbox", "Distributor's sandbox"
    LOCAL_SANDBOX = "local_sandbox", "Local sandbox"


class AddressKind(TextChoices):
    BILL_TO = "bill_to", "Bill-to"
    SHIP_TO = "ship_to", "Ship-to"

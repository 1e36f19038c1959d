from __future__ import annotations

from django.db.models import TextChoices


class EnvironmentChoice(TextChoices):
    """What a connection declares to be; values equal those of apps.ingram.Environment."""

    PRODUCTION = "production", "Production"
    DISTRIBUTOR_SANDBOX = "distributor_sandbox", "Distributor's sandbox"
    LOCAL_SANDBOX = "local_sandbox", "Local sandbox"


class VersionChoice(TextChoices):
    """Which version of the API speaks for a resource; values equal those of ApiVersion."""

    CURRENT = "current", "Current (v6, v6.1 and v7)"
    V6 = "v6", "Early v6: details as before v6.1"
    V5 = "v5", "v5"


#: Catalogue and quotes have no other v6 than the current one.
WITHOUT_EARLY_V6 = [
    (choice.value, choice.label) for choice in (VersionChoice.CURRENT, VersionChoice.V5)
]


class AddressKind(TextChoices):
    BILL_TO = "bill_to", "Bill-to"
    SHIP_TO = "ship_to", "Ship-to"


class StepOutcome(TextChoices):
    """What a test of a connection found of one resource."""

    PERMITTED = "permitted", "Permitted"
    REFUSED = "refused", "Not permitted"
    NOT_OFFERED = "not_offered", "Not offered"
    UNANSWERED = "unanswered", "No clear answer"

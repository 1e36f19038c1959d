"""Credentials, addresses, the shared access token, and the record of every call."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from apps.accounts.models import CustomerAccount
from apps.connections.base_url import check_environment, check_form
from apps.connections.choices import (
    WITHOUT_EARLY_V6,
    AddressKind,
    EnvironmentChoice,
    StepOutcome,
    VersionChoice,
)
from apps.core.encryption import EncryptedTextField

header_value = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9 ._-]*\Z", "Use letters, digits, spaces, dots, dashes and underscores."
)
plain_path = RegexValidator(r"^(/[A-Za-z0-9._-]+)+\Z", "Give a path such as /oauth/oauth20/token.")


def new_key() -> str:
    """An unguessable name for the webhook address (field notes 10.2, rule 7)."""
    return secrets.token_urlsafe(18)


class Connection(models.Model):
    """One application registered with the distributor: its host, its credentials, its secrets."""

    name = models.CharField(max_length=80, unique=True)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    environment = models.CharField(max_length=24, choices=EnvironmentChoice.choices)
    base_url = models.CharField("base URL", max_length=200, validators=[check_form])
    token_path = models.CharField(
        max_length=80, default="/oauth/oauth20/token", validators=[plain_path]
    )
    client_id = models.CharField(max_length=120)
    client_secret = EncryptedTextField(blank=True, default="")
    sender_id = models.CharField(
        "sender id", max_length=32, default="TradeCounter", validators=[header_value]
    )
    application_id = models.CharField(
        "application id", max_length=32, blank=True, default="", validators=[header_value]
    )
    webhook_secret = EncryptedTextField(blank=True, default="")
    previous_webhook_secret = EncryptedTextField(blank=True, default="")
    contact_email = models.EmailField(
        "contact e-mail",
        max_length=64,
        blank=True,
        default="",
        help_text="Named to the distributor in calls that no person made.",
    )
    catalog_version = models.CharField(
        "catalogue", max_length=8, choices=WITHOUT_EARLY_V6, default=VersionChoice.CURRENT
    )
    orders_version = models.CharField(
        "orders", max_length=8, choices=VersionChoice.choices, default=VersionChoice.CURRENT
    )
    quotes_version = models.CharField(
        "quotes", max_length=8, choices=WITHOUT_EARLY_V6, default=VersionChoice.CURRENT
    )
    invoices_version = models.CharField(
        "invoices", max_length=8, choices=VersionChoice.choices, default=VersionChoice.CURRENT
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_good_call_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_webhook_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not (self.base_url and self.environment):
            return  # each field says for itself that it is missing
        try:
            check_environment(self.base_url, self.environment)
        except ValidationError as exc:
            raise ValidationError({"base_url": exc}) from exc

    @property
    def is_production(self) -> bool:
        return self.environment == EnvironmentChoice.PRODUCTION

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The current secret and, during a rotation, the previous one."""
        return tuple(s for s in (self.webhook_secret, self.previous_webhook_secret) if s)


class AccessToken(models.Model):
    """The bearer token of a connection, shared by all processes.

    `fetching_until` is the lease of whoever fetches the next one.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="token")
    token = EncryptedTextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    fetching_until = models.DateTimeField(null=True)


class Address(models.Model):
    """A bill-to or ship-to address of a customer account.

    `address_id` is the suffix agreed with the distributor at onboarding ("000", "200"); a bill-to
    always has one, a ship-to may be a plain address. Lengths: field notes 11.
    """

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind.choices)
    label = models.CharField(max_length=60)
    address_id = models.CharField("address id", max_length=10, blank=True, default="")
    company_name = models.CharField(max_length=40, blank=True, default="")
    contact = models.CharField(max_length=40, blank=True, default="")
    address_line_1 = models.CharField(max_length=60, blank=True, default="")
    address_line_2 = models.CharField(max_length=40, blank=True, default="")
    city = models.CharField(max_length=25, blank=True, default="")
    state = models.CharField(max_length=3, blank=True, default="")
    postal_code = models.CharField(max_length=10, blank=True, default="")
    country_code = models.CharField(max_length=2, blank=True, default="")
    phone_number = models.CharField(max_length=30, blank=True, default="")
    email = models.EmailField(max_length=241, blank=True, default="")
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "-is_default", "label"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "label"], name="one_address_per_label"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=AddressKind.BILL_TO) | ~models.Q(address_id=""),
                name="bill_to_has_an_address_id",
                violation_error_message="A bill-to needs the address id agreed at onboarding.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.address_id})" if self.address_id else self.label


class ApiCall(models.Model):
    """One call to the distributor, so that its correlation id can be quoted to their support.

    Never a token, a secret or a body.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="calls")
    account = models.ForeignKey(CustomerAccount, on_delete=models.SET_NULL, null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    operation = models.CharField(max_length=40)
    method = models.CharField(max_length=6)
    path = models.CharField(max_length=300)
    purpose = models.CharField(max_length=80, blank=True, default="")
    priority = models.CharField(max_length=12)
    status = models.PositiveSmallIntegerField(null=True)
    duration_ms = models.PositiveIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    correlation_id = models.CharField(max_length=64)
    error = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "API call"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="api_call_latest"),
            models.Index(fields=["connection", "operation", "-at"], name="api_call_by_operation"),
            models.Index(fields=["correlation_id"], name="api_call_by_correlation"),
            models.Index(fields=["account", "at", "id"], name="api_call_of_account"),
            models.Index(fields=["account", "operation", "at", "id"], name="api_call_of_operation"),
            models.Index(fields=["account", "actor", "at", "id"], name="api_call_of_person"),
            models.Index(fields=["account", "status", "at", "id"], name="api_call_of_status"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.correlation_id}"


class ConnectionTest(models.Model):
    """What a test of a connection found, step by step; never a token, a secret or a body."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="tests")
    account = models.ForeignKey(CustomerAccount, on_delete=models.SET_NULL, null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["connection", "-at"], name="connection_test_latest")]

    def __str__(self) -> str:
        return f"Test of {self.connection_id} at {self.at:%Y-%m-%d %H:%M}"


class ConnectionTestStep(models.Model):
    """One call of a test: the token first, then a harmless read of each resource."""

    test = models.ForeignKey(ConnectionTest, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    outcome = models.CharField(max_length=16, choices=StepOutcome.choices)
    words = models.CharField(max_length=300, blank=True, default="")
    correlation_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["test", "place"], name="one_step_a_place")]

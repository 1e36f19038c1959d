"""People and the customer accounts they work for."""

from __future__ import annotations

import zoneinfo

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from apps.accounts.choices import OrderWay, Role

# The forms that the distributor takes: xx-xxxx to xx-xxxxxx (field notes 2.1).
customer_number_form = RegexValidator(
    r"^[0-9A-Za-z]{2}-[0-9A-Za-z]{4,6}\Z", "Write the number as 20-222222."
)
country_code_form = RegexValidator(r"^[A-Z]{2}\Z", "Write two capital letters: US, not USA.")
currency_form = RegexValidator(r"^[A-Z]{3}\Z", "Write three capital letters: USD.")


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Not a time zone. Write a name such as America/New_York.")


class User(AbstractUser):
    """A person of the reseller; the e-mail goes upstream as their contact (field notes 2.2)."""

    email = models.EmailField("e-mail address", max_length=64, unique=True)
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        help_text="A name such as America/New_York.",
        validators=[known_time_zone],
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """Their time zone; None when its name is no longer known."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return None


class CustomerAccount(models.Model):
    """A customer number at the distributor: whose prices, quotes and orders one sees.

    In the distributor's own documents the customer is the reseller (style.md section 4).
    """

    connection = models.ForeignKey(
        "connections.Connection", on_delete=models.PROTECT, related_name="accounts"
    )
    name = models.CharField(max_length=80)
    customer_number = models.CharField(
        max_length=10,
        help_text="As registered with the distributor, for example 20-222222.",
        validators=[customer_number_form],
    )
    country_code = models.CharField(
        max_length=2,
        help_text="ISO code of two letters: US, not USA.",
        validators=[country_code_form],
    )
    currency = models.CharField(
        max_length=3,
        default="USD",
        help_text="ISO code: USD, EUR, CAD.",
        validators=[currency_form],
    )
    order_way = models.CharField(
        "orders are placed",
        max_length=4,
        choices=OrderWay.choices,
        default=OrderWay.QUEUED,
        help_text="An order of a quote is always queued: only that operation takes quotes.",
    )
    is_active = models.BooleanField(default=True)
    people: models.ManyToManyField[User, Membership] = models.ManyToManyField(
        User, through="Membership", related_name="customer_accounts"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "customer_number"], name="one_account_per_customer_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.customer_number}, {self.country_code})"


class Membership(models.Model):
    """A person's place in a customer account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.REP)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "account"], name="one_membership_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.account} as {self.get_role_display()}"


class SavedView(models.Model):
    """A list as a person likes to see it: its page and the filters of its address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40, help_text="The URL name of the list.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="one_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

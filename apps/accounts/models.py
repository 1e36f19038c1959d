"""People and the customer accounts they work for."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from apps.accounts.choices import Role


class User(AbstractUser):
    """A person of the reseller. The e-mail goes upstream as IM-CustomerContact (field notes 2.2)."""

    email = models.EmailField("e-mail address", max_length=64, unique=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", help_text="A name such as America/New_York."
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class CustomerAccount(models.Model):
    """A customer number at the distributor: whose prices, quotes and orders one sees.

    In the distributor's own documents the customer is the reseller (style.md section 4).
    """

    connection = models.ForeignKey(
        "connections.Connection", on_delete=models.PROTECT, related_name="accounts"
    )
    name = models.CharField(max_length=80)
    customer_number = models.CharField(
        max_length=10, help_text="As registered with the distributor, for example 20-222222."
    )
    country_code = models.CharField(max_length=2, help_text="ISO code of two letters: US, not USA.")
    currency = models.CharField(max_length=3, default="USD", help_text="ISO code: USD, EUR, CAD.")
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

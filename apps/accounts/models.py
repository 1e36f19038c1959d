"""People and the customer accounts they work for."""

from __future__ import annotations

import zoneinfo
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from apps.accounts.choices import OrderWay, Role, Weekday

# The forms that the distributor takes: xx-xxxx to xx-xxxxxx (field notes 2.1).
customer_number_form = RegexValidator(
    r"^[0-9A-Za-z]{2}-[0-9A-Za-z]{4,6}\Z", "Write the number as 20-222222."
)
country_code_form = RegexValidator(r"^[A-Z]{2}\Z", "Write two capital letters: US, not USA.")
currency_form = RegexValidator(r"^[A-Z]{3}\Z", "Write three capital letters: USD.")
colour_form = RegexValidator(r"^#[0-9A-Fa-f]{6}\Z", "Write # and six digits: #0B4F6C.")
carrier_code_form = RegexValidator(
    r"^[A-Z0-9]+\Z", "Write the distributor's code in capital letters and digits: UG."
)

INVITATION_VALID_FOR = timedelta(days=7)


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
    holds_orders = models.BooleanField(
        "customer hold",
        default=False,
        help_text="New orders are offered with customer hold ticked. The distributor voids an "
        "order that nobody releases within 24 hours.",
    )
    carrier_code = models.CharField(
        "carrier",
        max_length=10,
        blank=True,
        default="",
        validators=[carrier_code_form],
        help_text="The distributor's code, such as UG. Empty: it chooses.",
    )
    approval_limit = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="In the currency of the account: an order above it is for managers. "
        "Empty: no limit.",
    )
    minimum_margin = models.DecimalField(
        "minimum margin, %",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal("99.99"))],
        help_text="Of the sell price. A quote that earns less needs a manager's approval before a "
        "customer copy leaves. Empty: no minimum.",
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


class Branding(models.Model):
    """How an account's papers look to its customers: `selectors.branding_of` fills what is empty.

    The logo is a PNG that the portal made of the picture it was given. It stands in a table of
    its own, so that no other page reads it.
    """

    account = models.OneToOneField(
        CustomerAccount, on_delete=models.CASCADE, related_name="branding"
    )
    company_name = models.CharField(
        max_length=80, blank=True, default="", help_text="Empty: the name of the account."
    )
    logo = models.BinaryField(blank=True, default=b"", editable=False)
    colour = models.CharField(
        "colour of headings", max_length=7, default="#0B4F6C", validators=[colour_form]
    )
    second_colour = models.CharField(
        "colour of rules and table heads",
        max_length=7,
        default="#E8EEF2",
        validators=[colour_form],
    )
    address = models.TextField(
        max_length=400, blank=True, default="", help_text="As on an envelope, a line each."
    )
    terms = models.TextField(
        max_length=4_000,
        blank=True,
        default="",
        help_text="Terms of sale, printed below the lines.",
    )

    class Meta:
        verbose_name_plural = "branding"

    def __str__(self) -> str:
        return self.company_name or "As the account is called"


class MaintenanceWindow(models.Model):
    """Hours of a week in which the distributor is closed for an account.

    An account that has any goes by these; one without goes by those known for its country
    (`apps.submissions.maintenance`).
    """

    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="maintenance_windows"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts_at = models.TimeField("from")
    hours = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
        help_text="At most 24; it may reach into the next day.",
    )
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])

    class Meta:
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "weekday", "starts_at"], name="one_window_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}, {self.hours} h"


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


class SecondFactorRule(models.Model):
    """A role whose people must sign in with a second factor; in one account, or in all."""

    STAFF = "staff"

    role = models.CharField(
        max_length=16,
        choices=[*Role.choices, (STAFF, "Whoever may open the admin site")],
        help_text="Who lacks a second factor sets one up before they see anything else.",
    )
    account = models.ForeignKey(
        CustomerAccount,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="second_factor_rules",
        help_text="Empty: in every customer account.",
    )

    class Meta:
        verbose_name = "required second factor"
        verbose_name_plural = "required second factors"
        constraints = [
            models.UniqueConstraint(fields=["role", "account"], name="one_rule_per_role"),
            models.UniqueConstraint(
                fields=["role"],
                condition=models.Q(account=None),
                name="one_rule_per_role_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in {self.account or 'every account'}"


class Invitation(models.Model):
    """A person who is asked to join an account in a role, by a link that works once."""

    email = models.EmailField("e-mail address", max_length=64)
    account = models.ForeignKey(
        CustomerAccount, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.REP)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    # Part of the link: sending again makes the older link void.
    sent_count = models.PositiveIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="invitations_accepted",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["account", "-sent_at"], name="invitations_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.account} as {self.get_role_display()}"

    @property
    def is_over(self) -> bool:
        """Whether the link is too old to work."""
        return self.sent_at <= timezone.now() - INVITATION_VALID_FOR

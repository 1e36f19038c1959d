from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class Role(TextChoices):
    """What a person is in one customer account; permissions.py says what each may do."""

    VIEWER = "viewer", "Viewer"
    REP = "rep", "Sales rep"
    MANAGER = "manager", "Manager"
    ADMINISTRATOR = "administrator", "Administrator"


class OrderWay(TextChoices):
    """By which operation an account's orders are placed, unless a person chooses otherwise."""

    QUEUED = "v7", "Queued: accepted at once, made within minutes (v7)"
    IMMEDIATE = "v6", "Immediate: made while one waits (v6)"


class Weekday(IntegerChoices):
    """Values as those of `date.weekday()`."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class ListPage(TextChoices):
    """The lists whose filters a person may save under a name; each is the URL name of its page."""

    ORDERS = "orders:list", "Orders"
    QUOTES = "quotes:list", "Quotes"
    INVOICES = "invoices:list", "Invoices"
    RETURNS = "returns:list", "Returns"
    RENEWALS = "renewals:list", "Renewals"
    DEALS = "deals:list", "Deals"

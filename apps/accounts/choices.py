from __future__ import annotations

from django.db.models import TextChoices


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


class ListPage(TextChoices):
    """The lists whose filters a person may save under a name; each is the URL name of its page."""

    ORDERS = "orders:list", "Orders"
    QUOTES = "quotes:list", "Quotes"

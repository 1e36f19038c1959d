from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in one customer account; permissions.py says what each may do."""

    VIEWER = "viewer", "Viewer"
    REP = "rep", "Sales rep"
    MANAGER = "manager", "Manager"
    ADMINISTRATOR = "administrator", "Administrator"

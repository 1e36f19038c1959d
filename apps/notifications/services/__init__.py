"""Writes of notifications, a function for each use case."""

from __future__ import annotations

from apps.notifications.services.choosing import choose
from apps.notifications.services.gathering import gather
from apps.notifications.services.reading import open_one, read, read_all
from apps.notifications.services.sending import send_due
from apps.notifications.services.telling import News, notify, settle

__all__ = [
    "News",
    "choose",
    "gather",
    "notify",
    "open_one",
    "read",
    "read_all",
    "send_due",
    "settle",
]

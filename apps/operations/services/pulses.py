"""Signs of life of the processes that no request reaches."""

from __future__ import annotations

import logging

from django.db import Error, close_old_connections
from django.utils import timezone

from apps.operations.models import Pulse

logger = logging.getLogger(__name__)

BEAT, WORKER = "beat", "worker"


def pulse(name: str) -> None:
    """Write down that a process of this kind lives: one query.

    A database that is away must not end the process that tells of itself; it is logged.
    """
    now = timezone.now()
    try:
        if not Pulse.objects.filter(name=name).update(at=now):
            Pulse.objects.bulk_create([Pulse(name=name, at=now)], ignore_conflicts=True)
    except Error as exc:
        logger.warning("%s cannot reach the database: %s", name, type(exc).__name__)


def pulse_of_beat() -> None:
    """As `pulse`, from a process that handles no requests and so keeps its connection for ever."""
    close_old_connections()
    pulse(BEAT)

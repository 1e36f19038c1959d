"""The wake-up call to a worker. What must not be lost stands in the database, not in the call."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from django.db import transaction

log = logging.getLogger(__name__)

EXPIRES = 60
"""Seconds after which a call that no worker heard has been repeated by a sweeper."""


def wake(task: Task[Any, Any], *arguments: object, after: float = 0) -> None:
    """Call the task once the transaction has committed, or so many seconds later.

    Robust: a broker that is down must not turn a stored deed into an error page; the failure is
    logged and the sweepers find the row.
    """

    def call() -> None:  # Django names it in its log, which a partial would not let it do
        task.apply_async(arguments, countdown=after, expires=EXPIRES)

    transaction.on_commit(call, robust=True)


def wake_at_once(task: Task[Any, Any], *arguments: object) -> None:
    """As `wake`, from a thread of its own, in which nothing is under way that could commit.

    To ask for a transaction there would open a connection to the database.
    """
    try:
        task.apply_async(arguments, expires=EXPIRES)
    except Exception:
        log.exception("%s was not called", task.name)

"""The alarm clock's hands: one service call each. What must not be lost is in the database."""

from __future__ import annotations

from celery import shared_task

from apps.notifications import services


@shared_task(ignore_result=True)
def send_due() -> None:
    services.send_due()

"""The alarm clock's hands: ids in, one service call. What must not be lost is in the database."""

from __future__ import annotations

from celery import shared_task

from apps.copies import services


@shared_task(ignore_result=True)
def deliver(delivery_id: int) -> None:
    services.deliver(delivery_id=delivery_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()

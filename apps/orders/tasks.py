"""The alarm clock's hands: one service call each."""

from __future__ import annotations

from celery import shared_task

from apps.orders import services


@shared_task(ignore_result=True)
def remind_of_holds() -> None:
    services.remind()

"""Ids in, one service call."""

from __future__ import annotations

from celery import shared_task

from apps.ingram import Priority
from apps.sync import services


@shared_task(ignore_result=True)
def run_due() -> None:
    services.run_due()


@shared_task(ignore_result=True)
def step(state_id: int, priority: str = Priority.BACKGROUND) -> None:
    services.step(state_id=state_id, priority=Priority(priority))


@shared_task(ignore_result=True)
def read_one(account_id: int, resource: str, key: str, actor_id: int | None, priority: str) -> None:
    services.read_one(
        account_id=account_id,
        resource=resource,
        key=key,
        actor_id=actor_id,
        priority=Priority(priority),
    )

"""Ids in, one service call."""

from __future__ import annotations

from celery import shared_task

from apps.catalog.services import price_check_steps, price_checks


@shared_task(ignore_result=True, name="apps.catalog.tasks.price_check_step")
def step(check_id: int) -> None:
    price_check_steps.step(check_id=check_id)


@shared_task(ignore_result=True)
def run_due_price_checks() -> None:
    price_checks.run_due()


@shared_task(ignore_result=True)
def delete_expired_price_checks() -> None:
    price_checks.delete_expired()

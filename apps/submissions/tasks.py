"""The alarm clock's hands: ids in, one service call. What must not be lost is in the database."""

from __future__ import annotations

from celery import shared_task

from apps.submissions import services


@shared_task(ignore_result=True)  # no autoretry: a write is reconciled, never repeated
def send(submission_id: int) -> None:
    services.send(submission_id=submission_id)


@shared_task(ignore_result=True)
def reconcile(submission_id: int) -> None:
    services.reconcile(submission_id=submission_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()

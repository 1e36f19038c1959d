"""One service call each."""

from __future__ import annotations

from celery import shared_task

from apps.operations.services import call_totals, pulses, retention


@shared_task(ignore_result=True)
def pulse() -> None:
    pulses.pulse(pulses.WORKER)


@shared_task(ignore_result=True)
def count_calls() -> None:
    call_totals.count_calls()


@shared_task(ignore_result=True)
def delete_expired() -> None:
    retention.delete_expired()

"""What a worker does for invoices: one service call each."""

from __future__ import annotations

from celery import shared_task

from apps.invoices.services.telling import tell_of_past_due as tell


@shared_task(ignore_result=True)
def tell_of_past_due() -> None:
    tell()

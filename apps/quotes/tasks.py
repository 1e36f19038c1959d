"""What a worker does for quotes: one service call each."""

from __future__ import annotations

from celery import shared_task

from apps.quotes import services


@shared_task(ignore_result=True)
def tell_of_expiring() -> None:
    services.tell_of_expiring()


# Nothing calls it by now: it takes what an earlier release had left with the broker.
@shared_task(ignore_result=True)
def tell_of_prices(approval_id: int) -> None:
    services.tell_of_prices(approval_id=approval_id)

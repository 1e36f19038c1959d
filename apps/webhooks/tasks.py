"""Ids in, one service call."""

from __future__ import annotations

from celery import shared_task

from apps.webhooks import services


@shared_task(ignore_result=True)
def process(event_pk: int) -> None:
    services.process(event_pk=event_pk)


@shared_task(ignore_result=True)
def process_several(event_pks: list[int]) -> None:
    services.process_several(event_pks=event_pks)


@shared_task(ignore_result=True)
def sweep() -> None:
    services.sweep()

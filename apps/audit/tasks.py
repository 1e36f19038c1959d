from __future__ import annotations

from celery import shared_task

from apps.audit import services


@shared_task
def delete_expired_events() -> None:
    services.delete_expired()

from __future__ import annotations

from smtplib import SMTPException

from celery import shared_task

from apps.accounts import invitations


@shared_task(
    autoretry_for=(OSError, SMTPException), retry_backoff=30, retry_jitter=True, max_retries=8
)
def send_invitation(invitation_id: int, sent_count: int) -> None:
    invitations.send(invitation_id=invitation_id, sent_count=sent_count)

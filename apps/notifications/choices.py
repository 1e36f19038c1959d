from __future__ import annotations

from django.db.models import TextChoices


class MailWay(TextChoices):
    """When a person is told of a kind by e-mail."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day"
    NEVER = "never", "Never"


class MailState(TextChoices):
    """What becomes of the e-mail; `OVERTAKEN` when it was true no longer before it left."""

    NONE = "none", "No e-mail"
    DAILY = "daily", "Waits for the daily e-mail"
    GATHERED = "gathered", "In a daily e-mail"
    QUEUED = "queued", "Waits to be sent"
    SENDING = "sending", "Being sent"
    WAITING = "waiting", "To be tried again"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"
    OVERTAKEN = "overtaken", "Overtaken by events"


OPEN_STATES = (MailState.QUEUED, MailState.SENDING, MailState.WAITING)
"""E-mails that are to be handed to the mail server, now or later."""

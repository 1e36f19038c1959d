"""What people are told of invoices. The words name no amount."""

from __future__ import annotations

from apps.accounts.permissions import Permission
from apps.core.choices import Tone
from apps.notifications.choices import MailWay
from apps.notifications.registry import NotificationKind, Ways, register

PAST_DUE = register(
    NotificationKind(
        code="invoice.past_due",
        group="Invoices",
        label="An invoice is past due",
        help="Something of it is still owed the day after it was due. By e-mail it is told once a "
        "day with all else.",
        icon="receipt-text",
        tone=Tone.WARN,
        permission=Permission.APPROVE_ORDERS,
        default=Ways(in_portal=False, mail=MailWay.DAILY),
        mails=(MailWay.DAILY, MailWay.NEVER),
    )
)
